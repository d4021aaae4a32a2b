"""HTML and SVG put together so that text cannot become markup: only what this module has made is taken as it is."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from sessionform.report.layout.characters import shown

MOST_CHARACTERS = 1_000
"""No text on a page is longer: what is more is counted."""

_EMPTY = frozenset("meta link br line path rect".split())
"""Elements without content. They are closed at once, which HTML allows, so that a page is well-formed XML too."""

_LINES = frozenset(
    "html head body header main section article footer div figure figcaption details table thead tbody tr ul ol dl svg g"
    "".split()
)
"""Elements whose children stand on lines of their own: no text does between them."""


class Markup(str):
    """Text that is markup already."""

    __slots__ = ()


NEWLINE = Markup("\n")
"""The one control character that a page may have in its text, as a separator: in a text it is shown as an escape."""


def text(value: str) -> Markup:
    """Any text, made safe: escaped, nothing invisible or acting in it, and not longer than `MOST_CHARACTERS`."""
    if isinstance(value, Markup):
        return value
    return Markup(escape(shown(value[:MOST_CHARACTERS]) + _more(value, MOST_CHARACTERS)))


def clipped(value: str, most: int = MOST_CHARACTERS) -> str:
    """The text, or its beginning and how much more there is of it."""
    return value[:most] + _more(value, most)


def _more(value: str, most: int) -> str:
    return f"… ({len(value) - most:,} more characters)" if len(value) > most else ""


def element(name: str, /, *children: str, **attributes: str | float) -> Markup:
    """An element. A child that is not Markup is text; in an attribute's name `_` stands for `-`, and ends a keyword.

    Empty children and empty attributes are left out.
    """
    start = name + "".join(
        f' {key.rstrip("_").replace("_", "-")}="{_value(value)}"' for key, value in attributes.items() if value != ""
    )
    if name in _EMPTY:
        return Markup(f"<{start}/>")
    gap = "\n" if name in _LINES and children else ""
    content = gap.join(text(child) for child in children if child)
    return Markup(f"<{start}>{gap}{content}{gap}</{name}>")


def _value(value: str | float) -> str:
    return text(value) if isinstance(value, str) else f"{value:g}"


def joined(parts: Iterable[str], separator: str = "") -> Markup:
    """The parts one after the other, those that are not Markup as text."""
    return Markup(text(separator).join(text(part) for part in parts))


def prose(value: str) -> Markup:
    """A sentence in which what stands between backticks is code."""
    parts = value[:MOST_CHARACTERS].split("`")
    if len(parts) % 2 == 0:
        return text(value)
    pieces = [element("code", part) if number % 2 else part for number, part in enumerate(parts)]
    return joined([*pieces, _more(value, MOST_CHARACTERS)])
