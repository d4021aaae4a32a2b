"""Terraform's JSON as formatted HCL: a fixpoint of `terraform fmt`, in which nested blocks are blocks.

CDKTF's own HCL passes over what a stack overrides, and so over everything of ours; this renders any stack's JSON.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

_IDENTIFIER = re.compile(r"[A-Za-z_][A-Za-z0-9_-]*")
_LABELS = {"resource": 2, "data": 2, "provider": 0, "output": 1, "variable": 1, "module": 1, "check": 1}
_LISTED = ("moved", "removed", "import")
_BLOCKS = {"lifecycle", "timeouts", "backend", "cloud", "required_providers", "workspaces", "provisioner", "connection"}
"""Blocks that JSON may write as one mapping; a list of mappings is taken for blocks of its name anyway."""

_REFERENCES = {
    "moved": {"from", "to"},
    "removed": {"from"},
    "import": {"to"},
    "lifecycle": {"ignore_changes", "replace_triggered_by"},
    "resource": {"depends_on", "provider"},
    "data": {"depends_on", "provider"},
    "output": {"depends_on"},
    "variable": {"type"},
}
"""Arguments, by the block they stand in, whose strings are references and not text."""

_FIRST = {"for_each", "count"}
"""Arguments that say how many there are, and so stand before all others."""

_ORDER = ("terraform", "provider", "variable", "locals", "data", "resource", "module", "moved", "removed", "import")

Lines = Iterator[str]


def render(config: dict[str, Any]) -> str:
    """The whole configuration; what stands under `//` is left out, as it is no configuration."""
    kinds = sorted(config.keys() - {"//"}, key=lambda kind: (_ORDER.index(kind) if kind in _ORDER else 99, kind))
    blocks = ["\n".join(block) for kind in kinds for block in _top(kind, config[kind])]
    return "\n\n".join(blocks) + "\n"


def _top(kind: str, body: Any) -> Iterator[list[str]]:
    """The blocks of one kind at the top of the file."""
    if kind in _LISTED:
        for item in body:
            yield list(_block(kind, item))
    elif kind == "provider":
        for name in sorted(body):
            configurations = body[name] if isinstance(body[name], list) else [body[name]]
            for item in configurations:
                yield list(_block(f'provider "{name}"', item))
    elif kind in _LABELS:
        for header, item in _labelled(kind, body, _LABELS[kind]):
            yield list(_block(header, item))
    else:
        yield list(_block(kind, body))


def _labelled(header: str, body: dict[str, Any], labels: int) -> Iterator[tuple[str, dict[str, Any]]]:
    if labels == 0:
        yield header, body
        return
    for name in sorted(body):
        yield from _labelled(f"{header} {_quoted(name)}", body[name], labels - 1)


def _block(header: str, body: dict[str, Any]) -> Lines:
    """A block: short arguments aligned first, then long ones, then nested blocks, with air between the kinds."""
    arguments, blocks = _parts(header, body)
    if not arguments and not blocks:
        yield f"{header} {{}}"
        return
    yield f"{header} {{"
    first = True
    references = _REFERENCES.get(header.split(maxsplit=1)[0], set())
    for section in [*_arguments(arguments, references), *blocks]:
        if not first:
            yield ""
        first = False
        yield from _indented(section)
    yield "}"


def _parts(header: str, body: dict[str, Any]) -> tuple[dict[str, Any], list[list[str]]]:
    arguments: dict[str, Any] = {}
    blocks: list[list[str]] = []
    for name in sorted(body.keys() - {"//"}):
        value = body[name]
        if header == "required_providers":
            arguments[name] = value
        elif name == "backend" and isinstance(value, dict):
            blocks += [list(_block(f'backend "{kind}"', item)) for kind, item in value.items()]
        elif name in _BLOCKS and isinstance(value, dict):
            blocks.append(list(_block(name, value)))
        elif isinstance(value, list) and value and all(isinstance(item, dict) for item in value):
            blocks += [list(_block(name, item)) for item in value]
        elif value is not None:
            arguments[name] = value
    return arguments, blocks


def _arguments(arguments: dict[str, Any], references: set[str]) -> Iterator[list[str]]:
    """The arguments as sections: those of one line together, each longer one by itself."""
    rendered = {name: list(_value(item, bare=name in references)) for name, item in arguments.items()}
    for name in _FIRST & rendered.keys():
        lines = rendered.pop(name)
        yield [f"{name} = {lines[0]}", *lines[1:]]
    short = {name: lines[0] for name, lines in rendered.items() if len(lines) == 1}
    if short:
        yield _aligned(short)
    for name, lines in rendered.items():
        if len(lines) > 1:
            yield [f"{name} = {lines[0]}", *lines[1:]]


def _aligned(entries: dict[str, str]) -> list[str]:
    width = max(len(name) for name in entries)
    return [f"{name.ljust(width)} = {text}" for name, text in entries.items()]


def _value(value: Any, *, bare: bool = False) -> Lines:
    """The lines of an expression. The strings of a `bare` one are references."""
    if isinstance(value, dict):
        yield from _object(value)
    elif isinstance(value, list):
        yield from _list(value, bare=bare)
    elif isinstance(value, str):
        yield value if bare else _template(value)
    else:
        yield json.dumps(value)


def _object(value: dict[str, Any]) -> Lines:
    if not value:
        yield "{}"
        return
    yield "{"
    run: dict[str, str] = {}
    for key in sorted(value):
        name = key if _IDENTIFIER.fullmatch(key) else _template(key)
        lines = list(_value(value[key]))
        if len(lines) == 1:
            run[name] = lines[0]
            continue
        yield from _indented(_aligned(run) if run else [])
        run = {}
        yield from _indented([f"{name} = {lines[0]}", *lines[1:]])
    yield from _indented(_aligned(run) if run else [])
    yield "}"


def _list(value: list[Any], *, bare: bool) -> Lines:
    items = [list(_value(item, bare=bare)) for item in value]
    if all(len(lines) == 1 for lines in items):
        yield "[" + ", ".join(lines[0] for lines in items) + "]"
        return
    yield "["
    for lines in items:
        yield from _indented([*lines[:-1], f"{lines[-1]},"])
    yield "]"


def _indented(lines: list[str]) -> Lines:
    for line in lines:
        yield f"  {line}" if line else ""


def _template(text: str) -> str:
    """A string as HCL writes it. One that is nothing but an interpolation is the expression itself."""
    parts = list(_interpolations(text))
    if len(parts) == 1 and parts[0].startswith("${"):
        return parts[0][2:-1].strip()
    return '"' + "".join(part if part.startswith(("${", "%{")) else _escaped(part) for part in parts) + '"'


def _interpolations(text: str) -> Iterator[str]:
    """The text in pieces: literal ones, and whole `${...}` or `%{...}` sequences."""
    start = position = 0
    while position < len(text):
        if text.startswith(("$${", "%%{"), position):
            position += 3
        elif text.startswith(("${", "%{"), position):
            if position > start:
                yield text[start:position]
            end = _closing(text, position + 2)
            yield text[position:end]
            start = position = end
        else:
            position += 1
    if start < len(text) or not text:
        yield text[start:]


def _closing(text: str, position: int) -> int:
    """The end of the sequence whose inside begins at `position`: past the brace that closes it."""
    depth, quoted = 1, False
    while position < len(text) and depth:
        character = text[position]
        if quoted and character == "\\":
            position += 1
        elif character == '"':
            quoted = not quoted
        elif not quoted:
            depth += (character == "{") - (character == "}")
        position += 1
    return position


def _escaped(text: str) -> str:
    # JSON's escapes are HCL's, but for what is better left readable
    return json.dumps(text, ensure_ascii=False)[1:-1].replace("\u007f", "\\u007f")


def _quoted(text: str) -> str:
    return f'"{_escaped(text)}"'
