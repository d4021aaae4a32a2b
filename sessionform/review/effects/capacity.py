"""Provisioned capacity of a table and of its indexes, fixed or autoscaled."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from sessionform.diagnostics import Path
from sessionform.facts import how_often
from sessionform.facts.resource_types import SCALING_POLICY, TARGET
from sessionform.model import Autoscaled, Capacity, Fixed, OnDemand, Provisioned, Replica, Table
from sessionform.review.effects import schedules
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
    summary="Provisioned capacity is raised",
    severity=LOW,
    terraform=Terraform.UPDATE,
    outcome=Outcome.IN_PLACE,
    why="It takes effect within minutes, while the table stays online, and is charged by the hour.",
    source=f"{GUIDE}/ServiceQuotas.html",
)
capacity_lowered = ChangeKind(
    id="capacity-lowered",
    summary="Provisioned capacity is lowered",
    severity=MEDIUM,
    terraform=Terraform.UPDATE,
    outcome=Outcome.IN_PLACE,
    why=(
        f"Requests above the new capacity are throttled. AWS accepts {how_often.DECREASES.words}; a request with "
        "one decrease too many fails as a whole."
    ),
    source=f"{GUIDE}/ServiceQuotas.html",
)
capacity_fixed = ChangeKind(
    id="capacity-fixed",
    summary="Autoscaled capacity becomes fixed",
    severity=MEDIUM,
    terraform=Terraform.UPDATE,
    outcome=Outcome.IN_PLACE,
    why=(
        "Terraform sets the declared capacity in place of what autoscaling had reached. It shows no change where the two "
        "happen to be equal."
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
    """One capacity before and after, None where there is none: of the table, of an index, or of a replica's reads."""
    if isinstance(before, Autoscaled) and isinstance(after, Autoscaled) and before.policy_name != after.policy_name:
        yield policy_renamed(before, after, setting, called)
        after = replace(after, policy_name=before.policy_name)
    if isinstance(before, Autoscaled) and isinstance(after, Autoscaled) and has_schedules(table):
        if (before.min, before.max) != (after.min, after.max):
            yield bounds_kept(before, after, setting, called)
        after = replace(after, min=before.min, max=before.max)
    if isinstance(before, Autoscaled) and isinstance(after, Autoscaled):
        yield from schedules.changed(before, after, setting, called)
        after = replace(after, schedules=before.schedules)
    if before != after:
        yield from _one_capacity(before, after, setting, called, table.replicas)


def _range(before: Autoscaled, after: Autoscaled, what: str) -> str:
    if (text_of(before), before.target_utilization) == (text_of(after), after.target_utilization):
        cooldowns = (
            ("scale_in_cooldown", before.scale_in_cooldown, after.scale_in_cooldown),
            ("scale_out_cooldown", before.scale_out_cooldown, after.scale_out_cooldown),
        )
        changed = (f"`{name}` from {_seconds(old)} to {_seconds(new)}" for name, old, new in cooldowns if old != new)
        return f"autoscaling of the {what} changes {' and '.join(changed)}"
    return (
        f"autoscaling keeps the {what} between {after.min} and {after.max} units, at {after.target_utilization} % utilization "
        f"(before: {before.min} to {before.max}, {before.target_utilization} %)"
    )


def _seconds(cooldown: int | None) -> str:
    return "AWS's default" if cooldown is None else f"{cooldown} s"


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
                f"autoscaling now adjusts the {what}, between {after.min} and {after.max} units",
                resource=f"{TARGET}{instance}",
            )
    elif isinstance(before, Autoscaled):
        fixed = left(setting) if after is None else f"{after.units} units"
        yield autoscaling_disabled.effect(
            setting,
            text_of(before),
            None if after is None else plain(after),
            f"autoscaling no longer adjusts the {what} between {before.min} and {before.max} units: it is {fixed}",
            "" if after is None else "set at least what autoscaling reached in the busiest hour",
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
        "lower the capacity in one step rather than in several",
    )
    return capacity_lowered.effect(setting, before, after, message, way, severity=HIGH if after == 1 else MEDIUM)


HANDLERS = {"billing_mode": billing, "capacity": billing}
