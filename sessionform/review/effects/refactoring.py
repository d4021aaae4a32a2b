"""The `moved` and `removed` blocks of a stack that no table of the base explains.

A block is obeyed by every state that has something at its address, whatever the declarations know of it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sessionform.facts.resource_types import TABLE
from sessionform.model import Environment, Removed, Table
from sessionform.review.effects.effect import LOW, MEDIUM, TERRAFORM, ChangeKind, Effect
from sessionform.review.outcome import Outcome, Terraform
from sessionform.review.pair import Pair
from sessionform.terraform.addresses import Address
from sessionform.words import names_in_quotes

moved_block_added = ChangeKind(
    id="moved-block-added",
    summary="`renamed_from` names a key that the base does not have",
    severity=MEDIUM,
    terraform=Terraform.NO_OP,
    outcome=Outcome.NONE,
    why=(
        "Where the state has something at that address but not the table yet, Terraform's `moved` block gives it the table's "
        "address; Terraform then updates or replaces it, as the declaration says. Where the state has nothing there, or has the "
        "table already, nothing is moved."
    ),
    source=f"{TERRAFORM}/language/moved",
)
moved_block_removed = ChangeKind(
    id="moved-block-removed",
    summary="`renamed_from` no longer names an earlier key, or names them in another order",
    severity=LOW,
    terraform=Terraform.NO_OP,
    outcome=Outcome.NONE,
    why=(
        "Once the deploy that moved the table has run in every environment, the block does nothing. Where it has not run "
        "yet, Terraform deletes the table at the old address and creates an empty one."
    ),
    source=f"{TERRAFORM}/language/moved",
)
removal_record_added = ChangeKind(
    id="removal-record-added",
    summary="`removed` names a table that the base does not have",
    severity=LOW,
    terraform=Terraform.NO_OP,
    outcome=Outcome.NONE,
    why=(
        "`keep: true` becomes Terraform's `removed` block: Terraform forgets what the state has at that address, which stays in "
        "AWS with its sessions and its costs. Where the state has nothing there, nothing happens. `delete: true` creates no "
        "block."
    ),
    source=f"{TERRAFORM}/language/resources/syntax#removing-resources",
)

KINDS = (moved_block_added, moved_block_removed, removal_record_added)


def moved(pair: Pair) -> Iterator[Effect]:
    """Other earlier keys than the base's, but for the one that the table had there."""
    old, new = pair.tables
    steps = old.renamed_from if old.key == new.key else (*old.renamed_from, old.key)
    unknown = [key for key in _unknown(new, pair.before.environment) if key not in steps]
    gone = [key for key in old.renamed_from if key not in new.renamed_from and key != new.key]
    if unknown:
        yield _added(new, unknown, old.renamed_from)
    elif gone:
        yield _removed(old, new, f"`{new.key}` is no longer moved from {names_in_quotes(gone)}")
    elif [key for key in steps if key in new.renamed_from] != [key for key in new.renamed_from if key in steps]:
        yield _removed(
            old,
            new,
            f"`{new.key}` is moved from {names_in_quotes(new.renamed_from)}: the same keys in another order",
        )


def unknown_earlier_keys(table: Table, base: Environment) -> Iterator[Effect]:
    """The earlier keys of a table that the base has under none of them."""
    unknown = _unknown(table, base)
    if unknown:
        yield _added(table, unknown, ())


def removal_added(item: Removed) -> Effect:
    """An entry of `removed` for a table that the base neither declares nor releases."""
    word = "keep: true" if item.keep else "delete: true"
    message = f"`removed` says `{word}` for `{item.table}`, which the base does not declare"
    if item.keep:
        message += f": where the state has `{Address(TABLE, item.table)}`, Terraform forgets it"
    return removal_record_added.effect(("removed",), None, word, message, _LOOK, resource="")


_LOOK = "read the plan before you apply; `sessionform review --plan` joins it with this review"


def _unknown(table: Table, base: Environment) -> list[str]:
    """The earlier keys that the base does not declare; what becomes of a table that it does is reported of that table."""
    return [key for key in table.renamed_from if key not in base.tables]


def _added(table: Table, keys: Sequence[str], before: tuple[str, ...]) -> Effect:
    addresses = names_in_quotes(str(Address(TABLE, key)) for key in keys)
    message = (
        f"`{table.key}` takes over what the state has at {addresses}, unless it is already in the state; the base "
        "declares no such table"
    )
    values = list(before) or None, list(table.renamed_from)
    return moved_block_added.effect(("renamed_from",), *values, message, _LOOK, resource="")


def _removed(old: Table, new: Table, message: str) -> Effect:
    hint = "make sure that the deploy that moved the table has run in every environment"
    if old.key != new.key:
        hint += f"; until then write `renamed_from: [{', '.join((*old.renamed_from, old.key))}]`"
    values = list(old.renamed_from), list(new.renamed_from) or None
    return moved_block_removed.effect(("renamed_from",), *values, message, hint, resource="")


HANDLERS = {"renamed_from": moved}
