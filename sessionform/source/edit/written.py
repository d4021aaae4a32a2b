"""A setting as it is written into a file: on one line where that is readable, else in lines of its own."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sessionform.diagnostics import Path
from sessionform.setting_path import Layer, setting_path
from sessionform.source.edit.nodes import Node
from sessionform.source.flow import flow, flow_key

WIDTH = 100
"""Columns that a line of ours has at the most, where it can be broken at all."""

STEP = 2
_HOLDERS: tuple[Path, ...] = (("tables",), ("environments",))
_NAMED = (Layer.TABLE, Layer.ENVIRONMENT)
"""`tables.userSessions` and `environments.production` have lines of their own."""

_DEEPEST = 2
"""Levels of mappings and lists that are still readable on one line."""


def scalar(value: Any, like: Node) -> str:
    """The value in the quotes of the one whose place it takes, where it is text and they can hold it."""
    if isinstance(value, str) and like.style == '"':
        quoted = flow(value)
        return quoted if quoted.startswith('"') else f'"{quoted}"'
    if isinstance(value, str) and like.style == "'" and not flow(value + " :").count("\\"):
        return "'" + value.replace("'", "''") + "'"
    return flow(value)


def on_one_line(value: Any, path: Path, room: int) -> bool:
    """Whether the value of a setting stands behind its key; `room` is the place that the line has for it."""
    if not isinstance(value, dict | list) or not value:
        return True
    place = setting_path(path)
    if isinstance(value, dict) and (path in _HOLDERS or (place.layer in _NAMED and not place.setting)):
        return False
    return _depth(value) <= _DEEPEST and len(flow(value)) <= room


def lines(key: str, value: Any, path: Path, indent: int) -> Iterator[str]:
    """The lines of one setting at an indentation, without line ends."""
    head = f"{' ' * indent}{flow_key(key)}:"
    if on_one_line(value, path, WIDTH - len(head) - 1):
        yield f"{head} {flow(value)}"
        return
    yield head
    yield from below(value, path, indent + STEP)


def below(value: Any, path: Path, indent: int) -> Iterator[str]:
    """The lines of a mapping or list that stand below its key."""
    if isinstance(value, dict):
        for key, item in value.items():
            yield from lines(key, item, (*path, key), indent)
    else:
        for item in value:
            yield f"{' ' * indent}- {flow(item)}"


def _depth(value: Any) -> int:
    if isinstance(value, dict | list):
        items = value.values() if isinstance(value, dict) else value
        return 1 + max(map(_depth, items), default=0)
    return 0
