"""One table in one environment, everything merged."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sessionform.diagnostics import Path
from sessionform.model.application import AccessPattern, Consumer, Grant, Writes
from sessionform.model.capacity import Billing, Throughput
from sessionform.model.settings import (
    Alarms,
    Attribute,
    Encryption,
    GlobalIndex,
    Import,
    Insights,
    KinesisStream,
    LocalIndex,
    MultiRegionConsistency,
    Recovery,
    Replica,
    RestoreFrom,
    StreamView,
    TableClass,
    Timeouts,
    Ttl,
)
from sessionform.provenance import Origins

DEFAULT_ITEM_SIZE = 2048
"""Bytes that a session item is taken to have where the declaration gives no `item_size`."""


@dataclass(frozen=True, slots=True)
class Waiver:
    """A warning that the team has decided to live with, until (and on) the day `expires`."""

    rule: str
    reason: str
    expires: date | None
    path: Path

    def expired(self, today: date) -> bool:
        """Whether its day is past."""
        return self.expires is not None and self.expires < today


@dataclass(frozen=True, slots=True)
class Table:
    """One table in one environment, everything merged."""

    key: str
    environment: str
    name: str
    partition_key: Attribute
    sort_key: Attribute | None
    billing: Billing
    ttl: Ttl | None
    stream: StreamView | None
    global_secondary_indexes: tuple[GlobalIndex, ...]
    local_secondary_indexes: tuple[LocalIndex, ...]
    point_in_time_recovery: Recovery
    encryption: Encryption
    table_class: TableClass
    deletion_protection: bool
    prevent_destroy: bool
    replicas: tuple[Replica, ...]
    multi_region_consistency: MultiRegionConsistency
    contributor_insights: Insights | None
    warm_throughput: Throughput | None
    kinesis_stream: KinesisStream | None
    resource_policy: Mapping[str, Any] | None
    stream_policy: Mapping[str, Any] | None
    timeouts: Timeouts
    alarms: Alarms | None
    tags: Mapping[str, str]
    access_patterns: tuple[AccessPattern, ...]
    consumer: Consumer | None
    grants: tuple[Grant, ...]
    writes: Writes | None
    item_size: int
    renamed_from: tuple[str, ...]
    import_existing: Import | None
    restore_from: RestoreFrom | None
    waivers: tuple[Waiver, ...]
    settings: Mapping[str, Any] = field(repr=False)
    origins: Origins = field(repr=False)

    @property
    def is_protected(self) -> bool:
        """Whether AWS or Terraform refuses to delete it."""
        return self.deletion_protection or self.prevent_destroy

    @property
    def is_strong(self) -> bool:
        """Whether its regions agree on every write."""
        return self.multi_region_consistency.mode == "STRONG"

    @property
    def key_attributes(self) -> tuple[Attribute, ...]:
        """The attributes of the primary key, partition key first."""
        return (self.partition_key,) if self.sort_key is None else (self.partition_key, self.sort_key)

    @property
    def key_names(self) -> tuple[str, ...]:
        """The names of the attributes of the primary key, partition key first."""
        return tuple(attribute.name for attribute in self.key_attributes)

    @property
    def indexes(self) -> tuple[GlobalIndex | LocalIndex, ...]:
        """Every index, the global ones first."""
        return (*self.global_secondary_indexes, *self.local_secondary_indexes)

    def replica_in(self, region: str) -> Replica | None:
        """The replica that the table has in a region."""
        return next((replica for replica in self.replicas if replica.region == region), None)

    def all_key_uses(self) -> Iterator[tuple[Path, Attribute]]:
        """Every use of an attribute as a key of the table or of an index, with the setting that says so."""
        yield ("partition_key",), self.partition_key
        if self.sort_key is not None:
            yield ("sort_key",), self.sort_key
        for index in self.global_secondary_indexes:
            for role, attributes in (("partition_key", index.partition_keys), ("sort_key", index.sort_keys)):
                setting: Path = ("global_secondary_indexes", index.name, role)
                if len(attributes) == 1:
                    yield setting, attributes[0]
                else:
                    yield from (((*setting, position), attribute) for position, attribute in enumerate(attributes))
        for local in self.local_secondary_indexes:
            yield ("local_secondary_indexes", local.name, "sort_key"), local.sort_key
