"""Numbers in a sentence."""

from __future__ import annotations

from collections.abc import Sequence


def count(number: int, thing: str) -> str:
    """`1 table`, `2 tables`, `1,000 tables`."""
    return f"{number:,} {thing}" if number == 1 else f"{number:,} {thing}s"


def first_names(names: Sequence[str], most: int = 8) -> str:
    """The first of the names, and how many more there are."""
    more = len(names) - most
    return ", ".join(names[:most]) + (f" and {more:,} more" if more > 0 else "")
