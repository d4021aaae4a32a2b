"""Autoscaling between two equal numbers scales nothing."""

from __future__ import annotations

from collections.abc import Iterator

from sessionform.documentation import fails, passes
from sessionform.edits import set_to
from sessionform.model import Table
from sessionform.rules.capacity.autoscaled import autoscaled_capacities
from sessionform.rules.capacity.sources import AUTO_SCALING
from sessionform.rules.engine.rule import WARNING, Problem, TableRule
from sessionform.rules.view.table_view import TableView


def _fixed_range(table: Table, view: TableView) -> Iterator[Problem]:
    for setting, name, capacity in autoscaled_capacities(view):
        if capacity.min == capacity.max:
            yield Problem(
                setting,
                f"{name} is autoscaled between {capacity.min} and {capacity.max}, so it never changes",
                f"raise `max`, or write only the number: `{setting[-1]}: {capacity.max}`",
                fixes=(set_to(setting, capacity.max),),
            )


RULE = TableRule(
    id="autoscaling-fixed-range",
    severity=WARNING,
    summary="Autoscaling between two equal numbers scales nothing",
    why=(
        "With `min` equal to `max` the table behaves as with a fixed capacity, but also has a scaling target, a "
        "policy and its alarms, and manual changes are undone."
    ),
    source=AUTO_SCALING,
    failing="""\
tables:
  userSessions:
    partition_key: userId
    ttl: expiresAt
    billing_mode: PROVISIONED
    capacity: {read: {min: 5, max: 5}, write: {min: 5, max: 50}}
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
        passes(billing_mode="PROVISIONED", capacity={"read": 5, "write": {"min": 5, "max": 6}}),
        fails(billing_mode="PROVISIONED", capacity={"read": 5, "write": {"min": 5, "max": 5}}),
        passes(billing_mode="PROVISIONED", capacity={"read": 5, "write": 5}),
    ),
    check=_fixed_range,
)
