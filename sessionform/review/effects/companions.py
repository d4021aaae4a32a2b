"""Resources that stand beside a table: contributor insights, Kinesis destination, resource policy, alarms."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, replace

from sessionform.facts.resource_types import ALARM, INSIGHTS, KINESIS, RESOURCE_POLICY, STREAM_POLICY
from sessionform.model import Alarms, KinesisStream
from sessionform.review.effects.effect import GUIDE, LOW, MEDIUM, PROVIDER, ChangeKind, Effect, Pair, steps
from sessionform.review.outcome import Outcome, Terraform

_INSIGHTS_PAGE = f"{GUIDE}/contributorinsights_HowItWorks.html"
_KINESIS_PAGE = f"{GUIDE}/kds.html"
_POLICY_PAGE = f"{GUIDE}/access-control-resource-based.html"
_ALARM_PAGE = f"{GUIDE}/metrics-dimensions.html"

insights_enabled = ChangeKind(
    id="contributor-insights-enabled",
    summary="Contributor insights are switched on",
    severity=MEDIUM,
    terraform=Terraform.CREATE,
    outcome=Outcome.IN_PLACE,
    why=(
        "CloudWatch shows the most used keys in plain text, to everybody who may read it. Where the key is the session id, "
        "that is what a thief needs."
    ),
    source=_INSIGHTS_PAGE,
)
insights_disabled = ChangeKind(
    id="contributor-insights-disabled",
    summary="Contributor insights are switched off",
    severity=LOW,
    terraform=Terraform.DELETE,
    outcome=Outcome.IN_PLACE,
    why="The rules and their graphs go; the table is not touched.",
    source=_INSIGHTS_PAGE,
)
insights_mode_changed = ChangeKind(
    id="contributor-insights-mode-changed",
    summary="Contributor insights show other keys",
    severity=MEDIUM,
    terraform=Terraform.UPDATE,
    outcome=Outcome.NEEDS_SEVERAL_DEPLOYS,
    why=(
        "The provider has no update of contributor insights: the plan shows one, and the apply may end without it "
        "(read in the provider's source, not run). Switched off and on again they are made in the other mode."
    ),
    source=_INSIGHTS_PAGE,
)
kinesis_added = ChangeKind(
    id="kinesis-stream-added",
    summary="Changes go to a Kinesis stream",
    severity=LOW,
    terraform=Terraform.CREATE,
    outcome=Outcome.IN_PLACE,
    why="Every change from now on is written to the Kinesis stream, whole sessions included, and charged for.",
    source=_KINESIS_PAGE,
)
kinesis_removed = ChangeKind(
    id="kinesis-stream-removed",
    summary="Changes no longer go to a Kinesis stream",
    severity=MEDIUM,
    terraform=Terraform.DELETE,
    outcome=Outcome.IN_PLACE,
    why="Whoever follows the Kinesis stream gets no more changes of this table.",
    source=_KINESIS_PAGE,
)
kinesis_changed = ChangeKind(
    id="kinesis-stream-changed",
    summary="Changes go to another Kinesis stream, or with another precision",
    severity=MEDIUM,
    terraform=Terraform.REPLACE,
    outcome=Outcome.IN_PLACE,
    why=(
        "Every argument of the destination forces a new one: the old one is switched off first, so changes in between are "
        "in neither stream."
    ),
    source=f"{PROVIDER}/resources/dynamodb_kinesis_streaming_destination",
)
policy_added = ChangeKind(
    id="resource-policy-added",
    summary="The table gets a resource policy",
    severity=MEDIUM,
    terraform=Terraform.CREATE,
    outcome=Outcome.IN_PLACE,
    why="The first Deny takes effect within seconds. It can open the table to other accounts or close it to its own.",
    source=_POLICY_PAGE,
)
policy_removed = ChangeKind(
    id="resource-policy-removed",
    summary="The table loses its resource policy",
    severity=MEDIUM,
    terraform=Terraform.DELETE,
    outcome=Outcome.IN_PLACE,
    why="Whoever had access by the policy alone, another account for instance, is refused about four minutes later.",
    source=_POLICY_PAGE,
)
policy_changed = ChangeKind(
    id="resource-policy-changed",
    summary="The table's resource policy is another one",
    severity=MEDIUM,
    terraform=Terraform.UPDATE,
    outcome=Outcome.IN_PLACE,
    why="It takes about four minutes to count, for everybody who has access by it.",
    source=_POLICY_PAGE,
)
stream_policy_added = ChangeKind(
    id="stream-policy-added",
    summary="The stream gets a resource policy",
    severity=MEDIUM,
    terraform=Terraform.CREATE,
    outcome=Outcome.IN_PLACE,
    why="It can open every change of every session to another account, or close the stream to its own readers.",
    source=_POLICY_PAGE,
)
stream_policy_removed = ChangeKind(
    id="stream-policy-removed",
    summary="The stream loses its resource policy",
    severity=MEDIUM,
    terraform=Terraform.DELETE,
    outcome=Outcome.IN_PLACE,
    why="Whoever read the stream by the policy alone, another account for instance, is refused.",
    source=_POLICY_PAGE,
)
stream_policy_changed = ChangeKind(
    id="stream-policy-changed",
    summary="The stream's resource policy is another one",
    severity=MEDIUM,
    terraform=Terraform.UPDATE,
    outcome=Outcome.IN_PLACE,
    why="Who may read the changes of the sessions changes with it; a later change takes about four minutes to count.",
    source=_POLICY_PAGE,
)
alarms_added = ChangeKind(
    id="alarms-added",
    summary="Alarms are added",
    severity=LOW,
    terraform=Terraform.CREATE,
    outcome=Outcome.IN_PLACE,
    why="CloudWatch starts to watch.",
    source=_ALARM_PAGE,
)
alarms_removed = ChangeKind(
    id="alarms-removed",
    summary="Alarms are taken away",
    severity=MEDIUM,
    terraform=Terraform.DELETE,
    outcome=Outcome.IN_PLACE,
    why="No notification is sent any more when sessions are throttled or expiry stalls.",
    source=_ALARM_PAGE,
)
alarms_changed = ChangeKind(
    id="alarms-changed",
    summary="Alarms tell somebody else, or at another threshold",
    severity=LOW,
    terraform=Terraform.UPDATE,
    outcome=Outcome.IN_PLACE,
    why="The alarms are updated while the table runs.",
    source=_ALARM_PAGE,
)
alarm_renamed = ChangeKind(
    id="alarm-renamed",
    summary="An alarm gets another name",
    severity=LOW,
    terraform=Terraform.REPLACE,
    outcome=Outcome.IN_PLACE,
    why=(
        "The name of an alarm cannot be changed: Terraform deletes the alarm and makes one of the new name, without the history "
        "of the old one. Dashboards and composite alarms that name it lose it."
    ),
    source=f"{PROVIDER}/resources/cloudwatch_metric_alarm",
)

KINDS = (
    insights_enabled,
    insights_disabled,
    insights_mode_changed,
    kinesis_added,
    kinesis_removed,
    kinesis_changed,
    policy_added,
    policy_removed,
    policy_changed,
    stream_policy_added,
    stream_policy_removed,
    stream_policy_changed,
    alarms_added,
    alarms_removed,
    alarms_changed,
    alarm_renamed,
)


def insights(pair: Pair) -> Iterator[Effect]:
    """Contributor insights on or off."""
    before, after = (table.contributor_insights for table in pair.tables)
    if after and not before:
        key = pair.after.table.partition_key.name
        message = f"CloudWatch shows the busiest `{key}` values of `{pair.key}` in plain text from now on"
        hint = f"leave it off where `{key}` is a session id: whoever reads it can take over the session"
        yield insights_enabled.effect(("contributor_insights",), False, True, message, hint, resource=INSIGHTS)
    elif before and not after:
        message = f"CloudWatch no longer shows the busiest keys of `{pair.key}`"
        yield insights_disabled.effect(("contributor_insights",), True, False, message, resource=INSIGHTS)
    elif before is not None and after is not None and before.mode != after.mode:
        setting = ("contributor_insights", "mode")
        message = f"the insights of `{pair.key}` may stay in their mode: the provider cannot change it"
        hint = steps(
            "`contributor_insights: false`, and deploy",
            "wait a minute until they are off, switch them on again in the other mode, and deploy",
        )
        yield insights_mode_changed.effect(setting, before.mode, after.mode, message, hint, resource=INSIGHTS)


def kinesis(pair: Pair) -> Iterator[Effect]:
    """Another Kinesis destination."""
    before, after = (table.kinesis_stream for table in pair.tables)
    if _as_written(before) == _as_written(after):
        return
    setting, values = ("kinesis_stream",), (_plain(before), _plain(after))
    if after is None:
        message = f"logins and logouts in `{pair.key}` no longer reach the Kinesis stream"
        yield kinesis_removed.effect(setting, *values, message, resource=KINESIS)
    elif before is None:
        message = f"every change in `{pair.key}` is written to the Kinesis stream from now on"
        yield kinesis_added.effect(setting, *values, message, resource=KINESIS)
    else:
        message = (
            f"the Kinesis destination of `{pair.key}` is deleted and created again: changes in between reach nobody"
        )
        hint = "deploy at a quiet time"
        yield kinesis_changed.effect(setting, *values, message, hint, resource=KINESIS)


def _as_written(stream: KinesisStream | None) -> tuple[str, str] | None:
    """What the stack says of it: the precision is written there in any case, AWS's own where none is declared."""
    if stream is None:
        return None
    return stream.stream_arn, stream.approximate_creation_date_time_precision or "MILLISECOND"


