"""Whole numbers in the digits 0 to 9: Python takes those of any script, which neither YAML, AWS nor a shell does."""

from __future__ import annotations


def whole_number(text: str, least: int, most: int) -> int | None:
    """The number from `least` to `most` that the text is; None where it is anything else."""
    if not (text.isascii() and text.isdecimal()) or len(text) > len(str(most)):
        return None
    number = int(text)
    return number if least <= number <= most else None
