"""A table that requests read all the time is Standard-Infrequent Access."""

from __future__ import annotations

from collections.abc import Iterator

from sessionform.documentation import fails, passes
from sessionform.edits import set_to
from sessionform.model import Table
from sessionform.rules.engine.rule import WARNING, Problem, TableRule
from sessionform.rules.view.table_view import TableView


def _infrequent_access(table: Table, view: TableView) -> Iterator[Problem]:
    if table.table_class == "STANDARD_INFREQUENT_ACCESS":
        yield Problem(
            ("table_class",),
            f"`{table.key}` is STANDARD_INFREQUENT_ACCESS, where every request costs about a quarter more; it pays "
            "off only when storage costs more than about 0.4 times what the requests cost",
            "use `table_class: STANDARD` for sessions that requests read, or waive this with the figures as the reason",
            fixes=(set_to(("table_class",), "STANDARD"),),
        )


RULE = TableRule(
    id="infrequent-access-sessions",
    severity=WARNING,
    summary="A table that requests read all the time is Standard-Infrequent Access",
    why=(
        "The class has cheaper storage and more expensive requests. Sessions are small, short-lived and read on "
        "nearly every request, so the requests are most of the bill. The class can be changed only twice in 30 days."
    ),
    source="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/WorkingWithTables.tableclasses.html",
    failing="""\
tables:
  userSessions:
    partition_key: userId
    ttl: expiresAt
    table_class: STANDARD_INFREQUENT_ACCESS
""",
    passing="""\
tables:
  userSessions:
    partition_key: userId
    ttl: expiresAt
    table_class: STANDARD
""",
    edges=(
        passes(table_class="STANDARD"),
        fails(table_class="STANDARD_INFREQUENT_ACCESS"),
    ),
    check=_infrequent_access,
)
