"""What a proof says: promises kept, broken, or not to be shown by what it ran on."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


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


@dataclass(frozen=True, slots=True)
class PatternProof:
    """One access pattern as it ran: which call was made, on what, how often, and what it cost per call in units.

    `estimated` is the static estimate for as many items as the calls returned, `consumed` what they took;
    `expired` counts the items past their TTL that came back.
    """

    name: str
    operation: str
    target: str
    calls: int
    items: int
    expired: int
    estimated: float
    consumed: float
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

    @property
    def broken(self) -> bool:
        statuses = [*(item.status for item in self.patterns), *(item.status for item in self.checks)]
        return Status.BROKEN in statuses


@dataclass(frozen=True, slots=True)
class Proof:
    """The whole run. `limits` says what this target cannot show, whatever the declaration."""

    target: str
    tables: tuple[TableProof, ...]
    limits: tuple[str, ...]

    @property
    def broken(self) -> bool:
        return any(table.broken for table in self.tables)
