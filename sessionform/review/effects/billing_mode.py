"""From on-demand to provisioned capacity, and back."""

from __future__ import annotations

from collections.abc import Iterator

from sessionform.facts import how_often
from sessionform.model import Fixed, OnDemand, Provisioned, Table
from sessionform.review.effects.autoscaling import text_of
from sessionform.review.effects.effect import CRITICAL, GUIDE, HIGH, LOW, ChangeKind, Effect, steps
from sessionform.review.model import ReviewSeverity
from sessionform.review.outcome import Outcome, Terraform

to_provisioned = ChangeKind(
    id="billing-mode-to-provisioned",
    summary="From on-demand to provisioned capacity",
    severity=HIGH,
    terraform=Terraform.UPDATE,
    outcome=Outcome.IN_PLACE,
    why=(
        "The table is switched while it stays online. From then on everything above the provisioned units is throttled, and "
        "so is a write where an index that it changes has too few. Capacity that is not declared, or is left to autoscaling, "
        "silently starts at 1 unit: the provider sends 1 for the table. For an autoscaled index it sends none, which "
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
    why=f"The table is switched while it stays online, which takes a few minutes. AWS documents {how_often.TO_ON_DEMAND.words}.",
    source=f"{GUIDE}/bp-switching-capacity-modes.html",
)

KINDS = (to_provisioned, to_on_demand)

_COMPARE = "compare with the peaks of ConsumedReadCapacityUnits and ConsumedWriteCapacityUnits of the last two weeks"


def mode_changed(old: Table, new: Table) -> Effect:
    """A table that is on demand on one side, and provisioned on the other."""
    if isinstance(new.billing, OnDemand):
        hint = "the switch happens in every region" if new.replicas else ""
        message = f"`{new.key}` switches to on-demand while it stays online; sessions are not affected"
        return to_on_demand.effect(("billing_mode",), "PROVISIONED", "PAY_PER_REQUEST", message, hint)
    message, hint, severity = _to_provisioned(old, new)
    return to_provisioned.effect(("billing_mode",), "PAY_PER_REQUEST", "PROVISIONED", message, hint, severity=severity)


def _to_provisioned(old: Table, new: Table) -> tuple[str, str, ReviewSeverity]:
    """What the switch to provisioned capacity does to the log-ins, what to do first, and how bad it is."""
    switches = f"`{new.key}` switches to provisioned capacity"
    bare = [what for what, setting in _bare_capacities(new) if setting]
    scaled = [index.name for index in new.global_secondary_indexes if _autoscaled(index.billing)]
    if bare:
        message = (
            f"{switches} without declaring the capacity of {' and '.join(bare)}: it gets 1 unit a second, and nearly every "
            "log-in is throttled"
        )
        return message, f"declare it: `capacity: {{read: …, write: …}}`; {_COMPARE}", CRITICAL
    if scaled:
        message = (
            f"AWS refuses to switch `{new.key}` to provisioned capacity: Terraform leaves the capacity of autoscaled "
            f"indexes alone, so none is sent for `{scaled[0]}`, and the apply fails"
        )
        return message, _fixed_first(new), CRITICAL
    if _autoscaled(new.billing) and old.replicas:
        message = (
            f"{switches} in every region, and AWS may refuse it: the writes of a table with replicas have to be autoscaled, "
            "and Terraform registers autoscaling only after the switch; if AWS accepts it, the table starts at 1 unit a second, and "
            f"until autoscaling has raised that to {_units(new.billing)}, nearly every log-in is throttled"
        )
        way = (
            "try it on an unimportant table first, and deploy at the quietest hour: a table with replicas cannot have "
            "fixed `capacity` in between"
        )
        return message, way, HIGH
    if _autoscaled(new.billing):
        message = (
            f"{switches} and starts at 1 unit a second: Terraform leaves autoscaled capacity alone, and until "
            f"autoscaling has raised it to {_units(new.billing)}, nearly every log-in is throttled"
        )
        return message, _fixed_first(new), HIGH
    return _to_fixed(new, switches)


def _to_fixed(new: Table, switches: str) -> tuple[str, str, ReviewSeverity]:
    """The same, where nothing is autoscaled: what the units that are declared come to."""
    indexes = {f"the index `{index.name}`": index.billing for index in new.global_secondary_indexes}
    units = _units(new.billing) + "".join(f", {what} {_units(billing)}" for what, billing in indexes.items())
    starved = [what for what, billing in {"the table": new.billing, **indexes}.items() if _starved(billing)]
    if starved:
        message = (
            f"{switches}, {units}: with 1 unit a second for {' and '.join(starved)}, nearly every request that needs it is "
            "throttled, and a write needs the indexes as well"
        )
        return message, _COMPARE, CRITICAL
    return f"{switches}, {units}: whatever the sessions need beyond that is throttled", _COMPARE, HIGH


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
    return f"{text_of(billing.read)} read and {text_of(billing.write)} write units a second"
