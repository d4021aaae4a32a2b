"""Changes of indexes while one of them is autoscaled: Terraform is told to ignore them, or cannot plan at all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from sessionform.model import Billing, Provisioned, Table
from sessionform.review.effects.effect import CRITICAL, TABLE, ChangeKind, Effect, in_a_sentence, steps
from sessionform.review.effects.global_indexes import several_indexes_built
from sessionform.review.effects.keys import index_key_type_changed
from sessionform.review.outcome import Outcome, Terraform

INDEXES = "global_secondary_indexes"

hidden_by_autoscaling = ChangeKind(
    id="index-change-hidden-by-autoscaling",
    summary="An index changes in a table with an autoscaled index",
    severity=CRITICAL,
    terraform=Terraform.NO_OP,
    outcome=Outcome.SILENTLY_IGNORED,
    facts=(
        "So that Terraform does not undo what autoscaling did, it ignores the capacity of indexes; and it can only ignore "
        "all indexes as a whole. While one of them is autoscaled no change of any index is planned: nothing happens. Where "
        "the change brings in a new key attribute, or drops one, Terraform refuses to plan the whole stack, also where the "
        "table would be replaced."
    ),
    source="https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs/resources/dynamodb_table",
)

REFUSED = (
    "Terraform refuses to plan the stack, because the key attributes change while it ignores the indexes, so nothing "
    "of this deploy happens and the sessions stay"
)


def concerned(effects: Sequence[Effect]) -> list[Effect]:
    """The effects that are changes of indexes."""
    return [
        effect
        for effect in effects
        if effect.resource == TABLE and effect.setting[:1] == (INDEXES,) and effect.kind is not index_key_type_changed
    ]


def are_hidden(after: Table) -> bool:
    """Whether Terraform is told to ignore the indexes."""
    return any(_autoscaled(index.billing) for index in after.global_secondary_indexes)


def cannot_be_planned(before: Table, after: Table) -> bool:
    """Whether the provider finds an attribute without a use, or a use without an attribute: it is given the declared
    attributes together with the indexes that there were.
    """
    declared = {attribute.name for _, attribute in after.all_key_uses()}
    used = {attribute.name for attribute in after.key_attributes}
    used |= {index.sort_key.name for index in after.local_secondary_indexes}
    for index in before.global_secondary_indexes:
        used |= {attribute.name for attribute in (index.partition_key, index.sort_key) if attribute is not None}
    return are_hidden(after) and declared != used


def ignored(table: Table, effects: Sequence[Effect]) -> list[Effect]:
    """Changes of indexes that are not even planned."""
    why = "Terraform ignores it, because an index of the table is autoscaled, and nothing happens"
    return [
        replace(_hidden(table, effect), terraform=Terraform.NO_OP, outcome=Outcome.SILENTLY_IGNORED, consequence=why)
        for effect in effects
        if effect.kind is not several_indexes_built
    ]


def refused(table: Table, effects: Sequence[Effect]) -> list[Effect]:
    """Changes of indexes for which nothing can be planned."""
    return [
        replace(_hidden(table, effect), outcome=Outcome.FAILS_AT_APPLY, consequence=REFUSED)
        for effect in effects
        if effect.kind is not several_indexes_built
    ]


def _hidden(table: Table, effect: Effect) -> Effect:
    return replace(
        effect,
        kind=hidden_by_autoscaling,
        severity=CRITICAL,
        message=f"the index `{effect.setting[1]}` of `{table.key}` is to change ({in_a_sentence(effect.kind.summary)})",
        hint=steps(
            "deploy fixed `capacity` for every index of the table, at the level that autoscaling has reached",
            "deploy the change of the index",
            "switch autoscaling of the indexes on again",
        ),
    )


def _autoscaled(billing: Billing) -> bool:
    return isinstance(billing, Provisioned) and billing.autoscaled
