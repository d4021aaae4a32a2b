"""Rules about capacity that Application Auto Scaling moves."""

from __future__ import annotations

from collections.abc import Iterator

from sessionform.diagnostics import Path
from sessionform.model import Autoscaled, Environment, OnDemand, Provisioned, Table
from sessionform.rules.rule import ERROR, NOTE, WARNING, Problem, TableRule
from sessionform.rules.throughput import capacities, holders

AUTO_SCALING = "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/AutoScaling.html"
TARGET_TRACKING = (
    "https://docs.aws.amazon.com/autoscaling/application/userguide/target-tracking-scaling-policy-overview.html"
)


def _autoscaled(table: Table) -> Iterator[tuple[Path, str, Autoscaled]]:
    """Every autoscaled capacity of a table that says its `max`, with its setting and what it is called."""
    if isinstance(table.billing, OnDemand):
        return
    for holder in holders(table):
        if isinstance(holder.billing, Provisioned):
            for side, capacity in capacities(holder.billing):
                if isinstance(capacity, Autoscaled) and "max" in holder.written["capacity"][side]:
                    yield (*holder.setting, "capacity", side), f"the {side} capacity of {holder.name}", capacity


def _range(table: Table, _: Environment) -> Iterator[Problem]:
    for setting, name, capacity in _autoscaled(table):
        if capacity.min > capacity.max:
            yield Problem(
                (*setting, "max"),
                f"{name} cannot scale: its `min` {capacity.min} is above its `max` {capacity.max}",
                f"exchange them: `{{min: {capacity.max}, max: {capacity.min}}}`",
                related=(((*setting, "min"), f"`min` is {capacity.min} here"),),
            )


autoscaling_range = TableRule(
    id="autoscaling-range",
    severity=ERROR,
    summary="The least capacity of an autoscaled table must not be above the most",
    why=(
        "The AWS provider does not compare the two, so the plan looks right and Application Auto Scaling refuses it "
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
    mended="""\
tables:
  userSessions:
    partition_key: userId
    ttl: expiresAt
    billing_mode: PROVISIONED
    capacity: {read: {min: 5, max: 50}, write: {min: 5, max: 50}}
""",
    check=_range,
)


def _fixed_range(table: Table, _: Environment) -> Iterator[Problem]:
    for setting, name, capacity in _autoscaled(table):
        if capacity.min == capacity.max:
            yield Problem(
                setting,
                f"{name} is autoscaled between {capacity.min} and {capacity.max}, so it never changes",
                f"raise `max`, or write the number alone: `{setting[-1]}: {capacity.max}`",
            )


autoscaling_fixed_range = TableRule(
    id="autoscaling-fixed-range",
    severity=WARNING,
    summary="Autoscaling between two equal numbers scales nothing",
    why=(
        "With `min` equal to `max` the table behaves as with a fixed capacity, but has a scaling target, a policy and "
        "its alarms besides, and changes made by hand are undone."
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
    mended="""\
tables:
  userSessions:
    partition_key: userId
    ttl: expiresAt
    billing_mode: PROVISIONED
    capacity: {read: {min: 5, max: 50}, write: {min: 5, max: 50}}
""",
    check=_fixed_range,
)


def _cooldown_order(table: Table, _: Environment) -> Iterator[Problem]:
    for setting, name, capacity in _autoscaled(table):
        quick, slow = capacity.scale_in_cooldown, capacity.scale_out_cooldown
        if quick is not None and slow is not None and quick < slow:
            yield Problem(
                (*setting, "scale_in_cooldown"),
                f"{name} shrinks after {quick} s but grows only after {slow} s",
                "let it grow faster than it shrinks: give `scale_in_cooldown` the longer time",
                related=(((*setting, "scale_out_cooldown"), f"grows after {slow} s"),),
            )


autoscaling_cooldown_order = TableRule(
    id="autoscaling-cooldown-order",
    severity=NOTE,
    summary="Capacity that shrinks faster than it grows",
    why=(
        "Scaling out has to follow a burst of logins at once; scaling in can wait. DynamoDB also limits how often a "
        "capacity may be decreased in a day, so hasty decreases use up what a real one needs."
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
    mended="""\
tables:
  userSessions:
    partition_key: userId
    ttl: expiresAt
    billing_mode: PROVISIONED
    capacity:
      read: {min: 5, max: 50}
      write: {min: 5, max: 50, scale_in_cooldown: 300, scale_out_cooldown: 10}
""",
    check=_cooldown_order,
)


RULES = (autoscaling_range, autoscaling_fixed_range, autoscaling_cooldown_order)
