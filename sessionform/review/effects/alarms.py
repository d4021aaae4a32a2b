"""Alarms that are added, deleted or renamed, or that notify other targets."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, replace

from sessionform.facts.resource_types import ALARM
from sessionform.model import Alarms
from sessionform.review.effects.effect import GUIDE, LOW, MEDIUM, PROVIDER, ChangeKind, Effect
from sessionform.review.outcome import Outcome, Terraform
from sessionform.review.pair import Pair

_ALARM_PAGE = f"{GUIDE}/metrics-dimensions.html"
alarms_added = ChangeKind(
    id="alarms-added",
    summary="Alarms are added",
    severity=LOW,
    terraform=Terraform.CREATE,
    outcome=Outcome.IN_PLACE,
    why="CloudWatch starts to watch the metrics and to send notifications.",
    source=_ALARM_PAGE,
)
alarms_removed = ChangeKind(
    id="alarms-removed",
    summary="Alarms are deleted",
    severity=MEDIUM,
    terraform=Terraform.DELETE,
    outcome=Outcome.IN_PLACE,
    why="No notification is sent any more when sessions are throttled or expiry stalls.",
    source=_ALARM_PAGE,
)
alarms_changed = ChangeKind(
    id="alarms-changed",
    summary="The targets or thresholds of alarms change",
    severity=LOW,
    terraform=Terraform.UPDATE,
    outcome=Outcome.IN_PLACE,
    why="The alarms are updated while the table stays online.",
    source=_ALARM_PAGE,
)
alarm_renamed = ChangeKind(
    id="alarm-renamed",
    summary="An alarm is renamed",
    severity=LOW,
    terraform=Terraform.REPLACE,
    outcome=Outcome.IN_PLACE,
    why=(
        "The name of an alarm cannot be changed: Terraform deletes the alarm and creates one with the new name, without the history "
        "of the old one. Dashboards and composite alarms that refer to the old name stop working."
    ),
    source=f"{PROVIDER}/resources/cloudwatch_metric_alarm",
)

KINDS = (alarms_added, alarms_removed, alarms_changed, alarm_renamed)


def alarms(pair: Pair) -> Iterator[Effect]:
    """Alarms that are added, deleted or changed: one effect for each."""
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
            name = "its default name" if values[1] is None else f"`{values[1]}`"
            message = f"the alarm `{key}` of `{pair.key}` is deleted and created again under {name}"
            yield alarm_renamed.effect(("alarms", "names", key), *values, message, resource=f'{ALARM}["{key}"]')
    if sorted(before.actions) != sorted(after.actions):
        message = f"the alarms of `{pair.key}` notify other targets"
        topics = list(before.actions), list(after.actions)
        yield alarms_changed.effect(("alarms", "actions"), *topics, message, resource=ALARM)


def _thresholds(setting: Alarms | None) -> dict[str, bool | int]:
    """The alarms that exist, by the setting that asks for them."""
    if setting is None:
        return {}
    values = asdict(replace(setting, actions=(), names={}))
    return {name: value for name, value in values.items() if name not in ("actions", "names") and value}


HANDLERS = {"alarms": alarms}
