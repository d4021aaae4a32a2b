"""What the user calls things: the words that complaints about a document are made of. Knows no finding."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

from sessionform.diagnostics import Path
from sessionform.setting_path import Layer, setting_path
from sessionform.source.flow import flow

_LONGEST = 60
"""A value is shown up to so many characters; the excerpt below the message shows the rest."""

LONGEST_EXAMPLE = 100

_NAMED = {Layer.TABLE: "table", Layer.ENVIRONMENT: "environment", Layer.REMOVED: "removed table"}
"""The layers that have names of the user's own."""

_KINDS: Sequence[tuple[type, str]] = (
    (bool, ""),
    (str, "the text "),
    (int, "the number "),
    (float, "the number "),
)


def called(path: Path) -> str:
    """What the user calls the thing at `path`: its nearest name, and its owner's where the name alone says little."""
    if not path:
        return "the declaration"
    name = path[-1]
    if isinstance(name, int):
        return f"item {name + 1} of {called(path[:-1])}"
    place = setting_path(path)
    if place.layer in _NAMED and not place.setting:
        return f"{_NAMED[place.layer]} `{shown(name)}`"
    return f"`{shown(name)}`"


def described(value: Any, written: str) -> str:
    """What stands there, for the end of a sentence: `the text big`, `a list`. `written` is a scalar as in the file."""
    if isinstance(value, dict | list):
        return "a mapping" if isinstance(value, dict) else "a list"
    if value is None:
        return "empty"
    if value == "":
        return "an empty text"
    kind = next(word for type_, word in _KINDS if isinstance(value, type_))
    return f"{kind}`{shown(value if isinstance(value, str) else written)}`"


def shown(value: Any) -> str:
    """A value within a sentence: on one line, and cut where it is long."""
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    text = re.sub(r"\s+", " ", text)
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"


def like(schema: Mapping[str, Any], path: Path) -> str:
    """How to write a value, from the first of the schema's examples that fits a line; otherwise what belongs there."""
    for example in schema.get("examples", ()):
        text = flow(example)
        name = path[-1] if path else 0
        line = text if isinstance(name, int) else f"{shown(name)}: {text}"
        if len(line) <= LONGEST_EXAMPLE:
            return f"write it like `{line}`"
    return f"write {schema['title']}" if "title" in schema else "see `sessionform schema`"
