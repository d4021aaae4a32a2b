"""Schema errors as plain sentences: what stands there, what belongs there, and what was probably meant."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from sessionform.diagnostics import Finding, Path, Severity
from sessionform.suggestions import nearest, suggest

SchemaError = Any
"""jsonschema's ValidationError; its types leave open whether its fields are set, which they always are here."""

_OTHER_TOOLS = {
    "hash_key": "partition_key",
    "hashKey": "partition_key",
    "range_key": "sort_key",
    "rangeKey": "sort_key",
    "ttl_attribute": "ttl",
    "time_to_live": "ttl",
    "stream_view_type": "stream",
    "stream_enabled": "stream",
    "streamViewType": "stream",
    "gsi": "global_secondary_indexes",
    "global_secondary_index": "global_secondary_indexes",
    "lsi": "local_secondary_indexes",
    "local_secondary_index": "local_secondary_indexes",
    "deletion_protection_enabled": "deletion_protection",
    "pitr": "point_in_time_recovery",
    "replica": "replicas",
    "non_key_attributes": "projection: {include: [...]}",
    "projection_type": "projection",
    "name": "table_name",
    "read_capacity": "capacity: {read: ...}",
    "write_capacity": "capacity: {write: ...}",
    "on_demand_throughput": "max_throughput",
    "kms_key_id": "kms_key_arn",
}
"""What Terraform, CloudFormation and Pulumi call it."""

_SPELLED_BOOLEANS = {"yes": "true", "on": "true", "y": "true", "no": "false", "off": "false", "n": "false"}

_KINDS: list[tuple[type, str]] = [
    (bool, "true or false"),
    (dict, "a mapping"),
    (list, "a list"),
    (str, "text"),
    (int, "a number"),
    (float, "a number"),
    (type(None), "empty"),
]


def sentence(error: SchemaError, path: Path, subject: str | None) -> Finding:
    """The finding for one error. `subject` is the key that it is about, where it is about a key."""
    keyword = str(error.validator)
    if "propertyNames" in error.absolute_schema_path:
        return _bad_key(error, path)
    if keyword == "additionalProperties":
        return _unknown_key(error, path, subject or "")
    if keyword == "required":
        return _missing_key(error, path, subject or "")
    return _VALUE.get(keyword, _bad_value)(error, path)


def _finding(rule: str, message: str, path: Path, hint: str, *, on_key: bool = False) -> Finding:
    return Finding(rule, Severity.ERROR, message, path, hint, on_key=on_key)


def _unknown_key(error: SchemaError, path: Path, key: str) -> Finding:
    known = list(error.schema["properties"])
    where = _called(path[:-1])
    if key == "<<":
        hint = "YAML's merge key is not part of this language: use `defaults` for what tables share"
    elif key in _OTHER_TOOLS and _OTHER_TOOLS[key].split(":")[0] in known:
        hint = f"here it is called `{_OTHER_TOOLS[key]}`"
    else:
        hint = suggest(key, known)
    return _finding("unknown-key", f"{where} has no key `{key}`", path, hint, on_key=True)


def _missing_key(error: SchemaError, path: Path, key: str) -> Finding:
    wanted = error.schema["properties"][key]
    example = json.dumps(wanted["examples"][0]) if "examples" in wanted and "type" in wanted else None
    if isinstance(wanted.get("const"), int):
        example = str(wanted["const"])
    hint = f"add `{key}: {example}`" if example and len(example) < 60 else f"add `{key}:`, {wanted.get('title', '')}"
    return _finding("missing-key", f"{_called(path)} needs `{key}`", path, hint.rstrip(", "), on_key=True)


def _bad_key(error: SchemaError, path: Path) -> Finding:
    key = error.instance
    if not isinstance(key, str) or not key:
        return _finding(
            "bad-format", f"an empty key stands in {_called(path[:-1])}", path, "give it a name", on_key=True
        )
    title = error.schema.get("title", "a key")
    if title == "a region":
        return _region(key, path, on_key=True)
    allowed = "letters, digits, `_` and `-`" + (" (and `.`)" if "environment" in title else ", no digit first")
    return _finding("bad-format", f"`{key}` cannot be {title}", path, f"use {allowed}", on_key=True)


def _wrong_type(error: SchemaError, path: Path) -> Finding:
    value, schema = error.instance, error.schema
    title = schema.get("title", "something else")
    hint = f"write {title}"
    if isinstance(value, str) and _accepts(schema, "boolean"):
        meant = _SPELLED_BOOLEANS.get(value.lower(), value.lower())
        hint = f"write `{meant}`" if meant in ("true", "false") else hint
    elif isinstance(value, str) and _accepts(schema, "integer") and value.strip().isdigit():
        hint = f"write `{value.strip()}` without quotes"
    elif isinstance(value, bool | int | float) and _accepts(schema, "string"):
        hint = f'quote it: `"{_shown(value)}"`'
    elif isinstance(value, str) and _accepts(schema, "array"):
        hint = f"write a list: `[{value}]`"
    message = f"{_called(path)} must be {title}, and this is {_kind(value)}"
    if value is None:
        message = f"{_called(path)} is empty, and must be {title}"
    return _finding("wrong-type", message, path, hint)


