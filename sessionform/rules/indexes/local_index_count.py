"""A table has at most 5 local indexes."""

from __future__ import annotations

from collections.abc import Iterator

from sessionform.documentation import fails, passes
from sessionform.facts.limits import MAX_LOCAL_INDEXES
from sessionform.model import Table
from sessionform.rules.engine.rule import ERROR, Problem, TableRule
from sessionform.rules.indexes.globally import made_global
from sessionform.rules.indexes.positions import LOCAL
from sessionform.rules.indexes.sources import QUOTAS
from sessionform.rules.view.table_view import TableView


def _local_index_count(table: Table, view: TableView) -> Iterator[Problem]:
    count = len(table.local_secondary_indexes)
    if count > MAX_LOCAL_INDEXES:
        yield Problem(
            (LOCAL,),
            f"`{table.key}` has {count} local secondary indexes, and DynamoDB allows {MAX_LOCAL_INDEXES}",
            "make some of them global: `global_secondary_indexes` with the table's partition key",
            fixes=(made_global(table, table.local_secondary_indexes[MAX_LOCAL_INDEXES:]),),
        )


def _indexes(count: int) -> str:
    return "".join(f"      by_{number}: {{sort_key: a{number}}}\n" for number in range(1, count + 1))


RULE = TableRule(
    id="local-index-count",
    severity=ERROR,
    summary="A table has at most 5 local indexes",
    why="AWS refuses to create a table with more, and never raises this limit, unlike that of global indexes.",
    source=QUOTAS,
    failing=f"""\
tables:
  userSessions:
    partition_key: userId
    sort_key: sessionId
    ttl: expiresAt
    local_secondary_indexes:
{_indexes(MAX_LOCAL_INDEXES + 1)}""",
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
        passes(
            sort_key="id", local_secondary_indexes={f"by_{number}": {"sort_key": f"a{number}"} for number in range(5)}
        ),
        fails(
            sort_key="id", local_secondary_indexes={f"by_{number}": {"sort_key": f"a{number}"} for number in range(6)}
        ),
    ),
    check=_local_index_count,
)
