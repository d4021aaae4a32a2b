"""What a table is called: its physical name in AWS, and its key in the file, which is its Terraform address."""

from __future__ import annotations

from collections.abc import Iterator

from sessionform.review.effects.effect import (
    CRITICAL,
    EMPTIED,
    GUIDE,
    NONE,
    TERRAFORM,
    ChangeKind,
    Effect,
)
from sessionform.review.effects.keys import side_by_side
from sessionform.review.outcome import Outcome, Terraform
from sessionform.review.pair import Pair

table_name_changed = ChangeKind(
    id="table-name-changed",
    summary="The table's name in AWS changes",
    severity=CRITICAL,
    terraform=Terraform.REPLACE,
    outcome=Outcome.DATA_LOSS,
    why=(
        "DynamoDB cannot rename a table. Terraform plans to delete it and to create an empty one with the new name. The "
        "name is built from the template `table_name`, so a changed template, `application`, environment name or key in "
        "`tables` can change it too."
    ),
    source=f"{GUIDE}/WorkingWithTables.Basics.html",
)

table_renamed = ChangeKind(
    id="table-renamed",
    summary="The table's key in the file changes, and `renamed_from` says so",
    severity=NONE,
    terraform=Terraform.MOVE,
    outcome=Outcome.NONE,
    why=(
        "`renamed_from` becomes Terraform's `moved` block: the address changes in the state, nothing changes in AWS as "
        "long as the table's name stays the same. The stack's outputs are named after the key, so their names change."
    ),
    source=f"{TERRAFORM}/language/moved",
)

KINDS = (table_name_changed, table_renamed)


def name(pair: Pair) -> Iterator[Effect]:
    """Another physical name, or another key in the file."""
    old, new = pair.tables
    if old.key != new.key:
        yield table_renamed.effect(
            ("renamed_from",),
            old.key,
            new.key,
            f"`{old.key}` is renamed to `{new.key}`, in the file and in the state",
            f"the stack's outputs are now called `{new.key}_…`: update whatever reads `{old.key}_…`",
        )
    if old.name != new.name:
        yield table_name_changed.effect(
            ("table_name",),
            old.name,
            new.name,
            f"the table `{old.name}` becomes `{new.name}`, and DynamoDB cannot rename a table",
            f"keep the name in AWS: `table_name: {old.name}` for `{new.key}` in `{new.environment}`; "
            f"or, if the name has to change:\n{side_by_side(old)}",
            consequence=EMPTIED,
        )


HANDLERS = {"table_name": name}
