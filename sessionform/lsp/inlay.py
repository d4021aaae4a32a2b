"""What is not written and yet so: the tables' physical names, and where they are protected."""

from __future__ import annotations

from dataclasses import dataclass

from sessionform.lsp.analysis import Analysis
from sessionform.lsp.positions import Point
from sessionform.model import Table

_MOST_NAMES = 3


@dataclass(frozen=True, slots=True)
class Inlay:
    """A few words at the end of a key's line; `tooltip` says all."""

    point: Point
    label: str
    tooltip: str


def inlays(analysis: Analysis, first: int, last: int) -> list[Inlay]:
    """The hints on these lines of the protocol: one beside each table's key."""
    declaration = analysis.declaration
    if declaration is None or not analysis.readable:
        return []
    by_table: dict[str, list[Table]] = {}
    for _, table in declaration.tables():
        by_table.setdefault(table.key, []).append(table)
    found = []
    for key, tables in by_table.items():
        place = analysis.document.locate(("tables", key), on_key=True)
        if place.file != analysis.file:
            continue
        end = analysis.positions.span(place)[1]
        if first <= end[0] <= last:
            found.append(Inlay((end[0], end[1] + 1), _label(tables), _tooltip(tables)))
    return found


def _label(tables: list[Table]) -> str:
    names = list(dict.fromkeys(table.name for table in tables))
    more = f" and {len(names) - _MOST_NAMES} more" if len(names) > _MOST_NAMES else ""
    protected = [table.environment for table in tables if table.is_protected]
    where = f", protected in {', '.join(protected[:_MOST_NAMES])}" if protected else ""
    return f"{', '.join(names[:_MOST_NAMES])}{more}{where}"


def _tooltip(tables: list[Table]) -> str:
    return "\n".join(
        f"{table.environment}: {table.name}" + (", protected from deletion" if table.is_protected else "")
        for table in tables
    )
