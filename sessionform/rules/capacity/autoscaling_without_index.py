"""Autoscaling on the table, but not on its global secondary index."""

from __future__ import annotations

from collections.abc import Iterator

from sessionform.documentation import fails, passes
from sessionform.edits import set_to
from sessionform.model import Autoscaled, Fixed, Provisioned, Table
from sessionform.rules.capacity.sources import AUTO_SCALING
from sessionform.rules.engine.rule import WARNING, Problem, TableRule
from sessionform.rules.view.table_view import TableView


def _without_index(table: Table, view: TableView) -> Iterator[Problem]:
    if not isinstance(table.billing, Provisioned) or not table.billing.autoscaled:
        return
    scaling = {side for side, capacity in table.billing.capacities if isinstance(capacity, Autoscaled)}
    for index in table.global_secondary_indexes:
        declared = table.settings["global_secondary_indexes"][index.name].get("capacity") or {}
        for side, capacity in index.billing.capacities if isinstance(index.billing, Provisioned) else ():
            if side in scaling and side in declared and isinstance(capacity, Fixed):
                yield Problem(
                    ("global_secondary_indexes", index.name, "capacity", side),
                    f"the {side} capacity of `{table.key}` is autoscaled, but that of its index `{index.name}` stays "
                    f"at {capacity.units}",
                    f"autoscale it too, e.g. `{side}: {{min: {capacity.units}, max: {10 * capacity.units}}}`",
                    related=((("capacity", side), "the table scales here"),),
                    fixes=(
                        set_to(
                            ("global_secondary_indexes", index.name, "capacity", side),
                            {"min": capacity.units, "max": 10 * capacity.units},
                        ),
                    ),
                )


RULE = TableRule(
    id="autoscaling-without-index",
    severity=WARNING,
    summary="Autoscaling on the table, but not on its global secondary index",
    why=(
        "A table and its indexes have separate capacities, and each write to the table is written to its indexes "
        "too. When the table scales out and an index does not, the index throttles the writes to the table."
    ),
    source=AUTO_SCALING,
    failing="""\
tables:
  userSessions:
    partition_key: userId
    ttl: expiresAt
    billing_mode: PROVISIONED
    capacity: {read: {min: 5, max: 50}, write: {min: 5, max: 50}}
    global_secondary_indexes:
      by_session: {partition_key: sessionId, capacity: {read: {min: 5, max: 50}, write: 5}}
""",
    passing="""\
tables:
  userSessions:
    partition_key: userId
    ttl: expiresAt
    billing_mode: PROVISIONED
    capacity: {read: {min: 5, max: 50}, write: {min: 5, max: 50}}
    global_secondary_indexes:
      by_session: {partition_key: sessionId, capacity: {read: {min: 5, max: 50}, write: {min: 5, max: 50}}}
""",
    edges=(
        passes(
            billing_mode="PROVISIONED",
            capacity={"read": 5, "write": 5},
            global_secondary_indexes={"by_id": {"partition_key": "id", "capacity": {"read": 5, "write": 5}}},
        ),
        fails(
            billing_mode="PROVISIONED",
            capacity={"read": {"min": 5, "max": 50}, "write": {"min": 5, "max": 50}},
            global_secondary_indexes={"by_id": {"partition_key": "id", "capacity": {"read": 5, "write": 7}}},
        ),
        passes(
            billing_mode="PROVISIONED",
            capacity={"read": {"min": 5, "max": 50}, "write": 5},
            global_secondary_indexes={
                "by_id": {"partition_key": "id", "capacity": {"read": {"min": 5, "max": 50}, "write": 5}}
            },
        ),
        passes(
            billing_mode="PROVISIONED",
            capacity={"read": {"min": 5, "max": 50}, "write": {"min": 5, "max": 50}},
            global_secondary_indexes={"by_id": {"partition_key": "id"}},
        ),
    ),
    check=_without_index,
)
