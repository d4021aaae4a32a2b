"""A table is restored from one source."""

from __future__ import annotations

from collections.abc import Iterator

from sessionform.arns import parse_arn
from sessionform.documentation import fails, passes
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
    elif _is_own(body.get("table") or "", view):
        yield Problem(
            (*setting, "table"),
            f"`{table.key}` is restored from itself: AWS restores to a table of a name that is free",
            "give the table another `table_name`, or name the table whose data it shall have",
        )


def _is_own(source: str, view: TableView) -> bool:
    """Whether the source is the table itself, in its own region and account."""
    environment, arn = view.environment, parse_arn(source)
    if arn is None:
        return source == view.table.name
    here = arn.region == environment.region and arn.account == environment.account.number
    return here and arn.resource == f"table/{view.table.name}"


ARN = "arn:aws:dynamodb:{}:{}:table/userSessions-staging"
IN_ACCOUNT = {"environments": {"staging": {"region": "us-east-1", "account_id": "111122223333"}}}

RULE = TableRule(
    id="restore-incomplete",
    severity=ERROR,
    summary="A table is restored from one source, which is another table or a backup",
    why=(
        "A table is restored from another table as of a time, or from a backup. The provider rejects both together, "
        "and AWS rejects a table without a time, or the name of a table that exists as that of the new one."
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
    edges=(
        fails(restore_from={"table": "userSessions-staging", "to": "latest"}),
        passes(restore_from={"table": "userSessions-production", "to": "latest"}),
        fails(IN_ACCOUNT, restore_from={"table": ARN.format("us-east-1", "111122223333"), "to": "latest"}),
        passes(IN_ACCOUNT, restore_from={"table": ARN.format("eu-west-1", "111122223333"), "to": "latest"}),
        passes(IN_ACCOUNT, restore_from={"table": ARN.format("us-east-1", "444455556666"), "to": "latest"}),
        passes(IN_ACCOUNT, restore_from={"table": f"{ARN.format('us-east-1', '111122223333')}2", "to": "latest"}),
        fails(restore_from={"backup_arn": f"{ARN.format('us-east-1', '111122223333')}/backup/1", "to": "latest"}),
        passes(restore_from={"backup_arn": f"{ARN.format('us-east-1', '111122223333')}/backup/1"}),
    ),
    check=_restore_incomplete,
)
