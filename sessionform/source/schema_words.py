"""Schema errors about values as plain sentences: what stands there, what belongs there, what was probably meant."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sessionform.diagnostics import Finding, Path, Related, Severity
from sessionform.documentation import Check
from sessionform.edits import Fix, remove, set_to
from sessionform.source.checks import language
from sessionform.source.schema_keys import SchemaError, wrong_region
from sessionform.source.words import called, described, like, listed, shown
from sessionform.suggestions import certain, fold, nearest

_MOST_DIGITS = 15
"""A longer number is one by mistake."""

_SPELLED_BOOLEANS = {"yes": "true", "on": "true", "y": "true", "no": "false", "off": "false", "n": "false"}

NAMED_BY = {
    "tables": "table's name",
    "environments": "environment's name",
    "global_secondary_indexes": "index's name",
    "local_secondary_indexes": "index's name",
    "access_patterns": "pattern's name",
    "grants": "application's name",
    "replicas": "region",
    "removed": "table's name",
    "schedules": "schedule's name",
}

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


@dataclass(frozen=True, slots=True)
class Wrong:
    """A value that the schema refuses: where it stands, and a scalar as the file writes it."""

    error: SchemaError
    path: Path
    written: str

    @property
    def value(self) -> Any:
        return self.error.instance

    @property
    def schema(self) -> dict[str, Any]:
        schema: dict[str, Any] = self.error.schema
        return schema

    @property
    def name(self) -> str:
        return called(self.path)

    @property
    def title(self) -> str:
        return str(self.schema["title"])

    @property
    def types(self) -> list[str]:
        """JSON Schema's names of the types that are accepted."""
        types = self.schema.get("type", [])
        return [types] if isinstance(types, str) else list(types)

    def finding(self, check: Check, message: str, hint: str = "", *fixes: Fix, on_key: bool = False) -> Finding:
        hint = hint or like(self.schema, self.path)
        return Finding(check.id, Severity.ERROR, message, self.path, hint, on_key=on_key, fixes=fixes)


def wrong_value(wrong: Wrong) -> Finding:
    """The finding for one refused value."""
    return WORDS[str(wrong.error.validator)](wrong)


def _wrong_type(wrong: Wrong) -> Finding:
    if not wrong.path:
        message = f"a declaration is a mapping, and this is {described(wrong.value, wrong.written)}"
        return wrong.finding(language.wrong_type, message, "remove it, and `sessionform init` writes one to start from")
    if wrong.value is None or wrong.value == "":
        return wrong.finding(language.wrong_type, f"{wrong.name} is empty, and must be {wrong.title}")
    wanted, there = wrong.title, described(wrong.value, wrong.written)
    if isinstance(wrong.value, float) and "integer" in wrong.types:
        wanted, there = "a whole number", f"`{wrong.written}`"
    message = f"{wrong.name} must be {wanted}, and this is {there}"
    deeper = _deeper(wrong)
    if deeper:
        return wrong.finding(language.wrong_type, message, deeper)
    hint, meant = _other_type(wrong.value, wrong)
    return wrong.finding(language.wrong_type, message, hint, *(set_to(wrong.path, value, safe=True) for value in meant))


def _deeper(wrong: Wrong) -> str:
    """For a setting that stands where a name of the user's own belongs, as it does when it is indented too little."""
    key = wrong.path[-1]
    if key not in wrong.schema.get("properties", ()):
        return ""
    owner = NAMED_BY[str(wrong.path[-2])]
    return f"indent it below its {owner}: `{shown(key)}` stands where the {owner} belongs"


def _text_would_do(wrong: Wrong) -> bool:
    """Whether the value in quotes would be what belongs there."""
    return "then" not in wrong.schema and bool(re.search(wrong.schema.get("pattern", ""), wrong.written))


def _other_type(value: Any, wrong: Wrong) -> tuple[str, list[Any]]:
    """How to write the same value in the type that belongs there, and that value, where it is clear what was meant."""
    accepted = wrong.types
    if isinstance(value, str):
        text = value.strip()
        meant = _SPELLED_BOOLEANS.get(text.lower(), text.lower())
        digits = text.replace(",", "").replace("_", "")
        if "boolean" in accepted and meant in ("true", "false"):
            return f"write `{meant}`", [meant == "true"]
        if "integer" in accepted and digits.isdecimal() and len(digits) <= _MOST_DIGITS:
            return f"write `{digits}`" + (" without quotes" if digits == text else ""), [int(digits)]
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


def _unknown_value(wrong: Wrong) -> Finding:
    choices = [shown(item) for item in wrong.error.validator_value if item is not None]
    # beside a short form there is a long one, which only the title tells of
    wanted = wrong.title if "then" in wrong.error.absolute_schema_path else listed(choices, "or")
    if wrong.value is None or isinstance(wrong.value, dict | list):
        state = "is empty" if wrong.value is None else f"is {described(wrong.value, '')}"
        return wrong.finding(language.wrong_type, f"{wrong.name} {state}, and must be {wanted}")
    text = wrong.value if isinstance(wrong.value, str) else wrong.written
    message = f"{wrong.name} cannot be `{shown(text)}`: it must be {wanted}"
    hint, meant, safe = _other_value(text, choices, wrong.path)
    values = [item for item in wrong.error.validator_value if item is not None and shown(item) == meant]
    return wrong.finding(
        language.unknown_value, message, hint, *(set_to(wrong.path, item, safe=safe) for item in values)
    )


