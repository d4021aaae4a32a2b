"""How one layer of settings lies over another."""

from __future__ import annotations

from typing import Any

from sessionform.diagnostics import Path
from sessionform.provenance import EMPTY, Sourced


def sourced(value: Any, path: Path | None) -> Sourced:
    """The plain value, placed: mapping entries stand below `path`."""
    if isinstance(value, dict):
        below = {key: sourced(item, None if path is None else (*path, key)) for key, item in value.items()}
        return Sourced(below, path)
    return Sourced(value, path)


def merge(base: Sourced, over: Sourced) -> Sourced:
    """`over` laid on `base`: mappings merge key by key at every depth, anything else replaces, null removes."""
    merged = dict(base.value) if isinstance(base.value, dict) else {}
    for key, item in over.value.items():
        if item.value is None:
            merged.pop(key, None)
        elif isinstance(item.value, dict):
            merged[key] = merge(merged.get(key, EMPTY), item)
        else:
            merged[key] = item
    return Sourced(merged, over.path or base.path)


def plain(node: Sourced) -> Any:
    """The plain value again."""
    value = node.value
    if not isinstance(value, dict):
        return value
    return {key: plain(item) if isinstance(item.value, dict) else item.value for key, item in value.items()}
