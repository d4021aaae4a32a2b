"""What an output stream can show: colours (the few that every theme chooses for itself), characters, width."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, TextIO

from sessionform.whole_numbers import whole_number

ColorMode = Literal["auto", "always", "never"]

DEFAULT_WIDTH = 120
"""Columns to lay out for where there is no terminal, such as a CI log."""

_MOST_COLUMNS = 10_000

PROSE_WIDTH = 88
"""Columns that lines of prose have at the most: longer ones are hard to read."""

_CODES = {
    "bold": "1",
    "dim": "2",
    "red": "1;31",
    "yellow": "1;33",
    "blue": "1;34",
    "cyan": "36",
    "bold cyan": "1;36",
    "bold green": "1;32",
}


def use_color(mode: ColorMode, stream: TextIO, environ: Mapping[str, str] = os.environ) -> bool:
    """Whether to colour what is written to `stream`.

    `auto` colours on a terminal. NO_COLOR (https://no-color.org) turns that off, FORCE_COLOR and CLICOLOR_FORCE
    turn it on elsewhere, TERM=dumb and CLICOLOR=0 turn it off on a terminal. A mode that the user chose wins over all.
    """
    if mode != "auto":
        return mode == "always"
    if environ.get("NO_COLOR"):
        return False
    if any(environ.get(name, "0") not in ("", "0") for name in ("FORCE_COLOR", "CLICOLOR_FORCE")):
        return True
    if environ.get("TERM") == "dumb" or environ.get("CLICOLOR") == "0":
        return False
    return is_terminal(stream)


def is_terminal(stream: TextIO) -> bool:
    """Whether a person reads the stream; a closed stream has no reader."""
    try:
        return stream.isatty()
    except ValueError:
        return False


def encoding_of(stream: TextIO) -> str:
    """The encoding that text on `stream` must fit; UTF-8 where the stream does not say."""
    return getattr(stream, "encoding", None) or "utf-8"


def width_of(stream: TextIO) -> int:
    """The columns of the terminal behind `stream`, COLUMNS where that says so; DEFAULT_WIDTH where there is none."""
    if not is_terminal(stream):
        return DEFAULT_WIDTH
    chosen = whole_number(os.environ.get("COLUMNS", ""), 1, _MOST_COLUMNS)
    if chosen is not None:
        return chosen
    try:
        return os.get_terminal_size(stream.fileno()).columns or DEFAULT_WIDTH
    except (OSError, ValueError):
        return DEFAULT_WIDTH


@dataclass(frozen=True, slots=True)
class Charset:
    """The characters that are drawn with."""

    bar: str
    gap: str
    ellipsis: str
    rule: str
    encoding: str

    @classmethod
    def of(cls, encoding: str) -> Charset:
        """Lines where the encoding has them, ASCII otherwise."""
        try:
            "│┆…─".encode(encoding)
        except UnicodeEncodeError:
            return cls("|", ":", "...", "-", encoding)
        return cls("│", "┆", "…", "─", encoding)


@dataclass(frozen=True, slots=True)
class Painter:
    """Puts colours around text, or leaves it as it is."""

    color: bool

    def __call__(self, style: str, text: str) -> str:
        """`text` in a style of this module; text that is empty stays so."""
        if not (self.color and style and text):
            return text
        return f"\x1b[{_CODES[style]}m{text}\x1b[0m"
