"""Effects and a prediction to what is reported: for each change the action, the outcome, the calls, and who refuses it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from sessionform.facts import provider
from sessionform.facts.resource_types import TABLE
from sessionform.model import Table
from sessionform.review.effects.beside import beside_the_table
from sessionform.review.effects.effect import LOW, Effect
from sessionform.review.effects.environments.relocation import RELOCATIONS
from sessionform.review.effects.environments.states import backend_changed
from sessionform.review.effects.meeting import combination, hidden_indexes, prevented
from sessionform.review.judge.planned import as_refused, concerned, confidence_of, planned
from sessionform.review.judge.replaced import counts_indexes, of_a_refused_plan, of_an_index, replaced, superseded
from sessionform.review.outcome import Outcome, Terraform
from sessionform.review.pair import Pair
from sessionform.review.predict.model import Call, Prediction


def judged(pair: Pair, prediction: Prediction, effects: list[Effect]) -> list[Effect]:
    """What the effects on one table, and on its companions, come to when they are applied at once."""
    before, after = pair.tables
    moved = next((effect for effect in effects if effect.kind is backend_changed), None)
    if moved is not None:  # the state is to be migrated: then this prevents nothing else, and hides nothing
        others = [effect for effect in effects if effect is not moved]
        return [_found_again(after, moved), *judged(pair, prediction, others)]
    moves = (effect for effect in effects if effect.kind in RELOCATIONS)
    relocated = next((effect for effect in moves if effect.terraform is not Terraform.NO_OP), None)
    effects = [effect if effect.kind in RELOCATIONS else planned(after, effect, prediction) for effect in effects]
    effects += [as_refused(effect, prediction) for effect in beside_the_table(pair, prediction, effects)]
    if relocated is not None and relocated.terraform is not Terraform.REPLACE:
        return [relocated, *superseded(after, (item for item in effects if item is not relocated), relocated)]
    if relocated is not None or prediction.action is Terraform.REPLACE:
        return replaced(before, after, prediction, effects)
    if prediction.refused_at_plan is not None:
        return [of_a_refused_plan(after, effect) for effect in effects if not counts_indexes(effect)]
    return list(_updated(after, prediction, effects))


def _found_again(after: Table, moved: Effect) -> Effect:
    """A state that moves, for one table: where Terraform imports it, it is found even from an empty state."""
    if not after.import_existing:
        return moved
    message = f"the state of `{after.environment}` moves; an empty one imports `{after.key}` by `import_existing`"
    return replace(moved, severity=LOW, outcome=Outcome.NONE, message=message)


def _updated(table: Table, prediction: Prediction, effects: list[Effect]) -> Iterator[Effect]:
    refused = prediction.refused
    ignored = {item.setting for item in prediction.differences if item.why is provider.IGNORED}
    for effect in effects:
        if of_an_index(effect) and any(effect.setting[: len(item)] == item for item in ignored):
            yield hidden_indexes.hidden(table, effect, hidden_indexes.INDEXES_IGNORED, Outcome.SILENTLY_IGNORED)
        elif counts_indexes(effect) and ignored:
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
    return replace(effect, calls=carried, confidence=confidence_of((), carried))
