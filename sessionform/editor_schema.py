"""The schema that plain editors get: the same language, said so that what they offer is right.

The schema in `schema/` is made for `check`, which words complaints from its titles and examples. Editors read these otherwise:
an example that is a mapping is offered as `[object Object]`, a default is written out where nobody asked for it, a limit on
the number of keys hides the keys. What they get instead is derived here, and only here.
"""

from __future__ import annotations

import json
from functools import cache
from typing import Any

from sessionform.consumers.registry import library_ids
from sessionform.diagnostics import Severity
from sessionform.facts.change_kinds import CHANGE_KINDS
from sessionform.facts.regions import REGIONS
from sessionform.resources import schema_text
from sessionform.rules import TOPICS
from sessionform.source.flow import flow

Node = dict[str, Any]

_FOR_CHECK = ("title", "examples", "default", "minProperties", "maxProperties", "if", "then", "$defs", "description")
"""What editors would take for something to offer, or for a reason to offer nothing."""

_OF_KIND = {
    "string": ("minLength", "maxLength", "pattern", "format", "enum"),
    "object": ("properties", "required", "additionalProperties", "propertyNames", "not", "oneOf"),
    "array": ("items", "minItems", "maxItems", "uniqueItems"),
    "integer": ("minimum", "maximum", "enum"),
    "number": ("minimum", "maximum", "enum"),
    "boolean": (),
}
"""Which keys of a node speak of which kind of value."""

_NULL = {"not": {"type": ["string", "number", "boolean", "object", "array"]}}
"""`null`, said so that it is allowed and not offered."""


@cache
def editor_schema_text() -> str:
    """The JSON Schema for editors, as `sessionform schema` prints it."""
    schema = json.loads(schema_text())
    made = _node(schema, schema, ())
    made["$defs"] = {
        _name(place): _node(_resolved({"$ref": place}, schema), schema, (place.rpartition("/")[2],))
        for place in sorted(_LARGE)
    }
    # A file that is included has tables and nothing else
    needed = {"required": ["version", "environments"]}
    whole = {"if": {"anyOf": [{"required": ["version"]}, {"required": ["environments"]}]}, "then": needed}
    made = {key: value for key, value in made.items() if key not in ("required", "defaultSnippets")}
    head = {key: schema[key] for key in ("$schema", "$id", "description")}
    return json.dumps({**head, **made, **whole}, ensure_ascii=False, separators=(",", ":")) + "\n"


def _node(node: Any, schema: Node, path: tuple[str, ...]) -> Any:
    """The node as editors get it; `path` are the keys that lead to it."""
    if isinstance(node, list):
        return [_node(item, schema, path) for item in node]
    if not isinstance(node, dict):
        return node
    if node.get("$ref") in _LARGE:
        said = _words(node, schema, path)
        return {"$ref": f"#/$defs/{_name(node['$ref'])}"} | {key: said[key] for key in said if key in _SAID}
    node = _resolved(node, schema)
    kinds = node.get("type", [])
    kinds = [kinds] if isinstance(kinds, str) else list(kinds)
    kept = {key: value for key, value in node.items() if key not in _FOR_CHECK}
    for key in ("additionalProperties", "items", "not", "oneOf", "propertyNames"):
        if key in kept:
            kept[key] = _node(kept[key], schema, (*path, key))
    if "properties" in kept:
        kept["properties"] = {name: _node(value, schema, (*path, name)) for name, value in kept["properties"].items()}
    if None in kept.get("enum", ()):
        kept["enum"] = [value for value in kept["enum"] if value is not None]
        kinds = kinds or ["null"]
    return _suggested(_by_kind(kept, kinds, node), path) | _words(node, schema, path)


def _words(whole: Node, schema: Node, path: tuple[str, ...]) -> Node:
    """What an editor shows of the node, and what it writes for it."""
    made: Node = {}
    if "description" in whole:
        made |= {"description": whole["description"], "markdownDescription": _markdown(whole)}
    snippets = _snippets(whole, schema, path)
    if snippets and "const" not in whole:
        made["defaultSnippets"] = snippets
    return made


