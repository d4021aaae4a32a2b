"""Plain aligned tables: columns line up in terminal columns, and columns give way where the width is short."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from sessionform.report.layout.characters import shown, width, wrap
from sessionform.report.layout.terminal import Charset, Painter

GAP = "  "

_LEAST = 16
"""No column is made narrower unless its table says so; on a terminal that is too narrow even for that, rows become lists."""

Row = Sequence[str]


@dataclass(frozen=True, slots=True)
class Layout:
    """How tables look: `columns` is the room for whole rows, `flexible` the column that wraps first
    when it is short, down to `least`.

    A cell is wrapped into at most `most_lines` lines; what remains of it is cut. `styles` colour whole columns, `words`
    the cells with exactly these words.
    """

    columns: int
    charset: Charset
    paint: Painter
    flexible: int = -1
    least: int = _LEAST
    most_lines: int = 6
    styles: Sequence[str] = ()
    words: Mapping[str, str] = field(default_factory=dict)
    indent: str = ""


def render_table(header: Row, groups: Sequence[tuple[str, Sequence[Row]]], layout: Layout) -> list[str]:
    """The lines of a table whose rows stand in titled groups that share their columns.

    An empty title gives rows without a heading. Cells may hold any text; it is made safe for the terminal.
    """
    safe = [(title, [_safe(row, layout) for row in rows]) for title, rows in groups]
    widths = _widths([_safe(header, layout), *(row for _, rows in safe for row in rows)], layout)
    if _total(widths, layout) > layout.columns:
        return list(_lists(header, safe, layout))
    lines = [layout.paint("bold", line) for line in _row(_safe(header, layout), widths, layout, heading=True)]
    rule = layout.charset.rule * (sum(widths) + len(GAP) * (len(widths) - 1))
    lines.append(layout.indent + layout.paint("dim", rule))
    for title, rows in safe:
        if title:
            if len(lines) > 2:
                lines.append("")
            lines += [layout.indent + layout.paint("bold", shown(title, layout.charset.encoding))]
        for row in rows:
            lines += _row(row, widths, layout)
    return lines


def _lists(header: Row, groups: Sequence[tuple[str, Sequence[Row]]], layout: Layout) -> Iterator[str]:
    """Each row as a list: its first cell, and below it what the others say under their headings."""
    for title, rows in groups:
        if title:
            yield layout.indent + layout.paint("bold", shown(title, layout.charset.encoding))
        for first, *others in rows:
            yield layout.indent + layout.paint("bold", first)
            inner = layout.indent + " " * (len(first) - len(first.lstrip())) + GAP
            for name, cell, style in zip(header[1:], others, _styles((first, *others), layout)[1:], strict=True):
                if cell:
                    start, *rest = wrap(cell, max(layout.columns - width(f"{inner}{name}: "), _LEAST))
                    yield f"{inner}{name}: {layout.paint(style, start.rstrip())}"
                    yield from (f"{inner}{GAP}{layout.paint(style, piece.strip())}" for piece in rest)


def _safe(row: Row, layout: Layout) -> list[str]:
    return [shown(cell, layout.charset.encoding) for cell in row]


def _widths(rows: Sequence[Row], layout: Layout) -> list[int]:
    widths = [max(width(cell) for cell in column) for column in zip(*rows, strict=True)]
    others = [column for column in range(len(widths)) if column != layout.flexible % len(widths)]
    for column in (layout.flexible, *sorted(others, key=lambda column: -widths[column])):
        excess = _total(widths, layout) - layout.columns
        if excess > 0:
            least = layout.least if column == layout.flexible else _LEAST
            widths[column] = max(widths[column] - excess, min(widths[column], least))
    return widths


def _total(widths: Sequence[int], layout: Layout) -> int:
    return width(layout.indent) + sum(widths) + len(GAP) * (len(widths) - 1)


def _row(row: Row, widths: Sequence[int], layout: Layout, heading: bool = False) -> list[str]:
    cells = [_cell(cell, size, layout) for cell, size in zip(row, widths, strict=True)]
    styles = [""] * len(widths) if heading else _styles(row, layout)
    lines = []
    for number in range(max(map(len, cells))):
        pieces = [cell[number] if number < len(cell) else "" for cell in cells]
        painted = [
            layout.paint(style, piece) + " " * (size - width(piece))
            for piece, size, style in zip(pieces, widths, styles, strict=False)
        ]
        lines.append((layout.indent + GAP.join(painted)).rstrip())
    return lines


def _styles(row: Row, layout: Layout) -> list[str]:
    columns = [*layout.styles, *[""] * (len(row) - len(layout.styles))]
    return [layout.words.get(cell, style) for cell, style in zip(row, columns, strict=True)]


def _cell(text: str, size: int, layout: Layout) -> list[str]:
    first, *rest = wrap(text, size)
    pieces = [first.rstrip(), *(piece.strip() for piece in rest)]
    if len(pieces) > layout.most_lines:
        ellipsis = layout.charset.ellipsis
        pieces = pieces[: layout.most_lines]
        pieces[-1] = wrap(pieces[-1], size - width(ellipsis))[0] + ellipsis
    return pieces
