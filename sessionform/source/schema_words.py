"""Schema errors about values as plain sentences: what stands there, what belongs there, what was probably meant."""

from __future__ import annotations

from collections.abc import Callable

from sessionform.diagnostics import Finding, Related
from sessionform.edits import remove, set_to
from sessionform.source.checks import language
from sessionform.source.meant_values import other_type, other_value
from sessionform.source.schema_keys import SchemaError, wrong_region
from sessionform.source.words import described, shown
from sessionform.source.wrong_value import Wrong
from sessionform.words import listed

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
    hint, meant = other_type(wrong.value, wrong)
    return wrong.finding(language.wrong_type, message, hint, *(set_to(wrong.path, value, safe=True) for value in meant))


def _deeper(wrong: Wrong) -> str:
    """For a setting that stands where a name of the user's own belongs, as it does when it is indented too little."""
    key = wrong.path[-1]
    if key not in wrong.schema.get("properties", ()):
        return ""
    owner = NAMED_BY[str(wrong.path[-2])]
    return f"indent it below its {owner}: `{shown(key)}` is where the {owner} belongs"


def _unknown_value(wrong: Wrong) -> Finding:
    choices = [shown(item) for item in wrong.error.validator_value if item is not None]
    # beside a short form there is a long one, which only the title tells of
    wanted = wrong.title if "then" in wrong.error.absolute_schema_path else listed(choices, "or")
    if wrong.value is None or isinstance(wrong.value, dict | list):
        state = "is empty" if wrong.value is None else f"is {described(wrong.value, '')}"
        return wrong.finding(language.wrong_type, f"{wrong.name} {state}, and must be {wanted}")
    text = wrong.value if isinstance(wrong.value, str) else wrong.written
    message = f"{wrong.name} cannot be `{shown(text)}`: it must be {wanted}"
    hint, meant, safe = other_value(text, choices, wrong.path)
    values = [item for item in wrong.error.validator_value if item is not None and shown(item) == meant]
    return wrong.finding(
        language.unknown_value, message, hint, *(set_to(wrong.path, item, safe=safe) for item in values)
    )


def _wrong_constant(wrong: Wrong) -> Finding:
    if wrong.path == ("version",) and isinstance(wrong.value, int) and wrong.value > 1:
        message = f"this file needs a newer sessionform: it has version {wrong.value} of the language"
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
    message = f"{wrong.name} has {len(wrong.value)} {unit}, and {wrong.error.validator_value} is the maximum"
    return wrong.finding(language.too_long, message)


def _wrong_count(wrong: Wrong) -> Finding:
    if not wrong.value:
        return wrong.finding(language.missing_value, f"{wrong.name} is empty, and must be {wrong.title}")
    most = wrong.error.validator_value
    if most > 1:
        message = f"{wrong.name} has {len(wrong.value)} entries, and {most} is the maximum"
        return wrong.finding(language.too_long, message, "split the table, or remove what nobody asks")
    names = listed([shown(name) for name in wrong.value], "and")
    message = f"{wrong.name} has {names}, and must be {wrong.title}"
    return wrong.finding(language.conflicting_keys, message, "keep one of them")


def _repeated(wrong: Wrong) -> Finding:
    items = wrong.value
    seen: dict[str, int] = {}
    position = next(at for at, item in enumerate(items) if seen.setdefault(repr(item), at) != at)
    first = Related((*wrong.path, seen[repr(items[position])]), "it is here already")
    message = f"{wrong.name} names `{shown(items[position])}` twice"
    again = (*wrong.path, position)
    fixes = (remove(again, safe=True),)
    hint = "keep one of the two"
    return language.repeated_value.finding(message, hint, again, *fixes, related=(first,))


def alternatives(error: SchemaError) -> list[str]:
    """The keys of which a mapping must have exactly one."""
    return [choice["required"][0] for choice in error.validator_value]


def _one_of(wrong: Wrong) -> Finding:
    choices = alternatives(wrong.error)
    found = [name for name in choices if name in wrong.value]
    of_pattern = "query" in choices
    if not found:
        message = f"{wrong.name} has no operation" if of_pattern else f"{wrong.name} must be {wrong.title}"
        example = "{get: userId}" if of_pattern else "{keep: true}"
        return wrong.finding(language.missing_key, message, f"add {listed(choices, 'or')}, as in `{example}`")
    excluded = "but a pattern is one operation" if of_pattern else f"and must be {wrong.title}"
    hint = "make a pattern of each" if of_pattern else "keep one of them"
    return wrong.finding(language.conflicting_keys, f"{wrong.name} has {listed(found, 'and')}, {excluded}", hint)


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
    "oneOf": _one_of,
    "not": _other_number,
}
