"""Where a table does not fit the session library that uses it: one check a kind of mismatch."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from sessionform.model import Table
from sessionform.rules.engine.rule import Problem
from sessionform.rules.view.table_view import TableView

if TYPE_CHECKING:
    from sessionform.consumers.fit import Kind


def mismatches_of(kind: Kind) -> Callable[[Table, TableView], Iterator[Problem]]:
    """A check that reports the mismatches of this kind."""

    def check(_table: Table, view: TableView) -> Iterator[Problem]:
        for mismatch in view.mismatches:
            if mismatch.kind == kind and view.library is not None:
                related = ((("consumer",), "used by this library"),)
                yield Problem(mismatch.setting, mismatch.message, mismatch.hint(view.library), related=related)

    return check
