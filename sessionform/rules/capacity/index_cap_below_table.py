"""An index with a lower write cap than its table throttles the table."""

from __future__ import annotations

from collections.abc import Iterator

from sessionform.documentation import fails, passes
from sessionform.edits import set_to
from sessionform.model import OnDemand, Table
from sessionform.rules.capacity.sources import MAX_THROUGHPUT
from sessionform.rules.engine.rule import WARNING, Problem, TableRule
from sessionform.rules.view.table_view import TableView
from sessionform.rules.view.throughput import index_name, write_cap


def _cap_below_table(table: Table, view: TableView) -> Iterator[Problem]:
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
            "raise the index's cap to the table's, or lower the table's to the index's",
            related=((("max_throughput", "write"), f"the table is {reach}"),) if table_cap is not None else (),
            fixes=()
            if table_cap is None
            else (set_to(("global_secondary_indexes", index.name, "max_throughput", "write"), table_cap),),
        )


RULE = TableRule(
    id="index-cap-below-table",
    severity=WARNING,
    summary="An index with a lower write cap than its table throttles the table",
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
    passing="""\
tables:
  userSessions:
    partition_key: userId
    ttl: expiresAt
    max_throughput: {read: 500, write: 500}
    global_secondary_indexes:
      by_session: {partition_key: sessionId, max_throughput: {read: 500, write: 500}}
""",
    edges=(
        passes(
            max_throughput={"write": 50},
            global_secondary_indexes={"by_id": {"partition_key": "id", "max_throughput": {"write": 50}}},
        ),
        fails(
            max_throughput={"write": 51},
            global_secondary_indexes={"by_id": {"partition_key": "id", "max_throughput": {"write": 50}}},
        ),
        fails(global_secondary_indexes={"by_id": {"partition_key": "id", "max_throughput": {"write": 50}}}),
        passes(
            max_throughput={"write": 51},
            global_secondary_indexes={"by_id": {"partition_key": "id", "max_throughput": {"read": 50}}},
        ),
        fails(
            max_throughput={"read": 51},
            global_secondary_indexes={
                "by_x": {"partition_key": "x"},
                "by_id": {"partition_key": "id", "max_throughput": {"write": 50}},
            },
        ),
    ),
    check=_cap_below_table,
)
