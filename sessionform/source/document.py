"""A parsed declaration with positions: the one place that turns a document path into file, line and column."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from sessionform.diagnostics import Diagnostic, Finding, Location, Path
from sessionform.source.tree import Marks, Span, span_of


@dataclass(frozen=True, slots=True)
class Document:
    """A YAML file as plain Python values, and where each of them stands.

    `value` holds dict, list, str, int, float, bool and None only; mapping keys are strings, in file order.
    Nothing in it may be changed: what an alias repeats is the same object in several places.
    """

    file: str
    lines: tuple[str, ...]
    value: Any
    marks: Marks | None = field(repr=False)

    @classmethod
    def empty(cls, file: str, text: str = "") -> Document:
        """A stand-in for a text that is not a declaration, so that its findings can be placed and shown."""
        return cls(file, tuple(text.splitlines()), {}, None)

    def locate(self, path: Path, *, on_key: bool = False) -> Location:
        """The place of `path`, or of its nearest existing ancestor.

        A mapping or list in a mapping is marked at its key, since its value may span many lines;
        a scalar is marked at the value unless `on_key` asks otherwise.
        """
        span, marks = self._start(), self.marks
        for position, part in enumerate(path, 1):
            if marks is None or marks.children is None or part not in marks.children:
                break
            key, marks = marks.children[part]
            at_key = key is not None and (on_key or marks.children is not None or position < len(path))
            span = span_of(key) if at_key else self._first_line(marks.span)
        return Location(self.file, *span)

    def written(self, path: Path) -> str:
        """The scalar at `path` as it stands in the file, and for anything longer its first line."""
        place = self.locate(path)
        return self.lines[place.line - 1][place.column - 1 : place.end_column - 1] if self.lines else ""

    def diagnose(self, finding: Finding) -> Diagnostic:
        """The finding with its location and those of its related places."""
        location = self._within(finding.location or self.locate(finding.path, on_key=finding.on_key))
        related = tuple((self.locate(item.path), item.label) for item in finding.related)
        return Diagnostic(finding, location, related)

    def _within(self, place: Location) -> Location:
        """The place, or the end of the last line for one behind it: what shows a file has no other line to show."""
        last = max(len(self.lines), 1)
        if place.end_line <= last:
            return place
        end = (last, (len(self.lines[-1]) if self.lines else 0) + 1)
        start = min((place.line, place.column), end)
        return Location(place.file, *start, *end)

    def _start(self) -> Span:
        """Where the document itself is marked: at its first key, below any comments."""
        if self.marks is None:
            return 1, 1, 1, 1
        key = next((key for key, _ in (self.marks.children or {}).values()), None)
        return self._first_line(self.marks.span) if key is None else span_of(key)

    def _first_line(self, span: Span) -> Span:
        """The span, cut at the end of its first line."""
        line, column, end_line, _ = span
        if line == end_line:
            return span
        return line, column, line, max(column + 1, len(self.lines[line - 1]) + 1)
