"""Which known faults of the AWS provider an environment's tables meet, and how a version constraint keeps out of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sessionform.diagnostics import Path
from sessionform.facts.provider_faults import FAULTS, Fault, Shape
from sessionform.facts.version_constraints import Constraint, version_text
from sessionform.model import Environment, GlobalIndex, OnDemand, Provisioned, Table


@dataclass(frozen=True, slots=True)
class Meeting:
    """A fault and the first table that meets it; `place` is the document path of what meets it."""

    fault: Fault
    table: str
    place: Path


def meetings(environment: Environment) -> Iterator[Meeting]:
    """Every fault that the environment's tables meet, whatever versions are allowed."""
    for fault in FAULTS:
        for table in environment.tables.values():
            index = _index_with(table, fault.shape)
            if index is not None:
                yield Meeting(fault, table.key, table.origins.of(("global_secondary_indexes", index)))
                break


def admitted(meeting: Meeting, constraint: Constraint) -> bool:
    """Whether the constraint lets a version run that has the fault."""
    return constraint.admits_from(meeting.fault.since, meeting.fault.until)


def exclusion(fault: Fault) -> str:
    """The clause that keeps the fault's versions out: the one version itself, or all from the first on.

    A constraint has no way to leave out a stretch but to name each version in it.
    """
    since = version_text(fault.since)
    return f"!= {since}" if is_one_version(fault) else f"< {since}"


def is_one_version(fault: Fault) -> bool:
    major, minor, patch = fault.since
    return fault.until == (major, minor, patch + 1)


def _index_with(table: Table, shape: Shape) -> str | None:
    """The index of the table that has the shape."""
    indexes = table.global_secondary_indexes
    match shape:
        case Shape.GLOBAL_INDEX:
            found = indexes[:1]
        case Shape.ON_DEMAND_INDEX:
            found = tuple(i for i in indexes if isinstance(i.billing, OnDemand) and i.warm_throughput is None)
        case Shape.AUTOSCALED_INDEX:
            found = _autoscaled(indexes)
        case Shape.AUTOSCALED_INDEX_ALONE:
            found = tuple(index for index in indexes if not index.sort_keys and _autoscaled(indexes))
    return found[0].name if found else None


def _autoscaled(indexes: tuple[GlobalIndex, ...]) -> tuple[GlobalIndex, ...]:
    return tuple(index for index in indexes if isinstance(index.billing, Provisioned) and index.billing.autoscaled)
