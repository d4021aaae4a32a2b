"""The provisioned capacity exceeds the default quota of an account in a region."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from sessionform.diagnostics import Path
from sessionform.documentation import fails, passes
from sessionform.facts.limits import ACCOUNT_QUOTA
from sessionform.model import Declaration, OnDemand, Provisioned, Side
from sessionform.rules.capacity.sources import SERVICE_QUOTAS
from sessionform.rules.engine.rule import WARNING, DeclarationRule, Problem
from sessionform.rules.view.accounts import accounts_of
from sessionform.rules.view.throughput import most, throughput_holders


def _above_account_quota(declaration: Declaration) -> Iterator[Problem]:
    totals: dict[tuple[str, str, Side], int] = defaultdict(int)
    last: dict[tuple[str, str, Side], Path] = {}
    accounts = accounts_of(declaration)
    for environment, table in declaration.tables():
        if isinstance(table.billing, OnDemand) or environment.name not in accounts:
            continue
        account = accounts[environment.name]
        for holder in throughput_holders(table):
            for side, capacity in holder.billing.capacities if isinstance(holder.billing, Provisioned) else ():
                key = (account, environment.region, side)
                totals[key] += most(capacity)
                last[key] = table.origins.of((*holder.setting, "capacity", side))
    for (account, region, side), units in totals.items():
        if units > ACCOUNT_QUOTA:
            yield Problem(
                last[account, region, side],
                f"the tables and indexes of {account} in {region} can use {units:,} {side} capacity units together; "
                f"an account may have {ACCOUNT_QUOTA:,} in a region unless AWS has raised the quota",
                "ask AWS to raise the quota before you deploy, or lower the capacities",
            )


RULE = DeclarationRule(
    id="capacity-above-account-quota",
    severity=WARNING,
    summary="The provisioned capacity exceeds the default quota of an account in a region",
    why=(
        "The quota counts the provisioned capacity of all tables and all indexes of an account in a region, 80,000 "
        "units by default. Beyond it, AWS rejects creating a table or scaling one out, at the worst time."
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
    passing="""\
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
    edges=(
        passes(billing_mode="PROVISIONED", capacity={"read": 80_000, "write": 5}),
        fails(billing_mode="PROVISIONED", capacity={"read": 80_001, "write": 5}),
        fails(billing_mode="PROVISIONED", capacity={"read": {"min": 5, "max": 80_001}, "write": 5}),
        passes(
            {"environments": {"staging": {"region": "us-east-1", "endpoint_url": "http://localhost:8000"}}},
            billing_mode="PROVISIONED",
            capacity={"read": 80_001, "write": 5},
        ),
        fails(
            {
                "environments": {
                    "a": {"region": "us-east-1", "account_id": "111122223333"},
                    "b": {"region": "us-east-1", "account_id": "111122223333"},
                }
            },
            billing_mode="PROVISIONED",
            capacity={"read": 40_000, "write": 40_001},
        ),
        fails(
            {
                "environments": {
                    "a": {"region": "us-east-1", "account_id": "111122223333"},
                    "b": {"region": "us-east-1", "assume_role_arn": "arn:aws:iam::111122223333:role/deploy"},
                }
            },
            billing_mode="PROVISIONED",
            capacity={"read": 40_000, "write": 40_001},
        ),
        fails(
            {
                "environments": {
                    "a": {"region": "us-east-1", "profile": "live"},
                    "b": {"region": "us-east-1", "profile": "live"},
                }
            },
            billing_mode="PROVISIONED",
            capacity={"read": 40_000, "write": 40_001},
        ),
        passes(
            {
                "environments": {
                    "a": {"region": "us-east-1", "profile": "live"},
                    "b": {"region": "us-east-1", "account_id": "111122223333"},
                }
            },
            billing_mode="PROVISIONED",
            capacity={"read": 40_000, "write": 40_001},
        ),
        passes(
            {"environments": {"a": {"region": "us-east-1"}, "b": {"region": "us-east-1"}}},
            billing_mode="PROVISIONED",
            capacity={"read": 40_000, "write": 40_001},
        ),
        passes(
            {
                "environments": {
                    "a": {"region": "us-east-1", "account_id": "111122223333"},
                    "b": {"region": "eu-west-1", "account_id": "111122223333"},
                }
            },
            billing_mode="PROVISIONED",
            capacity={"read": 40_000, "write": 40_001},
        ),
    ),
    no_fix="only you know which table needs less, or whether the quota is raised",
    check=_above_account_quota,
)
