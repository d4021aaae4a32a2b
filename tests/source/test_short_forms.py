"""A short form is held to everything that its long form is held to: no text gets in because it was written short."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from sessionform.compile import compile_text
from sessionform.provenance import Sourced
from sessionform.source.longform import expand
from sessionform.source.schema import _validator
from sessionform.source.sourced import plain

LIMITS = ("minLength", "maxLength", "pattern", "format", "enum", "not")
PROBE = "probe"

KEYWORDS = {
    *("title", "description", "default", "examples", "type", "const", "enum", "if", "then", "oneOf", "not"),
    *("properties", "additionalProperties", "propertyNames", "required", "items"),
    *("minLength", "maxLength", "pattern", "format", "minimum", "maximum"),
    *("minItems", "maxItems", "uniqueItems", "minProperties", "maxProperties"),
}


def limits(schema: dict[str, Any]) -> dict[str, Any]:
    """What a schema demands of a text."""
    of_texts = schema["then"] if schema.get("if") == {"type": "string"} else {}
    return {name: part[name] for part in (schema, of_texts) for name in LIMITS if name in part}


def nodes(schema: dict[str, Any], path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], dict[str, Any]]]:
    """Every schema of a value within a schema; `*` stands for names of the user's own, `[]` for the places of a list."""
    yield path, schema
    for name, below in schema.get("properties", {}).items():
        yield from nodes(below, (*path, name))
    for word, part in (("additionalProperties", "*"), ("items", "[]")):
        if isinstance(schema.get(word), dict):
            yield from nodes(schema[word], (*path, part))


def every_setting() -> list[tuple[tuple[str, ...], dict[str, Any]]]:
    return [item for name, schema in _table_settings().items() for item in nodes(schema, (name,))]


def _table_settings() -> dict[str, Any]:
    properties: dict[str, Any] = _validator().schema["properties"]["tables"]["additionalProperties"]["properties"]
    return properties


def types(schema: dict[str, Any]) -> list[str]:
    found = schema.get("type", [])
    return [found] if isinstance(found, str) else found


def expanded(path: tuple[str, ...]) -> Any:
    """What becomes of a text in this place once short forms are written out."""
    value: Any = PROBE
    for part in reversed(path):
        value = [value, "other"] if part == "[]" else {"x" if part == "*" else part: Sourced(value, None)}
    node: Any = plain(expand(Sourced(value, None)))
    for part in path:
        node = node[0 if part == "[]" else "x" if part == "*" else part]
    return node


SHORT = [
    (path, schema)
    for path, schema in every_setting()
    if "string" in types(schema) and {"array", "object"} & set(types(schema)) and "environments" not in path
]


def test_there_are_short_forms_to_look_at() -> None:
    assert {path[-1] for path, _ in SHORT} >= {"partition_key", "ttl", "renamed_from", "consumer", "get", "projection"}


@pytest.mark.parametrize(("path", "schema"), SHORT, ids=[".".join(path) for path, _ in SHORT])
def test_a_text_is_held_to_what_its_long_form_is(path: tuple[str, ...], schema: dict[str, Any]) -> None:
    long_form = expanded(path)
    if isinstance(long_form, list):
        assert long_form == [PROBE]
        assert limits(schema) == limits(schema["items"]) | {"minLength": 1}
    elif isinstance(long_form, dict):
        name = next(name for name, value in long_form.items() if value == PROBE)
        words, meant = limits(schema), limits(schema["properties"][name])
        if "enum" in meant:  # a null takes an inherited setting away in either form
            meant["enum"] = [value for value in meant["enum"] if value is not None]
        assert words == meant
    elif "items" in schema and "then" not in schema:  # a list of one is what is spelled otherwise
        assert limits(schema) == limits(schema["items"])
    else:  # a word of the language's own beside a mapping or a list
        assert "enum" in schema["then"]


def test_no_keyword_of_the_schema_is_overlooked() -> None:
    assert {word for _, schema in every_setting() for word in schema} <= KEYWORDS


@pytest.mark.parametrize("written", ["sessions: {renamed_from: old-1}", "sessions: {renamed_from: [old-1]}"])
def test_names_in_both_forms(written: str) -> None:
    assert not compile_text(_declaration(written), "f").failed


@pytest.mark.parametrize("name", ["old table", "a\\n", "a\\n  to = b\\n}", "1a", "-a", "a.b", "${a}", ""])
def test_what_is_no_name_in_neither_form(name: str) -> None:
    for value in (f'"{name}"', f'["{name}"]', f'[a, "{name}"]'):
        compiled = compile_text(_declaration(f"sessions: {{renamed_from: {value}}}"), "f")
        assert compiled.failed, value
        assert len([item for item in compiled.problems if "renamed_from" in item.finding.path]) == 1


@pytest.mark.parametrize(
    "text",
    [
        'tables: {"a\\n": {partition_key: id, ttl: ttl}}',
        'removed: {"a\\n": {keep: true}}',
        'environments: {"a\\n": {region: us-east-1}}',
        'environments: {p: {region: "us-east-1\\n"}}',
        'environments: {p: {region: us-east-1, account_id: "111122223333\\n"}}',
    ],
)
def test_a_line_break_at_the_end_is_no_end(text: str) -> None:
    """Python's `$` would let it pass, and it would end the line in what is written without quotes."""
    parts = {
        "environments": "environments: {p: {region: us-east-1}}",
        "tables": "tables: {t: {partition_key: i, ttl: ttl}}",
    }
    parts[text.partition(":")[0]] = text
    compiled = compile_text("\n".join(["version: 1", *parts.values()]), "f")
    assert [item.finding.rule for item in compiled.problems][:1] == ["bad-format"]


def _declaration(table: str) -> str:
    name, _, settings = table.partition(": {")
    body = f"{name}: {{partition_key: id, ttl: ttl, {settings}"
    return f"version: 1\nenvironments: {{p: {{region: us-east-1}}}}\ntables: {{{body}}}\n"
