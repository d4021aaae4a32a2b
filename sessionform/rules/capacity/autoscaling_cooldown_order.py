"""Capacity scales in faster than it scales out."""

from __future__ import annotations

from collections.abc import Iterator

from sessionform.documentation import fails, passes
from sessionform.edits import Fix, Set
from sessionform.model import Table
from sessionform.rules.capacity.autoscaled import autoscaled_capacities
from sessionform.rules.engine.rule import NOTE, Problem, TableRule
from sessionform.rules.view.table_view import TableView

TARGET_TRACKING = (
    "https://docs.aws.amazon.com/autoscaling/application/userguide/target-tracking-scaling-policy-overview.html"
)


def _cooldown_order(table: Table, view: TableView) -> Iterator[Problem]:
    for setting, name, capacity in autoscaled_capacities(view):
        quick, slow = capacity.scale_in_cooldown, capacity.scale_out_cooldown
        if quick is not None and slow is not None and quick < slow:
            yield Problem(
                (*setting, "scale_in_cooldown"),
                f"{name} scales in after {quick} s but scales out only after {slow} s",
                "scale out faster than in: give `scale_in_cooldown` the longer time",
                related=(((*setting, "scale_out_cooldown"), f"scales out after {slow} s"),),
                fixes=(
                    Fix((Set((*setting, "scale_in_cooldown"), slow), Set((*setting, "scale_out_cooldown"), quick))),
                ),
            )


RULE = TableRule(
    id="autoscaling-cooldown-order",
    severity=NOTE,
    summary="Capacity scales in faster than it scales out",
    why=(
        "Scaling out has to follow a burst of logins at once; scaling in can wait. DynamoDB also limits how often a "
        "capacity may be decreased in a day, so hasty decreases use up that limit."
    ),
    source=TARGET_TRACKING,
    failing="""\
tables:
  userSessions:
    partition_key: userId
    ttl: expiresAt
    billing_mode: PROVISIONED
    capacity:
      read: {min: 5, max: 50}
      write: {min: 5, max: 50, scale_in_cooldown: 10, scale_out_cooldown: 300}
""",
    passing="""\
tables:
  userSessions:
    partition_key: userId
    ttl: expiresAt
    billing_mode: PROVISIONED
    capacity:
      read: {min: 5, max: 50}
      write: {min: 5, max: 50, scale_in_cooldown: 300, scale_out_cooldown: 10}
""",
    edges=(
        passes(
            billing_mode="PROVISIONED",
            capacity={"read": 5, "write": {"min": 5, "max": 50, "scale_in_cooldown": 60, "scale_out_cooldown": 60}},
        ),
        fails(
            billing_mode="PROVISIONED",
            capacity={"read": 5, "write": {"min": 5, "max": 50, "scale_in_cooldown": 59, "scale_out_cooldown": 60}},
        ),
        passes(
            billing_mode="PROVISIONED", capacity={"read": 5, "write": {"min": 5, "max": 50, "scale_out_cooldown": 60}}
        ),
        passes(
            billing_mode="PROVISIONED", capacity={"read": 5, "write": {"min": 5, "max": 50, "scale_in_cooldown": 60}}
        ),
        fails(
            billing_mode="PROVISIONED",
            capacity={"read": 5, "write": 5},
            global_secondary_indexes={
                "by_id": {
                    "partition_key": "id",
                    "capacity": {
                        "write": 5,
                        "read": {"min": 5, "max": 50, "scale_in_cooldown": 0, "scale_out_cooldown": 1},
                    },
                }
            },
        ),
    ),
    check=_cooldown_order,
)
