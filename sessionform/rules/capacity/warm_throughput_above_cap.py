"""The warm throughput is above the table's own cap."""

from __future__ import annotations

from collections.abc import Iterator

from sessionform.documentation import fails, passes
from sessionform.edits import set_to
from sessionform.model import OnDemand, Table
from sessionform.rules.capacity.sources import WARM_THROUGHPUT
from sessionform.rules.engine.rule import WARNING, Problem, TableRule
from sessionform.rules.view.table_view import TableView
from sessionform.rules.view.throughput import caps


def _above_cap(table: Table, view: TableView) -> Iterator[Problem]:
    for holder in view.holders:
        if holder.warm_throughput is None or not isinstance(holder.billing, OnDemand):
            continue
        limits = dict(caps(holder.billing.max_throughput))
        for side, units in caps(holder.warm_throughput):
            limit = limits.get(side)
            if limit is not None and units > limit:
                yield Problem(
                    (*holder.setting, "warm_throughput", side),
                    f"{holder.name} is warmed for {units} {side} units per second, but its `max_throughput` lets only "
                    f"{limit} through",
                    "raise `max_throughput`, or save the charge by lowering `warm_throughput`",
                    related=(((*holder.setting, "max_throughput", side), f"capped at {limit} here"),),
                    fixes=(set_to((*holder.setting, "max_throughput", side), units),),
                )


RULE = TableRule(
    id="warm-throughput-above-cap",
    severity=WARNING,
    summary="The warm throughput is above the table's own cap",
    why=(
        "Raising warm throughput costs a one-time charge and cannot be undone. A lower maximum throughput throttles "
        "requests before they could use it."
    ),
    source=WARM_THROUGHPUT,
    failing="""\
tables:
  userSessions:
    partition_key: userId
    ttl: expiresAt
    warm_throughput: {read: 20000, write: 10000}
    max_throughput: {read: 20000, write: 5000}
""",
    passing="""\
tables:
  userSessions:
    partition_key: userId
    ttl: expiresAt
    warm_throughput: {read: 20000, write: 10000}
    max_throughput: {read: 20000, write: 10000}
""",
    edges=(
        passes(warm_throughput={"read": 12_000, "write": 4000}, max_throughput={"read": 12_000, "write": 4000}),
        fails(warm_throughput={"read": 12_001, "write": 4000}, max_throughput={"read": 12_000, "write": 4000}),
        passes(warm_throughput={"read": 12_001, "write": 4000}, max_throughput={"write": 4000}),
        passes(warm_throughput={"read": 12_000, "write": 4000}),
        fails(
            max_throughput={"read": 20_000, "write": 4000},
            global_secondary_indexes={
                "by_id": {
                    "partition_key": "id",
                    "warm_throughput": {"read": 12_000, "write": 4001},
                    "max_throughput": {"write": 4000},
                }
            },
        ),
    ),
    check=_above_cap,
)
