"""What a plain (unquoted) YAML scalar means: YAML 1.2's core schema, with `true` and `false` as the only booleans.

So a tag `no`, `on` or `yes` stays the string it looks like, and so does a date.
"""

from __future__ import annotations

import re

_NULL = {"", "~", "null", "Null", "NULL"}
_BOOLEAN = {"true": True, "false": False}
_INTEGER = re.compile(r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+")
_FLOAT = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?")
_NOT_FINITE = re.compile(r"[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)")
_MAX_DIGITS = 100
_LARGEST = 2**63 - 1
"""The largest whole number that the AWS provider takes, asked of 5.100.0: of a larger one it says that it is none."""


class UnusableScalarError(ValueError):
    """A number that neither JSON nor Terraform can hold."""


def plain_scalar(text: str) -> str | int | float | bool | None:
    """The value of a plain scalar.

    Raises UnusableScalarError for infinities, for not-a-number, and for numbers too long to be meant.
    """
    if text in _NULL:
        return None
    if text in _BOOLEAN:
        return _BOOLEAN[text]
    if text[0] not in "0123456789+-.":
        return text
    if _INTEGER.fullmatch(text):
        if len(text) > _MAX_DIGITS:
            raise UnusableScalarError("has too many digits")
        whole = int(text, 0) if text[:2] in ("0o", "0x") else int(text)
        if not -_LARGEST <= whole <= _LARGEST:
            raise UnusableScalarError("is too large for a number")
        return whole
    if _FLOAT.fullmatch(text):
        number = float(text)
        if number in (float("inf"), float("-inf")):
            raise UnusableScalarError("is too large for a number")
        return number
    if _NOT_FINITE.fullmatch(text):
        raise UnusableScalarError("is not a finite number")
    return text
