"""Conditions that make a statement about everybody one about some."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sessionform.arns import parse_arn
from sessionform.facts.policies import NARROWS, QUANTIFIERS
from sessionform.rules.access.conditions import comparisons

_COMPARES = frozenset({"StringEquals", "StringEqualsIgnoreCase", "StringLike", "ArnEquals", "ArnLike", "Bool"})
"""Operators that are false where the key is another one, or is not there."""
_SERVICE = "aws:principalisawsservice"


def narrowed(statement: Mapping[str, Any]) -> bool:
    """Whether Block Public Access takes the condition for a restriction: one key that counts, with fixed values."""
    return any(
        operator.removeprefix(QUANTIFIERS[1]) in _COMPARES and _counts(key, values)
        for operator, key, values in comparisons(statement)
    )


def _counts(key: str, values: Sequence[str]) -> bool:
    if key == _SERVICE:
        return [value.lower() for value in values] == ["true"]
    return key in NARROWS and bool(values) and not any(_anything(value) for value in values)


def _anything(value: str) -> bool:
    """Whether a value stands for anybody: a wildcard in place of the account or from the start, or a variable."""
    arn = parse_arn(value)
    account = value if arn is None else arn.account
    return "${" in value or account[:1] in ("*", "?")
