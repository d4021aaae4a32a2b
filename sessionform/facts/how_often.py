"""How often AWS takes a change of one table: what is refused, or waits, where the last one was too short a time ago."""

from __future__ import annotations

from dataclasses import dataclass

from sessionform.facts.confidence import Source, measured
from sessionform.facts.pages import GUIDE

_NUMBERS = {1: "one", 2: "two", 4: "four"}


@dataclass(frozen=True, slots=True)
class Budget:
    """AWS takes `count` changes within `hours`, and where `then_hours` is given, one more in as many hours after that.

    `change` and `changes` are how people call them. With `by_day` the hours are those of a day in UTC, from midnight on.
    `each` says what else has a budget of its own, besides each table.
    """

    change: str
    changes: str
    count: int
    hours: int
    source: Source
    then_hours: int | None = None
    by_day: bool = False
    each: str = ""

    @property
    def words(self) -> str:
        """`four changes of encryption in 24 hours, and then one every 6 hours`."""
        what = self.change if self.count == 1 else self.changes
        within = "per day (UTC)" if self.by_day else "per hour" if self.hours == 1 else f"in {_stretch(self.hours)}"
        then = (
            "" if self.then_hours is None else f", and then one every {_stretch(self.then_hours).removeprefix('an ')}"
        )
        return f"{_NUMBERS[self.count]} {what} {within}{then}" + (f", {self.each}" if self.each else "")

    @property
    def wait(self) -> str:
        """How long to wait for the next change where the last one was possible: `an hour`."""
        return _stretch(self.hours if self.then_hours is None else self.then_hours)


def _stretch(hours: int) -> str:
    if hours == 1:
        return "an hour"
    return f"{hours // 24} days" if hours > 48 else f"{hours} hours"


TTL = Budget(
    "change of TTL",
    "changes of TTL",
    1,
    1,
    Source(f"{GUIDE}/time-to-live-ttl-how-to.html", "documented"),
)
"""Measured were 31 minutes, from the enabling right after the creation on, too (DDB-TABLE-143 to -147)."""

TABLE_CLASS = Budget(
    "change of class",
    "changes of class",
    2,
    30 * 24,
    measured("DDB-TABLE-026, -177, -283, -294"),
    each="for each replica too",
)
"""A change of the class is one of every replica, and where one has none left, AWS refuses the whole change."""

ENCRYPTION = Budget(
    "change of encryption",
    "changes of encryption",
    4,
    24,
    measured("DDB-TABLE-065, -078, -079, -140"),
    then_hours=6,
)
"""The same key under another of its names is such a change. The way back to AWS's own key was taken a fifth time."""

DECREASES = Budget(
    "decrease of capacity",
    "decreases of capacity",
    4,
    24,
    measured("DDB-TABLE-184, -185, -326, -157"),
    then_hours=1,
    by_day=True,
    each="for the table and for each index",
)
"""Of both directions at once it is one; a call of which one part has none left is refused whole."""

TO_ON_DEMAND = Budget(
    "switch to on-demand",
    "switches to on-demand",
    4,
    24,
    Source(f"{GUIDE}/bp-switching-capacity-modes.html", "documented"),
)
"""Not enforced where it was measured (DDB-TABLE-183, -153)."""
