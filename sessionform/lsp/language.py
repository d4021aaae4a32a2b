"""What the language has at a path: the schema's node for it, followed through names of the user's own."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sessionform.diagnostics import Path
from sessionform.source.schema import whole_schema

Node = Mapping[str, Any]


def node_at(path: Path) -> Node | None:
    """The schema's node of a path; None where the language has nothing."""
    node: Any = whole_schema()
    for part in path:
        node = _below(node, part)
        if not isinstance(node, dict):
            return None
    return node if isinstance(node, dict) else None


def _below(node: Any, part: str | int) -> Any:
    if isinstance(part, int):
        return node.get("items")
    named = node.get("properties", {}).get(part)
    return named if named is not None else node.get("additionalProperties")


def known_keys(node: Node) -> dict[str, Node]:
    """The keys that a mapping may have here."""
    return dict(node.get("properties", {}))


def values_of(node: Node) -> list[Any]:
    """The values that the language has names for, the booleans included."""
    found: list[Any] = []
    for part in (node, node.get("then", {})):
        found += part.get("enum", ())
        found += [part["const"]] if "const" in part else []
    types = node.get("type", ())
    if "boolean" in ([types] if isinstance(types, str) else types) and node.get("if", {}).get("type") != "boolean":
        found += [True, False]
    return [value for at, value in enumerate(found) if value is not None and value not in found[:at]]


def takes(node: Node, kind: str) -> bool:
    """Whether a value may be of this type of JSON Schema."""
    types = node.get("type", ())
    return kind in ([types] if isinstance(types, str) else types)


def takes_only_mappings(node: Node) -> bool:
    """Whether nothing but a mapping (or null) stands here."""
    types = node.get("type", ())
    return set([types] if isinstance(types, str) else types) - {"null"} == {"object"}


def node_description(node: Node) -> str:
    """The title and the description, as Markdown."""
    return "\n\n".join(text for text in (node.get("title", ""), node.get("description", "")) if text)
