"""Schedules that move the limits of autoscaling: new, gone, or with other times and limits."""

from __future__ import annotations

from collections.abc import Iterator

from sessionform.diagnostics import Path
from sessionform.facts.resource_types import SCHEDULED_ACTION
from sessionform.model import Autoscaled, Schedule
from sessionform.review.effects.autoscaling import instance_of
from sessionform.review.effects.effect import GUIDE, LOW, MEDIUM, ChangeKind, Effect
from sessionform.review.outcome import Outcome, Terraform

schedule_changed = ChangeKind(
    id="schedule-changed",
    summary="A schedule of autoscaling changes",
    severity=LOW,
    terraform=Terraform.UPDATE,
    outcome=Outcome.IN_PLACE,
    why=(
        "At its time a schedule sets the limits of autoscaling, and they stay until another one sets them. A lower `max` caps "
        "the capacity from then on, and with a lower `min`, or without the schedule, the capacity is no longer there before a peak: "
        "autoscaling needs minutes to follow one, in which log-ins are throttled."
    ),
    source=f"{GUIDE}/AutoScaling.html",
)

KINDS = (schedule_changed,)


def changed(before: Autoscaled, after: Autoscaled, setting: Path, what: str) -> Iterator[Effect]:
    """The schedules of one capacity that is autoscaled before and after."""
    old = {item.name: item for item in before.schedules}
    new = {item.name: item for item in after.schedules}
    for name in dict.fromkeys((*old, *new)):
        earlier, later = old.get(name), new.get(name)
        if earlier == later:
            continue
        limits = zip(before.limits_from(earlier), after.limits_from(later), strict=True)
        lowered = any(becoming < been for been, becoming in limits)
        was, becomes = _text(earlier), _text(later)
        instance = instance_of(setting).removesuffix('"]')
        yield schedule_changed.effect(
            (*setting, "schedules", name),
            was and was.replace("`", ""),
            becomes and becomes.replace("`", ""),
            f"the schedule `{name}` of the {what} {_said(was, becomes)}",
            "look at the consumed capacity of the hours after that time, and leave room above it" if lowered else "",
            severity=MEDIUM if lowered else LOW,
            terraform=Terraform.CREATE if earlier is None else Terraform.DELETE if later is None else Terraform.UPDATE,
            resource=f'{SCHEDULED_ACTION}{instance}/{name}"]',
        )


def _said(was: str | None, becomes: str | None) -> str:
    if was is not None and becomes is not None:
        return f"changes from {was} to {becomes}"
    return f"is added: {becomes}" if was is None else f"is removed: {was}"


def _text(schedule: Schedule | None) -> str | None:
    """`min` 20, `max` 50 at `cron(0 9 * * ? *)`."""
    if schedule is None:
        return None
    limits = [
        f"`{name}` {value}" for name, value in (("min", schedule.min), ("max", schedule.max)) if value is not None
    ]
    zone = "" if schedule.timezone is None else f" ({schedule.timezone})"
    return f"{', '.join(limits)} at `{schedule.at}`{zone}"
