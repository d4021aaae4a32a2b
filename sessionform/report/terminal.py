"""What an output stream can show: which characters, and how many columns."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from typing import TextIO

DEFAULT_WIDTH = 120
"""Columns to lay out for where there is no terminal, such as a CI log."""


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
    """The columns of the terminal behind `stream`; DEFAULT_WIDTH where there is none."""
    if not is_terminal(stream):
        return DEFAULT_WIDTH
    return shutil.get_terminal_size((DEFAULT_WIDTH, 24)).columns


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
