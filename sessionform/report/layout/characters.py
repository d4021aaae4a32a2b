"""User text made fit for a terminal: nothing that acts on it gets through, and every character's width is known."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from sessionform.acting_text import ACTING, LOG_COMMAND

TAB = "    "
"""What a tab is shown as: terminals disagree about where tab stops are once there is a gutter."""

_HIDDEN = ACTING | {"Cf"}
"""Unicode categories that are escaped: what acts, and invisible format and direction marks."""

_NONE = "\ufffe\uffff"
"""No characters: XML may not have them."""


@lru_cache(maxsize=4096)
def glyph(character: str, encoding: str = "utf-8") -> str:
    r"""One character as it is shown: itself, or an escape such as `\x1b` where it would act on the terminal,
    hide, or not exist in the stream's encoding. A tab becomes spaces.
    """
    if " " <= character <= "~":
        return character
    if character == "\t":
        return TAB
    if "\ufe00" <= character <= "\ufe0f":
        return ""  # variation selectors: terminals disagree about the width of what they select
    if unicodedata.category(character) in _HIDDEN or character in _NONE:
        return _escape(character)
    try:
        character.encode(encoding)
    except UnicodeEncodeError:
        return _escape(character)
    return character


def shown(text: str, encoding: str = "utf-8") -> str:
    """The text as one line that is safe to print: see `glyphs`."""
    if text.isascii() and text.isprintable() and "##" not in text:
        return text
    return "".join(glyphs(text, encoding))


def glyphs(text: str, encoding: str = "utf-8") -> list[str]:
    """The characters of the text as they are shown, see `glyph`, and nothing that a log would take for a command."""
    found = [glyph(character, encoding) for character in text]
    for match in LOG_COMMAND.finditer(text):
        found[match.start()] = _escape("#")
    return found


def width(text: str) -> int:
    """How many terminal columns a text takes that `shown` has made safe."""
    if text.isascii():
        return len(text)
    return sum(_width(character) for character in text)


def wrap(text: str, columns: int) -> list[str]:
    """The text in pieces of at most so many columns, broken after a space or comma where there is one.

    Joined, the pieces are the text. A character wider than `columns` still gets a piece of its own.
    """
    pieces = []
    while width(text) > columns:
        end = room = 0
        for character in text:
            room += _width(character)
            if room > columns and end:
                break
            end += 1
        broken = max(text.rfind(" ", 0, end), text.rfind(",", 0, end)) + 1
        end = broken or end
        if end == len(text):
            break
        pieces.append(text[:end])
        text = text[end:]
    return [*pieces, text]


@lru_cache(maxsize=4096)
def _width(character: str) -> int:
    if character.isascii():
        return 1
    code = ord(character)
    if unicodedata.category(character) in ("Mn", "Me") or 0x1160 <= code <= 0x11FF or 0xD7B0 <= code <= 0xD7FB:
        return 0  # combining marks, and the vowels and finals of decomposed Hangul
    if 0x1F300 <= code <= 0x1FAFF and unicodedata.category(character) == "Cn":
        return 2  # an emoji that is newer than this Python's Unicode tables
    return 2 if unicodedata.east_asian_width(character) in ("W", "F") else 1


def _escape(character: str) -> str:
    code = ord(character)
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"
