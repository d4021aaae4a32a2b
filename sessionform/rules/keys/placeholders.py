"""Attribute names that an expression can use only through a placeholder."""

from __future__ import annotations

from sessionform.source.words import listed


def placeholders_needed(names: list[str], one: str, many: str, what: str) -> tuple[str, str]:
    verb = f"is {one}" if len(names) == 1 else f"are {many}"
    return (
        f"{listed(names, 'and')} {verb} {what}, so every expression needs a placeholder",
        f'e.g. `ExpressionAttributeNames={{"#n": "{names[0]}"}}`, and `#n` in the expression',
    )
