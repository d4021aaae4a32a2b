"""Effects and a prediction to what is reported: for each change the action, the outcome, the calls, and who refuses it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from sessionform.facts import provider
from sessionform.facts.aws import STRONG_AS_A_WHOLE, STRONG_WHILE_EMPTY, Part
from sessionform.facts.confidence import Confidence, weakest
from sessionform.facts.resource_types import TABLE
from sessionform.model import Table
from sessionform.review.effects import combination, hidden_indexes, prevented, refused_deletion
from sessionform.review.effects.beside import beside_the_table
from sessionform.review.effects.effect import CRITICAL, LOW, NONE, Effect, Pair
from sessionform.review.effects.global_indexes import several_indexes_built
from sessionform.review.effects.protection import deletion_protection_disabled
from sessionform.review.effects.relocation import RELOCATIONS
from sessionform.review.effects.states import backend_changed
from sessionform.review.outcome import Outcome, Terraform
from sessionform.review.predict.model import Call, Difference, Later, Prediction, ResourceChange

INDEXES = "global_secondary_indexes"
_CONSISTENCY = ("multi_region_consistency",)

_MEANS_NOTHING = (
    provider.DEFAULT_WINDOW,
    provider.TTL_OFF,
    provider.CAP_GONE,
    provider.TIMEOUTS,
    provider.INSIGHTS_DEFAULT,
)
"""Behaviours by which what is declared and what AWS has are the same all along."""


def judged(pair: Pair, prediction: Prediction, effects: list[Effect]) -> list[Effect]:
    """What the effects on one table, and on what stands beside it, come to when they are applied at once."""
    before, after = pair.tables
    moved = next((effect for effect in effects if effect.kind is backend_changed), None)
    if moved is not None:  # the state is to be migrated: then this prevents nothing else, and hides nothing
        others = [effect for effect in effects if effect is not moved]
        return [_found_again(after, moved), *judged(pair, prediction, others)]
    moves = (effect for effect in effects if effect.kind in RELOCATIONS)
    relocated = next((effect for effect in moves if effect.terraform is not Terraform.NO_OP), None)
    effects = [effect if effect.kind in RELOCATIONS else _planned(after, effect, prediction) for effect in effects]
    effects += [_as_refused(effect, prediction) for effect in beside_the_table(pair, prediction, effects)]
    if relocated is not None and relocated.terraform is not Terraform.REPLACE:
        return [relocated, *_superseded(after, (item for item in effects if item is not relocated), relocated)]
    if relocated is not None or prediction.action is Terraform.REPLACE:
        return _replaced(before, after, prediction, effects)
    if prediction.refused_at_plan is not None:
        return [_not_planned(after, effect) for effect in effects if not _counts(effect)]
    return list(_updated(after, prediction, effects))


def _counts(effect: Effect) -> bool:
    """Whether it only says how many indexes are built."""
    return effect.kind is several_indexes_built


def _planned(table: Table, effect: Effect, prediction: Prediction) -> Effect:
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
    return replace(
        effect,
        hint=_with_budgets(effect.hint, differences) if not outcome.refused else effect.hint,
        terraform=action,
        outcome=outcome,
        severity=NONE if not differences and effect.kind.terraform is not Terraform.NO_OP else effect.severity,
        calls=_carried(action, calls, prediction),
        later=_later(differences),
        confidence=_confidence(differences, calls),
    )


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
    return "\n".join([*(f"AWS takes {budget.words}" for budget in budgets), *([hint] if hint else [])])


def _later(differences: Iterable[Difference]) -> Later | None:
    found = [item.later for item in differences if item.later is not None]
    return max(found, key=list(Later).index, default=None)


def _confidence(differences: Iterable[Difference], calls: Iterable[Call]) -> Confidence:
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
    return _as_refused(replace(effect, terraform=action, calls=calls), prediction)


def _as_refused(effect: Effect, prediction: Prediction) -> Effect:
    """The effect on something beside the table, which AWS may refuse by itself."""
    calls = (call for item in concerned(effect, prediction) if item.action is effect.terraform for call in item.calls)
    refusal = next((call.refusal for call in calls if call.refused), None)
    return effect if refusal is None else hidden_indexes.without_its_index(effect, refusal)


def concerned(effect: Effect, prediction: Prediction) -> list[ResourceChange]:
    """The resources beside the table that an effect is about: one instance, or all of a type."""
    type_, _, instance = effect.resource.partition("[")
    key = instance.rstrip("]").strip('"')
    return [item for item in prediction.beside if item.type == type_ and (not instance or item.instance == key)]


def _found_again(after: Table, moved: Effect) -> Effect:
    """A state that moves, for one table: where Terraform imports it, it is found even from an empty state."""
    if not after.import_existing:
        return moved
    message = f"the state of `{after.environment}` moves; an empty one takes `{after.key}` in by `import_existing`"
    return replace(moved, severity=LOW, outcome=Outcome.NONE, message=message)


def _superseded(table: Table, effects: Iterable[Effect], cause: Effect, *, fails: bool = False) -> Iterator[Effect]:
    for effect in effects:
        if effect.resource == TABLE and effect.kind.terraform is not Terraform.MOVE:
            yield prevented.superseded(table, effect, cause, fails=fails)
        else:
            yield effect


def _replaced(before: Table, after: Table, prediction: Prediction, effects: list[Effect]) -> list[Effect]:
    replacing = [effect for effect in effects if effect.resource == TABLE and effect.terraform is Terraform.REPLACE]
    others = [effect for effect in effects if effect not in replacing]
    refused: tuple[str, Outcome] | None = None
    stopped: list[Effect] = []
    if after.prevent_destroy:
        refused = prevented.REFUSED_BY_TERRAFORM, Outcome.FAILS_AT_APPLY
    elif prediction.refused_at_plan is not None:
        refused = prevented.INDEXES_REFUSED, Outcome.FAILS_AT_APPLY
        indexes = [effect for effect in others if _of_an_index(effect)]
        others = [effect for effect in others if effect not in indexes and not _counts(effect)]
        stopped = [replace(_not_planned(after, effect), terraform=Terraform.REPLACE) for effect in indexes]
    elif refused_deletion.guarded(before):
        refused = refused_deletion.refused_deletion(before)
    if not replacing:
        return effects
    if refused is None:
        rejected = next((call for call in prediction.calls if call.refused), None)
        if rejected is not None:
            replacing = [prevented.replaced_in_part(effect, rejected) for effect in replacing]
            others = [_beside_what_is_not_made(after, prediction, effect) for effect in others]
        none = rejected is not None and not rejected.carries
        return [*replacing, *_superseded(after, others, replacing[0], fails=none)]
    consequence, outcome = refused
    replacing = [replace(effect, consequence=consequence, outcome=outcome, rejected=True) for effect in replacing]
    if before.deletion_protection and not after.deletion_protection:
        others = [effect for effect in others if effect.kind is not deletion_protection_disabled]
        stopped.append(refused_deletion.protection_comes_too_late(after))
    others = [_beside_a_refusal(before, after, prediction, effect) for effect in others]
    return [*replacing, *stopped, *_superseded(after, others, replacing[0], fails=True)]


def _beside_a_refusal(before: Table, after: Table, prediction: Prediction, effect: Effect) -> Effect:
    """What stands beside a table that cannot be replaced: deleted before it, and then nothing is created for it."""
    if not effect.resource or effect.resource == TABLE:
        return effect
    if prediction.refused_at_plan is not None:
        return _not_planned(after, effect)
    waits = [item for item in concerned(effect, prediction) if item.after_table and item.action is not Terraform.DELETE]
    if not waits:
        return effect
    again = any(item.action is Terraform.REPLACE for item in waits)
    return prevented.left_deleted(before, effect) if again else prevented.superseded(after, effect, effect, fails=True)


def _beside_what_is_not_made(after: Table, prediction: Prediction, effect: Effect) -> Effect:
    """What stands beside a table that AWS does not create, or not with all of its copies: nothing is created for it."""
    waits = any(item.after_table and item.action is not Terraform.DELETE for item in concerned(effect, prediction))
    if effect.resource in ("", TABLE) or not waits:
        return effect
    return prevented.superseded(after, effect, effect, fails=True)


def _of_an_index(effect: Effect) -> bool:
    in_indexes = effect.resource == TABLE and effect.setting[:1] == (INDEXES,)
    return in_indexes and effect.setting[-1] != "type" and not _counts(effect)


def _not_planned(table: Table, effect: Effect) -> Effect:
    """A change in a stack of which nothing can be planned."""
    if _of_an_index(effect):
        shown = replace(effect, terraform=Terraform.UPDATE)
        return hidden_indexes.hidden(table, shown, prevented.INDEXES_REFUSED, Outcome.FAILS_AT_APPLY)
    planned = effect.resource and effect.terraform is not Terraform.NO_OP
    return prevented.not_planned(table, effect) if planned else effect


def _updated(table: Table, prediction: Prediction, effects: list[Effect]) -> Iterator[Effect]:
    refused = prediction.refused
    ignored = {item.setting for item in prediction.differences if item.why is provider.IGNORED}
    for effect in effects:
        if _of_an_index(effect) and any(effect.setting[: len(item)] == item for item in ignored):
            yield hidden_indexes.hidden(table, effect, hidden_indexes.INDEXES_IGNORED, Outcome.SILENTLY_IGNORED)
        elif _counts(effect) and ignored:
            continue
        else:
            yield effect if refused is None else _stopped(table, prediction, refused, effect)
    yield from _meetings(table, prediction)


def _stopped(table: Table, prediction: Prediction, refused: Call, effect: Effect) -> Effect:
    """An effect in a deploy that AWS stops at one call: it is in that call, before it, or after it."""
    if effect.resource != TABLE:
        waits = any(item.after_table and item.action is effect.terraform for item in concerned(effect, prediction))
        return prevented.not_reached(table, effect, refused.carries) if effect.resource and waits else effect
    if not effect.calls or effect.outcome.refused:
        return effect
    if refused in effect.calls:
        return prevented.rejected(table, effect, refused)
    undone = [call for call in effect.calls if call in prediction.undone]
    if not undone:
        return effect
    if len(undone) < len(effect.calls):
        return prevented.half_done(effect, refused)
    return prevented.not_reached(table, effect, refused.carries)


def _meetings(table: Table, prediction: Prediction) -> Iterator[Effect]:
    """What is to be said of the calls as a whole."""
    refused = prediction.refused
    if refused is not None and refused.refusal is not None:
        if refused.refusal.alone:
            yield _with_calls(
                combination.refused_together_effect(table, refused, refused.refusal, prediction.undone), [refused]
            )
        if prediction.done:
            yield _with_calls(combination.partly_applied_effect(table, prediction, refused), prediction.calls)
    for call in prediction.uncertain:
        if call.refusal is not None and call.refusal.alone:
            yield _with_calls(combination.untried_effect(table, call, call.refusal), [call])


def _with_calls(effect: Effect, calls: Iterable[Call]) -> Effect:
    carried = tuple(calls)
    return replace(effect, calls=carried, confidence=_confidence((), carried))
