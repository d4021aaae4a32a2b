"""Billing mode, provisioned capacity and autoscaling, of a table and of its indexes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from sessionform.diagnostics import Path
from sessionform.facts import how_often
from sessionform.facts.resource_types import SCALING_POLICY, TARGET
from sessionform.model import Autoscaled, Capacity, Fixed, OnDemand, Provisioned, Replica, Table
from sessionform.review.effects.effect import (
    CRITICAL,
    GUIDE,
    HIGH,
    LOW,
    MEDIUM,
    PROVIDER,
    ChangeKind,
    Effect,
    Pair,
    steps,
)
from sessionform.review.outcome import Outcome, Terraform

to_provisioned = ChangeKind(
    id="billing-mode-to-provisioned",
    summary="From on-demand to provisioned capacity",
    severity=HIGH,
    terraform=Terraform.UPDATE,
    outcome=Outcome.IN_PLACE,
    why=(
        "The table is switched while it runs. From then on everything above the provisioned units is throttled, and a write "
        "also where an index that it changes has too few. Capacity that is not given, or that autoscaling is to move, "
        "starts at 1 unit without a word: the provider sends 1 for the table. For an autoscaled index it sends none, which "
        "AWS refuses (ProvisionedThroughput must be specified for index)."
    ),
    source=f"{GUIDE}/bp-switching-capacity-modes.html",
)
to_on_demand = ChangeKind(
    id="billing-mode-to-on-demand",
    summary="From provisioned capacity to on-demand",
    severity=LOW,
    terraform=Terraform.UPDATE,
    outcome=Outcome.IN_PLACE,
    why=f"The table is switched while it runs, which takes some minutes. AWS documents {how_often.TO_ON_DEMAND.words}.",
    source=f"{GUIDE}/bp-switching-capacity-modes.html",
)
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
autoscaling_enabled = ChangeKind(
    id="autoscaling-enabled",
    summary="Autoscaling is switched on",
    severity=LOW,
    terraform=Terraform.CREATE,
    outcome=Outcome.IN_PLACE,
    why=(
        "Application Auto Scaling gets a target and a policy for each capacity. From then on Terraform leaves the capacity "
        "alone, so that it does not undo what autoscaling did."
    ),
    source=f"{GUIDE}/AutoScaling.html",
)
autoscaling_disabled = ChangeKind(
    id="autoscaling-disabled",
    summary="Autoscaling is switched off",
    severity=MEDIUM,
    terraform=Terraform.DELETE,
    outcome=Outcome.IN_PLACE,
    why=(
        "Target and policy are deleted, and Terraform sets the capacity that the declaration names, which may be less than "
        "what autoscaling had reached."
    ),
    source=f"{GUIDE}/AutoScaling.html",
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
autoscaling_changed = ChangeKind(
    id="autoscaling-changed",
    summary="Other limits or another target of autoscaling",
    severity=LOW,
    terraform=Terraform.UPDATE,
    outcome=Outcome.IN_PLACE,
    why=(
        "Target and policy are updated; the capacity follows within minutes when it lies outside the new limits. In the "
        "regions of replicas AWS has copies of write targets and policies from the day when the replica was created: they "
        "stay as they were."
    ),
    source=f"{GUIDE}/AutoScaling.html",
)
autoscaling_bounds_kept = ChangeKind(
    id="autoscaling-bounds-kept",
    summary="Other limits of autoscaling where schedules move them",
    severity=MEDIUM,
    terraform=Terraform.NO_OP,
    outcome=Outcome.SILENTLY_IGNORED,
    why=(
        "Schedules move the limits of scalable targets, and Terraform must not move them back in the middle of a peak. So the "
        "stack has it ignore them, and that holds for every target of the table: other limits in the declaration are not "
        "applied, on either side and for no index."
    ),
    source=f"{GUIDE}/AutoScaling.html",
)
scaling_policy_renamed = ChangeKind(
    id="scaling-policy-renamed",
    summary="A scaling policy gets another name",
    severity=MEDIUM,
    terraform=Terraform.REPLACE,
    outcome=Outcome.IN_PLACE,
    why=(
        "The name of a scaling policy cannot be changed: Terraform deletes the policy and makes one of the new name. In between "
        "nothing scales the capacity, and a burst of log-ins is throttled at what it had reached. The table is not touched."
    ),
    source=f"{PROVIDER}/resources/appautoscaling_policy",
)

KINDS = (
    to_provisioned,
    to_on_demand,
    capacity_raised,
    capacity_lowered,
    autoscaling_enabled,
    autoscaling_disabled,
    capacity_fixed,
    autoscaling_changed,
    autoscaling_bounds_kept,
    scaling_policy_renamed,
)


def billing(pair: Pair) -> Iterator[Effect]:
    """Another billing mode, or other capacity of the table itself and of indexes that stay."""
    old, new = pair.tables
    if type(old.billing) is not type(new.billing):
        yield _mode(old, new)
    yield from _capacity(new, old.billing, new.billing, (), f"`{new.key}`")
    earlier = {index.name: index for index in old.global_secondary_indexes}
    for index in new.global_secondary_indexes:
        if index.name in earlier:
            setting: Path = ("global_secondary_indexes", index.name)
            what = f"the index `{index.name}` of `{new.key}`"
            yield from _capacity(new, earlier[index.name].billing, index.billing, setting, what)


def _mode(old: Table, new: Table) -> Effect:
    if isinstance(new.billing, OnDemand):
        hint = "the switch happens in every region" if new.replicas else ""
        message = f"`{new.key}` switches to on-demand while it runs; sessions are not affected"
        return to_on_demand.effect(("billing_mode",), "PROVISIONED", "PAY_PER_REQUEST", message, hint)
    bare = [what for what, setting in _bare_capacities(new) if setting]
    hint = "compare with the peaks of ConsumedReadCapacityUnits and ConsumedWriteCapacityUnits of the last two weeks"
    if bare:
        message = (
            f"`{new.key}` switches to provisioned capacity without saying how much for {' and '.join(bare)}: it gets "
            "1 unit a second, and nearly every log-in is throttled"
        )
        hint = f"say how much: `capacity: {{read: …, write: …}}`; {hint}"
        return to_provisioned.effect(
            ("billing_mode",), "PAY_PER_REQUEST", "PROVISIONED", message, hint, severity=CRITICAL
        )
    scaled = [index.name for index in new.global_secondary_indexes if _autoscaled(index.billing)]
    if scaled:
        return to_provisioned.effect(
            ("billing_mode",),
            "PAY_PER_REQUEST",
            "PROVISIONED",
            f"AWS refuses to switch `{new.key}` to provisioned capacity: Terraform leaves the capacity of autoscaled "
            f"indexes alone, so none is sent for `{scaled[0]}`, and the apply fails",
            _fixed_first(new),
            severity=CRITICAL,
        )
    if _autoscaled(new.billing):
        return to_provisioned.effect(
            ("billing_mode",),
            "PAY_PER_REQUEST",
            "PROVISIONED",
            f"`{new.key}` switches to provisioned capacity and starts at 1 unit a second: Terraform leaves capacity "
            f"that autoscaling moves alone, and until that has raised it to {_units(new.billing)}, nearly every log-in is "
            "throttled",
            _fixed_first(new),
        )
    indexes = {f"the index `{index.name}`": index.billing for index in new.global_secondary_indexes}
    units = _units(new.billing) + "".join(f", {what} {_units(billing)}" for what, billing in indexes.items())
    starved = [what for what, billing in {"the table": new.billing, **indexes}.items() if _starved(billing)]
    if starved:
        message = (
            f"`{new.key}` switches to provisioned capacity, {units}: with 1 unit a second for {' and '.join(starved)}, "
            "nearly every request that needs it is throttled, and a write needs the indexes as well"
        )
        return to_provisioned.effect(
            ("billing_mode",), "PAY_PER_REQUEST", "PROVISIONED", message, hint, severity=CRITICAL
        )
    message = (
        f"`{new.key}` switches to provisioned capacity, {units}: whatever the sessions need beyond it is throttled"
    )
    return to_provisioned.effect(("billing_mode",), "PAY_PER_REQUEST", "PROVISIONED", message, hint)


def _starved(billing: OnDemand | Provisioned) -> bool:
    """Whether it has 1 unit a second, of reads or of writes."""
    return isinstance(billing, Provisioned) and Fixed(1) in (billing.read, billing.write)


def _autoscaled(billing: OnDemand | Provisioned) -> bool:
    return isinstance(billing, Provisioned) and billing.autoscaled


def _fixed_first(table: Table) -> str:
    return steps(
        f"deploy `{table.key}` with fixed `capacity` for the table and each index, above the peak of two weeks",
        "switch autoscaling on in a second deploy",
    )


def _bare_capacities(table: Table) -> Iterator[tuple[str, bool]]:
    """For the table and each index: how messages call it, and whether one of its capacities is not declared."""
    holders = {f"`{table.key}`": table.settings}
    for name, index in (table.settings.get("global_secondary_indexes") or {}).items():
        holders[f"the index `{name}`"] = index
    for what, holder in holders.items():
        capacity = holder.get("capacity") or {}
        yield what, "read" not in capacity or "write" not in capacity


def _units(billing: OnDemand | Provisioned) -> str:
    if isinstance(billing, OnDemand):
        return "on demand"
    return f"{_text(billing.read)} read and {_text(billing.write)} write units a second"


def _text(capacity: Capacity) -> str:
    return str(capacity.units) if isinstance(capacity, Fixed) else f"{capacity.min}–{capacity.max}"


def _plain(capacity: Capacity) -> int | str:
    return capacity.units if isinstance(capacity, Fixed) else _text(capacity)


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
        yield _policy_renamed(before, after, setting, called)
        after = replace(after, policy_name=before.policy_name)
    if isinstance(before, Autoscaled) and isinstance(after, Autoscaled) and _has_schedules(table):
        if (before.min, before.max) != (after.min, after.max):
            yield _bounds_kept(before, after, setting, called)
        after = replace(after, min=before.min, max=before.max)
    if before != after:
        yield from _one_capacity(before, after, setting, called, table.replicas)


def _policy_renamed(before: Autoscaled, after: Autoscaled, setting: Path, what: str) -> Effect:
    name = "its own name" if after.policy_name is None else f"`{after.policy_name}`"
    return scaling_policy_renamed.effect(
        (*setting, "policy_name"),
        before.policy_name,
        after.policy_name,
        f"the scaling policy of the {what} is deleted and made again as {name}: in between nothing scales it",
        "deploy at a quiet time, or keep the name that it has",
        resource=f"{SCALING_POLICY}{_instance(setting)}",
    )


def _has_schedules(table: Table) -> bool:
    """Whether the stack leaves the bounds of the table's targets, all of them, to its schedules."""
    if not isinstance(table.billing, Provisioned):
        return False
    billings = [table.billing, *(index.billing for index in table.global_secondary_indexes)]
    capacities = [
        *(one for billing in billings if isinstance(billing, Provisioned) for one in (billing.read, billing.write)),
        *(replica.read_capacity for replica in table.replicas),
    ]
    return any(isinstance(one, Autoscaled) and one.schedules for one in capacities)


