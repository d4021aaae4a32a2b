"""What the live table says of itself, held against what the declaration says. Reads only."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from sessionform.model import Attribute, GlobalIndex, LocalIndex, OnDemand, Table
from sessionform.prove.result import Check, Status

Description = dict[str, Any]


@dataclass(frozen=True, slots=True)
class SettingsReader:
    """Compares one table. `client` is a boto3 DynamoDB client, `name` the live table's."""

    client: Any
    table: Table
    name: str

    def checks(self) -> Iterator[Check]:
        """One check for each setting that the target can tell."""
        described: Description = self.client.describe_table(TableName=self.name)["Table"]
        yield from self._keys(described)
        yield _compare("billing", _billing(self.table), _live_billing(described))
        yield _compare("stream", self.table.stream or "off", _live_stream(described))
        yield self._told("ttl", _ttl(self.table), self._live_ttl)
        yield self._told("point_in_time_recovery", _recovery(self.table), self._live_recovery)
        yield _compare("deletion_protection", _on(self.table.deletion_protection), _live_protection(described))
        live_class = described.get("TableClassSummary", {}).get("TableClass", "STANDARD")
        yield _compare("table_class", self.table.table_class, live_class)
        for replica in self.table.replicas:
            yield from self._replica(replica.region, described)

    def _keys(self, described: Description) -> Iterator[Check]:
        types = {item["AttributeName"]: item["AttributeType"] for item in described["AttributeDefinitions"]}
        yield _compare("key", _key(self.table.partition_key, self.table.sort_key), _live_key(described, types))
        live = {
            item["IndexName"]: item
            for kind in ("GlobalSecondaryIndexes", "LocalSecondaryIndexes")
            for item in described.get(kind, [])
        }
        for index in self.table.indexes:
            found = live.get(index.name)
            text = "missing" if found is None else f"{_live_key(found, types)}, {_live_projection(found)}"
            yield _compare(f"index {index.name}", _index(self.table, index), text)

    def _replica(self, region: str, described: Description) -> Iterator[Check]:
        regions = {item["RegionName"] for item in described.get("Replicas", [])}
        if region in regions:
            yield Check(f"replica {region}", "a copy of the table", "a copy of the table", Status.KEPT)
        else:
            yield Check(f"replica {region}", "a copy of the table", "a proof works in one region", Status.NOT_SHOWN)

    def _live_ttl(self) -> str:
        told = self.client.describe_time_to_live(TableName=self.name)["TimeToLiveDescription"]
        on = told["TimeToLiveStatus"] in ("ENABLED", "ENABLING")
        return f"on `{told['AttributeName']}`" if on else "off"

    def _live_recovery(self) -> str:
        told = self.client.describe_continuous_backups(TableName=self.name)["ContinuousBackupsDescription"]
        recovery = told["PointInTimeRecoveryDescription"]
        if recovery["PointInTimeRecoveryStatus"] != "ENABLED":
            return "off"
        return f"{recovery.get('RecoveryPeriodInDays', 35)} days"

    def _told(self, subject: str, promise: str, read: Callable[[], str]) -> Check:
        """A setting with an operation of its own, which a target may not have."""
        try:
            return _compare(subject, promise, read())
        except self.client.exceptions.ClientError as error:
            return Check(subject, promise, f"not to be read here: {error.response['Error']['Code']}", Status.NOT_SHOWN)


def _compare(subject: str, promise: str, found: str) -> Check:
    return Check(subject, promise, found, Status.KEPT if promise == found else Status.BROKEN)


def _on(value: bool) -> str:
    return "on" if value else "off"


def _key(partition: Attribute, sort: Attribute | None) -> str:
    return ", ".join(f"{key.name} {key.type}" for key in (partition, sort) if key is not None)


def _live_key(described: Description, types: dict[str, str]) -> str:
    hash_first = sorted(described["KeySchema"], key=lambda item: item["KeyType"] != "HASH")
    return ", ".join(f"{item['AttributeName']} {types[item['AttributeName']]}" for item in hash_first)


def _index(table: Table, index: GlobalIndex | LocalIndex) -> str:
    partition = index.partition_key if isinstance(index, GlobalIndex) else table.partition_key
    kind = index.projection.type
    held = f"INCLUDE {', '.join(sorted(index.projection.include))}" if kind == "INCLUDE" else kind
    return f"{_key(partition, index.sort_key)}, {held}"


def _live_projection(described: Description) -> str:
    projection = described["Projection"]
    kind: str = projection["ProjectionType"]
    return f"INCLUDE {', '.join(sorted(projection['NonKeyAttributes']))}" if kind == "INCLUDE" else kind


def _billing(table: Table) -> str:
    return "PAY_PER_REQUEST" if isinstance(table.billing, OnDemand) else "PROVISIONED"


def _live_billing(described: Description) -> str:
    mode: str = described.get("BillingModeSummary", {}).get("BillingMode", "PROVISIONED")
    return mode


def _live_stream(described: Description) -> str:
    specification = described.get("StreamSpecification", {})
    view: str = specification.get("StreamViewType", "off")
    return view if specification.get("StreamEnabled") else "off"


def _live_protection(described: Description) -> str:
    return _on(described.get("DeletionProtectionEnabled", False))


def _ttl(table: Table) -> str:
    return f"on `{table.ttl.attribute}`" if table.ttl is not None and table.ttl.enabled else "off"


def _recovery(table: Table) -> str:
    recovery = table.point_in_time_recovery
    return f"{recovery.days or 35} days" if recovery.enabled else "off"
