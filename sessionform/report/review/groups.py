"""The changes of a review as people want to hear of them: one edit in `defaults` is one thing to say."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from sessionform.diagnostics import Location
from sessionform.model import Acceptance
from sessionform.review.model import Change, ReviewSeverity

Sameness = tuple[str, Location, str, str, ReviewSeverity, Acceptance | None]


@dataclass(frozen=True, slots=True)
class ChangeGroup:
    """A change with all the environments that it holds in, and the tables, its own first."""

    change: Change
    where: tuple[str, ...]
    tables: tuple[str, ...]


def merge_environments(changes: Sequence[Change]) -> list[ChangeGroup]:
    """The changes, each once: those that say the same about the same line in several environments become one."""
    places: dict[tuple[str, Sameness], list[str]] = {}
    first: dict[tuple[str, Sameness], Change] = {}
    for change in changes:
        key = (change.table, sameness(change))
        first.setdefault(key, change)
        places.setdefault(key, []).append(change.environment)
    return [
        ChangeGroup(change, tuple(dict.fromkeys(places[key])), (change.table,) if change.table else ())
        for key, change in first.items()
    ]


def merge_tables(changes: Sequence[Change]) -> list[ChangeGroup]:
    """As `merge_environments`, and those that say the same about the same line for several tables become one, too."""
    first: dict[tuple[Sameness, tuple[str, ...]], ChangeGroup] = {}
    tables: dict[tuple[Sameness, tuple[str, ...]], list[str]] = {}
    for group in merge_environments(changes):
        key = (sameness(group.change), group.where)
        first.setdefault(key, group)
        tables.setdefault(key, []).extend(group.tables)
    return [replace(group, tables=tuple(tables[key])) for key, group in first.items()]


_WORTH_A_POINTER = 80
"""Characters of a hint from which on a pointer to it is shorter to read."""


_CODE = re.compile(r"`[^`]*`")


def hints_once(groups: Sequence[ChangeGroup]) -> list[ChangeGroup]:
    """The groups, where a hint that a group above has already, but for names, is a pointer to that group."""
    owners: dict[str, Change] = {}
    shown = []
    for group in groups:
        change = group.change
        owner = owners.setdefault(_without_names(change), change) if len(change.hint) >= _WORTH_A_POINTER else change
        if owner is not change:
            what = f"`{owner.table}` in `{owner.environment}`" if owner.table else f"`{owner.environment}`"
            change = replace(change, hint=f"as above, for {what} ({owner.rule})")
        shown.append(replace(group, change=change))
    return shown


def _without_names(change: Change) -> str:
    """The hint as it would be for any table of any environment. Names stand in code: in prose, `a` is a word."""
    names = {change.environment: "ENVIRONMENT", change.table: "TABLE"}
    pattern = r"\b(?:" + "|".join(re.escape(name) for name in names if name) + r")\b"
    return _CODE.sub(lambda code: re.sub(pattern, lambda name: names[name[0]], code[0]), change.hint)


def sameness(change: Change) -> Sameness:
    """What two changes have in common that say the same, but for the name of their table and environment."""
    message, hint = change.message, change.hint
    if change.table:
        message, hint = (_without(text, change.table) for text in (message, hint))
    return change.rule, change.location, message, hint, change.severity, change.accepted


def _without(text: str, name: str) -> str:
    """The text without the name, where that is not a part of a longer word. A pattern for each name would cost more than all else."""
    first, *parts = text.split(name)
    shortened = first
    for part in parts:
        inside = _is_word(shortened[-1:]) or _is_word(part[:1])
        shortened += name + part if inside else part
    return shortened


def _is_word(character: str) -> bool:
    return character.isalnum() or character == "_"
