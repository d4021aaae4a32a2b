"""Conditions that make a statement about everybody one about some."""

from __future__ import annotations

from typing import Any

from sessionform.facts.policies import NARROWS, QUANTIFIERS
from sessionform.rules.access.statements import texts

_COMPARES = frozenset({"StringEquals", "StringEqualsIgnoreCase", "StringLike", "ArnEquals", "ArnLike", "Bool"})
"""Operators that are false where the key is another one, or is not there."""
_SERVICE = "aws:principalisawsservice"


def narrowed(condition: Any) -> bool:
    """Whether Block Public Access takes the condition for a restriction: one key that counts, with fixed values."""
    if not isinstance(condition, dict):
        return False
    return any(
        _counts(str(key).lower(), texts(value))
        for operator, keys in condition.items()
        if str(operator).removeprefix(QUANTIFIERS[1]) in _COMPARES and isinstance(keys, dict)
        for key, value in keys.items()
    )


def _counts(key: str, values: list[str]) -> bool:
    if key == _SERVICE:
        return [value.lower() for value in values] == ["true"]
    return key in NARROWS and bool(values) and not any(_anything(value) for value in values)


def _anything(value: str) -> bool:
    """Whether a value stands for anybody: a wildcard in place of the account or from the start, or a variable."""
    account = value.split(":")[4] if value.startswith("arn:") and value.count(":") > 4 else value
    return "${" in value or account[:1] in ("*", "?")
