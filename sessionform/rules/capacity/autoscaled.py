"""The capacities of a table that Application Auto Scaling moves."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from sessionform.diagnostics import Path
from sessionform.model import Autoscaled, OnDemand, Provisioned, Schedule
from sessionform.rules.view.table_view import TableView


def autoscaled_capacities(view: TableView) -> Iterator[tuple[Path, str, Autoscaled]]:
    """Every autoscaled capacity of a table that says its `max`, with its setting and what it is called."""
    if isinstance(view.table.billing, OnDemand):
        return
    for holder in view.holders:
        if isinstance(holder.billing, Provisioned):
            for side, capacity in holder.billing.capacities:
                if isinstance(capacity, Autoscaled) and "max" in holder.written["capacity"][side]:
                    yield (*holder.setting, "capacity", side), f"the {side} capacity of {holder.name}", capacity
    for replica in view.table.replicas:
        if replica.read_capacity is not None:
            written = view.table.settings["replicas"][replica.region]["capacity"]
            if "max" in written["read"]:
                name = f"the read capacity of `{view.table.key}` in {replica.region}"
                yield ("replicas", replica.region, "capacity", "read"), name, replica.read_capacity


class Scheduled(NamedTuple):
    """A schedule of an autoscaled capacity, with its place and what messages call it."""

    place: Path
    name: str
    called: str
    schedule: Schedule
    capacity: Autoscaled


def schedules_of(view: TableView) -> Iterator[Scheduled]:
    """The schedules of a table's `autoscaled_capacities`; `name` is the capacity's."""
    for setting, name, capacity in autoscaled_capacities(view):
        for schedule in capacity.schedules:
            place = (*setting, "schedules", schedule.name)
            yield Scheduled(place, name, f"the schedule `{schedule.name}` of {name}", schedule, capacity)


def with_schedule(**schedule: object) -> dict[str, object]:
    """For examples: settings of a table whose writes have one schedule."""
    write = {"min": 5, "max": 50, "schedules": {"morning": schedule}}
    return {"billing_mode": "PROVISIONED", "capacity": {"read": 5, "write": write}}
