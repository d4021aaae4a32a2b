"""The autoscaling beside a table: its targets, their policies, and what moves their bounds at a time.

Each capacity that is moved is an instance of each, of the table, of its global indexes, and of its copies in other regions.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sessionform.facts.resource_types import TABLE, TARGET, UTILIZATION
from sessionform.model import Autoscaled, Capacity, Provisioned, Table
from sessionform.terraform.addresses import Address
from sessionform.terraform.expressions import Expression, optional, reference
from sessionform.terraform.table import Arguments


def target(table: Table) -> Arguments | None:
    """What autoscaling moves: the table's and its global indexes' capacities that have a `min` and a `max`."""
    scaled = _scaled(table)
    if not scaled:
        return None
    name = reference(Address(TABLE, table.key), "name")
    return {
        "for_each": {
            one.key: {
                "path": one.path,
                "dimension": one.dimension,
                "min": one.capacity.min,
                "max": one.capacity.max,
                **_given(region=one.region),
            }
            for one in scaled
        },
        **_elsewhere(scaled),
        "service_namespace": "dynamodb",
        "resource_id": Expression(f"table/{name}${{each.value.path}}"),
        "scalable_dimension": Expression("${each.value.dimension}"),
        "min_capacity": Expression("${each.value.min}"),
        "max_capacity": Expression("${each.value.max}"),
        **_moved_by_schedules(scaled),
    }


def _elsewhere(scaled: Iterable[_Scaled]) -> Arguments:
    """Where it is that something is scaled: only AWS provider 6 knows another region than its own."""
    return {"region": optional("region")} if any(one.region is not None for one in scaled) else {}


def _moved_by_schedules(scaled: list[_Scaled]) -> Arguments:
    """Bounds that schedules move are not Terraform's to move back, in the middle of the login peak for instance."""
    if not any(one.capacity.schedules for one in scaled):
        return {}
    return {"lifecycle": [{"ignore_changes": ["max_capacity", "min_capacity"]}]}


def policy(table: Table) -> Arguments | None:
    scaled = _scaled(table)
    if not scaled:
        return None
    target = f"{Address(TARGET, table.key)}[each.key]"
    return {
        "for_each": {
            one.key: {
                "name": one.capacity.policy_name or f"{table.name}/{one.key}",
                "metric": UTILIZATION["Read" if one.key.endswith("read") else "Write"],
                "target": one.capacity.target_utilization,
                **_cooldowns(one.capacity),
                **_given(region=one.region),
            }
            for one in scaled
        },
        **_elsewhere(scaled),
        "name": Expression("${each.value.name}"),
        "policy_type": "TargetTrackingScaling",
        "service_namespace": reference(target, "service_namespace"),
        "resource_id": reference(target, "resource_id"),
        "scalable_dimension": reference(target, "scalable_dimension"),
        "target_tracking_scaling_policy_configuration": [
            {
                "target_value": Expression("${each.value.target}"),
                "scale_in_cooldown": optional("scale_in_cooldown"),
                "scale_out_cooldown": optional("scale_out_cooldown"),
                "predefined_metric_specification": [{"predefined_metric_type": Expression("${each.value.metric}")}],
            }
        ],
    }


def _cooldowns(capacity: Autoscaled) -> dict[str, int]:
    cooldowns = {"scale_in_cooldown": capacity.scale_in_cooldown, "scale_out_cooldown": capacity.scale_out_cooldown}
    return {name: seconds for name, seconds in cooldowns.items() if seconds is not None}


def scheduled_action_prefix(table_name: str, key: str) -> str:
    """How the names of the scheduled actions of one capacity begin, before the schedule's own: `sessions,write,`.

    Of a scheduled action's name AWS takes no `/`, `:` or `|` (PutScheduledAction), which other companions' names have.
    """
    return f"{table_name},{key.replace('/', ',')},"


def scheduled_action(table: Table) -> Arguments | None:
    """What changes the bounds of autoscaling at a time; the time zone and a bound that are not given are absent."""
    scheduled = {
        f"{one.key}/{schedule.name}": {
            "name": f"{scheduled_action_prefix(table.name, one.key)}{schedule.name}",
            "target": one.key,
            "schedule": schedule.at,
            **_given(timezone=schedule.timezone, min=schedule.min, max=schedule.max, region=one.region),
        }
        for one in _scaled(table)
        for schedule in one.capacity.schedules
    }
    if not scheduled:
        return None
    target = f"{Address(TARGET, table.key)}[each.value.target]"
    return {
        "for_each": scheduled,
        "name": Expression("${each.value.name}"),
        "service_namespace": reference(target, "service_namespace"),
        "resource_id": reference(target, "resource_id"),
        "scalable_dimension": reference(target, "scalable_dimension"),
        "schedule": Expression("${each.value.schedule}"),
        "timezone": optional("timezone"),
        **_elsewhere(one for one in _scaled(table) if one.capacity.schedules),
        "scalable_target_action": [{"min_capacity": optional("min"), "max_capacity": optional("max")}],
    }


@dataclass(frozen=True, slots=True)
class _Scaled:
    """A capacity that is moved: the key of its instance, the path after the table in the resource id, its scalable
    dimension, and the region where that is not the table's.
    """

    key: str
    path: str
    dimension: str
    capacity: Autoscaled
    region: str | None = None


def _scaled(table: Table) -> list[_Scaled]:
    if not isinstance(table.billing, Provisioned):
        return []
    found = _scaled_of("", "", "table", table.billing)
    for index in table.global_secondary_indexes:
        if isinstance(index.billing, Provisioned):
            found += _scaled_of(f"index/{index.name}/", f"/index/{index.name}", "index", index.billing)
    copies = {replica.region: replica.read_capacity for replica in table.replicas}
    found += [
        _Scaled(f"replica/{region}/read", "", "dynamodb:table:ReadCapacityUnits", capacity, region)
        for region, capacity in copies.items()
        if capacity is not None
    ]
    return found


def _scaled_of(prefix: str, path: str, kind: str, billing: Provisioned) -> list[_Scaled]:
    capacities: list[tuple[str, Capacity]] = [("Read", billing.read), ("Write", billing.write)]
    return [
        _Scaled(f"{prefix}{word.lower()}", path, f"dynamodb:{kind}:{word}CapacityUnits", capacity)
        for word, capacity in capacities
        if isinstance(capacity, Autoscaled)
    ]


def _given(**values: Any) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value is not None}