def _resolved(node: Node, schema: Node) -> Node:
    """The node with what its `$ref` names."""
    if "$ref" not in node:
        return node
    named: Any = schema
    for part in node["$ref"].removeprefix("#/").split("/"):
        named = named[part]
    return {**_resolved(named, schema), **{key: value for key, value in node.items() if key != "$ref"}}


_LARGE = {"#/$defs/settings", "#/$defs/table", "#/$defs/environment"}
"""What is named where it is needed; everything else is written out, since editors ignore the siblings of a `$ref`."""

_SAID = ("description", "markdownDescription")


def _name(place: str) -> str:
    """The name that a place gets among the definitions: what is in several alternatives has no path of its own."""
    return place.removeprefix("#/$defs/").replace("/properties/", ".").replace("/", ".")


def _by_kind(kept: Node, kinds: list[str], whole: Node) -> Node:
    """One alternative for each kind of value, where there are several: an editor offers what belongs to each."""
    real = [kind for kind in kinds if kind != "null"]
    if kinds == ["null"] and "enum" in kept:
        return {"anyOf": [kept, _NULL]}
    if len(kinds) < 2:
        return kept
    said = {key for keys in _OF_KIND.values() for key in keys}
    shared = {key: value for key, value in kept.items() if key not in said and key != "type"}
    ways: list[Node] = [
        {"type": kind, **{key: kept[key] for key in _OF_KIND[kind] if key in kept}} | _narrowed(kind, whole)
        for kind in real
    ]
    return {**shared, "anyOf": [*ways, *([_NULL] if "null" in kinds else [])]}


def _narrowed(kind: str, whole: Node) -> Node:
    """What an `if` says of this kind alone."""
    if whole.get("if", {}).get("type") != kind:
        return {}
    return {key: value for key, value in whole["then"].items() if key in ("const", "pattern")} | (
        {"enum": [value for value in whole["then"]["enum"] if value is not None]} if "enum" in whole["then"] else {}
    )


def _markdown(whole: Node) -> str:
    lines = [str(whole["description"])]
    if whole.get("examples"):
        lines.append("For example " + " or ".join(f"`{flow(example)}`" for example in whole["examples"][:3]) + ".")
    return "\n\n".join(lines)


def _snippets(whole: Node, schema: Node, path: tuple[str, ...]) -> list[Node]:
    """What an editor writes: the examples as they stand in a file, or the keys that have to be there."""
    if "enum" in whole or path[-1:] in _NAMES:
        return []
    examples: list[Any] = list(whole.get("examples", ()))
    if not examples and whole.get("required") and path:
        needed = {name: _resolved(whole["properties"][name], schema) for name in whole["required"]}
        if all(value.get("examples") for value in needed.values()):
            examples = [{name: value["examples"][0] for name, value in needed.items()}]
    return [{"label": flow(example), "body": _body(example)} for example in examples]


def _body(value: Any) -> Any:
    """The value as an editor writes it out: it puts no quotes around a text that needs them."""
    if isinstance(value, dict):
        return {key: _body(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_body(item) for item in value]
    return flow(value) if isinstance(value, str) else value


_NAMES = {("rule",), ("change",), ("library",), ("consumer",), ("region",)}
"""Keys whose values are names from a list of their own."""


def _suggested(made: Node, path: tuple[str, ...]) -> Node:
    """The node with the names that can stand there."""
    key = path[-1] if path else ""
    if key == "rule":
        return {
            **made,
            "enum": sorted(rule.id for _, rules in TOPICS for rule in rules if rule.severity <= Severity.WARNING),
        }
    if key == "change":
        return {**made, "enum": list(CHANGE_KINDS)}
    if key in ("library", "consumer") and "anyOf" in made:
        ways = [{"enum": list(library_ids())} if way.get("type") == "string" else way for way in made["anyOf"]]
        return {**made, "anyOf": ways}
    if key == "region" and made.get("type") == "string":
        return {"anyOf": [made, {"enum": sorted(REGIONS)}]}
    return made
