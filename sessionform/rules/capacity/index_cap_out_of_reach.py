"""An index has a write cap that its table's cap never lets it reach."""

from __future__ import annotations

from collections.abc import Iterator

from sessionform.documentation import fails, passes
from sessionform.edits import set_to
from sessionform.facts.limits import INDEX_WRITES_PER_UPDATE
from sessionform.model import Table
from sessionform.rules.capacity.sources import INDEXES
from sessionform.rules.engine.rule import NOTE, Problem, TableRule
from sessionform.rules.view.table_view import TableView
from sessionform.rules.view.throughput import index_name, write_cap


def _cap_out_of_reach(table: Table, view: TableView) -> Iterator[Problem]:
    table_cap = write_cap(table.billing)
    for index in table.global_secondary_indexes if table_cap is not None else ():
        cap = write_cap(index.billing)
        if cap is not None and table_cap is not None and cap > INDEX_WRITES_PER_UPDATE * table_cap:
            yield Problem(
                ("global_secondary_indexes", index.name, "max_throughput", "write"),
                f"{index_name(table, index.name)} is capped at {cap} write units per second, which it cannot reach: "
                f"the table is capped at {table_cap}, and a write causes two index writes at most",
                f"lower it to {INDEX_WRITES_PER_UPDATE * table_cap} or less, or raise the table's",
                related=((("max_throughput", "write"), f"the table is capped at {table_cap}"),),
                fixes=(
                    set_to(
                        ("global_secondary_indexes", index.name, "max_throughput", "write"),
                        INDEX_WRITES_PER_UPDATE * table_cap,
                    ),
                ),
            )


RULE = TableRule(
    id="index-cap-out-of-reach",
    severity=NOTE,
    summary="An index has a write cap that its table's cap never lets it reach",
    why=(
        "Indexes are written only through their table, at most two index writes for one table write. A cap beyond "
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
    passing="""\
tables:
  userSessions:
    partition_key: userId
    ttl: expiresAt
    max_throughput: {read: 500, write: 50}
    global_secondary_indexes:
      by_session: {partition_key: sessionId, max_throughput: {read: 500, write: 100}}
""",
    edges=(
        passes(
            max_throughput={"write": 50},
            global_secondary_indexes={"by_id": {"partition_key": "id", "max_throughput": {"write": 100}}},
        ),
        fails(
            max_throughput={"write": 50},
            global_secondary_indexes={"by_id": {"partition_key": "id", "max_throughput": {"write": 101}}},
        ),
        passes(
            max_throughput={"read": 50},
            global_secondary_indexes={"by_id": {"partition_key": "id", "max_throughput": {"write": 101}}},
        ),
        passes(
            max_throughput={"write": 50},
            global_secondary_indexes={"by_id": {"partition_key": "id", "max_throughput": {"read": 101}}},
        ),
    ),
    check=_cap_out_of_reach,
)
