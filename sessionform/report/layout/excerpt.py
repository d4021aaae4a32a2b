"""Source lines with marks under the exact columns; knows lines and columns, nothing about findings."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, groupby

from sessionform.diagnostics import Location
from sessionform.report.layout.characters import glyphs, shown, width
from sessionform.report.layout.terminal import Charset, Painter

_LEAST_COLUMNS = 24
"""Below so many columns of source an excerpt says nothing, so a narrower terminal has to wrap it."""


_REACH = 4
"""So many characters for each column are looked at, before the mark and after: most of a line may have no width."""


@dataclass(frozen=True, slots=True)
class Mark:
    """What to underline, with which character in which style, and what to say beside it."""

    location: Location
    underline: str
    style: str
    label: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """How excerpts are laid out: `gutter` is the width of the line numbers, `columns` that of everything."""

    gutter: int
    columns: int
    charset: Charset
    paint: Painter

    def row(self, text: str = "", number: str = "", bar: str = "") -> str:
        """A line of an excerpt: number, bar, text."""
        gutter = self.paint("blue", f"{number:>{self.gutter}} {bar or self.charset.bar}")
        return f"{gutter} {text}" if text else gutter


def excerpt(lines: Sequence[str], marks: Sequence[Mark], page: Page) -> list[str]:
    """The marked lines in file order, each with its marks below it; what lies between is left out visibly."""
    rows: list[str] = []
    before = None
    ordered = sorted(marks, key=lambda mark: (mark.location.line, mark.location.column))
    for number, group in groupby(ordered, key=lambda mark: mark.location.line):
        if before is not None and number == before + 2 <= len(lines) + 1:
            rows.append(page.row(_window(lines[before], 0, 0, page).text, str(number - 1)))
        elif before is not None and number > before + 1:
            rows.append(page.row(bar=page.charset.gap))
        rows.extend(_marked_line(lines, number, list(group), page))
        before = number
    return rows


def _marked_line(lines: Sequence[str], number: int, marks: list[Mark], page: Page) -> Iterator[str]:
    if number > len(lines):
        yield page.row(page.paint("dim", "(end of file)" if lines else "(empty file)"), str(number))
        yield from (_underline(0, 1, mark, page) for mark in marks)
        return
    text, shown_before = lines[number - 1], None
    for mark in marks:
        start = min(mark.location.column - 1, len(text))
        end = mark.location.end_column - 1 if mark.location.end_line == number else len(text.rstrip())
        window = _window(text, start, max(start, min(end, len(text))), page)
        if window.text != shown_before:
            yield page.row(window.text, str(number))
            shown_before = window.text
        yield _underline(window.start, window.length, mark, page)


def _underline(start: int, length: int, mark: Mark, page: Page) -> str:
    marked = page.paint(mark.style, mark.underline * length)
    label = shown(mark.label, page.charset.encoding)
    return page.row(" " * start + marked + (" " + page.paint(mark.style, label) if label else ""))


@dataclass(frozen=True, slots=True)
class _Window:
    """The part of a source line that fits, and where in it the mark is, in terminal columns."""

    text: str
    start: int
    length: int


def _window(text: str, start: int, end: int, page: Page) -> _Window:
    """The part of `text` around the characters from `start` to before `end`."""
    room = max(page.columns - page.gutter - 3, _LEAST_COLUMNS)
    begin, finish = max(start - _REACH * room, 0), start + _REACH * room
    beyond = begin > 0, finish < len(text)
    text, start, end = text[begin:finish], start - begin, min(end, finish) - begin
    shown_as = glyphs(text, page.charset.encoding)
    offsets = list(accumulate(map(width, shown_as), initial=0))
    first, last = 0, len(shown_as)
    left = right = ""
    if offsets[-1] > room or any(beyond):
        ellipsis = page.charset.ellipsis
        room -= 2 * width(ellipsis)
        before = max(room - (offsets[end] - offsets[start]), room // 4) // 2
        leftmost = max(min(offsets[start] - before, offsets[-1] - room), 0)
        first = next(position for position, offset in enumerate(offsets) if offset >= leftmost)
        last = max(position for position, offset in enumerate(offsets) if offset - offsets[first] <= room)
        left = ellipsis if first or beyond[0] else ""
        right = ellipsis if last < len(shown_as) or beyond[1] else ""
    stop = min(end, last)
    return _Window(
        (left + "".join(shown_as[first:last]) + right).rstrip(),
        width(left) + offsets[start] - offsets[first],
        max(offsets[stop] - offsets[start], 1),
    )
