"""Only one of read and write capacity is autoscaled."""

from __future__ import annotations

from collections.abc import Iterator

from sessionform.documentation import fails, passes
from sessionform.edits import set_to
from sessionform.model import Fixed, Provisioned, Table
from sessionform.rules.capacity.sources import AUTO_SCALING
from sessionform.rules.engine.rule import NOTE, Problem, TableRule
from sessionform.rules.view.table_view import TableView


def _one_sided(table: Table, view: TableView) -> Iterator[Problem]:
    billing = table.billing
    if not isinstance(billing, Provisioned) or not billing.autoscaled:
        return
    for side, capacity in billing.capacities:
        if isinstance(capacity, Fixed) and side in (table.settings.get("capacity") or {}):
            other = "write" if side == "read" else "read"
            yield Problem(
                ("capacity", side),
                f"`{table.key}` autoscales its {other} capacity, but its {side} capacity stays at {capacity.units}",
                f"sessions are read and written together: `{side}: {{min: {capacity.units}, max: …}}` scales both",
                related=((("capacity", other), f"the {other} capacity scales here"),),
                fixes=(set_to(("capacity", side), {"min": capacity.units, "max": 10 * capacity.units}),),
            )


RULE = TableRule(
    id="autoscaling-one-sided",
    severity=NOTE,
    summary="Only one of read and write capacity is autoscaled",
    why=(
        "Each request with a session reads it and often writes it, so both rise together. A capacity that stays "
        "fixed is then the one that throttles."
    ),
    source=AUTO_SCALING,
    failing="""\
tables:
  userSessions:
    partition_key: userId
    ttl: expiresAt
    billing_mode: PROVISIONED
    capacity: {read: {min: 5, max: 50}, write: 5}
""",
    passing="""\
tables:
  userSessions:
    partition_key: userId
    ttl: expiresAt
    billing_mode: PROVISIONED
    capacity: {read: {min: 5, max: 50}, write: {min: 5, max: 50}}
""",
    edges=(
        passes(billing_mode="PROVISIONED", capacity={"read": 5, "write": 5}),
        fails(billing_mode="PROVISIONED", capacity={"read": 5, "write": {"min": 5, "max": 50}}),
        passes(billing_mode="PROVISIONED", capacity={"write": {"min": 5, "max": 50}}),
        passes(billing_mode="PROVISIONED", capacity={"read": {"min": 5, "max": 50}, "write": {"min": 5, "max": 50}}),
    ),
    check=_one_sided,
)
