"""An index with far less write capacity than its table throttles the table."""

from __future__ import annotations

from collections.abc import Iterator

from sessionform.documentation import fails, passes
from sessionform.edits import set_to
from sessionform.model import Fixed, Provisioned, Table
from sessionform.rules.capacity.sources import INDEXES
from sessionform.rules.engine.rule import WARNING, Problem, TableRule
from sessionform.rules.view.table_view import TableView
from sessionform.rules.view.throughput import index_name, most
from sessionform.words import listed

FAR_BELOW = 2
"""An index with less than its table's write capacity divided by this is called far below it."""


def _write_capacity_low(table: Table, view: TableView) -> Iterator[Problem]:
    if not isinstance(table.billing, Provisioned):
        return
    needed = most(table.billing.write)
    for index in table.global_secondary_indexes:
        declared = table.settings["global_secondary_indexes"][index.name].get("capacity") or {}
        if "write" in declared and isinstance(index.billing, Provisioned):
            given, left_behind = most(index.billing.write), _stays(index.billing) and not _stays(table.billing)
            if given * FAR_BELOW < needed and not left_behind:  # autoscaling-without-index speaks of that
                key = listed([attribute.name for attribute in index.partition_keys], "and")
                yield Problem(
                    ("global_secondary_indexes", index.name, "capacity", "write"),
                    f"{index_name(table, index.name)} can take {given} write units per second, the table {needed}: "
                    "writes to the table are throttled by the index",
                    f"give the index the same capacity, unless few sessions have {key}",
                    related=((("capacity", "write"), f"the table has {needed} here"),),
                    fixes=(
                        set_to(
                            ("global_secondary_indexes", index.name, "capacity", "write"),
                            table.settings["capacity"]["write"],
                        ),
                    ),
                )


def _stays(billing: Provisioned) -> bool:
    """Whether the write capacity is always the same."""
    return isinstance(billing.write, Fixed)


RULE = TableRule(
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
    passing="""\
tables:
  userSessions:
    partition_key: userId
    ttl: expiresAt
    billing_mode: PROVISIONED
    capacity: {read: 5, write: 100}
    global_secondary_indexes:
      by_session: {partition_key: sessionId, capacity: {read: 5, write: 100}}
""",
    edges=(
        passes(
            billing_mode="PROVISIONED",
            capacity={"read": 5, "write": 100},
            global_secondary_indexes={"by_id": {"partition_key": "id", "capacity": {"read": 5, "write": 50}}},
        ),
        fails(
            billing_mode="PROVISIONED",
            capacity={"read": 5, "write": 100},
            global_secondary_indexes={"by_id": {"partition_key": "id", "capacity": {"read": 5, "write": 49}}},
        ),
        fails(
            billing_mode="PROVISIONED",
            capacity={"read": 5, "write": 100},
            global_secondary_indexes={
                "by_id": {"partition_key": "id", "capacity": {"read": 5, "write": {"min": 5, "max": 49}}}
            },
        ),
        passes(
            billing_mode="PROVISIONED",
            capacity={"read": 5, "write": {"min": 5, "max": 100}},
            global_secondary_indexes={"by_id": {"partition_key": "id", "capacity": {"read": 5, "write": 5}}},
        ),
        fails(
            billing_mode="PROVISIONED",
            capacity={"read": 5, "write": {"min": 5, "max": 100}},
            global_secondary_indexes={
                "by_id": {"partition_key": "id", "capacity": {"read": 5, "write": {"min": 5, "max": 49}}}
            },
        ),
        passes(
            billing_mode="PROVISIONED",
            capacity={"read": 5, "write": 100},
            global_secondary_indexes={"by_id": {"partition_key": "id", "capacity": {"read": 5}}},
        ),
    ),
    check=_write_capacity_low,
)
