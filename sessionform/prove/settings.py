"""What the live table says of itself, held against what the declaration says. Reads only."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sessionform.facts.limits import DEFAULT_RECOVERY_DAYS
from sessionform.model import (
    Attribute,
    Billing,
    Encryption,
    GlobalIndex,
    LocalIndex,
    OnDemand,
    Table,
)
from sessionform.prove.result import Check, Status, compared
from sessionform.terraform.table import starting_units

Description = dict[str, Any]

_UNREPORTED = "not reported by this emulator"


@dataclass(frozen=True, slots=True)
class SettingsReader:
    """Compares one table. `client` is a boto3 DynamoDB client, `name` the live table's.

    `live` takes what is not reported for off, as AWS means it; an emulator may just not know of it.
    `unmade` are settings that the target could not even be asked for.
    """

    client: Any
    table: Table
    name: str
    live: bool = True
    unmade: Collection[str] = ()

    def checks(self) -> Iterator[Check]:
        """One check for each setting."""
        table = self.table
        described: Description = self.client.describe_table(TableName=self.name)["Table"]
        yield from self._keys(described)
        yield compared("billing", _billing(table.billing), _live_billing(described, described))
        yield from self._throughput("", table.billing, described)
        yield self._compare("stream", table.stream or "off", _live_stream(described), "off")
        yield self._reported("ttl", _ttl(table), self._live_ttl)
        yield self._reported("point_in_time_recovery", _recovery(table), self._live_recovery)
        protection = described.get("DeletionProtectionEnabled")
        found = None if protection is None else _on(protection)
        yield self._compare("deletion_protection", _on(table.deletion_protection), found, "off")
        yield self._compare(
            "server_side_encryption", _encryption(table.encryption), _live_encryption(table, described), "AWS_OWNED"
        )
        live_class = described.get("TableClassSummary", {}).get("TableClass")
        yield self._compare("table_class", table.table_class, live_class, "STANDARD")
        if table.warm_throughput is not None:
            yield self._warm(described)
        if table.tags:
            yield self._reported("tags", _tags(table.tags), lambda: self._live_tags(described["TableArn"]), _tags({}))

    def _keys(self, described: Description) -> Iterator[Check]:
        types = {item["AttributeName"]: item["AttributeType"] for item in described["AttributeDefinitions"]}
        yield compared("key", _key(*self.table.key_attributes), _live_key(described, types))
        live = {
            item["IndexName"]: item
            for kind in ("GlobalSecondaryIndexes", "LocalSecondaryIndexes")
            for item in described.get(kind) or []
        }
        for index in self.table.indexes:
            found = live.get(index.name)
            text = "missing" if found is None else f"{_live_key(found, types)}, {_live_projection(found)}"
            yield compared(f"index {index.name}", _index(self.table, index), text)
            if found is not None and isinstance(index, GlobalIndex):
                yield from self._throughput(f"index {index.name} ", index.billing, found, described)

    def _throughput(
        self, owner: str, billing: Billing, described: Description, table: Description | None = None
    ) -> Iterator[Check]:
        """The provisioned capacity of an index, which its own row does not say, and the cap of on-demand throughput."""
        if not isinstance(billing, OnDemand):
            if table is not None:
                yield compared(f"{owner}capacity", _billing(billing), _live_billing(table, described))
        elif billing.max_throughput is not None:
            cap = described.get("OnDemandThroughput")
            found = None if cap is None else _caps(cap.get("MaxReadRequestUnits"), cap.get("MaxWriteRequestUnits"))
            promise = _caps(billing.max_throughput.read, billing.max_throughput.write)
            yield self._compare(f"{owner}max_throughput", promise, found, _caps(None, None))

    def _warm(self, described: Description) -> Check:
        warm, reported = self.table.warm_throughput, described.get("WarmThroughput")
        promise = f"{warm.read if warm else None} read, {warm.write if warm else None} write"
        found = (
            None
            if reported is None
            else f"{reported.get('ReadUnitsPerSecond')} read, {reported.get('WriteUnitsPerSecond')} write"
        )
        return self._compare("warm_throughput", promise, found, "none")

    def _live_ttl(self) -> str:
        reported = self.client.describe_time_to_live(TableName=self.name)["TimeToLiveDescription"]
        on = reported["TimeToLiveStatus"] in ("ENABLED", "ENABLING")
        return f"on `{reported['AttributeName']}`" if on else "off"

    def _live_recovery(self) -> str:
        reported = self.client.describe_continuous_backups(TableName=self.name)["ContinuousBackupsDescription"]
        recovery = reported["PointInTimeRecoveryDescription"]
        if recovery["PointInTimeRecoveryStatus"] != "ENABLED":
            return "off"
        return f"{recovery.get('RecoveryPeriodInDays', DEFAULT_RECOVERY_DAYS)} days"

    def _live_tags(self, arn: str) -> str:
        """Those that are declared; an environment's default tags may be there too."""
        pages = self.client.get_paginator("list_tags_of_resource").paginate(ResourceArn=arn)
        tags = {tag["Key"]: tag["Value"] for page in pages for tag in page["Tags"]}
        return _tags({key: tags[key] for key in self.table.tags if key in tags})

    def _reported(self, subject: str, promise: str, read: Callable[[], str], none: str | None = None) -> Check:
        """A setting with an operation of its own, which a target may not have, or which may know nothing: `none`."""
        if subject in self.unmade:
            return Check(subject, promise, "not to be had from this emulator", Status.NOT_SHOWN)
        try:
            found = read()
            if found == none and not self.live:
                return Check(subject, promise, _UNREPORTED, Status.NOT_SHOWN)
            return compared(subject, promise, found)
        except self.client.exceptions.ClientError as error:
            return Check(subject, promise, f"not to be read here: {error.response['Error']['Code']}", Status.NOT_SHOWN)

    def _compare(self, subject: str, promise: str, found: str | None, default: str) -> Check:
        """A setting that a description leaves out where it is at its default, or where the target does not know it."""
        if found is None and promise != default and not self.live:
            return Check(subject, promise, _UNREPORTED, Status.NOT_SHOWN)
        return compared(subject, promise, default if found is None else found)


