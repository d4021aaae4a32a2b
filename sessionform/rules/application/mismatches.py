"""Where a table does not fit the session library that uses it: one check a kind of mismatch."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from sessionform.edits import Edit, Fix, Remove, Set
from sessionform.model import Table
from sessionform.rules.engine.rule import Problem
from sessionform.rules.view.table_view import TableView
from sessionform.source.read import read

if TYPE_CHECKING:
    from sessionform.consumers.mismatch import Kind, Mismatch


def mismatches_of(kind: Kind) -> Callable[[Table, TableView], Iterator[Problem]]:
    """A check that reports the mismatches of this kind."""

    def check(_table: Table, view: TableView) -> Iterator[Problem]:
        for mismatch in view.mismatches:
            if mismatch.kind == kind and view.library is not None:
                related = ((("consumer",), "used by this library"),)
                hint, fixes = mismatch.hint(view.library), tuple(_fixes(mismatch))
                yield Problem(mismatch.setting, mismatch.message, hint, related=related, fixes=fixes)

    return check


def _fixes(mismatch: Mismatch) -> Iterator[Fix]:
    """The settings of the hint: the table's own, or the library's option."""
    for text in (mismatch.change_table, mismatch.change_application):
        document, _ = read(text, "") if text else (None, ())
        if document is not None:
            yield Fix(tuple(edit for name, value in document.value.items() for edit in _edits(name, value)))


def _edits(name: str, value: Any) -> Iterator[Edit]:
    if value is None:
        yield Remove((name,))
    elif name == "global_secondary_indexes":
        yield from (Set((name, index), body) for index, body in value.items())  # those that the table has besides stay
    else:
        yield Set((name,), value)
