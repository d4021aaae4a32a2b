"""The table's `max_throughput` does not apply to its indexes."""

from __future__ import annotations

from collections.abc import Iterator

from sessionform.documentation import fails, passes
from sessionform.edits import set_to
from sessionform.model import OnDemand, Provisioned, Table
from sessionform.rules.capacity.sources import MAX_THROUGHPUT
from sessionform.rules.engine.rule import NOTE, Problem, TableRule
from sessionform.rules.view.table_view import TableView


def _cap_missing(table: Table, view: TableView) -> Iterator[Problem]:
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
                fixes=(
                    set_to(
                        ("global_secondary_indexes", index.name, "max_throughput"),
                        table.settings["max_throughput"],
                    ),
                ),
                on_key=True,
            )


RULE = TableRule(
    id="index-cap-missing",
    severity=NOTE,
    summary="The table's `max_throughput` does not apply to its indexes",
    why=(
        "Maximum throughput is set for the table and for each global secondary index separately. If it is to limit "
        "the cost of a runaway client, an index without one defeats that."
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
        passes(global_secondary_indexes={"by_id": {"partition_key": "id"}}),
        passes(
            max_throughput={"read": 5},
            global_secondary_indexes={"by_id": {"partition_key": "id", "max_throughput": {"write": 50}}},
        ),
        fails(
            max_throughput={"read": 5},
            global_secondary_indexes={
                "by_x": {"partition_key": "x", "max_throughput": {"read": 5}},
                "by_id": {"partition_key": "id"},
            },
        ),
        passes(
            billing_mode="PROVISIONED",
            capacity={"read": 5, "write": 5},
            max_throughput={"read": 5},
            global_secondary_indexes={"by_id": {"partition_key": "id", "capacity": {"read": 5, "write": 5}}},
        ),
    ),
    check=_cap_missing,
)
