"""One effect with what Terraform plans for it, what really happens by itself, and the calls that carry it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from sessionform.facts import provider
from sessionform.facts.aws import STRONG_AS_A_WHOLE, STRONG_WHILE_EMPTY, Part
from sessionform.facts.confidence import Confidence, weakest
from sessionform.facts.resource_types import TABLE
from sessionform.model import Table
from sessionform.review.effects import keys
from sessionform.review.effects.effect import CRITICAL, LOW, NONE, Effect
from sessionform.review.effects.meeting import hidden_indexes, prevented
from sessionform.review.outcome import Outcome, Terraform
from sessionform.review.predict.model import Call, Difference, Later, Prediction, ResourceChange

_CONSISTENCY = ("multi_region_consistency",)

_MEANS_NOTHING = (
    provider.DEFAULT_WINDOW,
    provider.TTL_OFF,
    provider.CAP_GONE,
    provider.TIMEOUTS,
    provider.INSIGHTS_DEFAULT,
)
"""Behaviours by which what is declared and what AWS has are the same all along."""


def planned(table: Table, effect: Effect, prediction: Prediction) -> Effect:
    """The effect with what Terraform plans for it, what really happens by itself, and the calls that carry it."""
    if not effect.resource or effect.kind.terraform is Terraform.MOVE:
        return effect
    if not effect.resource.startswith(TABLE):
        return _planned_beside(effect, prediction)
    differences = [item for setting in _settings(effect) for item in prediction.of(setting)]
    action = max((item.action for item in differences), key=lambda action: action.rank, default=Terraform.NO_OP)
    calls = [call for call in prediction.calls if any(call.carries_setting(setting) for setting in _settings(effect))]
    outcome = _outcome(effect, action, differences, calls)
    if outcome is Outcome.FAILS_AT_APPLY and not effect.kind.outcome.refused:
        effect = _refused_itself(table, effect, differences, prediction)
    elif effect.kind is keys.index_key_type_changed:
        effect = _with_its_indexes(table, effect, differences)
    return replace(
        effect,
        hint=_with_budgets(effect.hint, differences) if not outcome.refused else effect.hint,
        terraform=action,
        outcome=outcome,
        severity=NONE if not differences and effect.kind.terraform is not Terraform.NO_OP else effect.severity,
        calls=_carried(action, calls, prediction),
        later=_later(differences),
        confidence=confidence_of(differences, calls),
    )


def _with_its_indexes(table: Table, effect: Effect, differences: Iterable[Difference]) -> Effect:
    """Another type of an index's key, with the indexes that the provider rebuilds for it where it sees that."""
    seen = [item for item in differences if item.why is provider.INDEX_REBUILT_FOR_TYPE]
    deleted = [step.about for item in seen for step in item.steps if step.part is Part.INDEX_DELETION]
    return keys.rebuilt_for_type(table, effect, deleted) if seen else effect


def _refused_itself(table: Table, effect: Effect, differences: list[Difference], prediction: Prediction) -> Effect:
    """A change that is certain to fail, whatever it is otherwise."""
    refusals = [step.refusal for item in differences for step in item.steps if step.refusal is not None]
    refusal = next((item for item in refusals if item.certain), None)
    if effect.severity is CRITICAL:
        return effect
    if refusal is None:
        return replace(effect, severity=CRITICAL)
    if refusal in (STRONG_AS_A_WHOLE, STRONG_WHILE_EMPTY) and prediction.of(_CONSISTENCY):
        return prevented.not_reached(table, effect, [_CONSISTENCY])
    return prevented.refused(table, effect, refusal)


def _carried(action: Terraform, calls: list[Call], prediction: Prediction) -> tuple[Call, ...]:
    """A replacement is carried by all of its calls."""
    if action is Terraform.REPLACE:
        return prediction.calls
    return tuple(calls) if action is Terraform.UPDATE else ()