def _plain(stream: KinesisStream | None) -> dict[str, str] | None:
    if stream is None:
        return None
    return {name: value for name, value in asdict(stream).items() if value is not None}


def policy(pair: Pair) -> Iterator[Effect]:
    """Another resource policy."""
    before, after = (table.resource_policy for table in pair.tables)
    if before == after:
        return
    setting = ("resource_policy",)
    if after is None:
        message = f"whoever reaches `{pair.key}` by its resource policy alone, another account say, is refused some minutes later"
        kind = policy_removed
    elif before is None:
        message = f"`{pair.key}` gets a resource policy: who may read and write the sessions changes within seconds"
        kind = policy_added
    else:
        message = f"the resource policy of `{pair.key}` changes: about four minutes later, others may read and write the sessions"
        kind = policy_changed
    hint = (
        "" if after is None else "try it in another environment first: a Deny in it can lock out the application, too"
    )
    yield kind.effect(setting, before, after, message, hint, resource=RESOURCE_POLICY)


def stream_policy(pair: Pair) -> Iterator[Effect]:
    """Another policy on the stream."""
    before, after = (table.stream_policy for table in pair.tables)
    if before == after:
        return
    if after is None:
        kind, message = (
            stream_policy_removed,
            f"whoever reads the stream of `{pair.key}` by its policy alone is refused",
        )
    elif before is None:
        kind, message = stream_policy_added, f"the stream of `{pair.key}` gets a policy: who may read every change"
    else:
        kind, message = (
            stream_policy_changed,
            f"the policy of the stream of `{pair.key}` changes: who may read every change",
        )
    yield kind.effect(("stream_policy",), before, after, message, resource=STREAM_POLICY)


