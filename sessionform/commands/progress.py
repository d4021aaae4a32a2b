"""How far a long reading is, on a terminal and nowhere else."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from typing import TypeVar

T = TypeVar("T")

_FEW = 20
"""So few are read at once, and need no counting."""


def counted(items: Iterable[T], total: int, *, quiet: bool = False) -> Iterator[T]:
    """The items as they come; standard error says how many have, in one line that is gone at the end."""
    shows = total > _FEW and not quiet and sys.stderr.isatty()
    try:
        for number, item in enumerate(items, 1):
            if shows:
                print(f"\rread {number} of {total} tables", end="", file=sys.stderr, flush=True)
            yield item
    finally:
        if shows:
            print("\r\033[K", end="", file=sys.stderr, flush=True)