def _other_value(text: str, choices: list[str], path: Path) -> tuple[str, str, bool]:
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


def _wrong_constant(wrong: Wrong) -> Finding:
    if wrong.path == ("version",) and isinstance(wrong.value, int) and wrong.value > 1:
        message = f"this file is for a newer sessionform: it is of version {wrong.value} of the language"
        return wrong.finding(language.unknown_value, message, "update sessionform: this one knows `version: 1`")
    if type(wrong.value) is not type(wrong.error.validator_value):
        return _wrong_type(wrong)
    return wrong.finding(language.unknown_value, f"{wrong.name} cannot be `{wrong.written}`: it must be {wrong.title}")


def _out_of_range(wrong: Wrong) -> Finding:
    low, high = wrong.schema["minimum"], wrong.schema.get("maximum")
    span = f"at least {low}" if high is None else f"from {low} to {high}"
    message = f"{wrong.name} is {shown(wrong.written)}, and must be {span}"
    nearest_allowed = low if high is None else max(low, min(high, wrong.value))
    fixes = [set_to(wrong.path, nearest_allowed)] if isinstance(wrong.value, int) else []
    return wrong.finding(language.out_of_range, message, f"write a whole number {span}", *fixes)


def _bad_format(wrong: Wrong) -> Finding:
    if wrong.title == "an AWS region":
        return wrong_region(wrong.value, wrong.path)
    return wrong.finding(language.bad_format, f"`{shown(wrong.value)}` is not {wrong.title}")


def _wrong_length(wrong: Wrong) -> Finding:
    if not wrong.value:
        return wrong.finding(language.missing_value, f"{wrong.name} is empty, and must be {wrong.title}")
    unit = "items" if isinstance(wrong.value, list) else "characters"
    message = f"{wrong.name} has {len(wrong.value)} {unit}, and {wrong.error.validator_value} are the most"
    return wrong.finding(language.too_long, message)


def _wrong_count(wrong: Wrong) -> Finding:
    if not wrong.value:
        return wrong.finding(language.missing_value, f"{wrong.name} is empty, and must be {wrong.title}", on_key=True)
    most = wrong.error.validator_value
    if most > 1:
        message = f"{wrong.name} has {len(wrong.value)} entries, and {most} are the most"
        return wrong.finding(language.too_long, message, "split the table, or take out what nobody asks", on_key=True)
    names = listed([shown(name) for name in wrong.value], "and")
    message = f"{wrong.name} has {names}, and must be {wrong.title}"
    return wrong.finding(language.conflicting_keys, message, "keep one of them", on_key=True)


def _repeated(wrong: Wrong) -> Finding:
    items = wrong.value
    seen: dict[str, int] = {}
    position = next(at for at, item in enumerate(items) if seen.setdefault(repr(item), at) != at)
    first = Related((*wrong.path, seen[repr(items[position])]), "it stands here already")
    message = f"{wrong.name} names `{shown(items[position])}` twice"
    again = (*wrong.path, position)
    fixes = (remove(again, safe=True),)
    hint = "keep one of the two"
    return Finding(language.repeated_value.id, Severity.ERROR, message, again, hint, related=(first,), fixes=fixes)


def alternatives(error: SchemaError) -> list[str]:
    """The keys of which a mapping must have exactly one."""
    return [choice["required"][0] for choice in error.validator_value]


def _operations(wrong: Wrong) -> Finding:
    choices = alternatives(wrong.error)
    found = [name for name in choices if name in wrong.value]
    if not found:
        hint = f"add {listed(choices, 'or')}, as in `{{get: userId}}`"
        return wrong.finding(language.missing_key, f"{wrong.name} says no operation", hint, on_key=True)
    message = f"{wrong.name} has {listed(found, 'and')}, and a pattern is one operation"
    return wrong.finding(language.conflicting_keys, message, "make a pattern of each", on_key=True)


def _other_number(wrong: Wrong) -> Finding:
    return wrong.finding(language.out_of_range, f"{wrong.name} is {shown(wrong.written)}, and must be {wrong.title}")


WORDS: dict[str, Callable[[Wrong], Finding]] = {
    "type": _wrong_type,
    "enum": _unknown_value,
    "const": _wrong_constant,
    "minimum": _out_of_range,
    "maximum": _out_of_range,
    "pattern": _bad_format,
    "format": _bad_format,
    "minLength": _wrong_length,
    "maxLength": _wrong_length,
    "minItems": _wrong_length,
    "maxItems": _wrong_length,
    "minProperties": _wrong_count,
    "maxProperties": _wrong_count,
    "uniqueItems": _repeated,
    "oneOf": _operations,
    "not": _other_number,
}
