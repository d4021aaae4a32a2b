"""The reference in docs/language.md, from the JSON Schema: every key with its value, default, meaning and an example.

Only the documentation needs it, so it stands here and not in the package.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import yaml

from sessionform.resources import schema_text
from sessionform.source.flow import flow

BEGIN = "<!-- Generated from schema/sessions.schema.json. To bring it up to date: SESSIONFORM_ACCEPT=1 pytest tests/test_language_documentation.py -->"
END = "<!-- The end of what is generated -->"

_WIDTH = 100
_SCHEMA = json.loads(schema_text())

Node = dict[str, Any]


def reference() -> str:
    """The three lists of keys: the file's, an environment's, a table's."""
    definitions = _SCHEMA["$defs"]
    elsewhere = {"environments": "environment", "tables": "table", "defaults": "table"}
    parts = [
        *_section("The file", "Keys at the top of `sessions.yaml`.", _SCHEMA, elsewhere),
        *_section(
            "An environment", "Keys below `environments.NAME`.", definitions["environment"], {"defaults": "table"}
        ),
        *_section(
            "A table",
            "Keys below `tables.NAME`. All but the last three also stand in `defaults`, in an environment's `defaults` and "
            "in a table's `environments.NAME`. There, and in every mapping below, `null` takes away what is inherited.",
            definitions["table"],
            {"environments": "table"},
        ),
    ]
    return "\n".join(parts)


def _section(title: str, about: str, node: Node, elsewhere: dict[str, str]) -> Iterator[str]:
    yield f"## {title}\n\n{about}\n"
    required = node.get("required", [])
    keys = {name: _resolved(below) for name, below in node["properties"].items()}
    yield "| key | value | default |\n|---|---|---|"
    for name, below in keys.items():
        yield f"| [`{name}`](#{_anchor(title, name)}) | {_cell(below['title'])} | {_default(below, name in required)} |"
    yield ""
    for name, below in keys.items():
        yield f"### {_heading(title, name)}\n\n{below['description']}\n"
        yield f"```yaml\n{_examples(name, below['examples'])}```\n"
        rows = [] if name in elsewhere else list(_inner(below, ""))
        if rows:
            yield "| within it | value | default | meaning |\n|---|---|---|---|"
            yield from rows
            yield ""


def _heading(title: str, name: str) -> str:
    """One heading a key: those that an environment or the file shares with tables say so."""
    return f"`{name}`" if title == "A table" else f"`{name}` of {title.lower()}"


def _anchor(title: str, name: str) -> str:
    return _heading(title, name).replace("`", "").replace(" ", "-")


def _inner(node: Node, before: str) -> Iterator[str]:
    """The keys within a value, at every depth: `NAME` stands for the user's own names, `[]` for the items of a list."""
    node = _resolved(node)
    required = node.get("required", [])
    for name, below in node.get("properties", {}).items():
        below = _resolved(below)  # noqa: PLW2901 - the same node, written out
        path = f"{before}{name}"
        default = _default(below, name in required)
        yield f"| `{path}` | {_cell(below['title'])} | {default} | {_cell(below['description'])} |"
        yield from _inner(below, f"{path}.")
    named = node.get("additionalProperties")
    if isinstance(named, dict):
        yield from _inner(named, f"{before}NAME.")
    if "items" in node:
        yield from _inner(node["items"], f"{before.removesuffix('.')}[].")


def _resolved(node: Node) -> Node:
    if "$ref" not in node:
        return node
    named: Any = _SCHEMA
    for part in node["$ref"].removeprefix("#/").split("/"):
        named = named[part]
    return {**_resolved(named), **{key: value for key, value in node.items() if key != "$ref"}}


def _default(node: Node, required: bool) -> str:
    if required:
        return "required"
    return f"`{flow(node['default'])}`" if "default" in node else "–"


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def _examples(name: str, examples: list[Any]) -> str:
    return "# or\n".join(_example(name, example) for example in examples)


def _example(name: str, example: Any) -> str:
    line = f"{name}: {flow(example)}\n"
    if len(line) <= _WIDTH:
        return line
    return yaml.safe_dump({name: example}, sort_keys=False, width=_WIDTH, allow_unicode=True)
