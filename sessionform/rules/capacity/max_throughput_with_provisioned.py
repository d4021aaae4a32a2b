"""`max_throughput` caps on-demand tables only."""

from __future__ import annotations

from collections.abc import Iterator

from sessionform.documentation import fails, passes
from sessionform.model import OnDemand, Table
from sessionform.rules.capacity.conflict import conflicts
from sessionform.rules.capacity.sources import MAX_THROUGHPUT
from sessionform.rules.engine.rule import ERROR, Problem, TableRule
from sessionform.rules.view.table_view import TableView


def _max_throughput_with_provisioned(table: Table, view: TableView) -> Iterator[Problem]:
    if isinstance(table.billing, OnDemand):
        return
    for holder in view.holders:
        if holder.written.get("max_throughput") is not None:
            message = f"{holder.name} has a `max_throughput`, but is PROVISIONED: its capacity is its cap"
            yield conflicts(table, holder, "max_throughput", message, "PAY_PER_REQUEST")


RULE = TableRule(
    id="max-throughput-with-provisioned",
    severity=ERROR,
    summary="`max_throughput` caps on-demand tables only",
    why=(
        "The maximum throughput limits what an on-demand table may consume. A provisioned table is limited by its "
        "capacity, and AWS and the provider reject the two together."
    ),
    source=MAX_THROUGHPUT,
    failing="""\
tables:
  userSessions:
    partition_key: userId
    ttl: expiresAt
    billing_mode: PROVISIONED
    capacity: {read: 5, write: 5}
    max_throughput: {read: 100, write: 100}
""",
    passing="""\
tables:
  userSessions:
    partition_key: userId
    ttl: expiresAt
    max_throughput: {read: 100, write: 100}
""",
    edges=(
        fails(
            billing_mode="PROVISIONED",
            capacity={"read": 5, "write": 5},
            global_secondary_indexes={
                "by_id": {"partition_key": "id", "capacity": {"read": 5, "write": 5}, "max_throughput": {"read": 5}}
            },
        ),
        passes(max_throughput={"read": 5}),
    ),
    check=_max_throughput_with_provisioned,
)
