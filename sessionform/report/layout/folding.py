"""Text for a terminal folded at words: no line is wider than the terminal, and what goes on is indented as it began."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TextIO

from sessionform.report.layout.characters import width
from sessionform.report.layout.terminal import is_terminal, width_of

_STYLE = re.compile(r"\x1b\[[0-9;]*m")
_START = re.compile(r"\s*(?:= [A-Za-z ]+: |--> )?(?:[0-9]+\. |[-*] )?")
"""What stands before the words of a line: its indentation, and a remark's title, a step's number or an item's dash."""

_SETTING = re.compile(r"""(?:- )?["']?[\w./*$-]+["']?:(?:\s|$)""")
"""The beginning of a line of YAML."""

_WORD = re.compile(r"\s+|(?:[^\s`]|`[^`]*`|`(?![^`]*`))+")
"""Gaps, words, and what stands between backticks as one word: a name or a command is copied whole. One that closes
nowhere is a character of its word.
"""

_LEAST = 20
"""Columns for words below which a hanging indentation is given up."""


def for_reading(text: str, stream: TextIO) -> str:
    """The text as `stream` should show it: folded where that is a terminal, unchanged where programs read it."""
    return folded(text, width_of(stream)) if is_terminal(stream) else text


def folded(text: str, columns: int) -> str:
    """Every line of the text that is wider than `columns`, folded after a word; styles count for nothing.

    Lines of YAML are left as they are, since they are there to be copied, and so is a word that is wider than all.
    """
    return "\n".join(piece for line in text.split("\n") for piece in _line(line, columns))


def _line(line: str, columns: int) -> Iterator[str]:
    plain = _STYLE.sub("", line)
    if width(plain) <= columns or (line.startswith(" ") and _SETTING.match(plain.strip())):
        yield line
        return
    start = _START.match(plain)
    hanging = width(start.group()) if start else 0
    if columns - hanging < _LEAST:
        hanging = len(plain) - len(plain.lstrip())
    yield from _pieces(line, columns, " " * hanging)


def _pieces(line: str, columns: int, indentation: str) -> Iterator[str]:
    """The line's words in lines; the style that is on where a line ends is ended there, and goes on in the next."""
    piece, room, style, empty = "", columns, "", True
    for word in _WORD.findall(line):
        size = width(_STYLE.sub("", word))
        if size > room and not empty and not word.isspace():
            yield piece.rstrip() + ("\x1b[0m" if style else "")
            piece, room = indentation + style, columns - len(indentation)
        piece += word
        room -= size
        empty = empty and word.isspace()
        for code in _STYLE.findall(word):
            style = "" if code == "\x1b[0m" else code
    yield piece