def _on(value: bool) -> str:
    return "on" if value else "off"


def _key(*attributes: Attribute) -> str:
    return ", ".join(f"{key.name} {key.type}" for key in attributes)


def _live_key(described: Description, types: dict[str, str]) -> str:
    hash_first = sorted(described["KeySchema"], key=lambda item: item["KeyType"] != "HASH")
    return ", ".join(f"{item['AttributeName']} {types[item['AttributeName']]}" for item in hash_first)


def _index(table: Table, index: GlobalIndex | LocalIndex) -> str:
    own = index.key_attributes if isinstance(index, GlobalIndex) else (table.partition_key, index.sort_key)
    kind = index.projection.type
    held = f"INCLUDE {', '.join(sorted(index.projection.include))}" if kind == "INCLUDE" else kind
    return f"{_key(*own)}, {held}"


def _live_projection(described: Description) -> str:
    projection = described["Projection"]
    kind: str = projection["ProjectionType"]
    return f"INCLUDE {', '.join(sorted(projection['NonKeyAttributes']))}" if kind == "INCLUDE" else kind


def _billing(billing: Billing) -> str:
    if isinstance(billing, OnDemand):
        return "PAY_PER_REQUEST"
    return f"PROVISIONED, {starting_units(billing.read)} read and {starting_units(billing.write)} write units"


def _live_billing(table: Description, described: Description) -> str:
    """The mode is the table's, the units are those of the table or of one of its indexes."""
    mode: str = table.get("BillingModeSummary", {}).get("BillingMode", "PROVISIONED")
    if mode != "PROVISIONED":
        return mode
    units = described.get("ProvisionedThroughput", {})
    return f"PROVISIONED, {units.get('ReadCapacityUnits')} read and {units.get('WriteCapacityUnits')} write units"


def _caps(read: int | None, write: int | None) -> str:
    """-1 is how the API says that there is none."""
    words = ("no cap" if units in (None, -1) else str(units) for units in (read, write))
    return "{} read, {} write".format(*words)


def _encryption(encryption: Encryption) -> str:
    return f"CUSTOMER {encryption.kms_key_arn}" if encryption.mode == "CUSTOMER" else encryption.mode


def _live_encryption(table: Table, described: Description) -> str | None:
    """Of AWS's own key in KMS only the key's id is reported, not whose it is; of an alias, what it stands for."""
    reported = described.get("SSEDescription")
    if reported is None or reported.get("Status") not in ("ENABLED", "ENABLING", "UPDATING"):
        return None
    if table.encryption.mode == "AWS_OWNED":
        return f"{reported.get('SSEType')} {reported.get('KMSMasterKeyArn')}"
    key, declared = reported.get("KMSMasterKeyArn"), table.encryption.kms_key_arn or ""
    if table.encryption.mode == "CUSTOMER" and key != declared and ":alias/" not in declared:
        return f"CUSTOMER {key}"
    return _encryption(table.encryption)


def _tags(tags: Mapping[str, str]) -> str:
    return ", ".join(f"{key}={value}" for key, value in tags.items()) or "none"


def _live_stream(described: Description) -> str | None:
    specification = described.get("StreamSpecification")
    if specification is None:
        return None
    view: str = specification.get("StreamViewType", "off")
    return view if specification.get("StreamEnabled") else "off"


def _ttl(table: Table) -> str:
    return f"on `{table.ttl.attribute}`" if table.ttl is not None and table.ttl.enabled else "off"


def _recovery(table: Table) -> str:
    recovery = table.point_in_time_recovery
    return f"{recovery.days or DEFAULT_RECOVERY_DAYS} days" if recovery.enabled else "off"
