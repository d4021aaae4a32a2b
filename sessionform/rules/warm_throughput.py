"""Rules about warm throughput: what a table can serve at once, paid for once, and never lowered."""

from __future__ import annotations

from collections.abc import Iterator

from sessionform.model import Environment, OnDemand, Table
from sessionform.rules.rule import ERROR, WARNING, Problem, TableRule
from sessionform.rules.throughput import caps, holders

WARM_THROUGHPUT = "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/warm-throughput.html"

LEAST = {"read": 12_000, "write": 4_000}
"""Units per second that every new table serves anyway; neither AWS nor the provider accepts fewer."""


def _too_low(table: Table, _: Environment) -> Iterator[Problem]:
    for holder in holders(table):
        for side, units in caps(holder.warm_throughput):
            if units < LEAST[side]:
                yield Problem(
                    (*holder.setting, "warm_throughput", side),
                    f"{holder.name} asks for a warm throughput of {units} {side} units per second; "
                    f"{LEAST[side]} is the least",
                    f"leave it out, since each table starts with as much, or say `{side}: {LEAST[side]}` or more",
                )


warm_throughput_too_low = TableRule(
    id="warm-throughput-too-low",
    severity=ERROR,
    summary="Warm throughput below what every table has",
    why=(
        "A new table serves 12,000 read and 4,000 write units per second from the start, and warm throughput can only "
        "be raised from there. The AWS provider refuses lower numbers."
    ),
    source=WARM_THROUGHPUT,
    failing="""\
tables:
  userSessions:
    partition_key: userId
    ttl: expiresAt
    warm_throughput: {read: 5000, write: 5000}
""",
    mended="""\
tables:
  userSessions:
    partition_key: userId
    ttl: expiresAt
    warm_throughput: {read: 15000, write: 5000}
""",
    check=_too_low,
)


def _above_cap(table: Table, _: Environment) -> Iterator[Problem]:
    for holder in holders(table):
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
                    "raise the cap, or save the charge for warming",
                    related=(((*holder.setting, "max_throughput", side), f"capped at {limit} here"),),
                )


warm_throughput_above_cap = TableRule(
    id="warm-throughput-above-cap",
    severity=WARNING,
    summary="Warm throughput that the table's own cap keeps from being used",
    why=(
        "Raising warm throughput costs a one-time charge and cannot be taken back. A maximum throughput below it "
        "throttles requests before they could make use of it."
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
    mended="""\
tables:
  userSessions:
    partition_key: userId
    ttl: expiresAt
    warm_throughput: {read: 20000, write: 10000}
    max_throughput: {read: 20000, write: 10000}
""",
    check=_above_cap,
)

RULES = (warm_throughput_too_low, warm_throughput_above_cap)
