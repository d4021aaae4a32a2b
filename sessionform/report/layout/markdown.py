"""Text in GitHub's Markdown: whatever it is, it shows as itself, in a table's cell and inside HTML too.

Everything that Markdown or HTML could take for markup is written as a character reference, which neither does:
https://github.github.com/gfm/#entity-and-numeric-character-references
"""

from __future__ import annotations

import re
from collections.abc import Callable

from sessionform.report.layout.characters import shown

_MARKUP = re.compile(r"[!#$&*<>@\[\\\]^_`{|}~]|(?<=[wW]{3})\.|:(?=//)")
"""What could be markup, and what GitHub would make a link of."""

_MENTION = re.compile(r"@(?=\w)")


def safe(text: str) -> str:
    """The text within a line. A name after `@` calls nobody: an invisible joiner stands between the two."""
    return _MARKUP.sub(_reference, _MENTION.sub("@\N{WORD JOINER}", shown(text)))


def code(text: str) -> str:
    """The text in the type of code, where nobody is called; a tag keeps addresses from becoming links, unseen."""
    return f"<code>{_MARKUP.sub(_reference, shown(text)).replace('&#64;', '<span>&#64;</span>')}</code>"


def prose(text: str, in_code: Callable[[str], str] = code) -> str:
    """A sentence in which what stands between backticks is code, as `in_code` writes it."""
    parts = text.split("`")
    if len(parts) % 2 == 0:
        return safe(text)
    return "".join((in_code(part) if at % 2 else safe(part)) if part else "" for at, part in enumerate(parts))


def markdown_size(text: str) -> int:
    """What a text counts towards a limit: bytes, so that it fits however the characters are counted."""
    return len(text.encode("utf-8"))


def _reference(match: re.Match[str]) -> str:
    return f"&#{ord(match[0])};"
