"""Rules about the capacity and the caps of global secondary indexes beside those of their table."""

from __future__ import annotations

from collections.abc import Iterator

from sessionform.model import Environment, Fixed, OnDemand, Provisioned, Table
from sessionform.rules.rule import NOTE, WARNING, Problem, TableRule
from sessionform.rules.throughput import index_name, most, write_cap

INDEXES = "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/GSI.html"
MAX_THROUGHPUT = (
    "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/on-demand-capacity-mode-max-throughput.html"
)

FAR_BELOW = 2
"""An index with less than its table's write capacity divided by this is called far below it."""

WRITES_PER_UPDATE = 2
"""Index writes that one write to the table can cause: an update of an index key deletes one entry and puts another."""


def _write_capacity_low(table: Table, _: Environment) -> Iterator[Problem]:
    if not isinstance(table.billing, Provisioned):
        return
    needed = most(table.billing.write)
    for index in table.global_secondary_indexes:
        declared = table.settings["global_secondary_indexes"][index.name].get("capacity") or {}
        if "write" in declared and isinstance(index.billing, Provisioned):
            given, left_behind = most(index.billing.write), _stays(index.billing) and not _stays(table.billing)
            if given * FAR_BELOW < needed and not left_behind:  # autoscaling-without-index speaks of that
                yield Problem(
                    ("global_secondary_indexes", index.name, "capacity", "write"),
                    f"{index_name(table, index.name)} can take {given} write units per second, the table {needed}: "
                    "writes to the table are throttled by the index",
                    f"give the index as much, unless few sessions have `{index.partition_key.name}`",
                    related=((("capacity", "write"), f"the table has {needed} here"),),
                )


def _stays(billing: Provisioned) -> bool:
    """Whether the write capacity is always the same."""
    return isinstance(billing.write, Fixed)


index_write_capacity_low = TableRule(
    id="index-write-capacity-low",
    severity=WARNING,
    summary="An index with far less write capacity than its table throttles the table",
    why=(
        "DynamoDB writes each item to the table and to every index that it belongs to. AWS advises a write capacity "
        "for the index that equals the table's or exceeds it; with less, writes to the table are throttled although "
        "the table has capacity left."
    ),
    source=INDEXES,
    failing="""\
tables:
  userSessions:
    partition_key: userId
    ttl: expiresAt
    billing_mode: PROVISIONED
    capacity: {read: 5, write: 100}
    global_secondary_indexes:
      by_session: {partition_key: sessionId, capacity: {read: 5, write: 5}}
""",
    mended="""\
tables:
  userSessions:
    partition_key: userId
    ttl: expiresAt
    billing_mode: PROVISIONED
    capacity: {read: 5, write: 100}
    global_secondary_indexes:
      by_session: {partition_key: sessionId, capacity: {read: 5, write: 100}}
""",
    check=_write_capacity_low,
)


def _cap_below_table(table: Table, _: Environment) -> Iterator[Problem]:
    table_cap = write_cap(table.billing)
    for index in table.global_secondary_indexes if isinstance(table.billing, OnDemand) else ():
        cap = write_cap(index.billing)
        if cap is None or (table_cap is not None and table_cap <= cap):
            continue
        reach = "uncapped" if table_cap is None else f"capped at {table_cap}"
        yield Problem(
            ("global_secondary_indexes", index.name, "max_throughput", "write"),
            f"{index_name(table, index.name)} is capped at {cap} write units per second, the table is {reach}: "
            "the index throttles the table's writes first",
            "cap the index no lower than the table, or the table no higher than the index",
            related=((("max_throughput", "write"), f"the table is {reach}"),) if table_cap is not None else (),
        )


