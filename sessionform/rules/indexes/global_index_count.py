"""A table has at most 20 global indexes, unless AWS has raised the quota."""

from __future__ import annotations

from collections.abc import Iterator

from sessionform.documentation import fails, passes
from sessionform.facts.limits import MAX_GLOBAL_INDEXES
from sessionform.model import Table
from sessionform.rules.engine.rule import WARNING, Problem, TableRule
from sessionform.rules.indexes.positions import GLOBAL
from sessionform.rules.indexes.sources import QUOTAS
from sessionform.rules.view.table_view import TableView


def _global_index_count(table: Table, view: TableView) -> Iterator[Problem]:
    count = len(table.global_secondary_indexes)
    if count > MAX_GLOBAL_INDEXES:
        yield Problem(
            (GLOBAL,),
            f"`{table.key}` has {count} global secondary indexes, and AWS's default quota is {MAX_GLOBAL_INDEXES}",
            "remove what no access pattern needs; where AWS has raised the quota of the account, waive this",
        )


def _indexes(count: int) -> str:
    return "".join(f"      by_{number}: {{partition_key: a{number}}}\n" for number in range(1, count + 1))


RULE = TableRule(
    id="global-index-count",
    severity=WARNING,
    summary="A table has at most 20 global indexes, unless AWS has raised the quota",
    why=(
        "AWS rejects a new table with 21. On an existing table it rejects the 21st after it has built the others, "
        "one after another. Long before that, every write of a session is charged for every index that it touches."
    ),
    source=QUOTAS,
    failing=f"""\
tables:
  userSessions:
    partition_key: sessionId
    ttl: expiresAt
    global_secondary_indexes:
{_indexes(MAX_GLOBAL_INDEXES + 1)}""",
    passing="""\
tables:
  userSessions:
    partition_key: sessionId
    ttl: expiresAt
    global_secondary_indexes:
      by_user: {partition_key: userId}
""",
    edges=(
        passes(global_secondary_indexes={f"by_{number}": {"partition_key": f"a{number}"} for number in range(20)}),
        fails(global_secondary_indexes={f"by_{number}": {"partition_key": f"a{number}"} for number in range(21)}),
    ),
    no_fix="only you know which queries nobody asks",
    check=_global_index_count,
)
