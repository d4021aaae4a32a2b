"""The capacities of a table that Application Auto Scaling moves."""

from __future__ import annotations

from collections.abc import Iterator

from sessionform.diagnostics import Path
from sessionform.model import Autoscaled, OnDemand, Provisioned, Table
from sessionform.rules.capacity.throughput import capacities, holders


def autoscaled_capacities(table: Table) -> Iterator[tuple[Path, str, Autoscaled]]:
    """Every autoscaled capacity of a table that says its `max`, with its setting and what it is called."""
    if isinstance(table.billing, OnDemand):
        return
    for holder in holders(table):
        if isinstance(holder.billing, Provisioned):
            for side, capacity in capacities(holder.billing):
                if isinstance(capacity, Autoscaled) and "max" in holder.written["capacity"][side]:
                    yield (*holder.setting, "capacity", side), f"the {side} capacity of {holder.name}", capacity
