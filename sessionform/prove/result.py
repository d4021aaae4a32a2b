"""What a proof says: promises kept, broken, or not to be shown by what it ran on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

Units = Literal["reported", "counted"]
"""Where the units that a call took come from: the target's own word, or the bytes that the call touched."""


class Status(StrEnum):
    """How a promise came out."""

    KEPT = "kept"
    BROKEN = "broken"
    NOT_SHOWN = "not shown"


@dataclass(frozen=True, slots=True)
class Check:
    """One promise of a table: what was promised, what was found, and what to make of it."""

    subject: str
    promise: str
    found: str
    status: Status


def compared(subject: str, promise: str, found: str) -> Check:
    """The promise is kept where exactly it was found."""
    return Check(subject, promise, found, Status.KEPT if promise == found else Status.BROKEN)


@dataclass(frozen=True, slots=True)
class PatternProof:
    """One access pattern as it ran: which call was made, on what, how often, and what it cost per call in units.

    `estimated` is the static estimate for as many items as the calls returned, `consumed` what they took according to
    `units`, both None where no call came to its end; `expired` counts the items past their TTL that came back.
    `problem` says why the promise is not kept.
    """

    name: str
    operation: str
    target: str
    calls: int
    items: int
    expired: int
    estimated: float | None
    consumed: float | None
    units: Units
    status: Status
    problem: str = ""


@dataclass(frozen=True, slots=True)
class TableProof:
    """Everything that was tried on one table. `sessions` is how many were written."""

    environment: str
    table: str
    name: str
    sessions: int
    patterns: tuple[PatternProof, ...]
    checks: tuple[Check, ...]

    def statuses(self) -> Iterator[Status]:
        yield from (item.status for item in self.patterns)
        yield from (item.status for item in self.checks)


@dataclass(frozen=True, slots=True)
class Proof:
    """The whole run. `limits` says what this target cannot show, whatever the declaration."""

    target: str
    tables: tuple[TableProof, ...]
    limits: tuple[str, ...]

    def count(self, status: Status) -> int:
        return sum(item is status for table in self.tables for item in table.statuses())

    @property
    def broken(self) -> bool:
        return self.count(Status.BROKEN) > 0
