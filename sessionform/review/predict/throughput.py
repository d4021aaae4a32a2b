"""What the provider plans and sends for throughput: billing mode, capacity, caps, warm throughput, of a table or of its indexes."""

from __future__ import annotations

from collections.abc import Iterator

from sessionform.diagnostics import Path
from sessionform.facts import aws, how_often, provider
from sessionform.facts.aws import Part, Refusal
from sessionform.facts.how_often import Budget
from sessionform.facts.limits import NO_CAP
from sessionform.facts.provider_calls import UpdateStage
from sessionform.model import is_autoscaled
from sessionform.review.outcome import Terraform
from sessionform.review.predict.model import Difference, Later, Step
from sessionform.review.predict.pair import PROVISIONED, TablePair
from sessionform.terraform.table import Arguments


def billing(pair: TablePair) -> Iterator[Difference]:
    """Another billing mode, or another capacity of the table itself."""
    before, after = pair.old["billing_mode"], pair.new["billing_mode"]
    if before != after:
        part = Part.TO_PROVISIONED if after == PROVISIONED else Part.TO_ON_DEMAND
        budget = how_often.TO_ON_DEMAND if part is Part.TO_ON_DEMAND else None
        refusal = _no_index_capacity(pair) or _copies_not_autoscaled(pair)
        step = Step(UpdateStage.UPDATE, part, refusal=refusal, budget=budget)
        yield Difference(("billing_mode",), Terraform.UPDATE, (step,))
    for direction in ("read", "write"):
        argument, setting = f"{direction}_capacity", ("capacity", direction)
        moved = is_autoscaled(pair.before.billing, direction)
        if pair.old.get(argument) == pair.new.get(argument) and not (moved and argument not in pair.ignored):
            continue
        if argument in pair.ignored:
            yield Difference(setting, Terraform.NO_OP, why=provider.IGNORED)
        elif argument not in pair.new:
            yield Difference(setting, Terraform.NO_OP, why=provider.KEPT_CAPACITY)
        else:
            budget = decrease_budget(pair.old.get(argument), pair.new[argument])
            yield Difference(setting, Terraform.UPDATE, (Step(UpdateStage.UPDATE, Part.CAPACITY, budget=budget),))


def decrease_budget(before: int | None, after: int) -> Budget | None:
    """How often AWS takes another capacity: None where it does not fall."""
    return how_often.DECREASES if before is not None and after < before else None


def _no_index_capacity(pair: TablePair) -> Refusal | None:
    """Of indexes that Terraform ignores no capacity is sent, and AWS wants one for each."""
    stay = {item["name"] for item in pair.old.get("global_secondary_index", ())}
    return (
        aws.INDEX_WITHOUT_CAPACITY if pair.new["billing_mode"] == PROVISIONED and pair.hides_indexes and stay else None
    )


def _copies_not_autoscaled(pair: TablePair) -> Refusal | None:
    """A table with replicas has autoscaled writes, and those that it is to have are registered after the switch."""
    return aws.NOT_YET_AUTOSCALED if pair.new["billing_mode"] == PROVISIONED and pair.old.get("replica") else None


def table_caps(pair: TablePair) -> Iterator[Difference]:
    """Other caps of the table itself."""
    yield from caps(pair, *pair.block("on_demand_throughput"), (), Part.CAPS)


def caps(pair: TablePair, before: Arguments, after: Arguments, setting: Path, part: Part) -> Iterator[Difference]:
    """Other caps, of the table or of an index, by direction. A cap that is left out is not removed.

    AWS no longer reports a cap that was removed, so the state has none, and a plan shows -1 again for as long as it is
    declared. Of a table it does so only where the other side has no cap either.
    """
    kept = {argument: units for argument, units in before.items() if units != NO_CAP}
    for direction in ("read", "write"):
        argument, place = f"max_{direction}_request_units", (*setting, "max_throughput", direction)
        old, new = kept.get(argument), after.get(argument)
        if old == new:
            if argument in before and argument not in after:
                yield Difference(place, Terraform.NO_OP, why=provider.CAP_GONE)
        elif new is not None:
            shown = new == NO_CAP and (part is Part.INDEX_CAPS or set(after.values()) == {NO_CAP})
            later = Later.EVERY_PLAN if shown else None
            yield Difference(place, Terraform.UPDATE, (Step(UpdateStage.UPDATE, part),), later=later)
        elif after and part is Part.CAPS:
            yield Difference(place, Terraform.NO_OP, why=provider.CAP_KEPT)
        elif pair.stays_on_demand:
            yield Difference(place, Terraform.UPDATE, (_no_caps(part, after),), provider.CAP_KEPT, Later.EVERY_PLAN)


def _no_caps(part: Part, after: Arguments) -> Step:
    """For a block that goes the provider sends a call in which nothing stands, of an index one with an empty member."""
    if part is Part.CAPS:
        return Step(UpdateStage.UPDATE, Part.NOTHING)
    return Step(UpdateStage.UPDATE, Part.INDEX_CAPS, refusal=None if after else aws.EMPTY_CAPS)


def table_warm(pair: TablePair) -> Iterator[Difference]:
    """Other warm throughput of the table itself."""
    for setting, change in warm(*pair.block("warm_throughput"), ()):
        if change == "lowered" and provider.WARM_REPLACES.holds(pair.version):
            yield Difference(setting, Terraform.REPLACE, why=provider.WARM_REPLACES)
        elif change == "lowered":
            yield Difference(setting, Terraform.UPDATE, why=provider.WARM_REFUSED)
        elif change == "kept":
            yield Difference(setting, Terraform.NO_OP, why=provider.KEPT_WARM)
        else:
            yield Difference(setting, Terraform.UPDATE, (Step(UpdateStage.WARM, Part.WARM),))


def warm(before: Arguments, after: Arguments, setting: Path) -> Iterator[tuple[Path, str]]:
    """Other warm throughput by direction: raised, lowered, or kept where it is no longer named."""
    for direction in ("read", "write"):
        argument = f"{direction}_units_per_second"
        old, new = before.get(argument), after.get(argument)
        if old != new:
            change = "kept" if new is None else "raised" if old is None or new > old else "lowered"
            yield (*setting, "warm_throughput", direction), change
