"""A parsed declaration with positions: the one place that turns a document path into file, line and column."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sessionform.diagnostics import Diagnostic, Finding, Location, Path
from sessionform.source.tree import Marks, Span, span_of


@dataclass(frozen=True, slots=True)
class Document:
    """A YAML file as plain Python values, and where each of them stands; with the files that it includes, where it does.

    `value` holds dict, list, str, int, float, bool and None only; mapping keys are strings, in file order.
    Nothing in it may be changed: what an alias repeats is the same object in several places.
    `values` is how many values the text has, `included` the lines of each included file by its name, and `owners` says
    which of these files a path is in, and by which path there. `ways` is the path of each from the declaration's folder.
    """

    file: str
    lines: tuple[str, ...]
    value: Any
    marks: Marks | None = field(repr=False)
    values: int = 0
    included: Mapping[str, tuple[str, ...]] = field(default_factory=dict, repr=False)
    owners: Mapping[Path, tuple[str, Path]] = field(default_factory=dict, repr=False)
    ways: Mapping[str, str] = field(default_factory=dict, repr=False)

    @classmethod
    def empty(cls, file: str, text: str = "") -> Document:
        """A stand-in for a text that is not a declaration, so that its findings can be placed and shown."""
        return cls(file, tuple(text.splitlines()), {}, None)

    @property
    def sources(self) -> dict[str, tuple[str, ...]]:
        """The lines of the declaration, and of every file that it includes, by their names."""
        return {self.file: self.lines, **self.included}

    def within(self, path: Path) -> tuple[str, Path]:
        """The file that `path` is in, and its path there."""
        for length in range(len(path), 0, -1):
            if path[:length] in self.owners:
                file, there = self.owners[path[:length]]
                return file, (*there, *path[length:])
        return self.file, path

    def way_to(self, path: Path) -> str:
        """The way from the declaration's folder to the included file that has `path`; empty where the declaration has it."""
        file, _ = self.within(path)
        return self.ways.get(file, "")

    def locate(self, path: Path, *, on_key: bool = False) -> Location:
        """The place of `path`, or of its nearest existing ancestor.

        A mapping or list in a mapping is marked at its key, since its value may span many lines;
        a scalar is marked at the value unless `on_key` asks otherwise.
        """
        span, marks, file = self._start(), self.marks, self.file
        for position, part in enumerate(path, 1):
            if marks is None or marks.children is None or part not in marks.children:
                break
            key, marks = marks.children[part]
            if self.owners:
                file, _ = self.owners.get(path[:position], (file, ()))
            at_key = key is not None and (on_key or marks.children is not None or position < len(path))
            span = span_of(key) if at_key else _first_line(marks.span, self._lines_of(file))
        return Location(file, *span)

    def written(self, path: Path) -> str:
        """The scalar at `path` as it stands in the file, and for anything longer its first line."""
        place = self.locate(path)
        lines = self._lines_of(place.file)
        return lines[place.line - 1][place.column - 1 : place.end_column - 1] if lines else ""

    def diagnose(self, finding: Finding) -> Diagnostic:
        """The finding with its location and those of its related places."""
        location = self._within(finding.location or self.locate(finding.path, on_key=finding.on_key))
        related = tuple((self.locate(item.path), item.label) for item in finding.related)
        return Diagnostic(finding, location, related)

    def _within(self, place: Location) -> Location:
        """The place, or the end of the last line for one behind it: what shows a file has no other line to show."""
        lines = self._lines_of(place.file)
        last = max(len(lines), 1)
        if place.end_line <= last:
            return place
        end = (last, (len(lines[-1]) if lines else 0) + 1)
        start = min((place.line, place.column), end)
        return Location(place.file, *start, *end)

    def _start(self) -> Span:
        """Where the document itself is marked: at its first key, below any comments."""
        if self.marks is None:
            return 1, 1, 1, 1
        key = next((key for key, _ in (self.marks.children or {}).values()), None)
        return _first_line(self.marks.span, self.lines) if key is None else span_of(key)

    def _lines_of(self, file: str) -> tuple[str, ...]:
        return self.lines if file == self.file else self.included.get(file, self.lines)


def _first_line(span: Span, lines: tuple[str, ...]) -> Span:
    """The span, cut at the end of its first line."""
    line, column, end_line, _ = span
    if line == end_line:
        return span
    return line, column, line, max(column + 1, len(lines[line - 1]) + 1)
