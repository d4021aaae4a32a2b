"""The shape of the file: what there is in it, and what can be folded away."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from sessionform.diagnostics import Path
from sessionform.lsp.analysis import Analysis
from sessionform.lsp.positions import Point, Span
from sessionform.setting_path import Layer, setting_path
from sessionform.source.tree import Marks, span_of

SymbolKind = Literal["section", "environment", "table", "index", "pattern", "setting"]

_DEPTH = 4
_LAYERS: dict[Layer, SymbolKind] = {Layer.ENVIRONMENT: "environment", Layer.TABLE: "table"}
_PARTS: dict[str | int, SymbolKind] = {
    "global_secondary_indexes": "index",
    "local_secondary_indexes": "index",
    "access_patterns": "pattern",
}
"""What stands by its name in a setting of a table."""


@dataclass(frozen=True, slots=True)
class Symbol:
    """One key with all that is below it; `name_span` is the key itself."""

    name: str
    kind: SymbolKind
    span: Span
    name_span: Span
    children: tuple[Symbol, ...] = ()


def symbols(analysis: Analysis) -> list[Symbol]:
    """The sections, and in them environments, tables, their settings, indexes and patterns."""
    marks = analysis.document.marks
    return [] if marks is None else list(_below(analysis, marks, ()))


def _below(analysis: Analysis, marks: Marks, path: Path) -> tuple[Symbol, ...]:
    found = []
    for part, (key, value) in (marks.children or {}).items():
        if key is None or (analysis.document.owners and (*path, part) in analysis.document.owners):
            continue
        here = (*path, part)
        start = _span(analysis, span_of(key))
        end = _end(analysis, value)
        kind = _kind(here) if path else "section"
        children = _below(analysis, value, here) if len(here) < _DEPTH else ()
        whole = start[0], max(end, start[1])
        found.append(Symbol(str(part) or '""', kind, whole, start, children))
    return tuple(found)


def _kind(path: Path) -> SymbolKind:
    place = setting_path(path)
    if not place.setting:
        return _LAYERS.get(place.layer, "setting")
    named = place.layer is Layer.TABLE and len(place.setting) == 2
    return _PARTS.get(place.setting[0], "setting") if named else "setting"


def folds(analysis: Analysis) -> list[tuple[int, int]]:
    """The lines, from 0, that fold away below their first: mappings and lists of several lines, and blocks of comments."""
    found: set[tuple[int, int]] = set()
    if analysis.document.marks is not None and analysis.readable:
        _fold(analysis, analysis.document.marks, (), found)
    lines, start = analysis.text.splitlines(), None
    for number, line in enumerate([*lines, ""]):
        commented = line.lstrip().startswith("#")
        if commented and start is None:
            start = number
        elif not commented and start is not None:
            if number - start > 1:
                found.add((start, number - 1))
            start = None
    return sorted(found)


def _fold(analysis: Analysis, marks: Marks, path: Path, found: set[tuple[int, int]]) -> None:
    for part, (key, value) in (marks.children or {}).items():
        here = (*path, part)
        if analysis.document.owners and here in analysis.document.owners:
            continue
        if value.children is None:
            continue
        line, _, end_line, end_column = value.span
        first = (span_of(key)[0] if key is not None else line) - 1
        last = _last_line(analysis, end_line - (1 if end_column == 1 else 0)) - 1
        if last > first:
            found.add((first, last))
        _fold(analysis, value, here, found)


def _last_line(analysis: Analysis, line: int) -> int:
    """The line, or the last one before it on which something stands."""
    lines = analysis.document.lines
    while line > 1 and (line > len(lines) or not lines[line - 1].strip() or lines[line - 1].lstrip().startswith("#")):
        line -= 1
    return line


def _end(analysis: Analysis, marks: Marks) -> Point:
    """Where the value ends: a mapping of lines ends for the parser only where the next thing begins."""
    *_, line, column = marks.span
    if column > 1:
        return _span(analysis, marks.span)[1]
    last = _last_line(analysis, line - 1)
    return _span(analysis, (last, 1, last, len(analysis.document.lines[last - 1]) + 1))[1]


def _span(analysis: Analysis, span: tuple[int, int, int, int]) -> Span:
    from sessionform.diagnostics import Location

    return analysis.positions.span(Location(analysis.file, *span))
