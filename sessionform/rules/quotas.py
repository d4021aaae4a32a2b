"""Rules about the default throughput quotas of a table and of an account. AWS raises them on request, so they warn."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from sessionform.diagnostics import Path
from sessionform.model import Declaration, Environment, OnDemand, Provisioned, Table
from sessionform.rules.rule import WARNING, DeclarationRule, Problem, TableRule
from sessionform.rules.throughput import Holder, capacities, caps, holders, most

SERVICE_QUOTAS = "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ServiceQuotas.html"

TABLE_QUOTA = 40_000
"""Read units per second, and as many write units, that a table or a single index may have by default."""

ACCOUNT_QUOTA = 80_000
"""Provisioned read units per second, and as many write units, of all tables and indexes of an account in a region."""


def _above_table_quota(table: Table, _: Environment) -> Iterator[Problem]:
    for holder in holders(table):
        for setting, side, units in _asked_for(holder):
            if units > TABLE_QUOTA:
                yield Problem(
                    (*holder.setting, setting, side),
                    f"{holder.name} asks for {units:,} {side} units per second; a table or index may have "
                    f"{TABLE_QUOTA:,} unless AWS has raised the quota for this account",
                    f"have the quota raised before deploying, or stay within {TABLE_QUOTA:,}",
                )


def _asked_for(holder: Holder) -> Iterator[tuple[str, str, int]]:
    """Every setting, side and number of units by which a table or an index asks for throughput."""
    if isinstance(holder.billing, Provisioned):
        for side, capacity in capacities(holder.billing):
            yield "capacity", side, most(capacity)
    else:
        for side, units in caps(holder.billing.max_throughput):
            yield "max_throughput", side, units
    for side, units in caps(holder.warm_throughput):
        yield "warm_throughput", side, units


throughput_above_table_quota = TableRule(
    id="throughput-above-table-quota",
    severity=WARNING,
    summary="More throughput than a table may have by default",
    why=(
        "By default AWS lets a table, and each of its indexes, have 40,000 read and 40,000 write units per second. "
        "Above that the apply fails, or an on-demand table throttles long before the cap that is declared."
    ),
    source=SERVICE_QUOTAS,
    failing="""\
tables:
  userSessions:
    partition_key: userId
    ttl: expiresAt
    max_throughput: {read: 50000, write: 20000}
""",
    mended="""\
tables:
  userSessions:
    partition_key: userId
    ttl: expiresAt
    max_throughput: {read: 40000, write: 20000}
""",
    check=_above_table_quota,
)


def _above_account_quota(declaration: Declaration) -> Iterator[Problem]:
    totals: dict[tuple[str, str, str], int] = defaultdict(int)
    last: dict[tuple[str, str, str], Path] = {}
    for environment, table in declaration.tables():
        if isinstance(table.billing, OnDemand) or environment.is_local:
            continue
        account = environment.account_id or f"environment {environment.name}"
        for holder in holders(table):
            for side, capacity in capacities(holder.billing) if isinstance(holder.billing, Provisioned) else ():
                key = (account, environment.region, side)
                totals[key] += most(capacity)
                last[key] = table.origins.of((*holder.setting, "capacity", side))
    for (account, region, side), units in totals.items():
        if units > ACCOUNT_QUOTA:
            where = f"account {account}" if account.isdigit() else f"`{account.removeprefix('environment ')}`"
            yield Problem(
                last[account, region, side],
                f"the tables and indexes of {where} in {region} can together come to {units:,} {side} capacity units; "
                f"an account may have {ACCOUNT_QUOTA:,} a region unless AWS has raised the quota",
                "have the quota raised before deploying, or lower the capacities",
            )


capacity_above_account_quota = DeclarationRule(
    id="capacity-above-account-quota",
    severity=WARNING,
    summary="More provisioned capacity than an account may have in a region by default",
    why=(
        "The quota counts the provisioned capacity of all tables and all indexes of an account in a region, 80,000 "
        "units by default. Past it, creating a table or scaling one up is refused, at the worst time."
    ),
    source=SERVICE_QUOTAS,
    failing="""\
tables:
  userSessions:
    partition_key: userId
    ttl: expiresAt
    billing_mode: PROVISIONED
    capacity: {read: 40000, write: 30000}
    global_secondary_indexes:
      by_session: {partition_key: sessionId, capacity: {read: 20000, write: 30000}}
      by_device: {partition_key: deviceId, capacity: {read: 20000, write: 30000}}
""",
    mended="""\
tables:
  userSessions:
    partition_key: userId
    ttl: expiresAt
    billing_mode: PROVISIONED
    capacity: {read: 40000, write: 20000}
    global_secondary_indexes:
      by_session: {partition_key: sessionId, capacity: {read: 20000, write: 20000}}
      by_device: {partition_key: deviceId, capacity: {read: 20000, write: 20000}}
""",
    check=_above_account_quota,
)

RULES = (throughput_above_table_quota, capacity_above_account_quota)
