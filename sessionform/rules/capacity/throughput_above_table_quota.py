"""The throughput exceeds the default quota of a table."""

from __future__ import annotations

from collections.abc import Iterator

from sessionform.documentation import fails, passes
from sessionform.edits import set_to
from sessionform.facts.limits import TABLE_QUOTA
from sessionform.model import Provisioned, Table
from sessionform.rules.capacity.sources import SERVICE_QUOTAS
from sessionform.rules.engine.rule import WARNING, Problem, TableRule
from sessionform.rules.view.table_view import TableView
from sessionform.rules.view.throughput import Holder, caps, most


def _above_table_quota(table: Table, view: TableView) -> Iterator[Problem]:
    for holder in view.holders:
        for setting, side, units in _asked_for(holder):
            if units > TABLE_QUOTA:
                yield Problem(
                    (*holder.setting, setting, side),
                    f"{holder.name} asks for {units:,} {side} units per second; a table or index may have "
                    f"{TABLE_QUOTA:,} unless AWS has raised the quota for this account",
                    f"ask AWS to raise the quota before you deploy, or stay within {TABLE_QUOTA:,}",
                    fixes=() if setting == "capacity" else (set_to((*holder.setting, setting, side), TABLE_QUOTA),),
                )


def _asked_for(holder: Holder) -> Iterator[tuple[str, str, int]]:
    """Every setting, side and number of units by which a table or an index asks for throughput."""
    if isinstance(holder.billing, Provisioned):
        for side, capacity in holder.billing.capacities:
            yield "capacity", side, most(capacity)
    else:
        for side, units in caps(holder.billing.max_throughput):
            yield "max_throughput", side, units
    for side, units in caps(holder.warm_throughput):
        yield "warm_throughput", side, units


RULE = TableRule(
    id="throughput-above-table-quota",
    severity=WARNING,
    summary="The throughput exceeds the default quota of a table",
    why=(
        "By default AWS lets a table, and each of its indexes, have 40,000 read and 40,000 write units per second. "
        "AWS immediately rejects more, as capacity and as a cap (LimitExceededException, measured in October 2026), "
        "unless it has raised the quota for the account."
    ),
    source=SERVICE_QUOTAS,
    failing="""\
tables:
  userSessions:
    partition_key: userId
    ttl: expiresAt
    max_throughput: {read: 50000, write: 20000}
""",
    passing="""\
tables:
  userSessions:
    partition_key: userId
    ttl: expiresAt
    max_throughput: {read: 40000, write: 20000}
""",
    edges=(
        passes(max_throughput={"read": 40_000, "write": 40_000}),
        fails(max_throughput={"write": 40_001}),
        passes(warm_throughput={"read": 40_000, "write": 40_000}),
        fails(warm_throughput={"read": 40_001, "write": 40_000}),
        fails(billing_mode="PROVISIONED", capacity={"read": {"min": 5, "max": 40_001}, "write": 40_000}),
        fails(
            billing_mode="PROVISIONED",
            capacity={"read": 5, "write": 5},
            global_secondary_indexes={"by_id": {"partition_key": "id", "capacity": {"read": 5, "write": 40_001}}},
        ),
    ),
    check=_above_table_quota,
)
