"""A capacity needs PROVISIONED, not PAY_PER_REQUEST."""

from __future__ import annotations

from collections.abc import Iterator

from sessionform.documentation import fails, passes
from sessionform.model import Provisioned, Table
from sessionform.rules.capacity.conflict import conflicts
from sessionform.rules.engine.rule import ERROR, Problem, TableRule
from sessionform.rules.view.table_view import TableView

CAPACITY_MODES = "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/capacity-mode.html"


def _capacity_with_on_demand(table: Table, view: TableView) -> Iterator[Problem]:
    if isinstance(table.billing, Provisioned):
        return
    for holder in view.holders:
        if holder.written.get("capacity") is not None:
            message = f"{holder.name} has a `capacity`, but is billed PAY_PER_REQUEST, which has none"
            yield conflicts(table, holder, "capacity", message, "PROVISIONED")


RULE = TableRule(
    id="capacity-with-on-demand",
    severity=ERROR,
    summary="A capacity needs PROVISIONED, not PAY_PER_REQUEST",
    why=(
        "An on-demand table has no capacity to set, and the AWS provider refuses one. Often the capacity is inherited "
        "and one environment is on-demand: there `capacity: null` removes it."
    ),
    source=CAPACITY_MODES,
    failing="""\
version: 1
environments:
  development: {region: us-east-1, defaults: {billing_mode: PAY_PER_REQUEST}}
defaults:
  billing_mode: PROVISIONED
  capacity: {read: 5, write: 5}
tables:
  userSessions:
    partition_key: userId
    ttl: expiresAt
""",
    passing="""\
version: 1
environments:
  development: {region: us-east-1, defaults: {billing_mode: PAY_PER_REQUEST, capacity: null}}
defaults:
  billing_mode: PROVISIONED
  capacity: {read: 5, write: 5}
tables:
  userSessions:
    partition_key: userId
    ttl: expiresAt
""",
    edges=(
        fails(capacity={"read": 5, "write": 5}),
        fails(billing_mode="PAY_PER_REQUEST", capacity={"read": 5, "write": 5}),
        fails({"defaults": {"billing_mode": "PAY_PER_REQUEST"}}, capacity={"read": 5, "write": 5}),
        fails({"defaults": {"capacity": {"read": 5, "write": 5}}}, billing_mode="PAY_PER_REQUEST"),
        fails(
            {
                "defaults": {"billing_mode": "PROVISIONED", "capacity": {"read": 5, "write": 5}},
                "environments": {"staging": {"region": "us-east-1", "defaults": {"billing_mode": "PAY_PER_REQUEST"}}},
            }
        ),
        fails(
            billing_mode="PROVISIONED",
            capacity={"read": 5, "write": 5},
            environments={"staging": {"billing_mode": "PAY_PER_REQUEST"}},
            global_secondary_indexes={"by_id": {"partition_key": "id", "capacity": {"read": 5, "write": 5}}},
        ),
        passes(billing_mode="PROVISIONED", capacity={"read": 5, "write": 5}),
    ),
    check=_capacity_with_on_demand,
)