def _settings(effect: Effect) -> list[tuple[str | int, ...]]:
    return [effect.setting, effect.former] if effect.former else [effect.setting]


def _outcome(effect: Effect, action: Terraform, differences: list[Difference], calls: list[Call]) -> Outcome:
    steps = [step for item in differences for step in item.steps]
    usual = effect.kind.outcome
    if action is Terraform.REPLACE:
        return Outcome.DATA_LOSS
    if action is Terraform.NO_OP:
        nothing = not differences or all(item.why in _MEANS_NOTHING for item in differences)
        return Outcome.NONE if nothing else Outcome.SILENTLY_IGNORED
    if not steps:
        return Outcome.SILENTLY_IGNORED if any(item.why for item in differences) else Outcome.NONE
    if any(step.refusal is not None and step.refusal.certain for step in steps):
        return usual if usual.refused else Outcome.FAILS_AT_APPLY
    parts = {step.part for step in steps}
    if parts == {Part.NOTHING} or (
        parts == {Part.INDEX_CAPS} and provider.CAP_KEPT in [item.why for item in differences]
    ):
        return Outcome.FAILS_AT_APPLY if any(call.refused for call in calls) else Outcome.SILENTLY_IGNORED
    if {Part.INDEX_DELETION, Part.INDEX_CREATION} <= parts:
        return Outcome.INDEX_REBUILD
    return usual if effect.kind.terraform is Terraform.UPDATE and not usual.refused else Outcome.IN_PLACE


def _with_budgets(hint: str, differences: Iterable[Difference]) -> str:
    """How often AWS takes such a change, as only people know what was done before this deploy, and the hint."""
    budgets = dict.fromkeys(step.budget for item in differences for step in item.steps if step.budget is not None)
    return "\n".join([*(f"AWS accepts {budget.words}" for budget in budgets), *([hint] if hint else [])])


def _later(differences: Iterable[Difference]) -> Later | None:
    found = [item.later for item in differences if item.later is not None]
    return max(found, key=list(Later).index, default=None)


def confidence_of(differences: Iterable[Difference], calls: Iterable[Call]) -> Confidence:
    """How sure it is what the provider does and what is refused: as the least sure of it."""
    behaviours = [item.why.source.confidence for item in differences if item.why is not None]
    refusals = [call.refusal.source.confidence for call in calls if call.refusal is not None]
    return weakest(*behaviours, *refusals)


def _planned_beside(effect: Effect, prediction: Prediction) -> Effect:
    found = concerned(effect, prediction)
    actions = {item.action for item in found}
    if not found and effect.outcome is Outcome.SILENTLY_IGNORED:
        return effect
    if not found:
        kept = [item for item in prediction.of(effect.setting) if item.why and item.why not in _MEANS_NOTHING]
        outcome, severity = (Outcome.SILENTLY_IGNORED, LOW) if kept else (Outcome.NONE, NONE)
        return replace(effect, terraform=Terraform.NO_OP, outcome=outcome, severity=min(effect.severity, severity))
    action = effect.terraform if effect.terraform in actions else max(actions, key=lambda action: action.rank)
    calls = tuple(dict.fromkeys(call for item in found for call in item.calls if item.action is action))
    return as_refused(replace(effect, terraform=action, calls=calls), prediction)


def as_refused(effect: Effect, prediction: Prediction) -> Effect:
    """The effect on something beside the table, which AWS may refuse by itself."""
    calls = (call for item in concerned(effect, prediction) if item.action is effect.terraform for call in item.calls)
    refusal = next((call.refusal for call in calls if call.refused), None)
    return effect if refusal is None else hidden_indexes.without_its_index(effect, refusal)


def concerned(effect: Effect, prediction: Prediction) -> list[ResourceChange]:
    """The resources beside the table that an effect is about: one instance, or all of a type."""
    type_, _, instance = effect.resource.partition("[")
    key = instance.rstrip("]").strip('"')
    return [item for item in prediction.beside if item.type == type_ and (not instance or item.instance == key)]
