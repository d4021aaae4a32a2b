"""The document that an edit means, worked out on plain data and not on the text."""

from __future__ import annotations

from typing import Any

from sessionform.diagnostics import Path, dotted
from sessionform.edits import Edit, Remove, Set
from sessionform.source.edit.refused import EditRefusedError


def intended(value: Any, edit: Edit) -> Any:
    """The document that the edit means; only what is on the path is copied, since aliases share the rest."""
    return _with(value, edit.path, edit)


def _with(value: Any, path: Path, edit: Edit) -> Any:
    part: Any = path[0]
    rest = path[1:]
    if value is None and isinstance(edit, Set):
        value = [] if part == 0 else {}
    if not isinstance(value, dict if isinstance(part, str) else list):
        if isinstance(edit, Set):
            message = f"`{dotted(edit.path)}` cannot be set: there is a value in its place, which cannot hold it"
            raise EditRefusedError("in the way", edit.path, message, "write that value in its long form first")
        raise missing(edit)
    there = part in value if isinstance(value, dict) else isinstance(part, int) and 0 <= part < len(value)
    if not there and not (isinstance(edit, Set) and (isinstance(part, str) or part == len(value))):
        raise missing(edit)
    copy: Any = value.copy()
    if rest:
        changed = _with(value[part] if there else None, rest, edit)
    elif isinstance(edit, Set):
        changed = edit.value
    elif isinstance(edit, Remove):
        del copy[part]
        return copy
    else:
        if edit.key in value and edit.key != part:
            message = f"`{dotted(edit.path)}` cannot become `{edit.key}`: that key is there already"
            raise EditRefusedError("taken", edit.path, message, "remove one of the two")
        return {edit.key if key == part else key: item for key, item in copy.items()}
    if not there and isinstance(copy, list):
        copy.append(changed)
    else:
        copy[part] = changed
    return copy


def missing(edit: Edit) -> EditRefusedError:
    """That what is to be edited is not there."""
    return EditRefusedError("missing", edit.path, f"there is no `{dotted(edit.path)}` in the file", "")


def same(one: Any, other: Any) -> bool:
    """Equal, and of equal types: 1, 1.0 and true are three values."""
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(same(one[key], other[key]) for key in one)
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(same, one, other))
    return type(one) is type(other) and bool(one == other)
