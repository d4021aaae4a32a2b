"""The settings of a table that are more than a word: its attributes, indexes, replicas and companions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

from sessionform.model.capacity import Autoscaled, Billing, Throughput

KeyType = Literal["S", "N", "B"]
StreamView = Literal["KEYS_ONLY", "NEW_IMAGE", "OLD_IMAGE", "NEW_AND_OLD_IMAGES"]
TableClass = Literal["STANDARD", "STANDARD_INFREQUENT_ACCESS"]


@dataclass(frozen=True, slots=True)
class Attribute:
    """A key attribute. `type` is DynamoDB's ScalarAttributeType."""

    name: str
    type: KeyType = "S"

    @property
    def as_written(self) -> str | dict[str, str]:
        """The shortest form in a declaration: the name alone, or with its type where that is not S."""
        return self.name if self.type == "S" else {"name": self.name, "type": self.type}


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
    """A global secondary index. Its billing mode is its table's. It has a partition key of 1 to 4 attributes, and none to 4
    that it is sorted by, in this order.
    """

    name: str
    partition_keys: tuple[Attribute, ...]
    sort_keys: tuple[Attribute, ...]
    projection: Projection
    billing: Billing
    warm_throughput: Throughput | None = None

    @property
    def key_attributes(self) -> tuple[Attribute, ...]:
        """The attributes of the key, those of the partition key first."""
        return (*self.partition_keys, *self.sort_keys)

    @property
    def key_roles(self) -> Iterator[tuple[str, tuple[Attribute, ...]]]:
        """Both parts of the key, by their settings."""
        yield "partition_key", self.partition_keys
        yield "sort_key", self.sort_keys

    @property
    def has_multi_attribute_key(self) -> bool:
        """Whether a part of the key has several attributes, as only indexes made since November 2025 can."""
        return any(len(attributes) > 1 for _, attributes in self.key_roles)


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

    @property
    def as_written(self) -> str | dict[str, str | None]:
        """The form in a declaration: the mode, or the customer's key."""
        return {"kms_key_arn": self.kms_key_arn} if self.mode == "CUSTOMER" else self.mode


@dataclass(frozen=True, slots=True)
class Replica:
    """A replica of the table in another region (global tables version 2019.11.21).

    `read_capacity` is its own, where it has one: of the rest of a copy's throughput, and of its class, the AWS provider
    can say nothing.
    """

    region: str
    kms_key_arn: str | None = None
    point_in_time_recovery: bool = False
    propagate_tags: bool = True
    deletion_protection: bool | None = None
    read_capacity: Autoscaled | None = None


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


Companion = Literal["capacity", "contributor_insights", "kinesis_stream", "resource_policy", "stream_policy", "alarms"]
"""A setting whose resources are companions of the table, and can be imported with it."""


@dataclass(frozen=True, slots=True)
class Import:
    """A table that exists is taken over, and with it everything of the settings `companions`.

    `stream_label` is the end of the stream's ARN, which the import of the stream's policy needs.
    """

    companions: tuple[Companion, ...] = ()
    stream_label: str | None = None


@dataclass(frozen=True, slots=True)
class RestoreFrom:
    """What a table is made from when it is created: a table at a time (None is the latest), or a backup."""

    table: str | None = None
    time: str | None = None
    backup_arn: str | None = None


@dataclass(frozen=True, slots=True)
class KinesisStream:
    """A Kinesis data stream that receives every change of an item."""

    stream_arn: str
    approximate_creation_date_time_precision: Literal["MILLISECOND", "MICROSECOND"] | None = None


@dataclass(frozen=True, slots=True)
class Alarms:
    """CloudWatch alarms on a table; `ttl_stalled_hours` alarms when TTL deleted nothing for so many hours.

    `names` are those of single alarms, by their keys in a stack, where others have named them.
    """

    actions: tuple[str, ...]
    throttled_requests: bool = True
    system_errors: bool = True
    ttl_stalled_hours: int | None = None
    names: Mapping[str, str] = field(default_factory=dict)
