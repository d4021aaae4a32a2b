"""Rules about CloudWatch alarms."""

from __future__ import annotations

from collections.abc import Iterator

from sessionform.arns import parse_arn
from sessionform.model import Environment, Table
from sessionform.rules.rule import ERROR, WARNING, Problem, TableRule

PUT_METRIC_ALARM = "https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html"
METRICS = "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/metrics-dimensions.html"


def _ttl_alarm_without_ttl(table: Table, _: Environment) -> Iterator[Problem]:
    alarms = table.alarms
    expires = table.ttl is not None and table.ttl.enabled
    if alarms is not None and alarms.ttl_stalled_hours is not None and not expires:
        yield Problem(
            ("alarms", "ttl_stalled_hours"),
            f"`{table.key}` has an alarm for a stalled TTL, but no TTL: nothing is ever deleted, so it always rings",
            "declare a `ttl`, or take the alarm away with `ttl_stalled_hours: null`",
            related=((("ttl",), "no `ttl` in force"),),
        )


ttl_alarm_without_ttl = TableRule(
    id="ttl-alarm-without-ttl",
    severity=WARNING,
    summary="An alarm for a stalled TTL on a table without TTL",
    why=(
        "The alarm rings when TTL has deleted nothing for so many hours. Without TTL there is nothing that deletes, so "
        "it goes off after the first hours and stays on, and people learn to ignore it."
    ),
    source=METRICS,
    failing="""\
tables:
  loginAudit:
    partition_key: userId
    alarms: {actions: ["arn:aws:sns:us-east-1:111122223333:on-call"], ttl_stalled_hours: 24}
""",
    mended="""\
tables:
  loginAudit:
    partition_key: userId
    ttl: expiresAt
    alarms: {actions: ["arn:aws:sns:us-east-1:111122223333:on-call"], ttl_stalled_hours: 24}
""",
    check=_ttl_alarm_without_ttl,
)


def _without_actions(table: Table, _: Environment) -> Iterator[Problem]:
    if table.alarms is not None and not table.alarms.actions:
        yield Problem(
            ("alarms", "actions"),
            f"the alarms of `{table.key}` tell nobody: they have no actions",
            "name an SNS topic: `actions: [arn:aws:sns:REGION:ACCOUNT:TOPIC]`",
        )


alarm_without_actions = TableRule(
    id="alarm-without-actions",
    severity=WARNING,
    summary="Alarms that tell nobody",
    why=(
        "An alarm without an action changes its colour in the console and does nothing else, and it costs as much as "
        "one that somebody hears."
    ),
    source=PUT_METRIC_ALARM,
    failing="""\
tables:
  userSessions:
    partition_key: userId
    ttl: expiresAt
    alarms: {throttled_requests: true}
""",
    mended="""\
tables:
  userSessions:
    partition_key: userId
    ttl: expiresAt
    alarms: {throttled_requests: true, actions: ["arn:aws:sns:us-east-1:111122223333:on-call"]}
""",
    check=_without_actions,
)


def _nothing_watched(table: Table, _: Environment) -> Iterator[Problem]:
    alarms = table.alarms
    if alarms is None or alarms.throttled_requests or alarms.system_errors or alarms.ttl_stalled_hours is not None:
        return
    yield Problem(
        ("alarms",),
        f"`{table.key}` declares `alarms`, but every one of them is off",
        "turn one on, or take them away with `alarms: null`",
    )


alarms_all_off = TableRule(
    id="alarms-all-off",
    severity=WARNING,
    summary="`alarms` with every alarm turned off",
    why="Whoever reads the file takes the table for watched, and it is not.",
    source=METRICS,
    failing="""\
tables:
  userSessions:
    partition_key: userId
    ttl: expiresAt
    alarms:
      actions: ["arn:aws:sns:us-east-1:111122223333:on-call"]
      throttled_requests: false
      system_errors: false
""",
    mended="""\
tables:
  userSessions:
    partition_key: userId
    ttl: expiresAt
    alarms:
      actions: ["arn:aws:sns:us-east-1:111122223333:on-call"]
      throttled_requests: true
      system_errors: false
""",
    check=_nothing_watched,
)


def _action_elsewhere(table: Table, environment: Environment) -> Iterator[Problem]:
    if table.alarms is None or environment.is_local:
        return
    for position, action in enumerate(table.alarms.actions):
        arn = parse_arn(action)
        if arn is not None and arn.service == "sns" and arn.region != environment.region:
            yield Problem(
                ("alarms", "actions", position),
                f"the alarms of `{table.key}` are in {environment.region}, the topic `{arn.resource}` is in "
                f"{arn.region}: CloudWatch notifies topics of its own region only",
                f"name a topic in {environment.region}, in `environments.{environment.name}` of the table if the "
                "environments differ",
                related_places=(
                    (environment.origins.of(("region",)), f"`{environment.name}` is in {environment.region}"),
                ),
            )


alarm_action_elsewhere = TableRule(
    id="alarm-action-elsewhere",
    severity=ERROR,
    summary="An alarm's SNS topic in another region",
    why=(
        "A CloudWatch alarm can notify an SNS topic only in its own region; AWS refuses others, or the "
        "notification never arrives. Often the topic is inherited by an environment of another region."
    ),
    source="https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Notify_Users_Alarm_Changes.html",
    failing="""\
tables:
  userSessions:
    partition_key: userId
    ttl: expiresAt
    alarms: {actions: ["arn:aws:sns:eu-west-1:111122223333:on-call"]}
""",
    mended="""\
tables:
  userSessions:
    partition_key: userId
    ttl: expiresAt
    alarms: {actions: ["arn:aws:sns:us-east-1:111122223333:on-call"]}
""",
    check=_action_elsewhere,
)


RULES = (alarm_without_actions, alarms_all_off, alarm_action_elsewhere, ttl_alarm_without_ttl)
