"""AWS's description of a table in the words of the declaration, and a list of what these cannot say."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sessionform.facts.limits import NO_CAP, OWN_WARM_READ, OWN_WARM_WRITE
from sessionform.live.alarms import FoundAlarms, alarms_of
from sessionform.live.description import Answer, ReplicaDescription, TableDescription
from sessionform.live.scaling import Scaling, scaling_of
from sessionform.live.written import (
    Settings,
    consistency,
    given,
    index_key,
    insights,
    kinesis,
    projection,
    recovery,
    replica_settings,
    throughput,
)
from sessionform.model import (
    Attribute,
    Companion,
    Insights,
    KinesisStream,
    MultiRegionConsistency,
    Projection,
    Recovery,
    Replica,
    Throughput,
)

_KNOWN = frozenset(
    """
    ArchivalSummary AttributeDefinitions BillingModeSummary CreationDateTime DeletionProtectionEnabled
    GlobalSecondaryIndexes GlobalTableSettingsReplicationMode GlobalTableVersion GlobalTableWitnesses ItemCount KeySchema
    LatestStreamArn LatestStreamLabel LocalSecondaryIndexes MultiRegionConsistency OnDemandThroughput
    ProvisionedThroughput Replicas RestoreSummary SSEDescription StreamSpecification TableArn TableClassSummary TableId
    TableName TableSizeBytes TableStatus WarmThroughput
    """.split()
)


_BESIDE: tuple[Companion, ...] = (
    "contributor_insights",
    "kinesis_stream",
    "resource_policy",
    "stream_policy",
    "alarms",
)


@dataclass(frozen=True, slots=True)
class LiveTable:
    """A table as it is: its settings, what of it the language cannot say, and its companions that can be imported."""

    found: TableDescription
    settings: Settings
    left_out: tuple[str, ...]
    companions: tuple[Companion, ...]
    alarms: FoundAlarms

    @property
    def name(self) -> str:
        return self.found.name


def live_table(found: TableDescription) -> LiveTable:
    """The table in the words of the declaration."""
    reading = _Reading(found)
    settings = given(dict(reading.settings()))
    alarms = alarms_of(found, settings)
    if alarms.setting is not None:
        settings["alarms"] = alarms.setting
    unknown = (f"the alarm `{name}`" for name in alarms.unknown)
    left_out = (*reading.left_out, *reading.scaling.left_out, *unknown)
    return LiveTable(found, settings, left_out, tuple(_companions(settings)), alarms)


def _companions(settings: Settings) -> Iterator[Companion]:
    """The settings that have resources of their own: all of these are there, since they were read."""
    owners = [settings, *settings.get("global_secondary_indexes", {}).values()]
    if any(isinstance(side, dict) for owner in owners for side in owner.get("capacity", {}).values()):
        yield "capacity"
    for name in _BESIDE:
        if settings.get(name):
            yield name


class _Reading:
    def __init__(self, found: TableDescription) -> None:
        self._found, self._table = found, found.table
        self._types = {item["AttributeName"]: item["AttributeType"] for item in self._table["AttributeDefinitions"]}
        self._on_demand = (self._table.get("BillingModeSummary") or {}).get("BillingMode") == "PAY_PER_REQUEST"
        self.scaling: Scaling = scaling_of(found)
        self.left_out = [f"`{name}`, which is not understood" for name in self._table if name not in _KNOWN]

    def settings(self) -> Iterator[tuple[str, Any]]:
        table, found = self._table, self._found
        yield from self._keys(table)
        yield "billing_mode", "PAY_PER_REQUEST" if self._on_demand else "PROVISIONED"
        yield from self._throughput(table, "")
        if self._on_demand and self.scaling.capacities:
            self.left_out.append("scalable targets, which do nothing while the table is on-demand")
        enabled = found.ttl.get("TimeToLiveStatus") in ("ENABLED", "ENABLING")
        yield "ttl", found.ttl.get("AttributeName") if enabled else None
        stream = table.get("StreamSpecification") or {}
        yield "stream", stream.get("StreamViewType") if stream.get("StreamEnabled") else False
        yield "global_secondary_indexes", dict(self._global_indexes())
        yield "local_secondary_indexes", dict(self._local_indexes())
        yield "point_in_time_recovery", recovery(_recovery(found.recovery))
        yield "server_side_encryption", self._encryption()
        yield "table_class", _class(table)
        yield "deletion_protection", bool(table.get("DeletionProtectionEnabled"))
        yield "replicas", dict(self._replicas())
        witness = next((item["RegionName"] for item in table.get("GlobalTableWitnesses") or []), None)
        strong = table.get("MultiRegionConsistency") == "STRONG"
        yield (
            "multi_region_consistency",
            consistency(MultiRegionConsistency("STRONG" if strong else "EVENTUAL", witness)),
        )
        yield "contributor_insights", self._insights()
        yield "kinesis_stream", self._kinesis()
        yield "resource_policy", found.policy
        yield "stream_policy", found.stream_policy
        yield "tags", dict(sorted((key, text) for key, text in found.tags.items() if not key.startswith("aws:")))

    def _keys(self, owner: Answer) -> Iterator[tuple[str, Any]]:
        for kind, setting in (("HASH", "partition_key"), ("RANGE", "sort_key")):
            names = [item["AttributeName"] for item in owner["KeySchema"] if item["KeyType"] == kind]
            if names:
                yield setting, index_key([Attribute(name, self._types[name]) for name in names])

    def _throughput(self, owner: Answer, prefix: str) -> Iterator[tuple[str, Any]]:
        provisioned = owner.get("ProvisionedThroughput") or {}
        units = {"read": provisioned.get("ReadCapacityUnits", 0), "write": provisioned.get("WriteCapacityUnits", 0)}
        if not self._on_demand:
            yield "capacity", {side: self.scaling.capacities.get(f"{prefix}{side}", units[side]) for side in units}
        caps = owner.get("OnDemandThroughput") or {}
        most = Throughput(_cap(caps.get("MaxReadRequestUnits")), _cap(caps.get("MaxWriteRequestUnits")))
        yield "max_throughput", throughput(most)
        warm = owner.get("WarmThroughput") or {}
        own = (
            Throughput(OWN_WARM_READ, OWN_WARM_WRITE) if self._on_demand else Throughput(units["read"], units["write"])
        )
        read, write = warm.get("ReadUnitsPerSecond", 0), warm.get("WriteUnitsPerSecond", 0)
        if read > (own.read or 0) or write > (own.write or 0):
            yield "warm_throughput", {"read": read, "write": write}

    def _global_indexes(self) -> Iterator[tuple[str, Settings]]:
        for index in sorted(self._table.get("GlobalSecondaryIndexes") or [], key=lambda item: str(item["IndexName"])):
            if index.get("IndexStatus") == "DELETING":
                continue
            name = index["IndexName"]
            settings = dict(self._keys(index))
            settings["projection"] = _projection(index)
            yield name, given({**settings, **dict(self._throughput(index, f"index/{name}/"))})

    def _local_indexes(self) -> Iterator[tuple[str, Settings]]:
        for index in sorted(self._table.get("LocalSecondaryIndexes") or [], key=lambda item: str(item["IndexName"])):
            keys = dict(self._keys(index))
            yield index["IndexName"], given({"sort_key": keys.get("sort_key"), "projection": _projection(index)})

    def _encryption(self) -> Any:
        described = self._table.get("SSEDescription") or {}
        if (
            described.get("Status") not in ("ENABLED", "ENABLING", "UPDATING")
            or described.get("SSEType", "KMS") != "KMS"
        ):
            return "AWS_OWNED"
        key = described.get("KMSMasterKeyArn")
        if key is None or key == self._found.managed_key:
            return "AWS_MANAGED"
        return {"kms_key_arn": key}

    def _replicas(self) -> Iterator[tuple[str, Settings]]:
        keys = {item["RegionName"]: item.get("KMSMasterKeyId") for item in self._table.get("Replicas") or []}
        customers = isinstance(self._encryption(), dict)
        for region, copy in sorted(self._found.replicas.items()):
            tags = {name for name in self._found.tags.items() if not name[0].startswith("aws:")}
            own = {name for name in copy.tags.items() if not name[0].startswith("aws:")}
            if own != tags and own:
                self.left_out.append(f"the replica in {region} has tags of its own")
            if copy.table and _class(copy.table) != _class(self._table):
                self.left_out.append(f"the replica in {region} has the table class {_class(copy.table)}")
            yield region, replica_settings(_replica(region, copy, keys.get(region) if customers else None, own == tags))

    def _insights(self) -> Any:
        on = self._found.insights
        indexes = [index["IndexName"] for index in self._table.get("GlobalSecondaryIndexes") or []]
        if not on:
            return False
        missing = [name for name in ("", *indexes) if name not in on]
        if missing or len(set(on.values())) > 1:
            where = ", ".join(f"the index `{name}`" if name else "the table" for name in on)
            self.left_out.append(f"contributor insights that differ between table and indexes: on for {where}")
            return False
        mode: Any = next(iter(on.values()))
        return insights(Insights(mode))

    def _kinesis(self) -> Settings | None:
        first, *others = self._found.kinesis or (None,)
        self.left_out += [f"a second Kinesis stream: {other['StreamArn']}" for other in others if other]
        if first is None:
            return None
        return kinesis(KinesisStream(first["StreamArn"], first.get("ApproximateCreationDateTimePrecision")))


def _replica(region: str, copy: ReplicaDescription, key: str | None, propagates: bool) -> Replica:
    protected = bool(copy.table.get("DeletionProtectionEnabled"))
    return Replica(region, key, _recovery(copy.recovery).enabled, propagates, protected or None)


def _recovery(described: Answer) -> Recovery:
    return Recovery(described.get("PointInTimeRecoveryStatus") == "ENABLED", described.get("RecoveryPeriodInDays"))


def _class(table: Answer) -> str:
    return str((table.get("TableClassSummary") or {}).get("TableClass", "STANDARD"))


def _cap(units: int | None) -> int | None:
    return None if units in (None, NO_CAP) else units


def _projection(index: Answer) -> Any:
    described = index["Projection"]
    return projection(Projection(described["ProjectionType"], tuple(described.get("NonKeyAttributes") or ())))
