"""The JSON Schema says the whole language, for people in their editors as well as for the compiler."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator, FormatChecker

from sessionform.resources import schema_text
from sessionform.source.defaults import builtin_defaults
from sessionform.source.read import read
from sessionform.source.schema_words import NAMED_BY, WORDS

SCHEMA = json.loads(schema_text())
ROOT = Path(__file__).parents[2]

APPLICATORS = {
    "properties",
    "additionalProperties",
    "items",
    "propertyNames",
    "if",
    "then",
    "required",
    "$ref",
    "$defs",
}
ANNOTATIONS = {"$schema", "$id", "title", "description", "examples", "default"}


def resolved(node: dict[str, Any]) -> dict[str, Any]:
    """The node with what it refers to, its own words winning."""
    if "$ref" not in node:
        return node
    named: Any = SCHEMA
    for part in node["$ref"].removeprefix("#/").split("/"):
        named = named[part]
    return {**resolved(named), **{key: value for key, value in node.items() if key != "$ref"}}


def schemas(node: Any, place: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Every schema within the schema, itself included."""
    if not isinstance(node, dict):
        return
    yield place, node
    for keyword in ("properties", "$defs"):
        for name, below in node.get(keyword, {}).items():
            yield from schemas(below, f"{place}/{name}")
    for keyword in ("additionalProperties", "items", "propertyNames", "if", "then", "not"):
        yield from schemas(node.get(keyword), f"{place}/({keyword})")


def properties() -> Iterator[tuple[str, str, dict[str, Any], bool]]:
    """Every key of the language: its place, its name, what the schema says of it, whether it is required."""
    for place, node in schemas(SCHEMA):
        for name, below in node.get("properties", {}).items():
            yield f"{place}/{name}", name, resolved(below), name in node.get("required", ())


PROPERTIES = {place: (name, node, required) for place, name, node, required in properties()}


def validator(schema: dict[str, Any]) -> Draft202012Validator:
    whole = {**schema, "$defs": SCHEMA["$defs"]}
    return Draft202012Validator(whole, format_checker=FormatChecker(["date"]))


def test_it_is_valid_itself() -> None:
    Draft202012Validator.check_schema(SCHEMA)
    assert SCHEMA["$schema"] == "https://json-schema.org/draft/2020-12/schema"


def test_it_is_stored_in_one_form() -> None:
    assert schema_text() == json.dumps(SCHEMA, indent=2, ensure_ascii=False) + "\n"


@pytest.mark.parametrize("place", PROPERTIES)
def test_every_key_is_explained_with_valid_examples(place: str) -> None:
    name, node, _ = PROPERTIES[place]
    assert node["title"]
    assert re.fullmatch(r"[A-Z`].*\.", node["description"])
    assert node["examples"]
    for value in [*node["examples"], *([node["default"]] if "default" in node else [])]:
        assert list(validator(node).iter_errors(value)) == [], (name, value)


@pytest.mark.parametrize("place", [place for place in PROPERTIES if not PROPERTIES[place][2]])
def test_what_absence_means_is_said(place: str) -> None:
    """A default stands in the description, as people read it; without one, the description says what then holds."""
    _, node, _ = PROPERTIES[place]
    said = node["description"]
    if node.get("default") is not None:
        shown = node["default"] if isinstance(node["default"], str) else json.dumps(node["default"])
        assert shown in said
        assert "efault" in said
    else:
        assert re.search(r"[Ww]ithout|[Nn]eeded|efault|must be declared|[Mm]ust be given|[Oo]ne of", said)


def test_a_table_has_every_setting_and_what_only_a_table_can_have() -> None:
    settings, table = SCHEMA["$defs"]["settings"]["properties"], SCHEMA["$defs"]["table"]["properties"]
    assert set(table) - set(settings) == {"renamed_from", "restore_from", "only_in", "environments"}
    for name in settings:
        assert table[name] == {"$ref": f"#/$defs/settings/properties/{name}"}


def test_the_compiler_has_words_for_everything_that_it_asks() -> None:
    """A keyword that nobody has words for would end a check with an exception."""
    for place, node in schemas(SCHEMA):
        unknown = set(node) - APPLICATORS - ANNOTATIONS - set(WORDS)
        assert not unknown, (place, unknown)
        if set(node) & {"type", "enum", "const", "pattern"} and not place.endswith(("(if)", "(not)")):
            assert node["title"], place


def test_the_compiler_knows_what_every_mapping_of_names_is_named_by() -> None:
    """Where a setting stands in the place of a name, it says which name is missing."""
    named = {
        place.rpartition("/")[2]
        for place, node in schemas(SCHEMA)
        if isinstance(node.get("additionalProperties"), dict) and "properties" in resolved(node["additionalProperties"])
    }
    assert named == set(NAMED_BY)
    for name, node, _ in PROPERTIES.values():
        assert name not in node.get("properties", ()), "it would be taken for a setting in the place of a name"


def test_null_takes_every_setting_away() -> None:
    settings = validator(SCHEMA["$defs"]["settings"])
    for name in SCHEMA["$defs"]["settings"]["properties"]:
        assert settings.is_valid({name: None}), name


def test_the_built_in_defaults_are_those_of_the_schema() -> None:
    assert builtin_defaults() == {
        "billing_mode": "PAY_PER_REQUEST",
        "stream": False,
        "point_in_time_recovery": False,
        "server_side_encryption": "AWS_OWNED",
        "table_class": "STANDARD",
        "deletion_protection": False,
        "prevent_destroy": False,
        "contributor_insights": False,
        "item_size": 2048,
        "import_existing": False,
    }


@pytest.mark.parametrize(
    "path", [ROOT / "sessions.yaml", *sorted((ROOT / "examples").glob("*.yaml"))], ids=lambda path: path.name
)
def test_an_editor_finds_nothing_wrong_with_our_own_files(path: Path) -> None:
    """As an editor sees them: with the schema alone, and through the comment that names it."""
    document, _ = read(path.read_text(encoding="utf-8"), path.name)
    assert document is not None
    assert list(validator(SCHEMA).iter_errors(document.value)) == []
    comment = re.match(r"# yaml-language-server: \$schema=(\S+)\n", path.read_text(encoding="utf-8"))
    assert comment is not None
    assert (path.parent / comment[1]).resolve() == ROOT / "schema/sessions.schema.json"
