"""A stack is planned as a whole and applied piece by piece: what a refusal of one table means for the others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from sessionform.review.effects.effect import CRITICAL, MEDIUM, TERRAFORM, ChangeKind, Effect
from sessionform.review.effects.lifecycle.leaving import LEAVING
from sessionform.review.effects.meeting.prevented import unplanned
from sessionform.review.outcome import Outcome, Terraform
from sessionform.words import names_in_quotes

stack_not_planned = ChangeKind(
    id="stack-not-planned",
    summary="Terraform refuses to plan one table, and so the whole stack",
    severity=CRITICAL,
    terraform=Terraform.NO_OP,
    outcome=Outcome.FAILS_AT_APPLY,
    why=(
        "Terraform makes one plan for everything in a stack, and applies nothing of a plan that ends in an error. So a "
        "change of one table that cannot be planned stops the changes of all others in its environment, including new tables."
    ),
    source=f"{TERRAFORM}/cli/commands/plan",
)
stack_partly_applied = ChangeKind(
    id="stack-partly-applied",
    summary="AWS rejects the change of one table, but those of others are applied",
    severity=MEDIUM,
    terraform=Terraform.NO_OP,
    outcome=Outcome.NONE,
    why=(
        "When AWS rejects a call, Terraform gives up on the resource and whatever depends on it, and continues with all others. "
        "Nothing is rolled back: the apply ends in an error, with some tables changed and some not."
    ),
    source=f"{TERRAFORM}/tutorials/cli/apply#errors-during-apply",
)

KINDS = (stack_not_planned, stack_partly_applied)


def nothing_planned(environment: str, refused: Sequence[str], stopped: Sequence[str]) -> Effect:
    """Terraform plans nothing of the environment, because of the `refused` tables."""
    return stack_not_planned.effect(
        (),
        None,
        None,
        f"Terraform refuses to plan `{environment}` because of {names_in_quotes(refused)}, so nothing is deployed: "
        f"{names_in_quotes(stopped)} {_stay(stopped)}",
        f"deploy the change of {names_in_quotes(stopped)} without that of {names_in_quotes(refused)}",
        resource="",
    )


def partly_applied(environment: str, rejected: Sequence[str], applied: Sequence[str]) -> Effect:
    """AWS rejects changes of some tables of the environment; what this deploy does to the others is done."""
    return stack_partly_applied.effect(
        (),
        None,
        None,
        f"the apply of `{environment}` fails at {names_in_quotes(rejected)}, but what this deploy does to {names_in_quotes(applied)} is "
        "applied all the same",
        resource="",
    )


def stopped(table: str, effect: Effect) -> Effect:
    """A change of another table of a stack of which nothing is planned."""
    way = "deploy this without what Terraform refuses to plan, and review it then"
    return replace(unplanned(table, effect), hint=way if effect.kind in LEAVING else effect.hint)


def _stay(tables: Sequence[str]) -> str:
    return "stays as it is" if len(tables) == 1 else "stay as they are"
