"""Draws the picture of a table as SVG: one column, as wide as a telephone, as high as it needs to be.

No text can leave its place: widths are counted in columns of a monospaced font, and what no font is sure to draw that
wide is fitted by the browser (`textLength`). Colours are classes of review.css.
"""

from __future__ import annotations

from collections.abc import Iterator

from sessionform.report.layout.characters import shown, width, wrap
from sessionform.report.layout.markup import Markup, element, joined
from sessionform.report.review.picture import Card, Line, Mark, Picture, Sign

WIDTH = 360

_COLUMN = 7.45
"""Pixels of a column at the font size of review.css, 12: the widest of its fonts take 0.62 em."""
_BIG, _SMALL = _COLUMN * 13 / 12, _COLUMN * 11 / 12
"""The same at the font sizes of names, 13, and of marks, 11."""

_ROW = 19
_PAD = 12
_SIGN = 16
_LABEL = 90
_INDENT = 24
_SPINE = 11.5
_MOST_ROWS = 3
"""A name or value takes no more rows of a card: what remains of it is cut, and pointing at it shows it all."""

CLASSES: dict[Sign, str] = {
    "": "same",
    "+": "added",
    "−": "removed",
    "~": "changed",
    "↻": "rebuilt",
    "→": "changed",
    "!": "truth",
}


def draw(picture: Picture, name: str) -> Markup:
    """The picture. `name` is an id that nothing else on the page has; titles and description derive theirs from it."""
    sheet = _Sheet()
    sheet.card(picture.table, 0)
    top = sheet.y
    joints = []
    for title, cards in picture.groups:
        sheet.heading(f"{title} ({len(cards)})")
        for card in cards:
            joints.append(sheet.y + _ROW)
            sheet.card(card, _INDENT)
    if picture.hidden:
        sheet.heading(f"and {picture.hidden:,} more")
    branches = [_line(_SPINE, top, _SPINE, joints[-1])] if joints else []
    branches += [_line(_SPINE, y, _INDENT, y) for y in joints]
    height = sheet.y + 1
    return element(
        "svg",
        element("title", f"Table {picture.table.title}", id=f"{name}-title"),
        element("desc", joined(describe(picture), " "), id=f"{name}-text"),
        *branches,
        *sheet.parts,
        class_="picture",
        role="img",
        aria_labelledby=f"{name}-title",
        aria_describedby=f"{name}-text",
        viewBox=f"0 0 {WIDTH} {height}",
        width=WIDTH,
        height=height,
    )


def describe(picture: Picture) -> Iterator[str]:
    """The picture in sentences, for those who do not see it."""
    yield from _described("The table", picture.table)
    for title, cards in picture.groups:
        kind = {"global indexes": "The global index", "local indexes": "The local index"}.get(title, "The replica")
        for card in cards:
            yield from _described(kind, card)
    if picture.hidden:
        yield f"{picture.hidden:,} more are not shown."


def _described(kind: str, card: Card) -> Iterator[str]:
    yield f"{kind} {card.title}" + (f" is {card.mark.word}." if card.mark is not None else ".")
    for line in card.lines:
        before = {"+": "Now: ", "−": "Before: ", "~": "Changed: ", "!": "In truth: "}.get(line.sign, "")
        yield f"{before}{line.label} {line.value}.".replace("  ", " ").lstrip()


class _Sheet:
    """What is drawn so far, and how far down it reaches."""

    def __init__(self) -> None:
        self.parts: list[Markup] = []
        self.y = 0.5

    def heading(self, title: str) -> None:
        self.y += 26
        self.parts.append(element("text", title, class_="group", x=_INDENT, y=self.y))
        self.y += 8

    def card(self, card: Card, x: float) -> None:
        """A card with its left edge at `x`, below everything else."""
        self.y += 6 if x and self.parts[-1].startswith("<g") else 0
        top, self.y = self.y, self.y + 7
        rows = [*self._title(card, x), *self._lines(card, x)]
        self.y += 7
        style = CLASSES[card.mark.sign] if card.mark is not None else "same"
        frame = element("rect", class_="frame", x=x + 0.5, y=top, width=WIDTH - x - 1, height=self.y - top, rx=6)
        self.parts.append(element("g", frame, *rows, class_=f"card {style}"))

    def _title(self, card: Card, x: float) -> Iterator[Markup]:
        room = WIDTH - x - 2 * _PAD
        if card.mark is not None:
            size = 18 + _SMALL * (len(card.mark.word) + 2)
            yield from self._mark(card.mark, WIDTH - _PAD - size + 4, size)
            room -= size
        for piece in _pieces(card.title, int(room / _BIG)):
            self.y += _ROW
            yield _text(piece, card.title, "name", x + _PAD, self.y - 5, _BIG)

    def _mark(self, mark: Mark, x: float, size: float) -> Iterator[Markup]:
        yield element("rect", class_="mark", x=round(x, 1), y=self.y + 1.5, width=round(size, 1), height=17, rx=8.5)
        label = f"{mark.sign} {mark.word}"
        yield _text(label, label, "mark", round(x + 9, 1), self.y + 14, _SMALL)

    def _lines(self, card: Card, x: float) -> Iterator[Markup]:
        if card.mark is None and x:
            yield from self._in_short(card, x)
            return
        for line in card.lines:
            yield from self._line(line, x)

    def _in_short(self, card: Card, x: float) -> Iterator[Markup]:
        facts = " · ".join(f"{line.label} {line.value}" for line in card.lines)
        for piece in _pieces(facts, int((WIDTH - x - 2 * _PAD) / _COLUMN)):
            self.y += _ROW - 2
            yield _text(piece, facts, "short", x + _PAD, self.y - 5, _COLUMN)

    def _line(self, line: Line, x: float) -> Iterator[Markup]:
        left = x + _PAD + _SIGN + (_LABEL if line.label else 0)
        pieces = _pieces(line.value, int((WIDTH - left - _PAD + 4) / _COLUMN))
        style = CLASSES[line.sign]
        if line.sign:
            size = len(pieces) * _ROW
            yield element("rect", class_=f"row {style}", x=x + 1, y=self.y + 0.5, width=WIDTH - x - 2, height=size)
            yield element("text", line.sign, class_=f"sign {style}", x=x + _PAD, y=self.y + 14)
        if line.label:
            yield element("text", line.label, class_=f"label {style}", x=x + _PAD + _SIGN, y=self.y + 14)
        for piece in pieces:
            self.y += _ROW
            yield _text(piece, line.value, f"value {style}", left, self.y - 5, _COLUMN)


def _pieces(value: str, columns: int) -> list[str]:
    """The value in rows, and an ellipsis where it is longer than a card shows."""
    seen = value[: columns * (_MOST_ROWS + 1)]
    pieces = wrap(shown(seen) + ("…" if len(seen) < len(value) else ""), columns)
    if len(pieces) > _MOST_ROWS:
        last = wrap(pieces[_MOST_ROWS - 1], columns - 1)[0]
        pieces = [*pieces[: _MOST_ROWS - 1], last.rstrip() + "…"]
    return [piece.rstrip() for piece in pieces]


def _text(piece: str, whole: str, style: str, x: float, y: float, column: float) -> Markup:
    fitted = {} if piece.isascii() else {"textLength": round(width(piece) * column, 1)}
    more = element("title", whole) if piece.endswith("…") else ""
    return element("text", piece, more, class_=style, x=x, y=y, lengthAdjust="spacing" if fitted else "", **fitted)


def _line(x1: float, y1: float, x2: float, y2: float) -> Markup:
    return element("line", class_="branch", x1=x1, y1=y1, x2=x2, y2=y2)
