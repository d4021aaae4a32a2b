"""Numbers in a sentence."""

from __future__ import annotations


def count(number: int, thing: str) -> str:
    """`1 table`, `2 tables`."""
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"
