"""A table is restored from one source."""

from __future__ import annotations

from collections.abc import Iterator

from sessionform.edits import remove, set_to
from sessionform.model import Table
from sessionform.rules.engine.rule import ERROR, Problem, TableRule
from sessionform.rules.view.table_view import TableView

PAGE = "https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_RestoreTableToPointInTime.html"


def _restore_incomplete(table: Table, view: TableView) -> Iterator[Problem]:
    body = table.settings.get("restore_from")
    if body is None:
        return
    setting = ("restore_from",)
    if ("table" in body) == ("backup_arn" in body):
        yield Problem(
            setting,
            f"`{table.key}` is restored from a `table` or from a `backup_arn`, and it names "
            + ("both" if "table" in body else "neither"),
            "write one of the two",
        )
    elif "table" in body and "to" not in body:
        yield Problem(
            setting,
            f"`{table.key}` is restored from `{body['table']}`, but has no time to restore to",
            "`to: latest`, or a time in UTC such as `to: 2027-01-31T09:00:00Z`",
            fixes=(set_to((*setting, "to"), "latest"),),
        )
    elif "backup_arn" in body and "to" in body:
        yield Problem(
            (*setting, "to"),
            f"`{table.key}` is restored from a backup, which has one time: its own",
            "leave out `to`",
            fixes=(remove((*setting, "to")),),
        )


RULE = TableRule(
    id="restore-incomplete",
    severity=ERROR,
    summary="A table is restored from one source",
    why=(
        "A table is restored from another table as of a time, or from a backup. The provider rejects both together, "
        "and AWS rejects a table without a time."
    ),
    source=PAGE,
    failing="""\
tables:
  userSessions:
    partition_key: userId
    sort_key: sessionId
    ttl: expiresAt
    restore_from: {table: sessions-production}
""",
    passing="""\
tables:
  userSessions:
    partition_key: userId
    sort_key: sessionId
    ttl: expiresAt
    restore_from: {table: sessions-production, to: latest}
""",
    check=_restore_incomplete,
)
