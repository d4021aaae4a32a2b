"""An index with the key of the table or of another index."""

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


def _index_repeats(table: Table, view: TableView) -> Iterator[Problem]:
    if not (table.global_secondary_indexes or table.local_secondary_indexes):
        return
    first: dict[tuple[str, str | None], tuple[Path, str]] = {}
    for setting, holder, partition_key, sort_key in _keys(table):
        key = partition_key.name, sort_key.name if sort_key is not None else None
        earlier_setting, earlier = first.setdefault(key, (setting, holder))
        if earlier_setting != setting and partition_key.name:
            yield Problem(
                setting,
                f"{holder} has the same key as {earlier}, so it answers no query that {earlier} does not",
                "remove it, or give it another key",
                fixes=(remove(setting),),
                related=((earlier_setting, earlier),),
                on_key=True,
            )


def _keys(table: Table) -> Iterator[tuple[Path, str, Attribute, Attribute | None]]:
    yield ("partition_key",), f"`{table.key}` itself", table.partition_key, table.sort_key
    for index in table.global_secondary_indexes:
        yield (GLOBAL, index.name), f"index `{index.name}`", index.partition_key, index.sort_key
    for local in table.local_secondary_indexes:
        yield (LOCAL, local.name), f"index `{local.name}`", table.partition_key, local.sort_key


RULE = TableRule(
    id="index-repeats-key",
    severity=WARNING,
    summary="An index with the key of the table or of another index",
    why=(
        "Every write of a session is written to each index as well, and paid for there. An index whose key is already "
        "that of the table or of another index costs the same and makes nothing findable. One with a narrower "
        "projection can save read units on large items; waive the rule where that is the reason."
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
    ),
    check=_index_repeats,
)
