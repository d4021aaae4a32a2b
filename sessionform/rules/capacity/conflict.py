"""A capacity setting that does not go with the billing mode."""

from __future__ import annotations

from sessionform.edits import Fix, Remove, Set, remove, set_to
from sessionform.model import Table
from sessionform.rules.engine.rule import Problem
from sessionform.rules.view.throughput import Holder, specificity


def conflicts(table: Table, holder: Holder, key: str, message: str, fitting_mode: str) -> Problem:
    """A setting that does not go with the billing mode, reported where the later of the two decisions was taken."""
    setting, mode = (*holder.setting, key), ("billing_mode",)
    if table.origins.is_default(mode):
        hint = f"write `billing_mode: {fitting_mode}`, or remove `{key}`"
        return Problem(setting, message, hint, fixes=(set_to(mode, fitting_mode), remove(setting)))
    if specificity(table.origins.of(mode)) > specificity(table.origins.of(setting)):
        removal = f"{key}: null"
        if holder.setting:
            removal = f"global_secondary_indexes: {{{holder.setting[1]}: {{{removal}}}}}"
        return Problem(
            mode,
            message,
            f"remove the inherited one here: `{removal}`",
            related=((setting, f"`{key}` is set here"),),
            place_fixes=(set_to((*table.origins.of(mode)[:-1], *setting), None),),
        )
    written = table.settings["billing_mode"]
    return Problem(
        setting,
        message,
        f"remove `{key}`, or write `billing_mode: {fitting_mode}`",
        related=((mode, f"`billing_mode: {written}` here"),),
        fixes=(remove(setting), _other_mode(holder, key, fitting_mode)),
    )


def _other_mode(holder: Holder, key: str, fitting_mode: str) -> Fix:
    """The other billing mode, without what only the mode until now has."""
    other = "capacity" if key == "max_throughput" else "max_throughput"
    taken = (Remove((*holder.setting, other)),) if other in holder.written else ()
    return Fix((Set(("billing_mode",), fitting_mode), *taken))
