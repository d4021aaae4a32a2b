"""What effects come to where Terraform replaces the table, or refuses to plan the stack."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from sessionform.facts.resource_types import TABLE
from sessionform.model import Table
from sessionform.review.creation import protected_later
from sessionform.review.effects.effect import Effect
from sessionform.review.effects.global_indexes import several_indexes_built
from sessionform.review.effects.meeting import hidden_indexes, prevented, refused_deletion
from sessionform.review.effects.protection import deletion_protection_disabled
from sessionform.review.judge.planned import concerned
from sessionform.review.outcome import Outcome, Terraform
from sessionform.review.predict.model import Prediction

INDEXES = "global_secondary_indexes"


def counts_indexes(effect: Effect) -> bool:
    """Whether it only says how many indexes are built."""
    return effect.kind is several_indexes_built


def superseded(table: Table, effects: Iterable[Effect], cause: Effect, *, fails: bool = False) -> Iterator[Effect]:
    """The other effects on a table that `cause` replaces or leaves behind."""
    for effect in effects:
        if effect.resource == TABLE and effect.kind.terraform is not Terraform.MOVE:
            yield prevented.superseded(table, effect, cause, fails=fails)
        else:
            yield effect


def replaced(before: Table, after: Table, prediction: Prediction, effects: list[Effect]) -> list[Effect]:
    """The effects on a table that is to be replaced: what replaces it, who refuses that, and what becomes of the others."""
    replacing = [effect for effect in effects if effect.resource == TABLE and effect.terraform is Terraform.REPLACE]
    others = [effect for effect in effects if effect not in replacing]
    refused: tuple[str, Outcome] | None = None
    stopped: list[Effect] = []
    if after.prevent_destroy:
        refused = prevented.REFUSED_BY_TERRAFORM, Outcome.FAILS_AT_APPLY
    elif prediction.refused_at_plan is not None:
        refused = prevented.INDEXES_REFUSED, Outcome.FAILS_AT_APPLY
        indexes = [effect for effect in others if of_an_index(effect)]
        others = [effect for effect in others if effect not in indexes and not counts_indexes(effect)]
        stopped = [replace(of_a_refused_plan(after, effect), terraform=Terraform.REPLACE) for effect in indexes]
    elif refused_deletion.is_deletion_refused(before):
        refused = refused_deletion.refused_deletion(before)
    if not replacing:
        return effects
    if refused is None:
        rejected = next((call for call in prediction.calls if call.refused), None)
        if rejected is not None:
            replacing = [prevented.replaced_in_part(effect, rejected) for effect in replacing]
            others = [_beside_what_is_not_made(after, prediction, effect) for effect in others]
        none = rejected is not None and not rejected.carries
        rest = superseded(after, others, replacing[0], fails=none)
        return [*replacing, *(protected_later(effect, after) for effect in rest)]
    consequence, outcome = refused
    replacing = [replace(effect, consequence=consequence, outcome=outcome, rejected=True) for effect in replacing]
    if before.deletion_protection and not after.deletion_protection:
        others = [effect for effect in others if effect.kind is not deletion_protection_disabled]
        stopped.append(refused_deletion.protection_comes_too_late(after))
    others = [_beside_a_refusal(before, after, prediction, effect) for effect in others]
    return [*replacing, *stopped, *superseded(after, others, replacing[0], fails=True)]


def _beside_a_refusal(before: Table, after: Table, prediction: Prediction, effect: Effect) -> Effect:
    """The companions of a table that cannot be replaced: deleted before it, and then nothing is created for it."""
    if not effect.resource or effect.resource == TABLE:
        return effect
    if prediction.refused_at_plan is not None:
        return of_a_refused_plan(after, effect)
    waits = [item for item in concerned(effect, prediction) if item.after_table and item.action is not Terraform.DELETE]
    if not waits:
        return effect
    again = any(item.action is Terraform.REPLACE for item in waits)
    return prevented.left_deleted(before, effect) if again else prevented.superseded(after, effect, effect, fails=True)


def _beside_what_is_not_made(after: Table, prediction: Prediction, effect: Effect) -> Effect:
    """The companions of a table that AWS does not create, or not with all of its replicas: nothing is created for it."""
    waits = any(item.after_table and item.action is not Terraform.DELETE for item in concerned(effect, prediction))
    if effect.resource in ("", TABLE) or not waits:
        return effect
    return prevented.superseded(after, effect, effect, fails=True)


def of_an_index(effect: Effect) -> bool:
    """Whether it is on the definition or the throughput of a global index."""
    in_indexes = effect.resource == TABLE and effect.setting[:1] == (INDEXES,)
    return in_indexes and effect.setting[-1] != "type" and not counts_indexes(effect)


def of_a_refused_plan(table: Table, effect: Effect) -> Effect:
    """A change in a stack of which nothing can be planned."""
    if of_an_index(effect):
        shown = replace(effect, terraform=Terraform.UPDATE)
        return hidden_indexes.hidden(table, shown, prevented.INDEXES_REFUSED, Outcome.FAILS_AT_APPLY)
    is_planned = effect.resource and effect.terraform is not Terraform.NO_OP
    return prevented.beside_what_is_not_planned(table, effect) if is_planned else effect
