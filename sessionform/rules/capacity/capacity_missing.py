"""PROVISIONED needs a read and a write capacity, for the table and for every global secondary index."""

from __future__ import annotations

from collections.abc import Iterator

from sessionform.documentation import fails, passes
from sessionform.edits import Fix, Set
from sessionform.model import OnDemand, Table
from sessionform.rules.engine.rule import ERROR, Problem, TableRule
from sessionform.rules.view.table_view import TableView


def _capacity_missing(table: Table, view: TableView) -> Iterator[Problem]:
    if isinstance(table.billing, OnDemand):
        return
    for holder in view.holders:
        declared = holder.written.get("capacity") or {}
        missing = [side for side in ("read", "write") if side not in declared]
        if missing:
            example = ", ".join(f"{side}: 5" for side in missing)
            yield Problem(
                (*holder.setting, "capacity") if declared or holder.setting else ("billing_mode",),
                f"{holder.name} is PROVISIONED but has no {' and no '.join(missing)} capacity, so it would run at "
                "1 unit per second",
                f"give it one, e.g. `capacity: {{{example}}}`",
                fixes=(Fix(tuple(Set((*holder.setting, "capacity", side), 5) for side in missing)),),
                related=((("billing_mode",), "PROVISIONED here"),) if holder.setting or declared else (),
            )


RULE = TableRule(
    id="capacity-missing",
    severity=ERROR,
    summary="PROVISIONED needs a read and a write capacity, for the table and for every global secondary index",
    why=(
        "When a table changes from on-demand to provisioned without a capacity, the AWS provider fills in one unit "
        "per second, and the plan does not show it: one request per second passes and the rest are throttled. That "
        "holds for an index too: writes to the table wait for their index entries."
    ),
    source="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/provisioned-capacity-mode.html",
    failing="""\
tables:
  userSessions:
    partition_key: userId
    ttl: expiresAt
    billing_mode: PROVISIONED
    capacity: {read: 5, write: 5}
    global_secondary_indexes:
      by_session: {partition_key: sessionId}
""",
    passing="""\
tables:
  userSessions:
    partition_key: userId
    ttl: expiresAt
    billing_mode: PROVISIONED
    capacity: {read: 5, write: 5}
    global_secondary_indexes:
      by_session: {partition_key: sessionId, capacity: {read: 5, write: 5}}
""",
    edges=(
        passes(),
        fails(billing_mode="PROVISIONED"),
        fails(billing_mode="PROVISIONED", capacity={"read": 5}),
        fails(
            billing_mode="PROVISIONED",
            capacity={"read": 5, "write": 5},
            global_secondary_indexes={"by_id": {"partition_key": "id", "capacity": {"write": 5}}},
        ),
        passes(billing_mode="PROVISIONED", capacity={"read": 5, "write": 5}),
    ),
    check=_capacity_missing,
)