def alarms(pair: Pair) -> Iterator[Effect]:
    """Alarms that come, go, or are other ones: one effect an alarm."""
    before, after = (table.alarms for table in pair.tables)
    old, new = _thresholds(before), _thresholds(after)
    for name in dict.fromkeys([*new, *old]):
        setting, what = ("alarms", name), f"the alarm `{name}` of `{pair.key}`"
        if name not in old:
            message = f"{what} is added"
            yield alarms_added.effect(setting, None, new[name], message, resource=ALARM)
        elif name not in new:
            message = f"{what} is deleted: no notification is sent"
            yield alarms_removed.effect(setting, old[name], None, message, resource=ALARM)
        elif old[name] != new[name]:
            message = f"{what} changes from {old[name]} to {new[name]} hours"
            yield alarms_changed.effect(setting, old[name], new[name], message, resource=ALARM)
    if before is None or after is None or not old.keys() & new.keys():
        return
    for key in sorted({*before.names, *after.names}):
        values = before.names.get(key), after.names.get(key)
        if values[0] != values[1]:
            name = "its own name" if values[1] is None else f"`{values[1]}`"
            message = f"the alarm `{key}` of `{pair.key}` is deleted and made again as {name}"
            yield alarm_renamed.effect(("alarms", "names", key), *values, message, resource=f'{ALARM}["{key}"]')
    if sorted(before.actions) != sorted(after.actions):
        message = f"the alarms of `{pair.key}` tell somebody else"
        topics = list(before.actions), list(after.actions)
        yield alarms_changed.effect(("alarms", "actions"), *topics, message, resource=ALARM)


def _thresholds(setting: Alarms | None) -> dict[str, bool | int]:
    """The alarms that exist, by the setting that asks for them."""
    if setting is None:
        return {}
    values = asdict(replace(setting, actions=(), names={}))
    return {name: value for name, value in values.items() if name not in ("actions", "names") and value}


HANDLERS = {
    "contributor_insights": insights,
    "kinesis_stream": kinesis,
    "resource_policy": policy,
    "stream_policy": stream_policy,
    "alarms": alarms,
}