def _bounds_kept(before: Autoscaled, after: Autoscaled, setting: Path, what: str) -> Effect:
    return autoscaling_bounds_kept.effect(
        setting,
        _text(before),
        _text(after),
        f"the bounds of the {what} stay as AWS has them, and do not become {_text(after)}: schedules move bounds of this "
        "table, so Terraform ignores those of all its targets",
        "set them in AWS too (`aws application-autoscaling register-scalable-target`), or with a schedule",
        resource=f"{TARGET}{_instance(setting)}",
    )


def _one_capacity(
    before: Capacity | None, after: Capacity | None, setting: Path, what: str, replicas: tuple[Replica, ...]
) -> Iterator[Effect]:
    if isinstance(before, Fixed) and isinstance(after, Fixed):
        yield _fixed(before.units, after.units, setting, what)
        return
    instance = _instance(setting)
    if isinstance(after, Autoscaled):
        if isinstance(before, Autoscaled):
            yield autoscaling_changed.effect(
                setting,
                _text(before),
                _text(after),
                f"autoscaling keeps the {what} between {after.min} and {after.max} units, at "
                f"{after.target_utilization} % "
                f"use (before: {before.min} to {before.max}, {before.target_utilization} %)"
                + _copies(replicas, setting),
                severity=MEDIUM if after.max < before.max else LOW,
                resource=f"{TARGET if (before.min, before.max) != (after.min, after.max) else SCALING_POLICY}{instance}",
            )
        else:
            yield autoscaling_enabled.effect(
                setting,
                None if before is None else _plain(before),
                _text(after),
                f"autoscaling takes over the {what}, between {after.min} and {after.max} units",
                resource=f"{TARGET}{instance}",
            )
    elif isinstance(before, Autoscaled):
        fixed = _left(setting) if after is None else f"{after.units} units"
        yield autoscaling_disabled.effect(
            setting,
            _text(before),
            None if after is None else _plain(after),
            f"autoscaling no longer moves the {what} between {before.min} and {before.max} units: it is {fixed}",
            "" if after is None else "set at least what autoscaling has reached at the busiest hour",
            severity=LOW if after is None else MEDIUM,
            resource=f"{TARGET}{instance}",
        )
        if after is not None:
            message = f"the {what} is set to {after.units} units a second, whatever autoscaling has reached"
            yield capacity_fixed.effect(setting, _text(before), after.units, message)


def _copies(replicas: tuple[Replica, ...], setting: Path) -> str:
    """The regions in which AWS keeps the write autoscaling that it copied there once."""
    regions = ", ".join(replica.region for replica in replicas)
    return f"; {regions} keeps what was copied there with the replica" if regions and setting[-1] == "write" else ""


def _left(setting: Path) -> str:
    """What a capacity is that nothing moves any more, and that is not declared either."""
    return "as it was left there" if setting[0] == "replicas" else "on demand"


def _instance(setting: Path) -> str:
    """The instance key of the companion resources: `["read"]`, `["index/by_session/write"]`, `["replica/eu-west-1/read"]`."""
    direction = setting[-1]
    if setting[0] == "replicas":
        return f'["replica/{setting[1]}/{direction}"]'
    return f'["{direction}"]' if len(setting) == 2 else f'["index/{setting[1]}/{direction}"]'


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