def _unknown_value(error: SchemaError, path: Path) -> Finding:
    value, schema = error.instance, error.schema
    choices = [item for item in error.validator_value if item is not None]
    words = [_shown(item) for item in choices]
    title = schema.get("title", "")
    if isinstance(value, str):
        meant = _SPELLED_BOOLEANS.get(value.lower(), value.lower())
        near = [meant] if meant in words and meant in ("true", "false") else nearest(value, words)
        hint = f"did you mean `{near[0]}`?" if near else _choices(words)
    else:
        hint = _choices(words)
    if isinstance(value, dict | list):
        return _finding("wrong-type", f"{_called(path)} must be {title}, and this is {_kind(value)}", path, hint)
    return _finding("unknown-value", f"{_called(path)} cannot be `{_shown(value)}`: it must be {title}", path, hint)


def _wrong_constant(error: SchemaError, path: Path) -> Finding:
    wanted = _shown(error.validator_value)
    title = error.schema.get("title", wanted)
    examples = error.schema.get("examples", [wanted])
    message = f"{_called(path)} cannot be `{_shown(error.instance)}`: it must be {title}"
    return _finding("unknown-value", message, path, f"write `{_shown(examples[0])}`")


def _out_of_range(error: SchemaError, path: Path) -> Finding:
    low, high = error.schema.get("minimum"), error.schema.get("maximum")
    span = f"from {low} to {high}" if low is not None and high is not None else f"at least {low}"
    if low is None:
        span = f"at most {high}"
    message = f"{_called(path)} is {error.instance}, and must be {span}"
    return _finding("out-of-range", message, path, f"write a number {span}")


def _bad_format(error: SchemaError, path: Path) -> Finding:
    title = error.schema.get("title", "")
    if title == "an AWS region":
        return _region(error.instance, path)
    examples = error.schema.get("examples") or error.schema.get("items", {}).get("examples") or []
    hint = f"write it like `{examples[0]}`" if examples else f"write {title}"
    return _finding("bad-format", f"`{error.instance}` is not {title}", path, hint)


def _region(value: str, path: Path, *, on_key: bool = False) -> Finding:
    from sessionform.arns import REGIONS  # only a wrong region pays for the list

    return _finding("bad-format", f"`{value}` is no AWS region", path, suggest(value, REGIONS), on_key=on_key)


def _wrong_length(error: SchemaError, path: Path) -> Finding:
    value, limit = error.instance, error.validator_value
    title = error.schema.get("title", "")
    if not value:
        return _finding("missing-value", f"{_called(path)} is empty, and must be {title}", path, f"write {title}")
    if str(error.validator).startswith("max"):
        return _finding(
            "too-long", f"{_called(path)} has {len(value)}, and {limit} is the most", path, f"at most {limit}"
        )
    return _finding("missing-value", f"{_called(path)} has {len(value)}, and needs {limit}", path, f"write {title}")


def _wrong_count(error: SchemaError, path: Path) -> Finding:
    title = error.schema.get("title", "")
    names = ", ".join(f"`{name}`" for name in error.instance)
    if not error.instance:
        return _finding(
            "missing-value", f"{_called(path)} is empty, and must be {title}", path, f"write {title}", on_key=True
        )
    return _finding(
        "conflicting-keys", f"{_called(path)} has {names}, and must be {title}", path, "keep one of them", on_key=True
    )


def _repeated(error: SchemaError, path: Path) -> Finding:
    items = error.instance
    twice = next(item for position, item in enumerate(items) if item in items[:position])
    return _finding("repeated-value", f"{_called(path)} names `{_shown(twice)}` twice", path, "keep one of the two")


def _operations(error: SchemaError, path: Path) -> Finding:
    choices = [choice["required"][0] for choice in error.validator_value]
    found = [f"`{name}`" for name in choices if name in error.instance]
    message = f"{_called(path)} has {' and '.join(found)}" if found else f"{_called(path)} says no operation"
    hint = "keep one of them: one pattern is one call" if found else f"add one of {', '.join(choices)}"
    return _finding("conflicting-keys" if found else "missing-key", message, path, hint, on_key=True)


def _bad_value(error: SchemaError, path: Path) -> Finding:
    title = error.schema.get("title") or "something else"
    return _finding("bad-format", f"{_called(path)} must be {title}", path, f"write {title}")


_VALUE: dict[str, Callable[[SchemaError, Path], Finding]] = {
    "type": _wrong_type,
    "enum": _unknown_value,
    "const": _wrong_constant,
    "minimum": _out_of_range,
    "maximum": _out_of_range,
    "pattern": _bad_format,
    "minLength": _wrong_length,
    "maxLength": _wrong_length,
    "minItems": _wrong_length,
    "maxItems": _wrong_length,
    "minProperties": _wrong_count,
    "maxProperties": _wrong_count,
    "uniqueItems": _repeated,
    "oneOf": _operations,
}


def _called(path: Path) -> str:
    """What the user calls the thing at `path`: its nearest name, and its owner's where the name alone says little."""
    if not path:
        return "the declaration"
    name = path[-1]
    if isinstance(name, int):
        return f"item {name + 1} of {_called(path[:-1])}"
    if len(path) == 2 and path[0] in _OWNERS:
        return f"{_OWNERS[str(path[0])]} `{name}`"
    return f"`{name}`"


_OWNERS = {"tables": "table", "environments": "environment", "removed": "removed table"}


def _kind(value: Any) -> str:
    return next(word for kind, word in _KINDS if isinstance(value, kind))


def _accepts(schema: dict[str, Any], type_: str) -> bool:
    types = schema.get("type", [])
    return type_ in ([types] if isinstance(types, str) else types)


def _shown(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _choices(words: list[str]) -> str:
    return "write " + ", ".join(f"`{word}`" for word in words[:-1]) + (" or " if words[1:] else "") + f"`{words[-1]}`"
