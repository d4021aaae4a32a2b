"""A table as the arguments of `aws_dynamodb_table`. Everything that would stay as it was if left out is written."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeVar

from sessionform.facts.limits import NO_CAP
from sessionform.model import (
    Autoscaled,
    Capacity,
    Encryption,
    GlobalIndex,
    LocalIndex,
    OnDemand,
    Projection,
    Provisioned,
    Replica,
    RestoreFrom,
    Table,
    Throughput,
)
from sessionform.terraform.expressions import literal

Arguments = dict[str, Any]
_Index = TypeVar("_Index", GlobalIndex, LocalIndex)

_RESTORE_ARGUMENTS = ["restore_date_time", "restore_source_name", "restore_source_table_arn", "restore_to_latest_time"]
"""Those that every provider knows; each of them replaces the table."""

_MINUTES_PER_INDEX = 60
"""The provider waits an hour for an update, and builds the indexes of one update one after the other."""


def table_arguments(table: Table) -> Arguments:
    """The arguments of the table's resource, ready for Terraform's JSON: blocks are lists of mappings."""
    arguments: Arguments = {
        "name": table.name,
        "billing_mode": "PAY_PER_REQUEST" if isinstance(table.billing, OnDemand) else "PROVISIONED",
        "hash_key": table.partition_key.name,
        "attribute": _attributes(table),
        "table_class": table.table_class,
        "deletion_protection_enabled": table.deletion_protection,
        "stream_enabled": table.stream is not None,
        "point_in_time_recovery": [_recovery(table)],
        "server_side_encryption": [_encryption(table.encryption)],
        "lifecycle": [_lifecycle(table)],
    }
    if table.sort_key is not None:
        arguments["range_key"] = table.sort_key.name
    if table.stream is not None:
        arguments["stream_view_type"] = table.stream
    arguments |= _throughput(table.billing)
    arguments |= _warm(table.warm_throughput)
    arguments |= _ttl(table)
    if table.global_secondary_indexes:
        arguments["global_secondary_index"] = [
            _global_index(index) for index in _sorted(table.global_secondary_indexes)
        ]
    timeouts = _timeouts(table)
    if timeouts:
        arguments["timeouts"] = [timeouts]
    if table.local_secondary_indexes:
        arguments["local_secondary_index"] = [_local_index(index) for index in _sorted(table.local_secondary_indexes)]
    if table.replicas:
        mode = table.multi_region_consistency.mode
        arguments["replica"] = [_replica(each, mode) for each in sorted(table.replicas, key=lambda each: each.region)]
    if table.multi_region_consistency.witness is not None:
        arguments["global_table_witness"] = [{"region_name": table.multi_region_consistency.witness}]
    arguments |= _restore(table.restore_from)
    if table.tags:
        arguments["tags"] = dict(table.tags)
    escaped: Arguments = literal(arguments)
    return escaped


def _sorted(indexes: Sequence[_Index]) -> list[_Index]:
    """To Terraform indexes are a set: the order in which they are declared is for people."""
    return sorted(indexes, key=lambda index: index.name)


def starting_units(capacity: Capacity) -> int:
    """The units that a table or index is made with; autoscaling moves them afterwards."""
    return capacity.min if isinstance(capacity, Autoscaled) else capacity.units


def _attributes(table: Table) -> list[Arguments]:
    types = {attribute.name: attribute.type for _, attribute in table.all_key_uses()}
    return [{"name": name, "type": types[name]} for name in sorted(types)]


def _recovery(table: Table) -> Arguments:
    recovery = table.point_in_time_recovery
    days = {"recovery_period_in_days": recovery.days} if recovery.enabled and recovery.days is not None else {}
    return {"enabled": recovery.enabled, **days}


def _encryption(encryption: Encryption) -> Arguments:
    """`enabled: false` is the AWS-owned key: the table is encrypted either way."""
    key = {"kms_key_arn": encryption.kms_key_arn} if encryption.mode == "CUSTOMER" else {}
    return {"enabled": encryption.mode != "AWS_OWNED", **key}


def _lifecycle(table: Table) -> Arguments:
    """Capacity that autoscaling moves is not Terraform's to move back, and a table is restored when it is created.

    Of indexes only all can be ignored together, so an autoscaled index hides changes of every index from Terraform;
    the alternative, to throttle the table down to its minimum at each apply, would be worse (docs/decisions).
    """
    ignored = []
    if isinstance(table.billing, Provisioned):
        ignored += ["read_capacity"] if isinstance(table.billing.read, Autoscaled) else []
        ignored += ["write_capacity"] if isinstance(table.billing.write, Autoscaled) else []
    if any(
        isinstance(index.billing, Provisioned) and index.billing.autoscaled for index in table.global_secondary_indexes
    ):
        ignored.append("global_secondary_index")
    if table.restore_from is not None:  # a table that exists is not to be deleted for another source
        ignored += _RESTORE_ARGUMENTS + (["restore_backup_arn"] if table.restore_from.backup_arn is not None else [])
    return {"prevent_destroy": table.prevent_destroy, **({"ignore_changes": ignored} if ignored else {})}


def _throughput(billing: OnDemand | Provisioned) -> Arguments:
    if isinstance(billing, Provisioned):
        return {"read_capacity": starting_units(billing.read), "write_capacity": starting_units(billing.write)}
    # -1 is right only where there is a cap to take away: AWS refuses it when it creates a table or an index
    caps = billing.max_throughput or Throughput()
    limits = {
        "max_read_request_units": NO_CAP if "read" in billing.cleared else caps.read,
        "max_write_request_units": NO_CAP if "write" in billing.cleared else caps.write,
    }
    block = {name: units for name, units in limits.items() if units is not None}
    return {"on_demand_throughput": [block]} if block else {}


def _warm(throughput: Throughput | None) -> Arguments:
    if throughput is None:
        return {}
    units = {"read_units_per_second": throughput.read, "write_units_per_second": throughput.write}
    return {"warm_throughput": [{name: value for name, value in units.items() if value is not None}]}


def _ttl(table: Table) -> Arguments:
    """Never an empty attribute name, which AWS refuses; switched off, the block keeps the name that it had."""
    if table.ttl is None or table.ttl.attribute is None:
        return {"ttl": [{"enabled": False}]}
    return {"ttl": [{"attribute_name": table.ttl.attribute, "enabled": table.ttl.enabled}]}


def _projection(projection: Projection) -> Arguments:
    include = {"non_key_attributes": sorted(projection.include)} if projection.type == "INCLUDE" else {}
    return {"projection_type": projection.type, **include}


def _global_index(index: GlobalIndex) -> Arguments:
    key = {"name": index.name, **_index_key(index)}
    return {**key, **_projection(index.projection), **_throughput(index.billing), **_warm(index.warm_throughput)}


def _index_key(index: GlobalIndex) -> Arguments:
    """Single attributes in the old form: 5.x knows no other, and in some 6.x another form rebuilds a live index."""
    roles = {"HASH": index.partition_keys, "RANGE": index.sort_keys}
    if index.has_multi_attribute_key:
        elements = ((attribute.name, role) for role, attributes in roles.items() for attribute in attributes)
        return {"key_schema": [{"attribute_name": name, "key_type": role} for name, role in elements]}
    partition, *sort = index.key_attributes
    return {"hash_key": partition.name, **({"range_key": sort[0].name} if sort else {})}


def _local_index(index: LocalIndex) -> Arguments:
    return {"name": index.name, "range_key": index.sort_key.name, **_projection(index.projection)}


def _timeouts(table: Table) -> dict[str, str]:
    """What the declaration says, and enough time for every index to be built in one update."""
    indexes = len(table.global_secondary_indexes)
    computed = f"{_MINUTES_PER_INDEX * indexes}m" if indexes > 1 else None
    declared = table.timeouts
    waits = {"create": declared.create, "update": declared.update or computed, "delete": declared.delete}
    return {name: wait for name, wait in waits.items() if wait is not None}


def _restore(source: RestoreFrom | None) -> Arguments:
    """Arguments that count when the table is created, and only then."""
    if source is None:
        return {}
    if source.backup_arn is not None:
        return {"restore_backup_arn": source.backup_arn}
    table = source.table or ""
    name = "restore_source_table_arn" if table.startswith("arn:") else "restore_source_name"
    moment = {"restore_to_latest_time": True} if source.time is None else {"restore_date_time": source.time}
    return {name: table, **moment}


def _replica(replica: Replica, consistency: str) -> Arguments:
    arguments: Arguments = {
        "region_name": replica.region,
        "point_in_time_recovery": replica.point_in_time_recovery,
        "propagate_tags": replica.propagate_tags,
    }
    if consistency == "STRONG":  # without it the provider means EVENTUAL, and 5.x does not know the argument
        arguments["consistency_mode"] = consistency
    if replica.kms_key_arn is not None:
        arguments["kms_key_arn"] = replica.kms_key_arn
    if replica.deletion_protection is not None:
        arguments["deletion_protection_enabled"] = replica.deletion_protection
    return arguments
