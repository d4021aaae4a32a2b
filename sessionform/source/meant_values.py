"""What was probably meant by a value that the schema refuses: the same in another type, or one of the choices."""

from __future__ import annotations

import re
from typing import Any

from sessionform.diagnostics import Path
from sessionform.source.words import shown
from sessionform.source.wrong_value import Wrong
from sessionform.suggestions import certain, fold, nearest
from sessionform.whole_numbers import whole_number

_LARGEST = 10**15 - 1
"""A larger number is one by mistake."""

_SPELLED_BOOLEANS = {"yes": "true", "on": "true", "y": "true", "no": "false", "off": "false", "n": "false"}

_VALUES_ELSEWHERE = {
    "ondemand": "PAY_PER_REQUEST",
    "string": "S",
    "number": "N",
    "num": "N",
    "binary": "B",
    "default": "AWS_OWNED",
    "aes256": "AWS_OWNED",
    "kms": "AWS_MANAGED",
    "newandold": "NEW_AND_OLD_IMAGES",
    "=": "EQ",
    "==": "EQ",
    "equals": "EQ",
    "<": "LT",
    "<=": "LE",
    ">": "GT",
    ">=": "GE",
    "startswith": "BEGINS_WITH",
}
"""What other tools, consoles and people call it."""


def _text_would_do(wrong: Wrong) -> bool:
    """Whether the value in quotes would be what belongs there."""
    return "then" not in wrong.schema and bool(re.search(wrong.schema.get("pattern", ""), wrong.written))


def other_type(value: Any, wrong: Wrong) -> tuple[str, list[Any]]:
    """How to write the same value in the type that belongs there, and that value, where it is clear what was meant."""
    accepted = wrong.types
    if isinstance(value, str):
        text = value.strip()
        meant = _SPELLED_BOOLEANS.get(text.lower(), text.lower())
        digits = text.replace(",", "").replace("_", "")
        number = whole_number(digits, 0, _LARGEST)
        if "boolean" in accepted and meant in ("true", "false"):
            return f"write `{meant}`", [meant == "true"]
        if "integer" in accepted and number is not None:
            return f"write `{digits}`" + (" without quotes" if digits == text else ""), [number]
        if "array" in accepted and text:
            return f"write a list: `[{shown(value)}]`", [[value]]
    elif isinstance(value, bool | int | float) and "string" in accepted and _text_would_do(wrong):
        return f'quote it: `"{shown(wrong.written)}"`', [wrong.written]
    elif isinstance(value, list) and len(value) > 1 and wrong.path[-1] in ("partition_key", "sort_key"):
        return "name one attribute: only a global secondary index has a key of several", []
    elif isinstance(value, float) and "integer" in accepted and value.is_integer():
        return f"write `{shown(int(value))}`", [int(value)]
    elif isinstance(value, dict) and wrong.schema.get("items", {}).get("type") == "object":
        return "put it into a list: `[{...}]`", [[value]]
    elif isinstance(value, list) and len(value) == 1 and isinstance(value[0], str) and "string" in accepted:
        return f"write it without the brackets: `{shown(value[0])}`", [value[0]]
    return "", []


def other_value(text: str, choices: list[str], path: Path) -> tuple[str, str, bool]:
    """The choice that was probably meant, where there is one: what to say of it, itself, and whether that is certain."""
    spelled = _SPELLED_BOOLEANS.get(text.lower(), text.lower())
    if spelled in choices:
        return f"write `{spelled}`", spelled, True
    elsewhere = _VALUES_ELSEWHERE.get(fold(text))
    if elsewhere is not None and elsewhere in choices:
        return f"here it is called `{elsewhere}`", elsewhere, True
    if fold(text) == "include" and "projection" in path:
        return "name the attributes: `projection: {include: [userAgent]}`", "", False
    near = nearest(text, choices)
    return (f"did you mean `{near[0]}`?", near[0], certain(text, choices) is not None) if near else ("", "", False)
