"""An index has the key of the table or of another index."""

from __future__ import annotations

from collections.abc import Iterator

from sessionform.diagnostics import Path
from sessionform.documentation import fails, passes
from sessionform.edits import remove
from sessionform.model import Attribute, Table
from sessionform.rules.engine.rule import WARNING, Problem, TableRule
from sessionform.rules.indexes.positions import GLOBAL, LOCAL
from sessionform.rules.view.table_view import TableView

INDEX_PRACTICES = "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/bp-indexes-general.html"

_Attributes = tuple[Attribute, ...]


def _index_repeats(table: Table, view: TableView) -> Iterator[Problem]:
    if not (table.global_secondary_indexes or table.local_secondary_indexes):
        return
    first: dict[object, tuple[Path, str]] = {}
    for setting, holder, partition_keys, sort_keys in _keys(table):
        # The order of a sort key's attributes decides what it answers; of a partition key all are given
        key = frozenset(attribute.name for attribute in partition_keys), tuple(key.name for key in sort_keys)
        earlier_setting, earlier = first.setdefault(key, (setting, holder))
        if earlier_setting != setting and all(attribute.name for attribute in partition_keys):
            yield Problem(
                setting,
                f"{holder} has the same key as {earlier}, so it answers no query that {earlier} does not",
                "remove it, or give it another key",
                fixes=(remove(setting),),
                related=((earlier_setting, earlier),),
                on_key=True,
            )


def _keys(table: Table) -> Iterator[tuple[Path, str, _Attributes, _Attributes]]:
    partition, *sort = table.key_attributes
    yield ("partition_key",), f"`{table.key}` itself", (partition,), tuple(sort)
    for index in table.global_secondary_indexes:
        yield (GLOBAL, index.name), f"index `{index.name}`", index.partition_keys, index.sort_keys
    for local in table.local_secondary_indexes:
        yield (LOCAL, local.name), f"index `{local.name}`", (partition,), (local.sort_key,)


RULE = TableRule(
    id="index-repeats-key",
    severity=WARNING,
    summary="An index has the key of the table or of another index",
    why=(
        "Every write of a session is written to each index too, and charged there. An index with the key of the "
        "table or of another index costs the same and answers no further query. One with a narrower projection can "
        "save read units on large items; waive the rule where that is the reason."
    ),
    source=INDEX_PRACTICES,
    failing="""\
tables:
  userSessions:
    partition_key: userId
    sort_key: sessionId
    ttl: expiresAt
    global_secondary_indexes:
      by_user: {partition_key: userId, sort_key: sessionId}
""",
    passing="""\
tables:
  userSessions:
    partition_key: userId
    sort_key: sessionId
    ttl: expiresAt
    global_secondary_indexes:
      by_session: {partition_key: sessionId}
""",
    edges=(
        passes(sort_key="id", global_secondary_indexes={"by_user": {"partition_key": "userId"}}),
        fails(global_secondary_indexes={"by_user": {"partition_key": "userId"}}),
        fails(global_secondary_indexes={"a_index": {"partition_key": "id"}, "b_index": {"partition_key": "id"}}),
        fails(sort_key="id", local_secondary_indexes={"by_id": {"sort_key": "id"}}),
        passes(
            global_secondary_indexes={
                "a_index": {"partition_key": "id"},
                "b_index": {"partition_key": "id", "sort_key": "seen"},
            }
        ),
        fails(
            global_secondary_indexes={
                "a_index": {"partition_key": ["id", "region"], "sort_key": ["seen", "agent"]},
                "b_index": {"partition_key": ["region", "id"], "sort_key": ["seen", "agent"]},
            }
        ),
        passes(
            global_secondary_indexes={
                "a_index": {"partition_key": ["id", "region"], "sort_key": ["seen", "agent"]},
                "b_index": {"partition_key": ["id", "region"], "sort_key": ["agent", "seen"]},
            }
        ),
    ),
    check=_index_repeats,
)
