"""Alarms notify nobody."""

from __future__ import annotations

from collections.abc import Iterator

from sessionform.documentation import fails, passes
from sessionform.model import Table
from sessionform.rules.engine.rule import WARNING, Problem, TableRule
from sessionform.rules.operations.sources import PUT_METRIC_ALARM
from sessionform.rules.view.table_view import TableView


def _without_actions(table: Table, view: TableView) -> Iterator[Problem]:
    if table.alarms is not None and not table.alarms.actions:
        yield Problem(
            ("alarms", "actions"),
            f"the alarms of `{table.key}` notify nobody: they have no actions",
            "name an SNS topic: `actions: [arn:aws:sns:REGION:ACCOUNT:TOPIC]`",
        )


RULE = TableRule(
    id="alarm-without-actions",
    severity=WARNING,
    summary="Alarms notify nobody",
    why=(
        "An alarm without an action only changes its state in the console, and costs as much as one that notifies somebody."
    ),
    source=PUT_METRIC_ALARM,
    failing="""\
tables:
  userSessions:
    partition_key: userId
    ttl: expiresAt
    alarms: {throttled_requests: true}
""",
    passing="""\
tables:
  userSessions:
    partition_key: userId
    ttl: expiresAt
    alarms: {throttled_requests: true, actions: ["arn:aws:sns:us-east-1:111122223333:on-call"]}
""",
    edges=(
        fails(alarms={"system_errors": True}),
        passes(alarms={"actions": ["arn:aws:sns:us-east-1:111122223333:on-call"]}),
    ),
    no_fix="only you know the ARN of the topic",
    check=_without_actions,
)
