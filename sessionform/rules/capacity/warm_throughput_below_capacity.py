"""Less warm throughput than capacity."""

from __future__ import annotations

from collections.abc import Iterator

from sessionform.documentation import fails, passes
from sessionform.edits import set_to
from sessionform.model import Provisioned, Table
from sessionform.rules.capacity.sources import WARM_THROUGHPUT
from sessionform.rules.engine.rule import ERROR, Problem, TableRule
from sessionform.rules.view.table_view import TableView
from sessionform.rules.view.throughput import caps
from sessionform.terraform.table import starting_units


def _below_capacity(_: Table, view: TableView) -> Iterator[Problem]:
    for holder in view.holders:
        if not isinstance(holder.billing, Provisioned):
            continue
        started = {side: starting_units(capacity) for side, capacity in holder.billing.capacities}
        for side, units in caps(holder.warm_throughput):
            if units < started[side]:
                yield Problem(
                    (*holder.setting, "warm_throughput", side),
                    f"{holder.name} has a warm throughput of {units:,} {side} units per second, but a capacity of "
                    f"{started[side]:,}",
                    f"write at least {started[side]:,}, or leave it out: AWS then keeps the whole capacity warm",
                    related=(((*holder.setting, "capacity", side), f"{started[side]:,} units"),),
                    fixes=(set_to((*holder.setting, "warm_throughput", side), started[side]),),
                )


def _warmed(read: int, write: int, capacity: object) -> dict[str, object]:
    return {
        "billing_mode": "PROVISIONED",
        "capacity": capacity,
        "warm_throughput": {"read": read, "write": write},
    }


RULE = TableRule(
    id="warm-throughput-below-capacity",
    severity=ERROR,
    summary="The warm throughput is below the provisioned capacity",
    why=(
        "A provisioned table or index serves its capacity at once, so its warm throughput is never below that. AWS "
        "rejects creating one with less (measured in October 2026)."
    ),
    source=WARM_THROUGHPUT,
    failing="""\
tables:
  userSessions:
    partition_key: userId
    ttl: expiresAt
    billing_mode: PROVISIONED
    capacity: {read: 20000, write: 5000}
    warm_throughput: {read: 15000, write: 5000}
""",
    passing="""\
tables:
  userSessions:
    partition_key: userId
    ttl: expiresAt
    billing_mode: PROVISIONED
    capacity: {read: 20000, write: 5000}
    warm_throughput: {read: 20000, write: 5000}
""",
    edges=(
        passes(**_warmed(12000, 4000, {"read": 12000, "write": 4000})),
        fails(**_warmed(12000, 4000, {"read": 12001, "write": 4000})),
        fails(**_warmed(12000, 4000, {"read": 12000, "write": 4001})),
        passes(**_warmed(12000, 4000, {"read": {"min": 12000, "max": 30000}, "write": 5})),
        fails(**_warmed(12000, 4000, {"read": {"min": 12001, "max": 30000}, "write": 5})),
        passes(warm_throughput={"read": 12000, "write": 4000}),
    ),
    check=_below_capacity,
)
