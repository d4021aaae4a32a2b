"""An alarm notifies an SNS topic in another region."""

from __future__ import annotations

from collections.abc import Iterator

from sessionform.arns import parse_arn
from sessionform.documentation import fails, passes
from sessionform.model import Table
from sessionform.rules.engine.rule import ERROR, Problem, TableRule
from sessionform.rules.view.table_view import TableView


def _action_elsewhere(table: Table, view: TableView) -> Iterator[Problem]:
    if table.alarms is None or view.environment.is_local:
        return
    for position, action in enumerate(table.alarms.actions):
        arn = parse_arn(action)
        if arn is not None and arn.service == "sns" and arn.region != view.environment.region:
            yield Problem(
                ("alarms", "actions", position),
                f"the alarms of `{table.key}` are in {view.environment.region}, the topic `{arn.resource}` is in "
                f"{arn.region}: CloudWatch notifies topics of its own region only",
                f"name a topic in {view.environment.region}, in `environments.{view.environment.name}` of the table if the "
                "environments differ",
                related_places=(
                    (
                        view.environment.origins.of(("region",)),
                        f"`{view.environment.name}` is in {view.environment.region}",
                    ),
                ),
            )


RULE = TableRule(
    id="alarm-action-elsewhere",
    severity=ERROR,
    summary="An alarm notifies an SNS topic in another region",
    why=(
        "A CloudWatch alarm can notify an SNS topic only in its own region; AWS rejects others, or the notification "
        "never arrives. Often an environment in another region inherits the topic."
    ),
    source="https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Notify_Users_Alarm_Changes.html",
    failing="""\
tables:
  userSessions:
    partition_key: userId
    ttl: expiresAt
    alarms: {actions: ["arn:aws:sns:eu-west-1:111122223333:on-call"]}
""",
    passing="""\
tables:
  userSessions:
    partition_key: userId
    ttl: expiresAt
    alarms: {actions: ["arn:aws:sns:us-east-1:111122223333:on-call"]}
""",
    edges=(
        passes(alarms={"actions": ["arn:aws:sns:us-east-1:111122223333:on-call"]}),
        fails(
            alarms={
                "actions": ["arn:aws:sns:us-east-1:111122223333:on-call", "arn:aws:sns:us-east-2:111122223333:on-call"]
            }
        ),
        passes(alarms={"actions": ["arn:aws:lambda:eu-west-1:111122223333:function:page"]}),
        passes(
            {"environments": {"staging": {"region": "us-east-1", "endpoint_url": "http://localhost:8000"}}},
            alarms={"actions": ["arn:aws:sns:us-east-2:111122223333:on-call"]},
        ),
    ),
    no_fix="only you know the ARN of the right topic",
    check=_action_elsewhere,
)
