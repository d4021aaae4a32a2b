"""The resources beside a table: autoscaling, insights, Kinesis, policy, alarms.

Each kind is one resource under the table's key. Where a table needs several of a kind it has instances (`for_each`),
so that no two tables' resources can meet, and one `moved` or `removed` block reaches them all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from sessionform.facts.resource_types import (
    ALARM,
    IAM_POLICY,
    INSIGHTS,
    KINESIS,
    POLICY_ATTACHMENT,
    RESOURCE_POLICY,
    SCALING_POLICY,
    SCHEDULED_ACTION,
    STREAM_POLICY,
    TABLE,
    TARGET,
    UTILIZATION,
)
from sessionform.model import Autoscaled, Capacity, Provisioned, Table
from sessionform.policies import policy_text
from sessionform.terraform.addresses import Address
from sessionform.terraform.alarms import alarm
from sessionform.terraform.expressions import Expression, literal, reference
from sessionform.terraform.grants import attachment, policy
from sessionform.terraform.table import Arguments


def _target(table: Table) -> Arguments | None:
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
    return {"region": _optional("region")} if any(one.region is not None for one in scaled) else {}


def _moved_by_schedules(scaled: list[_Scaled]) -> Arguments:
    """Bounds that schedules move are not Terraform's to move back, in the middle of the login peak for instance."""
    if not any(one.capacity.schedules for one in scaled):
        return {}
    return {"lifecycle": [{"ignore_changes": ["max_capacity", "min_capacity"]}]}


def _policy(table: Table) -> Arguments | None:
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
                "scale_in_cooldown": _optional("scale_in_cooldown"),
                "scale_out_cooldown": _optional("scale_out_cooldown"),
                "predefined_metric_specification": [{"predefined_metric_type": Expression("${each.value.metric}")}],
            }
        ],
    }


def _cooldowns(capacity: Autoscaled) -> dict[str, int]:
    cooldowns = {"scale_in_cooldown": capacity.scale_in_cooldown, "scale_out_cooldown": capacity.scale_out_cooldown}
    return {name: seconds for name, seconds in cooldowns.items() if seconds is not None}


def _optional(name: str) -> Expression:
    """A value that not every instance has. CDKTF drops nulls, so it is absent where it is not set."""
    return Expression(f"${{try(each.value.{name}, null)}}")


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


def _name_as_made(table: Table) -> Expression:
    """The table's id, which is its name, for what AWS takes away with the table.

    The name stays known when the table is replaced, and Terraform would see nothing to do; the id does not, so these
    resources are replaced in the same deploy.
    """
    return reference(Address(TABLE, table.key), "id")


def _insights(table: Table) -> Arguments | None:
    """Insights into the table and each of its global indexes: an index can be hot where its table is not."""
    if not table.contributor_insights:
        return None
    indexes = {f"index/{index.name}": {"index": index.name} for index in table.global_secondary_indexes}
    return {
        "for_each": {"table": {}, **indexes},
        "table_name": _name_as_made(table),
        "index_name": _optional("index"),
        **({"mode": table.contributor_insights.mode} if table.contributor_insights.mode is not None else {}),
    }


def _kinesis(table: Table) -> Arguments | None:
    stream = table.kinesis_stream
    if stream is None:
        return None
    return {
        "table_name": _name_as_made(table),
        "stream_arn": stream.stream_arn,
        # Where it is left out, the provider takes whatever there is for right, an earlier MICROSECOND too
        "approximate_creation_date_time_precision": stream.approximate_creation_date_time_precision or "MILLISECOND",
    }


def _scheduled_action(table: Table) -> Arguments | None:
    """What changes the bounds of autoscaling at a time; the time zone and a bound that are not given are absent."""
    scheduled = {
        f"{one.key}/{schedule.name}": {
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
        "for_each": {key: {"name": f"{table.name}/{key}", **body} for key, body in scheduled.items()},
        "name": Expression("${each.value.name}"),
        "service_namespace": reference(target, "service_namespace"),
        "resource_id": reference(target, "resource_id"),
        "scalable_dimension": reference(target, "scalable_dimension"),
        "schedule": Expression("${each.value.schedule}"),
        "timezone": _optional("timezone"),
        **_elsewhere(one for one in _scaled(table) if one.capacity.schedules),
        "scalable_target_action": [{"min_capacity": _optional("min"), "max_capacity": _optional("max")}],
    }


def _given(**values: Any) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value is not None}


def _resource_policy(table: Table) -> Arguments | None:
    if table.resource_policy is None:
        return None
    return {"resource_arn": reference(Address(TABLE, table.key), "arn"), "policy": policy_text(table.resource_policy)}


def _stream_policy(table: Table) -> Arguments | None:
    if table.stream_policy is None:
        return None
    arn = reference(Address(TABLE, table.key), "stream_arn")
    return {"resource_arn": arn, "policy": policy_text(table.stream_policy)}


COMPANIONS: dict[str, Callable[[Table], Arguments | None]] = {
    TARGET: _target,
    SCALING_POLICY: _policy,
    SCHEDULED_ACTION: _scheduled_action,
    INSIGHTS: _insights,
    KINESIS: _kinesis,
    RESOURCE_POLICY: _resource_policy,
    STREAM_POLICY: _stream_policy,
    ALARM: alarm,
    IAM_POLICY: policy,
    POLICY_ATTACHMENT: attachment,
}
"""Every resource that can stand beside a table, by its type, with what makes its arguments."""


def companion_address(resource: str, key: str) -> Address:
    """The address of a table's companion. No table is called as a second of a type is: it would have its stream's output."""
    type_, _, part = resource.partition("#")
    return Address(type_, f"{key}_{part}" if part else key)


def companions(table: Table) -> dict[str, Arguments]:
    """The companions that this table has, by resource type."""
    made = ((type_, make(table)) for type_, make in COMPANIONS.items())
    return {type_: _escaped(arguments) for type_, arguments in made if arguments is not None}


def _escaped(arguments: Arguments) -> Arguments:
    escaped: dict[str, Any] = literal(arguments)
    return escaped
