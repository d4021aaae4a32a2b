"""A line for a terminal, made of parts: whatever stands in them, nothing but our own colours acts on the terminal."""

from __future__ import annotations

from collections.abc import Iterable

from sessionform.report.layout.characters import shown
from sessionform.report.layout.terminal import Painter

Part = str | tuple[str, str]
"""Text as it came, alone or with its style before it."""


def line(parts: Iterable[Part], paint: Painter, encoding: str = "utf-8") -> str:
    """The line without its end. `encoding` is the output's: what it cannot hold is escaped."""
    styled = [("", part) if isinstance(part, str) else part for part in parts]
    if not paint.color:
        return shown("".join(text for _, text in styled), encoding)
    return "".join(paint(style, shown(text, encoding)) for style, text in styled)
