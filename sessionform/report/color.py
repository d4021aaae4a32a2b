"""Whether to colour, and colouring: the few ANSI colours that every terminal theme chooses for itself."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, TextIO

from sessionform.report.terminal import is_terminal

ColorMode = Literal["auto", "always", "never"]

_CODES = {
    "bold": "1",
    "dim": "2",
    "red": "1;31",
    "yellow": "1;33",
    "blue": "1;34",
    "cyan": "36",
    "green": "32",
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


@dataclass(frozen=True, slots=True)
class Painter:
    """Puts colours around text, or leaves it as it is."""

    color: bool

    def __call__(self, style: str, text: str) -> str:
        """`text` in a style of this module; text that is empty stays so."""
        if not (self.color and style and text):
            return text
        return f"\x1b[{_CODES[style]}m{text}\x1b[0m"
