"""A whole environment: new, gone, under another name, or with the state of another."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from sessionform.model import Environment, Table
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
from sessionform.words import names_in_quotes

environment_added = ChangeKind(
    id="environment-added",
    summary="An environment is added",
    severity=NONE,
    terraform=Terraform.CREATE,
    outcome=Outcome.CREATE,
    why="A new stack with a state of its own; Terraform creates all of its tables.",
    source=f"{TERRAFORM}/language/state",
)

environment_removed = ChangeKind(
    id="environment-removed",
    summary="An environment is removed from the file",
    severity=HIGH,
    terraform=Terraform.NO_OP,
    outcome=Outcome.KEPT,
    why=(
        "Its stack is no longer compiled, so Terraform does not run for it: the tables stay in AWS and in the state, with "
        "their costs, but no deploy manages them any more."
    ),
    source=f"{TERRAFORM}/cli/commands/destroy",
)

environment_renamed = ChangeKind(
    id="environment-renamed",
    summary="An environment is renamed and keeps its state",
    severity=LOW,
    terraform=Terraform.NO_OP,
    outcome=Outcome.NONE,
    why=(
        "Two environments whose backends name the same state are one. The name itself means nothing to AWS, but table "
        "names may be built from it."
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
        "What is in a state but not in the configuration is deleted, so the tables in it now belong to the environment that "
        "applies it next: they are replaced where their names differ, and deleted where it has no table of that key. A "
        "state that was migrated elsewhere still exists in the old place."
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
    if not environment.tables:
        message = f"`{environment.name}`, which has no tables, is removed from the file"
        return environment_removed.effect((), environment.name, None, message, severity=LOW, outcome=Outcome.NONE)
    way = [
        f"to delete its tables, first run `sessionform destroy -e {environment.name}` with the file as it was before",
        "to keep them, keep the environment",
    ]
    if added:
        there = " or ".join(f"`{name}`" for name in added)
        way.append(
            f"if {there} is this environment under another name: give it the `backend` of this one, "
            f"{where(environment.backend)}, and the `table_name` of each table; without them its tables are created, empty"
        )
    return environment_removed.effect(
        (),
        environment.name,
        None,
        f"`{environment.name}` is removed from the file: its tables stay in AWS with their sessions, unmanaged",
        "\n".join(way),
    )


def gone_beside_taken(effect: Effect, table: Table, taken: Mapping[str, str]) -> Effect:
    """What is said of a table whose environment goes, where others take over `taken` of its tables, by who does.

    The state has them all the same, so destroying what is in it destroys them, too.
    """
    if effect.kind is not environment_removed:
        return effect
    name = table.environment
    message = effect.message
    if table.key in taken:
        message = (
            f"`{name}` is removed from the file: `{table.name}` stays in AWS with its sessions, and {taken[table.key]} takes it "
            f"over, but the state of `{name}` still has it"
        )
    entries = ", ".join(f"{key}: {{keep: true, only_in: [{name}]}}" for key in taken)
    hint = steps(
        f"keep `{name}` in the file, with `removed: {{{entries}}}`, and deploy it, so that its state forgets what is taken over",
        f"remove `{name}` in a later change; until its state has forgotten them, `sessionform destroy -e {name}` deletes "
        f"{names_in_quotes(taken)} too",
    )
    return replace(effect, message=message, hint=hint)


def new(environment: Environment) -> Effect:
    """An environment that the base does not have."""
    message = f"`{environment.name}` is a new environment, with a stack and a state of its own"
    return environment_added.effect((), None, environment.name, message, resource="", terraform=Terraform.NO_OP)


def renamed(old: Environment, new: Environment, own: Environment | None) -> Effect:
    """An environment with the state of one that is called otherwise now. `own` is what had its name in the base."""
    message = f"`{old.name}` is renamed to `{new.name}` and keeps its state"
    if own is None:
        return environment_renamed.effect((), old.name, new.name, message, resource="")
    message += (
        f"; `{new.name}` was another environment before, so whatever names it, such as a CI job, reaches other tables"
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
        f"rename only `{before}` to `{after}`, with the current `table_name` of its tables, and deploy"
        for before, after in order
    ]
    hint = "to rename the environments, deploy one rename at a time, in this order:\n" + steps(*way)
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
        message += f": its deploy takes over the tables there, and {_loses(lost)}"
    else:
        message += f": its deploy manages the tables of `{owner.name}` from then on"
        terraform, outcome = Terraform.NO_OP, Outcome.KEPT if leaves is not None else Outcome.NONE
    hint = f"give `{new.name}` a `backend` of its own, in a place that holds no state yet"
    if leaves is not None:
        if not deleted or any(key not in deleted for key in leaves.tables):
            tables = "the other tables" if deleted else "the tables"
            message += f"; {tables} that `{new.name}` had stay in AWS, unmanaged"
        hint = f"leave the `backend` of `{new.name}` as it was, at {where(leaves.backend)}"
    return state_taken_over.effect(
        ("backend",), owner.name, new.name, message, hint, resource="", terraform=terraform, outcome=outcome
    )


def _loses(tables: Sequence[str]) -> str:
    return f"deletes or replaces {', '.join(f'`{key}`' for key in tables)} with every session in it"
