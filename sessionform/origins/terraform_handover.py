"""The way out of another Terraform state: what is done with it, in which order, so that no table is ever destroyed.

Between the import here and the removal there two states own a table, and whoever applies the old configuration without its
block deletes it. `moved` on the old state is only safe where nothing else is in it: a plan of a stack on that state destroys
the rest.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from sessionform.origins.handover import Taken, shell_word

_KEYS = re.compile(r'\[(?:[0-9]+|"(?:[^"\\]|\\.)*")\]')


def terraform_steps(taken: Sequence[Taken], others: Sequence[str]) -> Iterator[str]:
    """The steps, line by line. `others` are addresses that stay in the old state."""
    labels = [part.label for table in taken for part in table.going]
    others = [*others, *(part.label for table in taken for part in table.staying)]
    kept = {_KEYS.sub("", label) for label in others}
    whole = list(dict.fromkeys(block for label in labels if (block := _KEYS.sub("", label)) not in kept))
    single = [label for label in labels if _KEYS.sub("", label) in kept]
    yield "1. In the old configuration, switch `deletion_protection_enabled` on for each table, and apply."
    yield "2. Declare `deletion_protection: true` here as well, so that the import leaves it on, and import: `sessionform plan`, then"
    yield "   `sessionform deploy`. Until step 3 is done nobody applies the old configuration."
    yield "3. In the old configuration, take the resources out and put these blocks in (Terraform 1.7 or later)."
    yield "   Its plan must say `0 to destroy`; then apply it."
    for block in whole:
        yield from (
            "     removed {",
            f"       from = {block}",
            "       lifecycle {",
            "         destroy = false",
            "       }",
            "     }",
        )
    if single:
        yield "   Where other instances of a resource stay, forget the single one, and then take it out:"
        yield from (f"     terraform state rm {shell_word(label)}" for label in single)
    yield from _by_state(taken, others)


def _by_state(taken: Sequence[Taken], others: Sequence[str]) -> Iterator[str]:
    """The same without an import: the state itself goes over."""
    moves = [(part.label, target) for table in taken for part, target in table.targets if target is not None]
    inner = [part.label for table in taken for part in table.inner]
    if not others and not inner:
        renamed = [(old, new) for old, new in moves if old != new]  # Terraform refuses a block that moves nothing
        if not renamed:
            yield "Or keep that state, which holds nothing else, under the same addresses: give the environment its `backend`, and see"
            yield "that the plan destroys nothing."
            return
        yield "Or keep that state, which holds nothing else: give the environment its `backend`, put these blocks into a file"
        yield "`moved.tf` beside `cdk.tf.json`, and see that the plan destroys nothing:"
        for old, new in renamed:
            yield from ("     moved {", f"       from = {old}", f"       to   = {new}", "     }")
        return
    yield "Or move them from state to state instead of steps 2 and 3, with `terraform state pull` before and `terraform state push`"
    yield "after where the states are remote. Not `moved`: the old state holds more, which a plan here would destroy."
    for old, new in moves:
        command = "terraform state mv -state=old.tfstate -state-out=new.tfstate"
        yield f"     {command} {shell_word(old)} {shell_word(new)}"
    yield from (f"     terraform state rm -state=old.tfstate {shell_word(label)}" for label in inner)
