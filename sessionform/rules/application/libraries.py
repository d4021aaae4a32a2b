"""What the session library of a table would really do with it, as `consumers` knows it.

`consumers` is imported where a table has one: most files do without, and it would cost every check some milliseconds.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from sessionform.model import Environment, Table
from sessionform.rules.attributes import keys_have_names
from sessionform.rules.engine.rule import Problem, once_a_table

if TYPE_CHECKING:
    from sessionform.consumers.fit import Kind, Mismatch
    from sessionform.consumers.library import Library


def library_of(table: Table) -> Library | None:
    """What is known of the table's consumer; None where it has none, or an unknown one."""
    if table.consumer is None:
        return None
    from sessionform.consumers.registry import library, library_ids

    return library(table.consumer.library) if table.consumer.library in library_ids() else None


@once_a_table
def _all_mismatches(table: Table) -> list[Mismatch]:
    if library_of(table) is None or not keys_have_names(table):
        return []
    from sessionform.consumers.fit import fit

    return fit(table)


def mismatches_of(kind: Kind) -> Callable[[Table, Environment], Iterator[Problem]]:
    def check(table: Table, environment: Environment) -> Iterator[Problem]:
        library = library_of(table)
        for mismatch in _all_mismatches(table):
            if mismatch.kind == kind and library is not None:
                related = ((("consumer",), "used by this library"),)
                yield Problem(mismatch.setting, mismatch.message, mismatch.hint(library), related=related)

    return check
