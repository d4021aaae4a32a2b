"""What is said of a change that another one of the same deploy prevents."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from sessionform.diagnostics import Path
from sessionform.facts.aws import CAP_AT_CREATION, KEY_OF_NEW_REPLICA, NOT_AUTOSCALED, STRONG_AS_A_WHOLE, Refusal
from sessionform.model import Table
from sessionform.review.effects.effect import CRITICAL, LOW, MEDIUM, Effect, deploys, named
from sessionform.review.outcome import Outcome, Terraform
from sessionform.review.predict.model import Call
from sessionform.review.predict.replicas import KEY_NOT_THERE
from sessionform.words import in_a_sentence

REFUSED_BY_TERRAFORM = "Terraform refuses to plan it (`prevent_destroy`), so nothing is deployed and the sessions stay"
INDEXES_REFUSED = (
    "Terraform refuses to plan the stack, because the key attributes change while it ignores the indexes, so nothing "
    "is deployed and the sessions stay"
)
NOT_PLANNED = (REFUSED_BY_TERRAFORM, INDEXES_REFUSED)
"""The consequences of which each means that nothing of the whole stack is planned."""

_ONCE = {
    NOT_AUTOSCALED: "the write capacity of the table and of each index is autoscaled",
    KEY_NOT_THERE: "the table has its key",
}
"""What has to have come before AWS or the provider takes what they refuse."""


def rejected(table: Table, effect: Effect, call: Call) -> Effect:
    """A change that is all right by itself, and goes out in one call with what it may not."""
    own = named([effect.setting])
    others = [path for path in call.carries if named([path]) != own]
    return replace(
        effect,
        outcome=Outcome.NEEDS_SEVERAL_DEPLOYS,
        message=f"AWS rejects this change of `{table.key}` in one call with {named(others)}: {in_a_sentence(effect.kind.summary)}",
        severity=min(effect.severity, MEDIUM),
        hint="",
        consequence="",
    )


def refused(table: Table, effect: Effect, refusal: Refusal) -> Effect:
    """A change whose own call is refused, whatever else is in the deploy."""
    who = "AWS rejects" if refusal.by == "AWS" else "the provider gives up on"
    return replace(
        effect,
        outcome=Outcome.FAILS_AT_APPLY,
        severity=CRITICAL,
        message=f"{who} the change of {named([effect.setting])} of `{table.key}` ({in_a_sentence(effect.kind.summary)})",
        consequence=f"“{refusal.text}”",
        hint=way(refusal, effect.setting) or effect.hint,
    )


def way(refusal: Refusal | None, setting: Path) -> str:
    """The deploys in which what is refused here goes through; empty where there are none."""
    what = named([setting])
    until = _ONCE.get(refusal) if refusal is not None else None
    if until is not None:
        return deploys(f"deploy everything but {what}, and wait until {until}", f"deploy {what}")
    if refusal is KEY_OF_NEW_REPLICA:
        return deploys(
            f"deploy {what} without the new replicas, and wait until the table has its key",
            "add the replicas in a later deploy",
        )
    if refusal is STRONG_AS_A_WHOLE:
        return "declare another table with the regions that you want, and let the sessions move to it"
    if refusal is CAP_AT_CREATION:
        return "leave out the -1 of its `max_throughput`: what is new has no cap to remove"
    return ""


def not_reached(table: Table, effect: Effect, carries: Sequence[Path]) -> Effect:
    """A change whose call is not made, because AWS refuses an earlier one, which carries these settings."""
    return replace(
        effect,
        outcome=Outcome.FAILS_AT_APPLY,
        severity=min(effect.severity, MEDIUM),
        message=(
            f"`{table.key}` does not get this, because AWS rejects the change of {named(carries)} first: "
            f"{in_a_sentence(effect.kind.summary)}"
        ),
        hint="",
        consequence="",
    )


def half_done(effect: Effect, call: Call) -> Effect:
    """An index, or a replica, that is deleted and not created again, because AWS refuses a call in between."""
    return replace(
        effect,
        outcome=Outcome.FAILS_AT_APPLY,
        severity=CRITICAL,
        consequence=f"it is deleted but not created again, because AWS rejects the change of {named(call.carries)} in between",
    )


def replaced_in_part(effect: Effect, call: Call) -> Effect:
    """What replaces a table that AWS deletes, and then does not create as it is declared."""
    text = f"“{call.refusal.text}”" if call.refusal is not None else ""
    if not call.carries:
        consequence = f"the table is deleted, and AWS rejects its replacement ({text}), so no table is left"
    else:
        consequence = (
            f"{effect.consequence}; AWS then rejects {named(call.carries)} of the new table ({text}), and the apply fails. "
            "Terraform marks the table as tainted: the next apply deletes it again, with whatever was written to it by then"
        )
    return replace(effect, consequence=consequence, rejected=True)


def unplanned(table: str, effect: Effect) -> Effect:
    """A change in a stack of which Terraform refuses to plan a part, and so plans nothing."""
    return replace(
        effect,
        outcome=Outcome.FAILS_AT_APPLY,
        message=f"`{table}` does not get this, because Terraform refuses to plan the stack: {in_a_sentence(effect.kind.summary)}",
        consequence="",
    )


def beside_what_is_not_planned(table: Table, effect: Effect) -> Effect:
    """The same of the table that Terraform refuses to plan: what it refuses leads, and has the way out."""
    return replace(unplanned(table.key, effect), severity=min(effect.severity, LOW), hint="")


def left_deleted(table: Table, effect: Effect) -> Effect:
    """What is bound to a table that AWS refuses to delete: Terraform deletes it first, and then gets no further."""
    return replace(
        effect,
        outcome=Outcome.FAILS_AT_APPLY,
        severity=max(effect.severity, MEDIUM),
        consequence=f"it is deleted first, but not created again, because AWS then rejects the deletion of `{table.key}`",
        hint="apply the declaration as it was, which creates it again",
    )


def superseded(table: Table, effect: Effect, cause: Effect, *, fails: bool = False) -> Effect:
    """Another change of a table that is replaced: the new table has it from its first moment, unless that fails."""
    failure = (
        "Terraform refuses to plan the stack" if cause.consequence in NOT_PLANNED else "the apply fails before that"
    )
    return replace(
        effect,
        terraform=cause.terraform,
        outcome=Outcome.FAILS_AT_APPLY if fails else Outcome.CREATE,
        severity=min(effect.severity, LOW),
        message=(
            f"`{table.key}` does not get this, because {failure}: "
            if fails
            else f"`{table.key}` has this from the start, because it is replaced: "
        )
        + in_a_sentence(effect.kind.summary),
        hint="",
        consequence="",
    )


def left_behind(before: Table, effect: Effect, *, forgotten: bool) -> Effect:
    """The removal of a table from an environment that moves elsewhere: Terraform no longer finds it to delete it.

    Unless it is not `forgotten` where the table is: the plan of one provider shows nothing, that of another deletes.
    """
    if not forgotten and effect.terraform == Terraform.DELETE:
        message = (
            f"{effect.message} while its environment moves: AWS provider 5.x looks for it in the new region and "
            "leaves it behind, while 6.x remembers the region that it is in"
        )
        consequence = f"with 6.x {effect.consequence}" if effect.consequence else ""
        return replace(effect, terraform=Terraform.NO_OP, message=message, consequence=consequence)
    return replace(
        effect,
        terraform=Terraform.NO_OP,
        outcome=Outcome.KEPT,
        severity=MEDIUM,
        message=f"`{before.key}` is removed from the file while its environment moves",
        consequence=f"`{before.name}` stays in the old place with its sessions, and is in no state",
        hint="",
    )
