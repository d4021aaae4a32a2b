"""Whole tables: new ones, and those that leave the file, on purpose or not."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from sessionform.facts.resource_types import TABLE
from sessionform.model import Removed, Table
from sessionform.review.effects.effect import (
    CRITICAL,
    GUIDE,
    LOW,
    MEDIUM,
    NONE,
    TERRAFORM,
    ChangeKind,
    Effect,
)
from sessionform.review.effects.lifecycle.leaving_hints import accept_entry, earlier_keys, ways
from sessionform.review.effects.meeting.refused_deletion import is_deletion_refused
from sessionform.review.outcome import Outcome, Terraform
from sessionform.terraform.addresses import Address
from sessionform.terraform.companions import companions

_MOVED = f"{TERRAFORM}/language/moved"
_REMOVED = f"{TERRAFORM}/language/resources/syntax#removing-resources"
_DESTROY = f"{TERRAFORM}/language/meta-arguments/lifecycle"

table_added = ChangeKind(
    id="table-added",
    summary="A table is added",
    severity=NONE,
    terraform=Terraform.CREATE,
    outcome=Outcome.CREATE,
    why=(
        "Terraform creates it, empty. The apply fails where AWS already has a table of this name. A table whose customer managed "
        "key is disabled stays in CREATING for about an hour, and is then gone (measured in October 2026: DDB-TABLE-332)."
    ),
    source=f"{GUIDE}/WorkingWithTables.Basics.html",
)
table_adopted = ChangeKind(
    id="table-adopted",
    summary="A table that AWS already has is imported into the state",
    severity=LOW,
    terraform=Terraform.NO_OP,
    outcome=Outcome.NONE,
    why=(
        "`import_existing` becomes Terraform's `import` block: the plan reads the table of this name and shows `update`, "
        "or even `replace`, where it differs from the declaration. Only the plan can tell."
    ),
    source=f"{TERRAFORM}/language/import",
)
table_added_again = ChangeKind(
    id="table-added-again",
    summary="A table that is released with `keep: true` is declared again",
    severity=CRITICAL,
    terraform=Terraform.CREATE,
    outcome=Outcome.FAILS_AT_APPLY,
    why="The table is still in AWS, unmanaged. Terraform plans to create it and AWS answers ResourceInUseException.",
    source=f"{TERRAFORM}/language/import",
)
table_removed = ChangeKind(
    id="table-removed",
    summary="A table is removed from the file, and nothing says what happens to its data",
    severity=CRITICAL,
    terraform=Terraform.DELETE,
    outcome=Outcome.DATA_LOSS,
    why=(
        "Terraform deletes the table with everything in it. `prevent_destroy` does not help: it is removed together "
        "with the table. Only AWS's deletion protection helps. With point-in-time recovery on, AWS keeps a final backup "
        "for 35 days."
    ),
    source=_DESTROY,
)
table_removed_deleted = ChangeKind(
    id="table-removed-deleted",
    summary="A table is removed from the file with `delete: true`",
    severity=CRITICAL,
    terraform=Terraform.DELETE,
    outcome=Outcome.DATA_LOSS,
    why="As the declaration says, Terraform deletes the table with everything in it.",
    source=_REMOVED,
)
table_removed_kept = ChangeKind(
    id="table-removed-kept",
    summary="A table is removed from the file with `keep: true`",
    severity=MEDIUM,
    terraform=Terraform.FORGET,
    outcome=Outcome.KEPT,
    why="Terraform forgets the table, which stays in AWS as it is, with its sessions and its costs.",
    source=_REMOVED,
)
table_renamed_unsaid = ChangeKind(
    id="table-renamed-unsaid",
    summary="A table's key in the file changes, and no `renamed_from` says so",
    severity=CRITICAL,
    terraform=Terraform.DELETE,
    outcome=Outcome.DATA_LOSS,
    why=(
        "The key in the file is the Terraform address. Without a `moved` block Terraform deletes the table at the old "
        "address and creates an empty one of the same name at the new one. It does both at once, so the creation fails at "
        "apply where the old table is not gone yet."
    ),
    source=_MOVED,
)
removal_record_changed = ChangeKind(
    id="removal-record-changed",
    summary="An entry of `removed` is deleted or changed",
    severity=LOW,
    terraform=Terraform.NO_OP,
    outcome=Outcome.NONE,
    why=(
        "Once the deploy that removed the table has run, the entry does nothing. Where it has not run yet, the entry "
        "decides: without it Terraform deletes the table."
    ),
    source=_REMOVED,
)

KINDS = (
    table_added,
    table_adopted,
    table_added_again,
    table_removed,
    table_removed_deleted,
    table_removed_kept,
    table_renamed_unsaid,
    removal_record_changed,
)

LEAVING = (table_removed, table_removed_deleted, table_renamed_unsaid)
"""Kinds of a table that leaves its stack and is deleted, where Terraform finds it."""


def added(table: Table, released: bool) -> Effect:
    """A table that the base does not have; `released` says that AWS has it, out of the state, by a `keep: true`."""
    if table.import_existing:
        return table_adopted.effect(
            (),
            None,
            table.name,
            f"`{table.key}` takes over the existing table `{table.name}`; whatever differs from the declaration is "
            "changed, and its key must be the same",
            "read the plan before you apply; `sessionform review --plan` joins it with this review. After the first deploy "
            "`import_existing` can be removed",
        )
    if released:
        return table_added_again.effect(
            (),
            None,
            table.name,
            f"`{table.name}` is released with `keep: true`, so AWS still has it, and creating it for `{table.key}` fails",
            f"write `import_existing: true` in `{table.key}` to take it over",
        )
    hint = (
        "check that its KMS key is enabled: with a disabled one the apply hangs, and then fails"
        if table.encryption.kms_key_arn
        else ""
    )
    return table_added.effect((), None, table.name, f"`{table.key}` is created, empty, as `{table.name}`", hint)


def removed(
    table: Table,
    removal: Removed | None,
    added_tables: Collection[Table],
    still_in_file: bool,
    elsewhere: Removed | None = None,
    left_out: str = "",
) -> Effect:
    """A table that the head does not have. `added_tables` are the tables that only the head has, in this environment, and
    `elsewhere` is the entry of `removed` that names the table in other environments only, and `left_out` the file that had
    it, where that is no longer included.
    """
    successor = next((item for item in added_tables if item.name == table.name), None)
    if removal is not None and removal.keep:
        message = f"`{table.key}` is removed from the file; `{table.name}` stays in AWS with its sessions, unmanaged"
        hint = "to manage it again later, declare it with `import_existing: true`"
        return table_removed_kept.effect((), table.name, None, message, hint)
    if removal is not None:
        message = f"`{table.key}` is removed from the file with `delete: true`"
        hint = "" if is_deletion_refused(table) else accept_entry("table-removed-deleted", table)
        return table_removed_deleted.effect((), table.name, None, message, hint, consequence=_deleted(table))
    if successor is not None:
        return table_renamed_unsaid.effect(
            (),
            table.key,
            successor.key,
            f"`{table.key}` is now called `{successor.key}`, and nothing says that it is the same table",
            f"write `renamed_from: {earlier_keys(table, added_tables)}` in `{successor.key}`",
            consequence=_deleted(table),
        )
    message = f"`{table.key}` is no longer declared"
    if still_in_file:
        message += f" in `{table.environment}`"
    elif left_out:
        message += f", because `{left_out}` is no longer included"
    return table_removed.effect(
        (),
        table.name,
        None,
        message,
        ways(table, added_tables, still_in_file, elsewhere),
        consequence=_deleted(table),
    )


def kept_for(effect: Effect, table: Table, environment: str, successor: str) -> Effect:
    """A table that stays in AWS when it leaves, and that `successor` takes over in the same change."""
    if effect.kind is not table_removed_kept:
        return effect
    where = "" if environment == table.environment else f" in `{environment}`"
    message = f"`{table.key}` is removed from the file; `{table.name}` stays in AWS with its sessions, and `{successor}` takes it over{where}"
    hint = (
        "" if not where else f"deploy `{table.environment}` first, so that only one state manages the table at a time"
    )
    return replace(effect, message=message, hint=hint)


def record(old: Removed, new: Removed | None) -> Effect:
    """An entry of `removed` that goes or says something else, for a table that neither side declares."""
    words = {True: "keep: true", False: "delete: true"}
    message = f"`removed` no longer says `{words[old.keep]}` for `{old.table}`"
    if new is not None:
        message += f" but `{words[new.keep]}`"
    hint = "make sure that the deploy that removed the table has run in every environment"
    after = None if new is None else words[new.keep]
    return removal_record_changed.effect(("removed",), words[old.keep], after, message, hint, resource="")


def _deleted(table: Table) -> str:
    return f"`{table.name}` is deleted with every session in it, and every user is logged out"


def state_rm(table: Table) -> str:
    """The command by which Terraform forgets the table and its companions, which it would delete."""
    addresses = " ".join(Address(type_, table.key) for type_ in (TABLE, *companions(table)))
    return f"`terraform state rm {addresses}`"
