"""What a declaration means: one frozen value per environment and table, and nothing about YAML or Terraform.

Every model object that a user can influence carries `settings` (the effective settings after merging, in long form,
built-in defaults included, under the language's own names) and `origins` (which document path set each of them).
Typed fields are what back ends and rules read; `settings` is what is compared and explained.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

from sessionform.diagnostics import Path
from sessionform.provenance import Origins

KeyType = Literal["S", "N", "B"]
StreamView = Literal["KEYS_ONLY", "NEW_IMAGE", "OLD_IMAGE", "NEW_AND_OLD_IMAGES"]
TableClass = Literal["STANDARD", "STANDARD_INFREQUENT_ACCESS"]

NO_CAP = -1
"""How a declaration, as DynamoDB's API, says that on-demand throughput has no cap."""

DEFAULT_ITEM_SIZE = 2048
"""Bytes that a session item is taken to have where the declaration gives no `item_size`."""


@dataclass(frozen=True, slots=True)
class Attribute:
    """A key attribute. `type` is DynamoDB's ScalarAttributeType."""

    name: str
    type: KeyType = "S"


@dataclass(frozen=True, slots=True)
class Fixed:
    """Provisioned capacity that stays as declared, in capacity units per second."""

    units: int


@dataclass(frozen=True, slots=True)
class Schedule:
    """A time at which autoscaling gets other bounds. `at` is `cron(…)`, `rate(…)` or `at(…)`; None leaves a bound."""

    name: str
    at: str
    timezone: str | None = None
    min: int | None = None
    max: int | None = None


@dataclass(frozen=True, slots=True)
class Autoscaled:
    """Provisioned capacity that Application Auto Scaling moves between `min` and `max` capacity units per second.

    `target_utilization` is a percentage; cooldowns are in seconds, None leaves AWS's own default.
    """

    min: int
    max: int
    target_utilization: int = 70
    scale_in_cooldown: int | None = None
    scale_out_cooldown: int | None = None
    schedules: tuple[Schedule, ...] = ()


Capacity = Fixed | Autoscaled


@dataclass(frozen=True, slots=True)
class Throughput:
    """Read and write units per second; None where the declaration leaves one of them open."""

    read: int | None = None
    write: int | None = None


@dataclass(frozen=True, slots=True)
class OnDemand:
    """PAY_PER_REQUEST billing, optionally capped at `max_throughput`.

    `cleared` names the sides that are declared as -1: a cap that such a side had is taken away. A side that is neither
    capped nor cleared says nothing, and AWS leaves it as it is.
    """

    max_throughput: Throughput | None = None
    cleared: tuple[Literal["read", "write"], ...] = ()


@dataclass(frozen=True, slots=True)
class Provisioned:
    """PROVISIONED billing. A capacity that was not declared is what the AWS provider would send: 1 unit."""

    read: Capacity = Fixed(1)
    write: Capacity = Fixed(1)

    @property
    def autoscaled(self) -> bool:
        return isinstance(self.read, Autoscaled) or isinstance(self.write, Autoscaled)


Billing = OnDemand | Provisioned


@dataclass(frozen=True, slots=True)
class Ttl:
    """Time to live: which attribute holds the expiry in epoch seconds. Disabled TTL may still name its attribute."""

    attribute: str | None
    enabled: bool


@dataclass(frozen=True, slots=True)
class Projection:
    """Which attributes an index holds besides the keys; `include` only with type INCLUDE."""

    type: Literal["ALL", "KEYS_ONLY", "INCLUDE"] = "ALL"
    include: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class GlobalIndex:
    """A global secondary index. Its billing mode is its table's."""

    name: str
    partition_key: Attribute
    sort_key: Attribute | None
    projection: Projection
    billing: Billing
    warm_throughput: Throughput | None = None


@dataclass(frozen=True, slots=True)
class LocalIndex:
    """A local secondary index: the table's partition key with another sort key."""

    name: str
    sort_key: Attribute
    projection: Projection


@dataclass(frozen=True, slots=True)
class Recovery:
    """Point-in-time recovery; `days` None leaves AWS's own default of 35."""

    enabled: bool
    days: int | None = None


@dataclass(frozen=True, slots=True)
class Encryption:
    """At-rest encryption by an AWS-owned key, the AWS-managed key `alias/aws/dynamodb`, or a customer's key."""

    mode: Literal["AWS_OWNED", "AWS_MANAGED", "CUSTOMER"] = "AWS_OWNED"
    kms_key_arn: str | None = None


