"""Which known faults of the AWS provider an environment's tables meet, and whether a version constraint admits them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sessionform.diagnostics import Path
from sessionform.facts.provider_faults import FAULTS, Fault, Shape
from sessionform.facts.version_constraints import Constraint
from sessionform.model import Environment, GlobalIndex, Provisioned, Table


@dataclass(frozen=True, slots=True)
class Meeting:
    """A fault and the first table that meets it; `place` is the document path of what meets it."""

    fault: Fault
    table: str
    place: Path


def meetings(environment: Environment) -> Iterator[Meeting]:
    """Every fault that the environment's tables meet, whatever versions are allowed."""
    first: dict[Shape, tuple[Table, str]] = {}
    for table in environment.tables.values():
        for shape, index in _shapes(table.global_secondary_indexes):
            first.setdefault(shape, (table, index))
    for fault in FAULTS:
        if fault.shape in first:
            table, index = first[fault.shape]
            yield Meeting(fault, table.key, table.origins.of(("global_secondary_indexes", index)))


def admitted(meeting: Meeting, constraint: Constraint) -> bool:
    """Whether the constraint lets a version run that has the fault."""
    return constraint.admits_from(meeting.fault.since, meeting.fault.until)


def _shapes(indexes: tuple[GlobalIndex, ...]) -> Iterator[tuple[Shape, str]]:
    """What a table's indexes are, as faults tell them apart, each with the name of the index."""
    autoscaled = False
    for index in indexes:
        yield Shape.GLOBAL_INDEX, index.name
        if isinstance(index.billing, Provisioned):
            if index.billing.autoscaled:
                autoscaled = True
                yield Shape.AUTOSCALED_INDEX, index.name
        elif index.warm_throughput is None:
            yield Shape.ON_DEMAND_INDEX, index.name
    if autoscaled:
        yield from ((Shape.AUTOSCALED_INDEX_ALONE, index.name) for index in indexes if not index.sort_keys)
