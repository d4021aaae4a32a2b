"""The condition of a statement, taken apart: what is compared with what."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from sessionform.rules.access.statements import texts


class Comparison(NamedTuple):
    """One key of a condition: the operator as it is written, the key in small letters, and the values.

    IAM does not look at capitals in a key. Of several comparisons all have to be true, of several values one.
    """

    operator: str
    key: str
    values: tuple[str, ...]


def comparisons(statement: Mapping[str, Any]) -> Iterator[Comparison]:
    """What the condition of a statement compares; what is not of IAM's grammar is left out."""
    condition = statement.get("Condition")
    for operator, compared in condition.items() if isinstance(condition, Mapping) else ():
        for key, value in compared.items() if isinstance(compared, Mapping) else ():
            yield Comparison(str(operator), str(key).lower(), tuple(texts(value)))
