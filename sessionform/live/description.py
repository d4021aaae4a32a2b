"""What is known of one table, in the shapes of AWS's own answers, wherever it was read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

Answer = dict[str, Any]

READY = ("ACTIVE", "UPDATING")
"""In other states a table is not there yet, no more, or archived, and its settings cannot be compared."""


@dataclass(frozen=True, slots=True)
class ReplicaDescription:
    """The replica of a table in another region, as that region describes it."""

    table: Answer
    recovery: Answer = field(default_factory=dict)
    tags: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class TableDescription:
    """A table with everything that belongs to it.

    `table` is DescribeTable's answer, `ttl` and `recovery` are the inner parts of theirs. `insights` goes from an index,
    or from the empty text for the table itself, to the mode of the insights that are on; None is AWS's own. Targets, policies
    and actions are those of Application Auto Scaling, alarms CloudWatch's. `managed_key` is the ARN of the account's
    `alias/aws/dynamodb`. `tags_beside` are the tags of targets and alarms by ARN, for those whose tags are known. `unread` says what could not be read, and why.
    """

    table: Answer
    ttl: Answer = field(default_factory=dict)
    recovery: Answer = field(default_factory=dict)
    tags: Mapping[str, str] = field(default_factory=dict)
    insights: Mapping[str, str | None] = field(default_factory=dict)
    kinesis: tuple[Answer, ...] = ()
    policy: Answer | None = None
    stream_policy: Answer | None = None
    targets: tuple[Answer, ...] = ()
    policies: tuple[Answer, ...] = ()
    scheduled: tuple[Answer, ...] = ()
    alarms: tuple[Answer, ...] = ()
    tags_beside: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    replicas: Mapping[str, ReplicaDescription] = field(default_factory=dict)
    managed_key: str | None = None
    unread: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        return str(self.table["TableName"])

    @property
    def arn(self) -> str:
        return str(self.table["TableArn"])
