"""Attribute names that an expression can use only through a placeholder."""

from __future__ import annotations

from sessionform.words import listed


def expression_placeholders(attributes: list[str], one: str, many: str, what: str) -> tuple[str, str]:
    verb = f"is {one}" if len(attributes) == 1 else f"are {many}"
    return (
        f"{listed(attributes, 'and')} {verb} {what}, so every expression needs a placeholder",
        f'e.g. `ExpressionAttributeNames={{"#n": "{attributes[0]}"}}`, and `#n` in the expression',
    )