@dataclass(frozen=True, slots=True)
class Replica:
    """A copy of the table in another region (global tables version 2019.11.21)."""

    region: str
    kms_key_arn: str | None = None
    point_in_time_recovery: bool = False
    propagate_tags: bool = True
    deletion_protection: bool | None = None


@dataclass(frozen=True, slots=True)
class MultiRegionConsistency:
    """How the regions of a global table agree; `witness` is the region that stands in for a second replica."""

    mode: Literal["EVENTUAL", "STRONG"] = "EVENTUAL"
    witness: str | None = None


@dataclass(frozen=True, slots=True)
class Insights:
    """CloudWatch Contributor Insights; `mode` None leaves AWS's own default."""

    mode: Literal["ACCESSED_AND_THROTTLED_KEYS", "THROTTLED_KEYS"] | None = None


@dataclass(frozen=True, slots=True)
class Timeouts:
    """How long Terraform waits, as it writes durations (`90m`); None leaves the provider's own times."""

    create: str | None = None
    update: str | None = None
    delete: str | None = None


@dataclass(frozen=True, slots=True)
class RestoreFrom:
    """What a table is made from when it is created: a table at a time (None is the latest), or a backup."""

    table: str | None = None
    time: str | None = None
    backup_arn: str | None = None


@dataclass(frozen=True, slots=True)
class Writes:
    """What the team's own application writes as a session's expiry; `attribute` None is the one that TTL looks at."""

    ttl: Literal["seconds", "milliseconds", "iso8601"]
    attribute: str | None = None


@dataclass(frozen=True, slots=True)
class KinesisStream:
    """A Kinesis data stream that receives every change of an item."""

    stream_arn: str
    approximate_creation_date_time_precision: Literal["MILLISECOND", "MICROSECOND"] | None = None


@dataclass(frozen=True, slots=True)
class Alarms:
    """CloudWatch alarms on a table; `ttl_stalled_hours` alarms when TTL deleted nothing for so many hours."""

    actions: tuple[str, ...]
    throttled_requests: bool = True
    system_errors: bool = True
    ttl_stalled_hours: int | None = None


Operation = Literal["get", "query", "put", "update", "delete"]
Comparison = Literal["EQ", "LT", "LE", "GT", "GE", "BETWEEN", "BEGINS_WITH"]


@dataclass(frozen=True, slots=True)
class AccessPattern:
    """One question that the application asks, in DynamoDB's own operations.

    `keys` are the key attributes named (for a query its partition key alone); `where` is a condition on the sort key;
    `attributes` are those that the answer must hold, empty for all of them; `index` insists on one index.
    """

    name: str
    operation: Operation
    keys: tuple[str, ...]
    sorted_by: str | None = None
    descending: bool = False
    where: tuple[str, Comparison] | None = None
    attributes: tuple[str, ...] = ()
    consistent: bool = False
    index: str | None = None
    limit: int | None = None


@dataclass(frozen=True, slots=True)
class Consumer:
    """The session library that reads and writes the table, with the options that the application gives it."""

    library: str
    options: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Waiver:
    """A warning that the team has decided to live with, until (and on) the day `expires`."""

    rule: str
    reason: str
    expires: date | None
    path: Path


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
    writes: Writes | None
    item_size: int
    renamed_from: tuple[str, ...]
    import_existing: bool
    restore_from: RestoreFrom | None
    waivers: tuple[Waiver, ...]
    settings: Mapping[str, Any] = field(repr=False)
    origins: Origins = field(repr=False)

    @property
    def key_attributes(self) -> tuple[Attribute, ...]:
        """The attributes of the primary key, partition key first."""
        return (self.partition_key,) if self.sort_key is None else (self.partition_key, self.sort_key)

    @property
    def indexes(self) -> tuple[GlobalIndex | LocalIndex, ...]:
        """Every index, the global ones first."""
        return (*self.global_secondary_indexes, *self.local_secondary_indexes)

    def all_key_uses(self) -> Iterator[tuple[Path, Attribute]]:
        """Every use of an attribute as a key of the table or of an index, with the setting that says so."""
        yield ("partition_key",), self.partition_key
        if self.sort_key is not None:
            yield ("sort_key",), self.sort_key
        for index in self.global_secondary_indexes:
            yield ("global_secondary_indexes", index.name, "partition_key"), index.partition_key
            if index.sort_key is not None:
                yield ("global_secondary_indexes", index.name, "sort_key"), index.sort_key
        for local in self.local_secondary_indexes:
            yield ("local_secondary_indexes", local.name, "sort_key"), local.sort_key


