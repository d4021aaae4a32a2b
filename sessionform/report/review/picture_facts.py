"""A table, an index, a replica in a few labelled words: what a picture can say of it. Nothing about changes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from sessionform.facts.limits import NO_CAP
from sessionform.model import (
    Attribute,
    Autoscaled,
    Billing,
    Capacity,
    GlobalIndex,
    LocalIndex,
    OnDemand,
    Projection,
    Provisioned,
    Recovery,
    Replica,
    Table,
    Throughput,
)


class Fact(NamedTuple):
    """`settings` are the names, in the declaration, of the settings that the fact tells of.

    What is `usual` is as in any other table: it is worth telling only beside what it was or becomes.
    """

    label: str
    value: str
    settings: tuple[str, ...]
    usual: bool = False


PICTURED = frozenset(
    "partition_key sort_key ttl stream billing_mode capacity max_throughput warm_throughput point_in_time_recovery "
    "server_side_encryption table_class deletion_protection prevent_destroy global_secondary_indexes "
    "local_secondary_indexes replicas table_name".split()
)
"""The settings of a table that a picture tells of with their values; of others it only says that they change."""


def table_facts(table: Table) -> Iterator[Fact]:
    """The facts of a table, without its indexes and replicas."""
    yield Fact("partition key", _key(table.partition_key), ("partition_key",))
    if table.sort_key is not None:
        yield Fact("sort key", _key(table.sort_key), ("sort_key",))
    yield Fact("TTL", _ttl(table), ("ttl",))
    yield Fact("stream", table.stream or "off", ("stream",))
    yield Fact("billing", _billing(table.billing), ("billing_mode", "capacity", "max_throughput"))
    if table.warm_throughput is not None:
        yield Fact("warm", _throughput(table.warm_throughput), ("warm_throughput",))
    recovery, encryption = table.point_in_time_recovery, table.encryption
    yield Fact("recovery", _recovery(recovery), ("point_in_time_recovery",), not recovery.enabled)
    key = encryption.kms_key_arn or encryption.mode
    yield Fact("encryption", key, ("server_side_encryption",), encryption.mode == "AWS_OWNED")
    yield Fact("class", table.table_class, ("table_class",), table.table_class == "STANDARD")
    for setting in ("deletion_protection", "prevent_destroy"):
        if getattr(table, setting):
            yield Fact("protected by", setting, (setting,))


def index_facts(table: Table, index: GlobalIndex | LocalIndex) -> Iterator[Fact]:
    """The facts of an index of `table`."""
    own = index.key_attributes if isinstance(index, GlobalIndex) else (table.partition_key, index.sort_key)
    yield Fact("key", _key(*own), ("partition_key", "sort_key"))
    yield Fact("holds", _holds(index.projection), ("projection",))
    if isinstance(index, GlobalIndex):
        yield Fact("billing", _billing(index.billing), ("capacity", "max_throughput"), index.billing == OnDemand())
        if index.warm_throughput is not None:
            yield Fact("warm", _throughput(index.warm_throughput), ("warm_throughput",))


def replica_facts(replica: Replica) -> Iterator[Fact]:
    """The facts of a replica."""
    yield Fact("recovery", "on" if replica.point_in_time_recovery else "off", ("point_in_time_recovery",))
    key = replica.kms_key_arn
    yield Fact("encryption", key or "no key of its own", ("kms_key_arn",), key is None)
    if replica.read_capacity is not None:
        yield Fact("reads", f"{_units(replica.read_capacity)} a second", ("capacity",))
    if replica.deletion_protection:
        yield Fact("protected by", "deletion_protection", ("deletion_protection",))
    if not replica.propagate_tags:
        yield Fact("tags", "not the table's", ("propagate_tags",))


def _key(*attributes: Attribute) -> str:
    return ", ".join(f"{attribute.name} ({attribute.type})" for attribute in attributes)


def _holds(projection: Projection) -> str:
    if projection.type == "INCLUDE":
        return ", ".join(["keys", *sorted(projection.include)])
    return "all attributes" if projection.type == "ALL" else "keys only"


def _ttl(table: Table) -> str:
    if table.ttl is None:
        return "none"
    if table.ttl.enabled:
        return table.ttl.attribute or "on"
    return f"off ({table.ttl.attribute})" if table.ttl.attribute else "off"


def _billing(billing: Billing) -> str:
    if isinstance(billing, Provisioned):
        return f"provisioned, {_units(billing.read)} read, {_units(billing.write)} write"
    if billing.max_throughput is None:
        return "on demand"
    capped = _throughput(billing.max_throughput)
    return f"on demand, at most {capped}" if capped else "on demand, no cap"


def _units(capacity: Capacity) -> str:
    if isinstance(capacity, Autoscaled):
        return f"{capacity.min}–{capacity.max} at {capacity.target_utilization} %"
    return str(capacity.units)


def _throughput(throughput: Throughput) -> str:
    sides = (("read", throughput.read), ("write", throughput.write))
    return ", ".join(f"{units} {side}" for side, units in sides if units is not None and units != NO_CAP)


def _recovery(recovery: Recovery) -> str:
    if not recovery.enabled:
        return "off"
    return "on" if recovery.days is None else f"{recovery.days} days"
