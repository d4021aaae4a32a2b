"""A whole environment: new, gone, under another name, or with the state of another."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sessionform.model import Environment
from sessionform.review.effects.effect import (
    CRITICAL,
    HIGH,
    LOW,
    MEDIUM,
    NONE,
    TERRAFORM,
    ChangeKind,
    Effect,
    steps,
)
from sessionform.review.effects.environments.states import where
from sessionform.review.outcome import Outcome, Terraform

environment_added = ChangeKind(
    id="environment-added",
    summary="An environment is new",
    severity=NONE,
    terraform=Terraform.CREATE,
    outcome=Outcome.CREATE,
    why="A new stack with a state of its own; Terraform creates all of its tables.",
    source=f"{TERRAFORM}/language/state",
)

environment_removed = ChangeKind(
    id="environment-removed",
    summary="An environment leaves the file",
    severity=HIGH,
    terraform=Terraform.NO_OP,
    outcome=Outcome.KEPT,
    why=(
        "Its stack is no longer compiled, so Terraform does not run for it: the tables stay in AWS and in the state, with "
        "their costs, and nothing here looks after them."
    ),
    source=f"{TERRAFORM}/cli/commands/destroy",
)

environment_renamed = ChangeKind(
    id="environment-renamed",
    summary="An environment has another name and the same state",
    severity=LOW,
    terraform=Terraform.NO_OP,
    outcome=Outcome.NONE,
    why=(
        "Two environments whose backends name the same state are one. The name itself is nothing to AWS, but names of "
        "tables may be made from it."
    ),
    source=f"{TERRAFORM}/language/state",
)

state_taken_over = ChangeKind(
    id="state-taken-over",
    summary="An environment takes over the state of another",
    severity=CRITICAL,
    terraform=Terraform.REPLACE,
    outcome=Outcome.DATA_LOSS,
    why=(
        "What is in a state and not in the configuration is deleted, so the tables in it become those of the environment "
        "that applies it next: replaced where their names differ, deleted where it has none of that key. A state that was "
        "migrated to another place still lies in the old one."
    ),
    source=f"{TERRAFORM}/language/state/purpose",
)

KINDS = (
    environment_added,
    environment_removed,
    environment_renamed,
    state_taken_over,
)


def gone(environment: Environment, added: Collection[str]) -> Effect:
    """An environment that the head does not have. `added` are those that only the head has."""
    way = [
        f"to delete its tables, first run `sessionform destroy -e {environment.name}` with the file as it was",
        "to keep them, keep the environment",
    ]
    if added:
        there = " or ".join(f"`{name}`" for name in added)
        way.append(
            f"if {there} is this one under another name: declare there the `backend` that this one has, "
            f"{where(environment.backend)}, and the `table_name` of each table; without them its tables are created, empty"
        )
    return environment_removed.effect(
        (),
        environment.name,
        None,
        f"`{environment.name}` leaves the file: its tables stay in AWS with their sessions, and nothing here manages "
        "them",
        "\n".join(way),
    )


def new(environment: Environment) -> Effect:
    """An environment that the base does not have."""
    message = f"`{environment.name}` is a new environment, with a stack and a state of its own"
    return environment_added.effect((), None, environment.name, message, resource="", terraform=Terraform.NO_OP)


def renamed(old: Environment, new: Environment, own: Environment | None) -> Effect:
    """An environment with the state of one that is called otherwise now. `own` is what had its name in the base."""
    message = f"`{old.name}` is called `{new.name}` now, with the same state"
    if own is None:
        return environment_renamed.effect((), old.name, new.name, message, resource="")
    message += (
        f"; `{new.name}` was another environment before, so whatever names it, a CI job say, reaches other tables"
    )
    return environment_renamed.effect((), old.name, new.name, message, resource="", severity=MEDIUM)


def swapped(
    old: Environment,
    new: Environment,
    own: Environment | None,
    lost: Sequence[str],
    order: Sequence[tuple[str, str]],
) -> Effect:
    """Several environments that change their names, or their states, at once, and lose tables by that."""
    message = f"`{new.name}` continues the state of `{old.name}` ({where(new.backend)}), and {_loses(lost)}"
    way = [
        f"rename `{before}` to `{after}` alone, with the `table_name` that its tables have, and deploy"
        for before, after in order
    ]
    hint = "if the environments are to be renamed, one rename a deploy, in this order:\n" + steps(*way)
    if own is not None:
        hint = f"if only the states were mixed up, leave the `backend` of `{new.name}` at {where(own.backend)}; {hint}"
    return state_taken_over.effect(("backend",), old.name, new.name, message, hint, resource="")


def taken_over(
    owner: Environment, new: Environment, leaves: Environment | None, lost: Sequence[str], deleted: Collection[str]
) -> Effect:
    """An environment with the state of another, which `lost` tables. `leaves` is its own in the base, abandoned now, and
    `deleted` are the tables of that which the deploy finds where it moves, and deletes.
    """
    message = f"`{new.name}` takes over the state of `{owner.name}` ({where(new.backend)})"
    terraform, outcome = Terraform.REPLACE, Outcome.DATA_LOSS
    if lost:
        message += f": its deploy makes the tables there its own, and {_loses(lost)}"
    else:
        message += f": its deploy manages the tables of `{owner.name}` from then on"
        terraform, outcome = Terraform.NO_OP, Outcome.KEPT if leaves is not None else Outcome.NONE
    hint = f"keep the state of `{new.name}` where none was before, in a `backend` that names a new place"
    if leaves is not None:
        if not deleted or any(key not in deleted for key in leaves.tables):
            tables = "the other tables" if deleted else "the tables"
            message += f"; {tables} that `{new.name}` had stay in AWS, and nothing here manages them"
        hint = f"leave the `backend` of `{new.name}` as it was, at {where(leaves.backend)}"
    return state_taken_over.effect(
        ("backend",), owner.name, new.name, message, hint, resource="", terraform=terraform, outcome=outcome
    )


def _loses(tables: Sequence[str]) -> str:
    return f"deletes or replaces {', '.join(f'`{key}`' for key in tables)} with every session in it"
