"""Places in a text as the compiler counts them, and as the protocol does: lines and code units from 0."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property

from sessionform.diagnostics import Location

_PROTOCOL_LINE = re.compile(r"\r\n|\n|\r")

Point = tuple[int, int]
"""Line and code unit in it, both from 0."""

Span = tuple[Point, Point]
"""From the first point to before the second."""


@dataclass(frozen=True)
class Positions:
    """The lines of one text. A place beyond a line's end is its end, one beyond the text the text's end.

    `encoding` is the one whose code units the editor counts in.
    """

    text: str
    encoding: str = "utf-16"

    @cached_property
    def _lines(self) -> list[int]:
        """Where the lines start that the protocol knows."""
        return [0, *(match.end() for match in _PROTOCOL_LINE.finditer(self.text))]

    @cached_property
    def _compiled_lines(self) -> list[int]:
        """Where the lines start that `Location` counts: a few more characters end one there."""
        starts = [0]
        for line in self.text.splitlines(keepends=True):
            starts.append(starts[-1] + len(line))
        return starts

    def offset(self, point: Point) -> int:
        """The code point at a point of the protocol."""
        line, unit = max(point[0], 0), max(point[1], 0)
        if line >= len(self._lines):
            return len(self.text)
        start = self._lines[line]
        end = self._lines[line + 1] if line + 1 < len(self._lines) else len(self.text)
        here = self.text[start:end].rstrip("\r\n")
        if here.isascii():
            return start + min(unit, len(here))
        units = 0
        for at, character in enumerate(here):
            if units >= unit:
                return start + at
            units += self._units(character)
        return start + len(here)

    def point(self, offset: int) -> Point:
        """The protocol's point of a code point."""
        offset = min(max(offset, 0), len(self.text))
        line = bisect_right(self._lines, offset) - 1
        before = self.text[self._lines[line] : offset]
        return line, len(before) if before.isascii() else self._units(before)

    def span(self, place: Location) -> Span:
        """A location of the compiler."""
        return self.point(self._at(place.line, place.column)), self.point(self._at(place.end_line, place.end_column))

    def line_span(self, first: int, last: int) -> Span:
        """Whole lines as the compiler counts them, the last one and its line end included."""
        return self.point(self._at(first, 1)), self.point(self._at(last + 1, 1))

    def _units(self, text: str) -> int:
        if self.encoding == "utf-32":
            return len(text)
        if self.encoding == "utf-8":
            return len(text.encode("utf-8", "surrogatepass"))
        return len(text.encode("utf-16-le", "surrogatepass")) // 2

    def _at(self, line: int, column: int) -> int:
        starts = self._compiled_lines
        return len(self.text) if line > len(starts) else starts[line - 1] + column - 1
