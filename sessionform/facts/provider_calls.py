"""What the AWS provider calls for a resource: the steps of an update in its order, what replaces it, and the calls beside a table.

What is of provider 5.100.0 is run by the tests; what is of a later version is read in its source and its issues.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

from sessionform.facts.between import Between
from sessionform.facts.resource_types import (
    ALARM,
    IAM_POLICY,
    INSIGHTS,
    KINESIS,
    POLICY_ATTACHMENT,
    RESOURCE_POLICY,
    SCALING_POLICY,
    SCHEDULED_ACTION,
    STREAM_POLICY,
    TABLE,
    TARGET,
)


class UpdateStage(IntEnum):
    """The steps of one update of a table, in the provider's order. What one step sends is one call, or one an index or region."""

    TAGS = 0
    INDEX_DELETION = 1
    TABLE_CLASS = 2
    STREAM_CYCLE = 3
    UPDATE = 4
    INDEX_CREATION = 5
    ENCRYPTION = 6
    TTL = 7
    REPLICAS = 8
    REPLICA_TAGS = 9
    RECOVERY = 10
    WARM = 11


OPERATION: dict[UpdateStage, str] = {
    UpdateStage.TAGS: "TagResource",
    UpdateStage.TTL: "UpdateTimeToLive",
    UpdateStage.REPLICA_TAGS: "TagResource",
    UpdateStage.RECOVERY: "UpdateContinuousBackups",
}
"""What a step calls; where it is not here, `UpdateTable`."""

REMOVES_FIRST = "UntagResource"
"""Tags that go are removed before the others are set."""

FORCE_NEW: dict[str, frozenset[str]] = {
    TABLE: frozenset({"name", "hash_key", "range_key", "local_secondary_index"}),
    TARGET: frozenset({"region", "resource_id", "scalable_dimension", "service_namespace"}),
    SCALING_POLICY: frozenset({"name", "region", "resource_id", "scalable_dimension", "service_namespace"}),
    SCHEDULED_ACTION: frozenset(
        {"name", "region", "resource_id", "scalable_dimension", "service_namespace", "timezone"}
    ),
    INSIGHTS: frozenset({"table_name", "index_name"}),
    KINESIS: frozenset({"table_name", "stream_arn", "approximate_creation_date_time_precision"}),
    RESOURCE_POLICY: frozenset({"resource_arn"}),
    STREAM_POLICY: frozenset({"resource_arn"}),
    ALARM: frozenset({"alarm_name"}),
    IAM_POLICY: frozenset({"name"}),
    POLICY_ATTACHMENT: frozenset({"role", "policy_arn"}),
}
"""The arguments of each type of resource that replace it."""

TAGGED = frozenset({TABLE, TARGET, ALARM, IAM_POLICY})
"""The types of resource that get the provider's default tags."""


@dataclass(frozen=True, slots=True)
class Operations:
    """The calls that create, update and delete a resource beside the table, and that set its tags."""

    create: str
    update: str
    delete: str
    tag: str = "TagResource"


BESIDE: dict[str, Operations] = {
    TARGET: Operations("RegisterScalableTarget", "RegisterScalableTarget", "DeregisterScalableTarget"),
    SCALING_POLICY: Operations("PutScalingPolicy", "PutScalingPolicy", "DeleteScalingPolicy"),
    SCHEDULED_ACTION: Operations("PutScheduledAction", "PutScheduledAction", "DeleteScheduledAction"),
    INSIGHTS: Operations("UpdateContributorInsights", "UpdateContributorInsights", "UpdateContributorInsights"),
    KINESIS: Operations(
        "EnableKinesisStreamingDestination", "EnableKinesisStreamingDestination", "DisableKinesisStreamingDestination"
    ),
    RESOURCE_POLICY: Operations("PutResourcePolicy", "PutResourcePolicy", "DeleteResourcePolicy"),
    STREAM_POLICY: Operations("PutResourcePolicy", "PutResourcePolicy", "DeleteResourcePolicy"),
    ALARM: Operations("PutMetricAlarm", "PutMetricAlarm", "DeleteAlarms"),
    IAM_POLICY: Operations("CreatePolicy", "CreatePolicyVersion", "DeletePolicy", "TagPolicy"),
    POLICY_ATTACHMENT: Operations("AttachRolePolicy", "AttachRolePolicy", "DetachRolePolicy"),
}

NOT_UPDATED: dict[str, Between] = {INSIGHTS: Between.ABSENT}
"""Resources of which the provider plans an update, and may not make it (read in its source, not run)."""
