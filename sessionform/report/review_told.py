"""The changes of a review as people want to hear of them: one edit in `defaults` is one thing to say."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sessionform.review.model import Change


@dataclass(frozen=True, slots=True)
class Told:
    """A change with all the environments that it holds in."""

    change: Change
    where: tuple[str, ...]


def told_once(changes: Sequence[Change]) -> list[Told]:
    """The changes, each once: those that say the same about the same line in several environments become one."""
    places: dict[tuple[object, ...], list[str]] = {}
    first: dict[tuple[object, ...], Change] = {}
    for change in changes:
        key = (change.rule, change.location, change.message, change.hint, change.severity, change.accepted)
        first.setdefault(key, change)
        places.setdefault(key, []).append(change.environment)
    return [Told(change, tuple(dict.fromkeys(places[key]))) for key, change in first.items()]
