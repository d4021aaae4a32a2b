"""Local indexes need a table with a sort key."""

from __future__ import annotations

from collections.abc import Iterator

from sessionform.documentation import fails, passes
from sessionform.model import Table
from sessionform.rules.engine.rule import ERROR, Problem, TableRule
from sessionform.rules.indexes.globally import made_global
from sessionform.rules.indexes.positions import LOCAL
from sessionform.rules.indexes.sources import LOCAL_INDEXES
from sessionform.rules.view.table_view import TableView


def _local_index_without_sort_key(table: Table, view: TableView) -> Iterator[Problem]:
    if table.sort_key is None and table.local_secondary_indexes:
        yield Problem(
            (LOCAL,),
            f"`{table.key}` has a local index but no `sort_key`, so each user or session is one item and there is "
            "nothing to sort",
            "give the table a `sort_key`, or make the index global",
            fixes=(made_global(table, table.local_secondary_indexes),),
        )


RULE = TableRule(
    id="local-index-without-sort-key",
    severity=ERROR,
    summary="Local indexes need a table with a sort key",
    why=(
        "A local index sorts the items of one partition in another order. A table without a sort key has one item "
        "for each partition key value. AWS rejects the combination; Terraform plans it without a warning."
    ),
    source=LOCAL_INDEXES,
    failing="""\
tables:
  userSessions:
    partition_key: userId
    ttl: expiresAt
    local_secondary_indexes:
      by_last_seen: {sort_key: lastSeen}
""",
    passing="""\
tables:
  userSessions:
    partition_key: userId
    sort_key: sessionId
    ttl: expiresAt
    global_secondary_indexes:
      by_last_seen: {partition_key: userId, sort_key: lastSeen}
""",
    edges=(
        passes(),
        passes(sort_key="id", local_secondary_indexes={"by_seen": {"sort_key": "seen"}}),
        fails(local_secondary_indexes={"by_seen": {"sort_key": "seen"}}),
        fails(
            local_secondary_indexes={
                "by_seen": {"sort_key": "seen", "projection": "KEYS_ONLY"},
                "by_age": {"sort_key": {"name": "age", "type": "N"}, "projection": {"include": ["device", "ip"]}},
            }
        ),
    ),
    check=_local_index_without_sort_key,
)
