"""Values as HCL expressions: strings with their interpolations, objects, lists. Knows nothing of blocks."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from sessionform.terraform.addresses import traversal

Lines = Iterator[str]

_IDENTIFIER = re.compile(r"[A-Za-z_][A-Za-z0-9_-]*")
_KEYWORDS = {"else", "endfor", "endif", "false", "for", "if", "in", "null", "true"}
"""Identifiers that mean something else where an object begins with them."""

_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"}
"""Every escape of a single character that HCL has; JSON's others are written by their code."""


def value(item: Any, *, bare: bool = False) -> Lines:
    """The lines of an expression. The strings of a `bare` one are references; DeclarationError where one is not."""
    if isinstance(item, dict):
        yield from _object(item)
    elif isinstance(item, list):
        yield from _list(item, bare=bare)
    elif isinstance(item, str):
        yield traversal(item) if bare else template(item)
    else:
        yield json.dumps(item)


def aligned(entries: dict[str, str]) -> list[str]:
    """One argument a line, the equals signs below each other, as `terraform fmt` wants them."""
    width = max(len(name) for name in entries)
    return [f"{name.ljust(width)} = {text}" for name, text in entries.items()]


def indented_hcl(lines: list[str]) -> Lines:
    for line in lines:
        yield f"  {line}" if line else ""


def quoted(text: str) -> str:
    """A string without interpolations, such as a label."""
    return f'"{_escaped(text)}"'


def template(text: str) -> str:
    """A string as HCL writes it. One that is nothing but an interpolation is the expression itself."""
    if "{" not in text:
        return quoted(text)
    parts = list(_interpolations(text))
    if len(parts) == 1 and parts[0].startswith("${") and parts[0].endswith("}"):
        return parts[0][2:-1].strip()
    return '"' + "".join(part if part.startswith(("${", "%{")) else _escaped(part) for part in parts) + '"'


def _object(body: dict[str, Any]) -> Lines:
    if not body:
        yield "{}"
        return
    yield "{"
    run: dict[str, str] = {}
    for key in sorted(body):
        lines = list(value(body[key]))
        if len(lines) == 1:
            run[_key(key)] = lines[0]
            continue
        yield from indented_hcl(aligned(run) if run else [])
        run = {}
        yield from indented_hcl([f"{_key(key)} = {lines[0]}", *lines[1:]])
    yield from indented_hcl(aligned(run) if run else [])
    yield "}"


def _key(key: str) -> str:
    if _IDENTIFIER.fullmatch(key) and key not in _KEYWORDS:
        return key
    text = template(key)
    return text if text.startswith('"') else f"({text})"


def _list(items: list[Any], *, bare: bool) -> Lines:
    rendered = [list(value(item, bare=bare)) for item in items]
    if all(len(lines) == 1 for lines in rendered):
        yield "[" + ", ".join(lines[0] for lines in rendered) + "]"
        return
    yield "["
    for lines in rendered:
        yield from indented_hcl([*lines[:-1], f"{lines[-1]},"])
    yield "]"


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
    depth, in_string = 1, False
    while position < len(text) and depth:
        character = text[position]
        if in_string and character == "\\":
            position += 1
        elif character == '"':
            in_string = not in_string
        elif not in_string:
            depth += (character == "{") - (character == "}")
        position += 1
    return position


def _escaped(text: str) -> str:
    if text.isprintable() and '"' not in text and "\\" not in text:
        return text
    return "".join(map(_character, text))


def _character(character: str) -> str:
    if character in _ESCAPES:
        return _ESCAPES[character]
    return (
        character if character.isprintable() else f"\\u{ord(character):04x}" if ord(character) <= 0xFFFF else character
    )
