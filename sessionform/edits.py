"""Edits of settings as data, and fixes made of them: what to change, by document path, and nothing about text.

`source.edit` does them in the text of a declaration; `fixing` tries fixes and keeps those that help.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sessionform.diagnostics import Path


@dataclass(frozen=True, slots=True)
class Set:
    """The setting gets this value, and is made, with what it stands in, where it is not there.

    A mapping takes the place of a mapping key by key, so that what stays the same stays as it is written.
    """

    path: Path
    value: Any


@dataclass(frozen=True, slots=True)
class Remove:
    """The setting is taken out. A mapping or list that it leaves empty is written as an empty one."""

    path: Path


@dataclass(frozen=True, slots=True)
class Rename:
    """The setting gets another key, and keeps its place and its value."""

    path: Path
    key: str


Edit = Set | Remove | Rename


@dataclass(frozen=True, slots=True)
class Fix:
    """Edits that together end one finding.

    A `safe` one says what was meant already: a misspelled name, a missing quote, a waiver that is over. Any other changes
    what the declaration means, and somebody has to want it.
    """

    edits: tuple[Edit, ...]
    safe: bool = False


def set_to(path: Path, value: Any, *, safe: bool = False) -> Fix:
    """The fix that gives a setting a value."""
    return Fix((Set(path, value),), safe)


def remove(path: Path, *, safe: bool = False) -> Fix:
    """The fix that takes a setting out."""
    return Fix((Remove(path),), safe)


def rename(path: Path, key: str, *, safe: bool = False) -> Fix:
    """The fix that gives a setting another key."""
    return Fix((Rename(path, key),), safe)


def placed(fix: Fix, place: Callable[[Path], Path]) -> Fix:
    """The fix with every path of it as `place` gives it."""
    return Fix(tuple(_at(place(edit.path), edit) for edit in fix.edits), fix.safe)


def _at(path: Path, edit: Edit) -> Edit:
    match edit:
        case Set():
            return Set(path, edit.value)
        case Remove():
            return Remove(path)
        case Rename():
            return Rename(path, edit.key)
