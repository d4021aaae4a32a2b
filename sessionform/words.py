"""Lists, steps and names as they stand in a sentence."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence


def names_in_quotes(names: Iterable[str]) -> str:
    """Names for a sentence: `` `userSessions`, `deviceSessions` ``."""
    return ", ".join(f"`{name}`" for name in names)


def in_a_sentence(text: str) -> str:
    """A kind's summary within a sentence: `The stream …` becomes `the stream …`, and `TTL …` stays as it is."""
    return text if text[1:2].isupper() else text[0].lower() + text[1:]


def snake_case(name: str) -> str:
    """`lastSeen` as `last_seen`, and `key` where no letter or digit is left."""
    return re.sub(r"[^a-z0-9]+", "_", re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower()).strip("_") or "key"


def numbered(lines: Iterable[str]) -> str:
    """Steps, a line each: `1. …`."""
    return "\n".join(f"{number}. {line}" for number, line in enumerate(lines, start=1))


def listed(words: Sequence[str], joint: str) -> str:
    """`a`, `b` or `c`."""
    quoted = [f"`{word}`" for word in words]
    return quoted[0] if len(quoted) == 1 else f"{', '.join(quoted[:-1])} {joint} {quoted[-1]}"