@dataclass(frozen=True, slots=True)
class S3Backend:
    """State in S3. `config` is every argument as declared; `use_lockfile` is in it unless the user said otherwise."""

    config: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class CloudBackend:
    """State in HCP Terraform."""

    organization: str
    workspace: str
    hostname: str | None = None


@dataclass(frozen=True, slots=True)
class LocalBackend:
    """State in a file, by a path relative to the declaration's folder. `declared` is False for the built-in default."""

    path: str
    declared: bool = True


@dataclass(frozen=True, slots=True)
class RemoteBackend:
    """State in one of Terraform's other backends. `config` is every argument as declared."""

    kind: Literal["http", "gcs", "azurerm"]
    config: Mapping[str, Any]


Backend = S3Backend | CloudBackend | RemoteBackend | LocalBackend

REMOTE_STATES: dict[Literal["http", "gcs", "azurerm"], tuple[str, ...]] = {
    "http": ("address",),
    "gcs": ("bucket", "prefix"),
    "azurerm": ("storage_account_name", "container_name", "key"),
}
"""The arguments of each other backend that say which state it keeps."""


def state_of(backend: Backend) -> tuple[str, ...]:
    """What tells one state from another: equal for backends that keep the same one, however they are written.

    Regions, credentials and locking do not: a bucket is in one region, and its name is nobody else's at its endpoint.
    """
    if isinstance(backend, S3Backend):
        config = backend.config
        endpoint = (config.get("endpoints") or {}).get("s3", "")
        return "s3", *map(str, (endpoint, config.get("bucket"), config.get("key")))
    if isinstance(backend, CloudBackend):
        return "cloud", backend.hostname or "app.terraform.io", backend.organization, backend.workspace
    if isinstance(backend, RemoteBackend):
        return backend.kind, *(str(backend.config.get(name, "")).rstrip("/") for name in REMOTE_STATES[backend.kind])
    return "local", posixpath.normpath(backend.path.replace("\\", "/"))


@dataclass(frozen=True, slots=True)
class Removed:
    """A table that left the declaration; `keep` leaves it in AWS, unmanaged, otherwise Terraform deletes it.

    `only_in` names the environments that it left; None is all of them.
    """

    table: str
    keep: bool
    path: Path
    only_in: frozenset[str] | None = None

    def leaves(self, environment: str) -> bool:
        return self.only_in is None or environment in self.only_in


@dataclass(frozen=True, slots=True)
class Environment:
    """One Terraform stack: where it is applied, and its tables in file order."""

    name: str
    region: str
    account_id: str | None
    assume_role_arn: str | None
    profile: str | None
    endpoint_url: str | None
    tags: Mapping[str, str]
    backend: Backend
    tables: Mapping[str, Table]
    removed: tuple[Removed, ...]
    required_version: str | None
    aws_provider: str | None
    settings: Mapping[str, Any] = field(repr=False)
    origins: Origins = field(repr=False)
    lock: bool = True

    @property
    def is_local(self) -> bool:
        """Whether it is an emulator: the provider then gets no real credentials and makes no account look-ups."""
        return self.endpoint_url is not None

    def tags_of(self, table: Table) -> dict[str, str]:
        """The tags that the table will really carry: the provider's default tags, and over them the table's own."""
        return {**self.tags, **table.tags}


@dataclass(frozen=True, slots=True)
class Acceptance:
    """A reviewed change that the team has accepted in the declaration. None matches every table or environment."""

    change: str
    table: str | None
    environment: str | None
    reason: str
    expires: date | None
    path: Path


@dataclass(frozen=True, slots=True)
class Declaration:
    """A whole `sessions.yaml`: its environments in file order."""

    file: str
    application: str | None
    environments: Mapping[str, Environment]
    accept: tuple[Acceptance, ...] = ()
    table_keys: tuple[str, ...] = ()

    def tables(self) -> Iterator[tuple[Environment, Table]]:
        """Every table of every environment, in file order."""
        for environment in self.environments.values():
            for table in environment.tables.values():
                yield environment, table
