"""Changes of indexes that Terraform is told to ignore, because one of them is autoscaled."""

from __future__ import annotations

from dataclasses import replace

from sessionform.facts.aws import Refusal
from sessionform.facts.provider import IGNORED
from sessionform.model import Table
from sessionform.review.effects.effect import CRITICAL, ChangeKind, Effect, deploys
from sessionform.review.outcome import Outcome, Terraform
from sessionform.words import in_a_sentence

hidden_by_autoscaling = ChangeKind(
    id="index-change-hidden-by-autoscaling",
    summary="An index changes in a table with an autoscaled index",
    severity=CRITICAL,
    terraform=Terraform.NO_OP,
    outcome=Outcome.SILENTLY_IGNORED,
    why=(
        "So that Terraform does not undo what autoscaling did, it ignores the capacity of indexes, and it can only ignore "
        "all indexes as a whole. While one of them is autoscaled, no change of any index is planned: nothing happens. Where "
        "the change brings in a new key attribute, or drops one, Terraform refuses to plan the whole stack, even where the "
        "table would be replaced."
    ),
    source=IGNORED.source.page,
)

KINDS = (hidden_by_autoscaling,)

INDEXES_IGNORED = "Terraform ignores it, because an index of the table is autoscaled, and nothing happens"
_FIXED_FIRST = deploys(
    "deploy fixed `capacity` for every index of the table, at the level that autoscaling has reached",
    "deploy the change of the index",
    "switch autoscaling of the indexes back on",
)
"""The way to change an index that Terraform ignores."""


def hidden(table: Table, effect: Effect, consequence: str, outcome: Outcome) -> Effect:
    """A change of an index that Terraform is told to ignore."""
    return replace(
        effect,
        kind=hidden_by_autoscaling,
        severity=CRITICAL,
        outcome=outcome,
        consequence=consequence,
        message=f"the index `{effect.setting[1]}` of `{table.key}` is to change ({in_a_sentence(effect.kind.summary)})",
        hint=_FIXED_FIRST,
    )


def without_its_index(effect: Effect, refusal: Refusal) -> Effect:
    """What is created for an index that is not built, because Terraform ignores the indexes."""
    return replace(
        effect,
        outcome=Outcome.FAILS_AT_APPLY,
        severity=CRITICAL,
        consequence=f"AWS rejects this, because the index does not exist: “{refusal.text}”",
        hint=_FIXED_FIRST,
        confidence=refusal.source.confidence,
    )
