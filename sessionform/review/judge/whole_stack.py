"""What a refusal of one table means for the other tables of its stack."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from sessionform.review.difference import Difference
from sessionform.review.effects.effect import Effect
from sessionform.review.effects.lifecycle.leaving import table_adopted
from sessionform.review.effects.meeting import whole_stack
from sessionform.review.outcome import Terraform


def with_whole_stacks(differences: Sequence[Difference]) -> list[Difference]:
    """The differences, with what each environment's refusals mean for the rest of it."""
    names = dict.fromkeys(item.environment for item in differences)
    return [done for name in names for done in _stack([item for item in differences if item.environment == name])]


def _stack(differences: list[Difference]) -> list[Difference]:
    tables = [item for item in differences if item.table and item.after is not None]
    unplanned = [item for item in tables if item.refused_at_plan]
    if unplanned:
        others = [item for item in tables if item not in unplanned and _acts(item)]
        reported = [replace(_stopped(item), stopped=True) if item in others else item for item in differences]
        return _with(reported, whole_stack.nothing_planned, unplanned, others)
    rejected = [item for item in tables if _is_rejected(item)]
    return _with(
        differences, whole_stack.partly_applied, rejected, [i for i in tables if i not in rejected and _acts(i)]
    )


def _with(
    differences: list[Difference],
    effect: Callable[[str, Sequence[str], Sequence[str]], Effect],
    causes: list[Difference],
    others: list[Difference],
) -> list[Difference]:
    """The differences of one environment, led by an effect that names the causes and the others, if there are both."""
    if not causes or not others:
        return differences
    said = effect(causes[0].environment, [item.table for item in causes], [item.table for item in others])
    first = causes[0]
    own = next(
        (item for item in differences if not item.table),
        Difference(first.environment, "", first.before, first.after, None, None, ()),
    )
    return [replace(own, effects=(said, *own.effects)), *(item for item in differences if item.table)]


def _is_rejected(difference: Difference) -> bool:
    """Whether AWS rejects something of the table, whoever applies it and in whatever order."""
    return any(effect.refused and effect.resource for effect in difference.effects)


def _acts(difference: Difference) -> bool:
    return any(_does(effect) for effect in difference.effects)


def _does(effect: Effect) -> bool:
    """Whether something is done in AWS or in the state: an import is, though the plan shows no change of its own for it."""
    return bool(effect.resource) and (effect.terraform is not Terraform.NO_OP or effect.kind is table_adopted)


def _stopped(difference: Difference) -> Difference:
    return replace(difference, effects=tuple(_stopped_effect(difference.table, item) for item in difference.effects))


def _stopped_effect(table: str, effect: Effect) -> Effect:
    return whole_stack.stopped(table, effect) if _does(effect) else effect
