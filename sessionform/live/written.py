"""A table's settings as one would write them, each in the one form in which declared and live ones are compared.

Only what AWS can show is here: names for people, access patterns and the like are the declaration's own.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sessionform.facts.limits import DEFAULT_RECOVERY_DAYS
from sessionform.model import (
    Alarms,
    Attribute,
    Autoscaled,
    Billing,
    Capacity,
    GlobalIndex,
    Insights,
    KinesisStream,
    LocalIndex,
    MultiRegionConsistency,
    OnDemand,
    Projection,
    Provisioned,
    Recovery,
    Replica,
    Table,
    Throughput,
)
from sessionform.policies import same_policy

Settings = dict[str, Any]

UTC = "UTC"
"""The time zone of a schedule that has none, which the provider sends in any case."""

_USUAL_TARGET = Autoscaled(1, 1).target_utilization

_WHOLE = {"partition_key", "sort_key", "projection", "resource_policy", "stream_policy", "read", "write"}
"""Settings that are one value to people, though they may be written as a mapping."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One setting that is declared otherwise than it is; None where a side has none."""

    path: tuple[str, ...]
    declared: Any
    live: Any


def differences(declared: Settings, live: Settings, path: tuple[str, ...] = ()) -> Iterator[Difference]:
    """What differs, setting by setting, in the order of the declaration."""
    for key in (*declared, *(key for key in live if key not in declared)):
        one, other, here = declared.get(key), live.get(key), (*path, key)
        if key in ("resource_policy", "stream_policy") and not path and one is not None and other is not None:
            same = same_policy(one, other)
        else:
            same = one == other and type(one) is type(other)
        if same:
            continue
        if isinstance(one, dict) and isinstance(other, dict) and key not in _WHOLE:
            yield from differences(one, other, here)
        else:
            yield Difference(here, one, other)


def written(table: Table, tags: Mapping[str, str]) -> Settings:
    """The settings of a declared table; `tags` are those that it will carry, default tags included."""
    settings: Settings = {
        "partition_key": table.partition_key.as_written,
        "sort_key": None if table.sort_key is None else table.sort_key.as_written,
        "billing_mode": "PAY_PER_REQUEST" if isinstance(table.billing, OnDemand) else "PROVISIONED",
        **_billing(table.billing, table.name),
        "warm_throughput": throughput(table.warm_throughput),
        "ttl": table.ttl.attribute if table.ttl is not None and table.ttl.enabled else None,
        "stream": table.stream or False,
        "global_secondary_indexes": {
            index.name: _global(index, f"{table.name}/index/{index.name}") for index in table.global_secondary_indexes
        },
        "local_secondary_indexes": {index.name: _local(index) for index in table.local_secondary_indexes},
        "point_in_time_recovery": recovery(table.point_in_time_recovery),
        "server_side_encryption": table.encryption.as_written,
        "table_class": table.table_class,
        "deletion_protection": table.deletion_protection,
        "replicas": {replica.region: replica_settings(replica) for replica in table.replicas},
        "multi_region_consistency": consistency(table.multi_region_consistency),
        "contributor_insights": insights(table.contributor_insights),
        "kinesis_stream": kinesis(table.kinesis_stream),
        "resource_policy": table.resource_policy,
        "stream_policy": table.stream_policy,
        "alarms": alarms(table.alarms, table.name),
        "tags": dict(sorted(tags.items())),
    }
    return given(settings)


def given(settings: Settings) -> Settings:
    """Without the settings that say nothing."""
    return {name: value for name, value in settings.items() if value is not None and value != {}}


def index_key(keys: Sequence[Attribute]) -> Any:
    """A part of the key of a global index; None where it has no such part."""
    attributes = [key.as_written for key in keys]
    return attributes if len(attributes) > 1 else next(iter(attributes), None)


def _billing(billing: Billing, owner: str) -> Settings:
    if isinstance(billing, Provisioned):
        sides = {"read": billing.read, "write": billing.write}
        return {"capacity": {side: capacity(one, f"{owner}/{side}") for side, one in sides.items()}}
    return {"max_throughput": throughput(billing.max_throughput)}


def capacity(one: Capacity, usual: str) -> Any:
    """One side of a capacity; `usual` is the name that a stack gives its scaling policy."""
    if not isinstance(one, Autoscaled):
        return one.units
    schedules = {
        each.name: given(
            {
                "at": each.at,
                "timezone": None if each.timezone == UTC else each.timezone,
                "min": each.min,
                "max": each.max,
            }
        )
        for each in sorted(one.schedules, key=lambda each: each.name)
    }
    return given(
        {
            "min": one.min,
            "max": one.max,
            "target_utilization": None if one.target_utilization == _USUAL_TARGET else one.target_utilization,
            "scale_in_cooldown": one.scale_in_cooldown,
            "scale_out_cooldown": one.scale_out_cooldown,
            "schedules": schedules,
            "policy_name": None if one.policy_name == usual else one.policy_name,
        }
    )


def throughput(one: Throughput | None) -> Settings | None:
    return None if one is None else given({"read": one.read, "write": one.write})


def projection(one: Projection) -> Any:
    return {"include": sorted(one.include)} if one.type == "INCLUDE" else None if one.type == "ALL" else one.type


def _global(index: GlobalIndex, owner: str) -> Settings:
    return given(
        {
            "partition_key": index_key(index.partition_keys),
            "sort_key": index_key(index.sort_keys),
            "projection": projection(index.projection),
            **_billing(index.billing, owner),
            "warm_throughput": throughput(index.warm_throughput),
        }
    )


def _local(index: LocalIndex) -> Settings:
    return given({"sort_key": index.sort_key.as_written, "projection": projection(index.projection)})


def recovery(one: Recovery) -> Any:
    if one.enabled and one.days not in (None, DEFAULT_RECOVERY_DAYS):
        return {"recovery_period_in_days": one.days}
    return one.enabled


def replica_settings(one: Replica) -> Settings:
    return given(
        {
            "kms_key_arn": one.kms_key_arn,
            "point_in_time_recovery": one.point_in_time_recovery or None,
            "propagate_tags": None if one.propagate_tags else False,
            "deletion_protection": one.deletion_protection or None,
        }
    )


def consistency(one: MultiRegionConsistency) -> Any:
    if one.witness is not None:
        return {"mode": one.mode, "witness": one.witness}
    return None if one.mode == "EVENTUAL" else one.mode


def insights(one: Insights | None) -> Any:
    if one is None:
        return False
    return True if one.mode in (None, "ACCESSED_AND_THROTTLED_KEYS") else {"mode": one.mode}


def kinesis(one: KinesisStream | None) -> Settings | None:
    if one is None:
        return None
    precision = one.approximate_creation_date_time_precision
    return given(
        {
            "stream_arn": one.stream_arn,
            "approximate_creation_date_time_precision": None if precision == "MILLISECOND" else precision,
        }
    )


def alarms(one: Alarms | None, owner: str) -> Settings | None:
    """The alarms of the table called `owner`, and their names where a stack would give them others."""
    if one is None:
        return None
    said = given(
        {
            "actions": sorted(one.actions) or None,
            "throttled_requests": None if one.throttled_requests else False,
            "system_errors": None if one.system_errors else False,
            "ttl_stalled_hours": one.ttl_stalled_hours,
            "names": {key: name for key, name in sorted(one.names.items()) if name != f"{owner}/{key}"},
        }
    )
    return said or {"throttled_requests": True}  # alarms as they are by themselves are not none
