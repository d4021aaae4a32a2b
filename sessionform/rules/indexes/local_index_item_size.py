"""An item and its copies in local indexes share 400 KB."""

from __future__ import annotations

from collections.abc import Iterator

from sessionform.documentation import fails, passes
from sessionform.edits import Fix, Set
from sessionform.facts.limits import MAX_ITEM_BYTES
from sessionform.model import Table
from sessionform.rules.engine.rule import WARNING, Problem, TableRule
from sessionform.rules.indexes.positions import LOCAL
from sessionform.rules.indexes.sources import QUOTAS
from sessionform.rules.view.table_view import TableView


def _local_index_item_size(table: Table, view: TableView) -> Iterator[Problem]:
    copies = 1 + sum(index.projection.type == "ALL" for index in table.local_secondary_indexes)
    size = table.item_size * copies
    if copies > 1 and size > MAX_ITEM_BYTES:
        yield Problem(
            ("item_size",),
            f"a session of {table.item_size:,} bytes takes {size:,} with its copies in local indexes, and DynamoDB "
            f"allows {MAX_ITEM_BYTES:,} together",
            "project less into the local indexes, e.g. `projection: KEYS_ONLY`",
            related=(((LOCAL,), "those that project ALL hold whole sessions"),),
            fixes=(_keys_only(table),),
        )


def _keys_only(table: Table) -> Fix:
    whole = [index.name for index in table.local_secondary_indexes if index.projection.type == "ALL"]
    return Fix(tuple(Set((LOCAL, name, "projection"), "KEYS_ONLY") for name in whole))


RULE = TableRule(
    id="local-index-item-size",
    severity=WARNING,
    summary="An item and its copies in local indexes share 400 KB",
    why=(
        "The limit of 400 KB counts an item together with all of its entries in local indexes. DynamoDB rejects the "
        "write of a session that grows beyond it, at run time, where the same write worked before."
    ),
    source=QUOTAS,
    failing="""\
tables:
  userSessions:
    partition_key: userId
    sort_key: sessionId
    ttl: expiresAt
    item_size: 250000
    local_secondary_indexes:
      by_last_seen: {sort_key: lastSeen}
""",
    passing="""\
tables:
  userSessions:
    partition_key: userId
    sort_key: sessionId
    ttl: expiresAt
    item_size: 250000
    local_secondary_indexes:
      by_last_seen: {sort_key: lastSeen, projection: KEYS_ONLY}
""",
    edges=(
        passes(sort_key="id", item_size=204_800, local_secondary_indexes={"by_seen": {"sort_key": "seen"}}),
        fails(sort_key="id", item_size=204_801, local_secondary_indexes={"by_seen": {"sort_key": "seen"}}),
        fails(
            sort_key="id",
            item_size=140_000,
            local_secondary_indexes={"by_seen": {"sort_key": "seen"}, "by_age": {"sort_key": "age"}},
        ),
        passes(
            sort_key="id",
            item_size=400_000,
            local_secondary_indexes={"by_seen": {"sort_key": "seen", "projection": "KEYS_ONLY"}},
        ),
    ),
    check=_local_index_item_size,
)
