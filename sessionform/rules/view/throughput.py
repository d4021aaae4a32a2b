"""What the capacity rules share: everything of a table that has throughput of its own, and who set it. No rules."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from sessionform.diagnostics import Path
from sessionform.model import Autoscaled, Billing, Capacity, OnDemand, Side, Table, Throughput


class Holder(NamedTuple):
    """A table, or one of its global secondary indexes: each has its own capacity and its own caps.

    `setting` is its place below the table, `written` its effective settings.
    """

    setting: tuple[()] | tuple[str, str]
    table: Table
    billing: Billing
    warm_throughput: Throughput | None
    written: Mapping[str, Any]

    @property
    def name(self) -> str:
        """What messages call it."""
        return index_name(self.table, self.setting[1]) if self.setting else f"`{self.table.key}`"


def throughput_holders(table: Table) -> Iterator[Holder]:
    """The table, then its global secondary indexes in file order."""
    yield Holder((), table, table.billing, table.warm_throughput, table.settings)
    for index in table.global_secondary_indexes:
        setting = ("global_secondary_indexes", index.name)
        written = table.settings["global_secondary_indexes"][index.name]
        yield Holder(setting, table, index.billing, index.warm_throughput, written)


def index_name(table: Table, index: str) -> str:
    return f"index `{index}` of `{table.key}`"


def caps(throughput: Throughput | None) -> Iterator[tuple[Side, int]]:
    """The sides of a `max_throughput` or `warm_throughput` that are given, with their units per second."""
    if throughput is not None:
        if throughput.read is not None:
            yield "read", throughput.read
        if throughput.write is not None:
            yield "write", throughput.write


def write_cap(billing: Billing) -> int | None:
    """The on-demand write cap, where there is one."""
    if isinstance(billing, OnDemand) and billing.max_throughput is not None:
        return billing.max_throughput.write
    return None


def most(capacity: Capacity) -> int:
    """The most units per second that the capacity can come to."""
    return capacity.max if isinstance(capacity, Autoscaled) else capacity.units


def specificity(place: Path) -> int:
    """How late in the order of merging a document path comes; of two settings the later one wins."""
    if place[:1] == ("tables",):
        return 3 if place[2:3] == ("environments",) else 2
    return 1 if place[:1] == ("environments",) else 0
