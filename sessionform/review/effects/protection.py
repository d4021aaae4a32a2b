"""What stands between a table and its deletion."""

from __future__ import annotations

from collections.abc import Iterator

from sessionform.review.effects.effect import (
    GUIDE,
    HIGH,
    LOW,
    MEDIUM,
    NONE,
    TERRAFORM,
    ChangeKind,
    Effect,
)
from sessionform.review.outcome import Outcome, Terraform
from sessionform.review.pair import Pair

_PROTECTION = f"{GUIDE}/WorkingWithTables.Basics.html"
_LIFECYCLE = f"{TERRAFORM}/language/meta-arguments/lifecycle"

deletion_protection_disabled = ChangeKind(
    id="deletion-protection-disabled",
    summary="AWS's deletion protection is switched off",
    severity=HIGH,
    terraform=Terraform.UPDATE,
    outcome=Outcome.IN_PLACE,
    why=(
        "From then on anybody who may call DeleteTable can delete the table, Terraform included. It is often the first of "
        "two steps to losing it."
    ),
    source=_PROTECTION,
)
deletion_protection_enabled = ChangeKind(
    id="deletion-protection-enabled",
    summary="AWS's deletion protection is switched on",
    severity=LOW,
    terraform=Terraform.UPDATE,
    outcome=Outcome.IN_PLACE,
    why="AWS refuses to delete the table, whoever asks. A later change that needs a replacement then fails at apply.",
    source=_PROTECTION,
)
prevent_destroy_removed = ChangeKind(
    id="prevent-destroy-removed",
    summary="Terraform no longer refuses to plan the table's destruction",
    severity=MEDIUM,
    terraform=Terraform.NO_OP,
    outcome=Outcome.NONE,
    why=(
        "`prevent_destroy` exists only in the configuration: nothing changes in AWS, but the next plan that destroys or "
        "replaces the table is no longer refused."
    ),
    source=_LIFECYCLE,
)
prevent_destroy_added = ChangeKind(
    id="prevent-destroy-added",
    summary="Terraform refuses to plan the table's destruction",
    severity=NONE,
    terraform=Terraform.NO_OP,
    outcome=Outcome.NONE,
    why=(
        "It covers replacements and `terraform destroy`, but not a table that is removed from the file: only AWS's own "
        "deletion protection helps there."
    ),
    source=_LIFECYCLE,
)

KINDS = (
    deletion_protection_disabled,
    deletion_protection_enabled,
    prevent_destroy_removed,
    prevent_destroy_added,
)


def protection(pair: Pair) -> Iterator[Effect]:
    """Either protection, on or off."""
    old, new = pair.tables
    if old.deletion_protection and not new.deletion_protection:
        message = f"AWS no longer refuses to delete `{new.key}`: one wrong plan or API call, and every session is gone"
        hint = "if the table is to be deleted, remove it in a later deploy; if not, keep `deletion_protection: true`"
        yield deletion_protection_disabled.effect(("deletion_protection",), True, False, message, hint)
    elif new.deletion_protection and not old.deletion_protection:
        message = f"AWS now refuses to delete `{new.key}`"
        yield deletion_protection_enabled.effect(("deletion_protection",), False, True, message)
    if old.prevent_destroy and not new.prevent_destroy:
        message = f"Terraform no longer refuses a plan that destroys `{new.key}`"
        yield prevent_destroy_removed.effect(("prevent_destroy",), True, False, message)
    elif new.prevent_destroy and not old.prevent_destroy:
        message = f"Terraform now refuses to plan the destruction of `{new.key}`, unless it is removed from the file"
        yield prevent_destroy_added.effect(("prevent_destroy",), False, True, message)


HANDLERS = {"deletion_protection": protection, "prevent_destroy": protection}
