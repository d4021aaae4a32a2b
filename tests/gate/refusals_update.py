"""What AWS refuses of UpdateTable: what one call may hold, and what must be there before it."""

from __future__ import annotations

from tests.gate.refusal import INVALID, LIMIT, NOT_FOUND, VALIDATION, Refusal
from tests.gate.update_conditions import (
    cap_above_quota,
    cap_out_of_range,
    cap_provisioned,
    capacity_on_demand,
    encrypted_by_default,
    index_capacity_on_demand,
    index_exists,
    index_made_with,
    index_missing,
    no_capacity,
    no_table,
    nothing,
    same_capacity,
    same_index_capacity,
    same_key,
    several_indexes,
    starved,
    stream_of_a_replica,
    stream_off_again,
    stream_on_again,
    stream_with_capacity,
    stream_without_view,
    too_many_indexes,
    warm_lowered,
)
from tests.gate.update_request import alone, members, together

UPDATE_TABLE = (
    Refusal(
        "table-missing",
        "UpdateTable",
        no_table,
        NOT_FOUND,
        "Requested resource not found: Table: {table} not found",
        "API reference of UpdateTable",
    ),
    Refusal(
        "nothing-to-update",
        "UpdateTable",
        nothing,
        VALIDATION,
        "At least one of ProvisionedThroughput, BillingMode, UpdateStreamEnabled, GlobalSecondaryIndexUpdates, "
        "SSESpecification, ReplicaUpdates, MultiAccountReplicaReady, ReplicaTransitRoleArn, MultiRegionConsistency, "
        "DeletionProtectionEnabled, OnDemandThroughput, WarmThroughput or TableClass is required",
        "162 442",
    ),
    *(
        Refusal(f"{name}-alone", "UpdateTable", alone(member), VALIDATION, f"{INVALID}{text}", "382 433 174 224")
        for name, member, text in (
            ("replica", "ReplicaUpdates", "Replica modification must be the only operation in the request"),
            (
                "encryption",
                "SSESpecification",
                "Server-Side Encryption modification must be the only operation in the request",
            ),
            ("class", "TableClass", "TableClass modification must be the only operation in the request"),
            (
                "protection",
                "DeletionProtectionEnabled",
                "DeletionProtection modification must be the only operation in the request",
            ),
            ("warm", "WarmThroughput", "WarmThroughput must be the only operation in the request"),
        )
    ),
    Refusal(
        "stream-with-capacity",
        "UpdateTable",
        stream_with_capacity,
        VALIDATION,
        f"{INVALID}You cannot modify stream status while updating table IOPS",
        "382 156; hashicorp/terraform-provider-aws#35673",
    ),
    Refusal(
        "index-with-capacity",
        "UpdateTable",
        index_made_with("ProvisionedThroughput"),
        VALIDATION,
        f"{INVALID}You cannot create or delete index while updating table IOPS",
        "382",
    ),
    Refusal(
        "index-with-stream",
        "UpdateTable",
        index_made_with("StreamSpecification"),
        VALIDATION,
        f"{INVALID}You cannot create or delete index while changing stream status",
        "174",
    ),
    Refusal(
        "caps-only-with-billing",
        "UpdateTable",
        # With index updates or a billing mode beside it the combination was never tried on AWS.
        lambda request, world: (
            "BillingMode" not in members(request)
            and together("OnDemandThroughput", "StreamSpecification", "ProvisionedThroughput")(request, world)
        ),
        VALIDATION,
        f"{INVALID}OnDemandThroughput can only be combined with BillingMode in an UpdateTable request",
        "433",
    ),
    Refusal(
        "cap-on-provisioned",
        "UpdateTable",
        cap_provisioned,
        VALIDATION,
        f"{INVALID}{{side}} for OnDemandThroughput cannot be specified when the table BillingMode is PROVISIONED",
        "024 038 442",
    ),
    Refusal(
        "cap-out-of-range",
        "UpdateTable",
        cap_out_of_range,
        VALIDATION,
        f"{INVALID}Requested {{side}} for OnDemandThroughput for {{owner}} is outside of valid range",
        "039 128",
    ),
    Refusal(
        "cap-above-quota",
        "UpdateTable",
        cap_above_quota,
        LIMIT,
        "Subscriber limit exceeded: The requested throughput exceeds the maximum on-demand throughput of a table",
        "154 171",
    ),
    Refusal(
        "capacity-missing",
        "UpdateTable",
        no_capacity,
        VALIDATION,
        f"{INVALID}ProvisionedThroughput must be specified when BillingMode is PROVISIONED",
        "152 442",
    ),
    Refusal("index-missing", "UpdateTable", index_missing, NOT_FOUND, "Requested resource not found", "442"),
    Refusal(
        "index-capacity-missing",
        "UpdateTable",
        starved,
        VALIDATION,
        f"{INVALID}ProvisionedThroughput must be specified for index: {{index}}",
        "152 442",
    ),
    Refusal(
        "capacity-on-demand",
        "UpdateTable",
        capacity_on_demand,
        VALIDATION,
        f"{INVALID}Neither ReadCapacityUnits nor WriteCapacityUnits can be specified when BillingMode is PAY_PER_REQUEST",
        "442",
    ),
    Refusal(
        "index-capacity-on-demand",
        "UpdateTable",
        index_capacity_on_demand,
        VALIDATION,
        f"{INVALID}Neither ReadCapacityUnits nor WriteCapacityUnits can be specified for index: {{index}} when BillingMode is PAY_PER_REQUEST",
        "442",
    ),
    Refusal(
        "same-capacity",
        "UpdateTable",
        same_capacity,
        VALIDATION,
        "The provisioned throughput for the table will not change. The requested value equals the current value. "
        "Current ReadCapacityUnits provisioned for the table: {read}. Requested ReadCapacityUnits: {read}. Current "
        "WriteCapacityUnits provisioned for the table: {write}. Requested WriteCapacityUnits: {write}. Refer to the "
        "Amazon DynamoDB Developer Guide for current limits and how to request higher limits.",
        "057 442",
    ),
    Refusal(
        "same-index-capacity",
        "UpdateTable",
        same_index_capacity,
        VALIDATION,
        "The provisioned throughput for the index {index} will not change. The requested value equals the current value.",
        "442",
    ),
    Refusal(
        "several-indexes",
        "UpdateTable",
        several_indexes,
        LIMIT,
        "Subscriber limit exceeded: Only 1 online index can be created or deleted simultaneously per table",
        "152 015 047",
    ),
    Refusal(
        "index-exists",
        "UpdateTable",
        index_exists,
        VALIDATION,
        "Attempting to create an index which already exists",
        "442",
    ),
    Refusal(
        "too-many-indexes",
        "UpdateTable",
        too_many_indexes,
        LIMIT,
        "Subscriber limit exceeded: GlobalSecondaryIndex count exceeds the per-table limit of 20",
        "169 129",
    ),
    Refusal(
        "stream-without-view",
        "UpdateTable",
        stream_without_view,
        VALIDATION,
        f"{INVALID}If stream is being enabled then UpdateViewType is required",
        "442",
    ),
    Refusal(
        "stream-of-a-replica",
        "UpdateTable",
        stream_of_a_replica,
        VALIDATION,
        f"{INVALID}Disabling Stream is not allowed for a Global Table replica.",
        "222 442",
    ),
    Refusal(
        "stream-on-again",
        "UpdateTable",
        stream_on_again,
        VALIDATION,
        "Table already has an enabled stream: TableName: {table}",
        "050 442",
    ),
    Refusal(
        "stream-off-again",
        "UpdateTable",
        stream_off_again,
        VALIDATION,
        "Table has no stream to disable: TableName: {table}",
        "018 442",
    ),
    Refusal(
        "encrypted-by-default",
        "UpdateTable",
        encrypted_by_default,
        VALIDATION,
        f"{INVALID}Table is already encrypted by default",
        "082 442",
    ),
    Refusal(
        "same-key",
        "UpdateTable",
        same_key,
        VALIDATION,
        f"{INVALID}Table is already encrypted with given KMSMasterKeyId. Use KMSMasterKeyId parameter if you want to change Master Key",
        "064 442",
    ),
    Refusal(
        "warm-lowered",
        "UpdateTable",
        warm_lowered,
        VALIDATION,
        f"{INVALID}Requested {{side}} for WarmThroughput for table is lower than current WarmThroughput, decreasing WarmThroughput is not supported",
        "032 179",
    ),
)
"""In the order in which AWS is known, or taken, to judge."""
