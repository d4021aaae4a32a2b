"""A table that the deploy of another environment deletes, because that environment moves to where the table is."""

from __future__ import annotations

from dataclasses import replace

from sessionform.model import Environment, Table
from sessionform.review.effects.effect import CRITICAL, TERRAFORM, ChangeKind, Effect
from sessionform.review.effects.environments.connection import account_doubt
from sessionform.review.outcome import Outcome, Terraform

table_lost_to_a_move = ChangeKind(
    id="table-lost-to-a-move",
    summary="Another environment moves to where the table is, and its deploy deletes it",
    severity=CRITICAL,
    terraform=Terraform.NO_OP,
    outcome=Outcome.DATA_LOSS,
    why=(
        "A state identifies a table by its name. Where an environment moves to a region that has a table of that name, Terraform "
        "treats that table as its own, and deletes it where the table is removed from that environment or gets another key. "
        "The plan of the environment that owns the table shows nothing of this."
    ),
    source=f"{TERRAFORM}/language/state/purpose",
)

KINDS = (table_lost_to_a_move,)


def lost(table: Table, mover: Environment, certain: bool) -> Effect:
    """The loss of `table` to the deploy of `mover`; `certain` says that both are in one account."""
    return table_lost_to_a_move.effect(
        (),
        table.name,
        None,
        f"`{mover.name}` moves to {mover.region}, and its deploy deletes `{table.name}` there with every session in it"
        + account_doubt(mover.name, certain),
        f"give the table of `{mover.name}` another `table_name`, or leave `{mover.name}` where it is",
    )


def only_until(effect: Effect, mover: Environment) -> Effect:
    """What is said of a table that stays in AWS, where `mover` deletes it."""
    if effect.outcome is not Outcome.KEPT:
        return effect
    return replace(effect, message=f"{effect.message}, but only until `{mover.name}` is deployed")
