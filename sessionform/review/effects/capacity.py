"""Provisioned capacity of a table and of its indexes, fixed or autoscaled."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from sessionform.diagnostics import Path
from sessionform.facts import how_often
from sessionform.facts.resource_types import SCALING_POLICY, TARGET
from sessionform.model import Autoscaled, Capacity, Fixed, OnDemand, Provisioned, Replica, Table
from sessionform.review.effects.autoscaling import (
    autoscaling_changed,
    autoscaling_disabled,
    autoscaling_enabled,
    bounds_kept,
    copies,
    has_schedules,
    instance_of,
    left,
    plain,
    policy_renamed,
    text_of,
)
from sessionform.review.effects.billing_mode import mode_changed
from sessionform.review.effects.effect import GUIDE, HIGH, LOW, MEDIUM, ChangeKind, Effect, steps
from sessionform.review.outcome import Outcome, Terraform
from sessionform.review.pair import Pair

capacity_raised = ChangeKind(
    id="capacity-raised",
    summary="More provisioned capacity",
    severity=LOW,
    terraform=Terraform.UPDATE,
    outcome=Outcome.IN_PLACE,
    why="Takes effect within minutes and while the table runs; it is paid for by the hour.",
    source=f"{GUIDE}/ServiceQuotas.html",
)
capacity_lowered = ChangeKind(
    id="capacity-lowered",
    summary="Less provisioned capacity",
    severity=MEDIUM,
    terraform=Terraform.UPDATE,
    outcome=Outcome.IN_PLACE,
    why=(
        f"Requests above the new capacity are throttled. AWS takes {how_often.DECREASES.words}; a request that asks for "
        "one too many fails whole."
    ),
    source=f"{GUIDE}/ServiceQuotas.html",
)
capacity_fixed = ChangeKind(
    id="capacity-fixed",
    summary="Capacity that autoscaling moved is fixed",
    severity=MEDIUM,
    terraform=Terraform.UPDATE,
    outcome=Outcome.IN_PLACE,
    why=(
        "Terraform sets the declared capacity over what autoscaling had reached. It shows no change where the two happen "
        "to be equal."
    ),
    source=f"{GUIDE}/AutoScaling.html",
)

KINDS = (capacity_raised, capacity_lowered, capacity_fixed)


def billing(pair: Pair) -> Iterator[Effect]:
    """Another billing mode, or other capacity of the table itself and of indexes that stay."""
    old, new = pair.tables
    if type(old.billing) is not type(new.billing):
        yield mode_changed(old, new)
    yield from _capacity(new, old.billing, new.billing, (), f"`{new.key}`")
    earlier = {index.name: index for index in old.global_secondary_indexes}
    for index in new.global_secondary_indexes:
        if index.name in earlier:
            setting: Path = ("global_secondary_indexes", index.name)
            what = f"the index `{index.name}` of `{new.key}`"
            yield from _capacity(new, earlier[index.name].billing, index.billing, setting, what)


def _capacity(
    table: Table, old: OnDemand | Provisioned, new: OnDemand | Provisioned, setting: Path, what: str
) -> Iterator[Effect]:
    for direction in ("read", "write"):
        before: Capacity | None = getattr(old, direction, None)
        after: Capacity | None = getattr(new, direction, None)
        yield from side(table, before, after, (*setting, "capacity", direction), f"{direction} capacity of {what}")


def side(table: Table, before: Capacity | None, after: Capacity | None, setting: Path, called: str) -> Iterator[Effect]:
    """One capacity before and after, None where there is none: of the table, of an index, or of a copy's reads."""
    if isinstance(before, Autoscaled) and isinstance(after, Autoscaled) and before.policy_name != after.policy_name:
        yield policy_renamed(before, after, setting, called)
        after = replace(after, policy_name=before.policy_name)
    if isinstance(before, Autoscaled) and isinstance(after, Autoscaled) and has_schedules(table):
        if (before.min, before.max) != (after.min, after.max):
            yield bounds_kept(before, after, setting, called)
        after = replace(after, min=before.min, max=before.max)
    if isinstance(before, Autoscaled) and isinstance(after, Autoscaled):
        after = replace(after, schedules=before.schedules)  # which are resources of their own
    if before != after:
        yield from _one_capacity(before, after, setting, called, table.replicas)


def _range(before: Autoscaled, after: Autoscaled, what: str) -> str:
    if (text_of(before), before.target_utilization) == (text_of(after), after.target_utilization):
        waits = (
            f"{'as long as AWS says' if seconds is None else f'{seconds} s'} after it {word}"
            for seconds, word in ((after.scale_in_cooldown, "shrinks"), (after.scale_out_cooldown, "grows"))
        )
        return f"autoscaling of the {what} waits longer or less long: {', '.join(waits)}"
    return (
        f"autoscaling keeps the {what} between {after.min} and {after.max} units, at {after.target_utilization} % use "
        f"(before: {before.min} to {before.max}, {before.target_utilization} %)"
    )


def _one_capacity(
    before: Capacity | None, after: Capacity | None, setting: Path, what: str, replicas: tuple[Replica, ...]
) -> Iterator[Effect]:
    if isinstance(before, Fixed) and isinstance(after, Fixed):
        yield _fixed(before.units, after.units, setting, what)
        return
    instance = instance_of(setting)
    if isinstance(after, Autoscaled):
        if isinstance(before, Autoscaled):
            yield autoscaling_changed.effect(
                setting,
                text_of(before),
                text_of(after),
                _range(before, after, what) + copies(replicas, setting),
                severity=MEDIUM if after.max < before.max else LOW,
                resource=f"{TARGET if (before.min, before.max) != (after.min, after.max) else SCALING_POLICY}{instance}",
            )
        else:
            yield autoscaling_enabled.effect(
                setting,
                None if before is None else plain(before),
                text_of(after),
                f"autoscaling takes over the {what}, between {after.min} and {after.max} units",
                resource=f"{TARGET}{instance}",
            )
    elif isinstance(before, Autoscaled):
        fixed = left(setting) if after is None else f"{after.units} units"
        yield autoscaling_disabled.effect(
            setting,
            text_of(before),
            None if after is None else plain(after),
            f"autoscaling no longer moves the {what} between {before.min} and {before.max} units: it is {fixed}",
            "" if after is None else "set at least what autoscaling has reached at the busiest hour",
            severity=LOW if after is None else MEDIUM,
            resource=f"{TARGET}{instance}",
        )
        if after is not None:
            message = f"the {what} is set to {after.units} units a second, whatever autoscaling has reached"
            yield capacity_fixed.effect(setting, text_of(before), after.units, message)


def _fixed(before: int, after: int, setting: Path, what: str) -> Effect:
    if after > before:
        message = f"the {what} rises from {before} to {after} units a second"
        return capacity_raised.effect(setting, before, after, message)
    message = f"the {what} falls from {before} to {after} units a second: sessions that need more are throttled"
    way = steps(
        "look at the peak of the consumed capacity in CloudWatch, index writes included",
        "lower in one step rather than several",
    )
    return capacity_lowered.effect(setting, before, after, message, way, severity=HIGH if after == 1 else MEDIUM)


HANDLERS = {"billing_mode": billing, "capacity": billing}
