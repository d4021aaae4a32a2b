"""`min` of an autoscaled capacity must not be above its `max`."""

from __future__ import annotations

from collections.abc import Iterator

from sessionform.documentation import fails, passes
from sessionform.edits import Fix, Set
from sessionform.model import Table
from sessionform.rules.capacity.autoscaled import autoscaled_capacities
from sessionform.rules.engine.rule import ERROR, Problem, TableRule
from sessionform.rules.view.table_view import TableView


def _range(table: Table, view: TableView) -> Iterator[Problem]:
    for setting, name, capacity in autoscaled_capacities(view):
        if capacity.min > capacity.max:
            yield Problem(
                (*setting, "max"),
                f"{name} cannot scale: its `min` {capacity.min} is above its `max` {capacity.max}",
                f"swap them: `{{min: {capacity.max}, max: {capacity.min}}}`",
                related=(((*setting, "min"), f"`min` is {capacity.min} here"),),
                fixes=(Fix((Set((*setting, "min"), capacity.max), Set((*setting, "max"), capacity.min))),),
            )


RULE = TableRule(
    id="autoscaling-range",
    severity=ERROR,
    summary="`min` of an autoscaled capacity must not be above its `max`",
    why=(
        "The AWS provider does not compare the two, so the plan looks right, and Application Auto Scaling rejects it "
        "during the apply, when part of the change is already made."
    ),
    source="https://docs.aws.amazon.com/autoscaling/application/APIReference/API_RegisterScalableTarget.html",
    failing="""\
tables:
  userSessions:
    partition_key: userId
    ttl: expiresAt
    billing_mode: PROVISIONED
    capacity: {read: {min: 50, max: 5}, write: {min: 5, max: 50}}
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
        passes(billing_mode="PROVISIONED", capacity={"read": 5, "write": {"min": 5, "max": 5}}),
        fails(billing_mode="PROVISIONED", capacity={"read": 5, "write": {"min": 6, "max": 5}}),
        fails(
            billing_mode="PROVISIONED",
            capacity={"read": 5, "write": 5},
            global_secondary_indexes={
                "by_id": {"partition_key": "id", "capacity": {"read": {"min": 9, "max": 1}, "write": 5}}
            },
        ),
    ),
    check=_range,
)
