"""Values that know which document path they came from, and how one layer of them lies over another."""

from __future__ import annotations

from typing import Any, NamedTuple

from sessionform.diagnostics import Path


class Sourced(NamedTuple):
    """A value and its place. A mapping's `value` is a dict of Sourced; everything else, lists included, is plain.

    `path` is None for built-in defaults, which nobody wrote.
    """

    value: Any
    path: Path | None


EMPTY = Sourced({}, None)


def sourced(value: Any, path: Path | None) -> Sourced:
    """The plain value, placed: mapping entries stand below `path`."""
    if isinstance(value, dict):
        below = {key: sourced(item, None if path is None else (*path, key)) for key, item in value.items()}
        return Sourced(below, path)
    return Sourced(value, path)


def merge(base: Sourced, over: Sourced) -> Sourced:
    """`over` laid on `base`: mappings merge key by key at every depth, anything else replaces, null takes away."""
    merged = dict(base.value) if isinstance(base.value, dict) else {}
    for key, item in over.value.items():
        if item.value is None:
            merged.pop(key, None)
        elif isinstance(item.value, dict):
            merged[key] = merge(merged.get(key, EMPTY), item)
        else:
            merged[key] = item
    return Sourced(merged, over.path or base.path)


def plain(node: Sourced, setting: Path, written: dict[Path, Path]) -> Any:
    """The plain value again; notes in `written` the document path of every setting that somebody wrote."""
    value, path = node
    if path is not None and setting:
        written[setting] = path
    if isinstance(value, dict):
        return {key: plain(item, (*setting, key), written) for key, item in value.items()}
    if isinstance(value, list) and path is not None:
        for position in range(len(value)):
            written[(*setting, position)] = (*path, position)
    return value