index_cap_below_table = TableRule(
    id="index-cap-below-table",
    severity=WARNING,
    summary="An index whose write cap is below its table's throttles the table",
    why=(
        "A write to the table waits for its index entries. When an index reaches its own maximum throughput, the "
        "writes to the table are throttled too, whatever the table itself would still allow."
    ),
    source=MAX_THROUGHPUT,
    failing="""\
tables:
  userSessions:
    partition_key: userId
    ttl: expiresAt
    max_throughput: {read: 500, write: 500}
    global_secondary_indexes:
      by_session: {partition_key: sessionId, max_throughput: {read: 500, write: 50}}
""",
    mended="""\
tables:
  userSessions:
    partition_key: userId
    ttl: expiresAt
    max_throughput: {read: 500, write: 500}
    global_secondary_indexes:
      by_session: {partition_key: sessionId, max_throughput: {read: 500, write: 500}}
""",
    check=_cap_below_table,
)


def _cap_out_of_reach(table: Table, _: Environment) -> Iterator[Problem]:
    table_cap = write_cap(table.billing)
    for index in table.global_secondary_indexes if table_cap is not None else ():
        cap = write_cap(index.billing)
        if cap is not None and table_cap is not None and cap > WRITES_PER_UPDATE * table_cap:
            yield Problem(
                ("global_secondary_indexes", index.name, "max_throughput", "write"),
                f"{index_name(table, index.name)} is capped at {cap} write units per second, which it cannot reach: "
                f"the table is capped at {table_cap}, and a write causes two index writes at most",
                f"lower it to {WRITES_PER_UPDATE * table_cap} or less, or raise the table's",
                related=((("max_throughput", "write"), f"the table is capped at {table_cap}"),),
            )


index_cap_out_of_reach = TableRule(
    id="index-cap-out-of-reach",
    severity=NOTE,
    summary="An index's write cap that its table's cap never lets it reach",
    why=(
        "Indexes are written only through their table, two index writes for one table write at most. A cap beyond "
        "that limits nothing, so one of the two numbers is probably not what was meant."
    ),
    source=INDEXES,
    failing="""\
tables:
  userSessions:
    partition_key: userId
    ttl: expiresAt
    max_throughput: {read: 500, write: 50}
    global_secondary_indexes:
      by_session: {partition_key: sessionId, max_throughput: {read: 500, write: 500}}
""",
    mended="""\
tables:
  userSessions:
    partition_key: userId
    ttl: expiresAt
    max_throughput: {read: 500, write: 50}
    global_secondary_indexes:
      by_session: {partition_key: sessionId, max_throughput: {read: 500, write: 100}}
""",
    check=_cap_out_of_reach,
)


def _cap_missing(table: Table, _: Environment) -> Iterator[Problem]:
    if isinstance(table.billing, Provisioned) or table.billing.max_throughput is None:
        return
    for index in table.global_secondary_indexes:
        if isinstance(index.billing, OnDemand) and index.billing.max_throughput is None:
            yield Problem(
                ("global_secondary_indexes", index.name),
                f"`{table.key}` has a `max_throughput`, but its index `{index.name}` has none, so queries on the index "
                "cost without limit",
                "give the index a `max_throughput` of its own",
                related=((("max_throughput",), "the table is capped here"),),
                on_key=True,
            )


index_cap_missing = TableRule(
    id="index-cap-missing",
    severity=NOTE,
    summary="The table's maximum throughput does not hold for its indexes",
    why=(
        "Maximum throughput is set for the table and for each global secondary index apart. Where it is there to "
        "limit what a runaway client can cost, an index without one leaves the door open."
    ),
    source=MAX_THROUGHPUT,
    failing="""\
tables:
  userSessions:
    partition_key: userId
    ttl: expiresAt
    max_throughput: {read: 500, write: 500}
    global_secondary_indexes:
      by_session: {partition_key: sessionId}
""",
    mended="""\
tables:
  userSessions:
    partition_key: userId
    ttl: expiresAt
    max_throughput: {read: 500, write: 500}
    global_secondary_indexes:
      by_session: {partition_key: sessionId, max_throughput: {read: 500, write: 500}}
""",
    check=_cap_missing,
)

RULES = (index_write_capacity_low, index_cap_below_table, index_cap_out_of_reach, index_cap_missing)
