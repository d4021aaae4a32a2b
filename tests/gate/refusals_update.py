"""What AWS refuses of UpdateTable: what one call may hold, and what must be there before it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tests.gate.refusal import INVALID, LIMIT, NOT_FOUND, VALIDATION, Refusal, When, Words
from tests.gate.request import Request
from tests.gate.world import World

TABLE_CAP = 40_000
"""The default quota of one table, which its on-demand caps may not exceed."""
INDEXES = 20

SIDES = {"MaxReadRequestUnits": "read", "MaxWriteRequestUnits": "write"}
NAMES_ONLY = {"TableName", "AttributeDefinitions"}


def members(request: Request) -> set[str]:
    """What the call changes."""
    return {name for name, value in request.body.items() if value is not None} - NAMES_ONLY


def index_changes(request: Request, kind: str) -> list[dict[str, Any]]:
    return [update[kind] for update in request.body.get("GlobalSecondaryIndexUpdates") or [] if kind in update]


def replica_changes(request: Request, kind: str) -> list[dict[str, Any]]:
    return [update[kind] for update in request.body.get("ReplicaUpdates") or [] if kind in update]


def indexes(request: Request, world: World) -> dict[str, dict[str, Any]]:
    return {index["IndexName"]: index for index in world.described(request).get("GlobalSecondaryIndexes", [])}


def billing(request: Request, world: World) -> str:
    """The mode that the table has after this call."""
    told = request.body.get("BillingMode") or world.described(request)["BillingModeSummary"]["BillingMode"]
    return str(told or "PROVISIONED")


def capacity(owner: dict[str, Any]) -> tuple[int, int] | None:
    told = owner.get("ProvisionedThroughput")
    return (told["ReadCapacityUnits"], told["WriteCapacityUnits"]) if told else None


def together(one: str, *others: str) -> When:
    return lambda request, _: one in members(request) and bool(members(request) & set(others))


def alone(one: str) -> When:
    return lambda request, _: one in members(request) and len(members(request)) > 1


def _no_table(request: Request, world: World) -> bool:
    return world.table(request) is None


def _nothing(request: Request, world: World) -> bool:
    return not members(request)


def _stream_with_capacity(request: Request, world: World) -> bool:
    moves = "ProvisionedThroughput" in members(request) or request.body.get("BillingMode") == "PROVISIONED"
    return moves and "StreamSpecification" in members(request)


def _index_made_with(name: str) -> When:
    def when(request: Request, world: World) -> bool:
        made = index_changes(request, "Create") or index_changes(request, "Delete")
        return bool(made) and name in members(request)

    return when


def _several_indexes(request: Request, world: World) -> bool:
    return len(index_changes(request, "Create")) + len(index_changes(request, "Delete")) > 1


def _too_many_indexes(request: Request, world: World) -> bool:
    return bool(index_changes(request, "Create")) and len(indexes(request, world)) >= INDEXES


def _index_exists(request: Request, world: World) -> bool:
    return any(index["IndexName"] in indexes(request, world) for index in index_changes(request, "Create"))


def _index_missing(request: Request, world: World) -> bool:
    named = [*index_changes(request, "Update"), *index_changes(request, "Delete")]
    return any(index["IndexName"] not in indexes(request, world) for index in named)


def _starved(request: Request, world: World) -> Words | bool:
    """An index without capacity, of its own or in the same call, where the table is to be provisioned."""
    if billing(request, world) != "PROVISIONED":
        return False
    for index in index_changes(request, "Create"):
        if capacity(index) is None:
            return {"index": index["IndexName"]}
    if request.body.get("BillingMode") != "PROVISIONED" or _was_provisioned(request, world):
        return False
    given = {index["IndexName"] for index in index_changes(request, "Update") if capacity(index)}
    return next(({"index": name} for name in indexes(request, world) if name not in given), False)


def _was_provisioned(request: Request, world: World) -> bool:
    return world.described(request)["BillingModeSummary"]["BillingMode"] != "PAY_PER_REQUEST"


def _no_capacity(request: Request, world: World) -> bool:
    wanted = request.body.get("BillingMode") == "PROVISIONED" and not _was_provisioned(request, world)
    return wanted and capacity(request.body) is None


def _capacity_on_demand(request: Request, world: World) -> bool:
    return capacity(request.body) is not None and billing(request, world) == "PAY_PER_REQUEST"


def _index_capacity_on_demand(request: Request, world: World) -> Words | bool:
    if billing(request, world) != "PAY_PER_REQUEST":
        return False
    changed = [*index_changes(request, "Create"), *index_changes(request, "Update")]
    return next(({"index": index["IndexName"]} for index in changed if capacity(index)), False)


def _same_capacity(request: Request, world: World) -> Words | bool:
    now = world.described(request)
    asked = capacity(request.body)
    if asked is None or not _was_provisioned(request, world) or asked != capacity(now):
        return False
    return {"read": asked[0], "write": asked[1]}


def _same_index_capacity(request: Request, world: World) -> Words | bool:
    if not _was_provisioned(request, world):
        return False
    there = indexes(request, world)
    for index in index_changes(request, "Update"):
        asked = capacity(index)
        if asked is not None and asked == capacity(there[index["IndexName"]]):
            return {"index": index["IndexName"], "read": asked[0], "write": asked[1]}
    return False


def _caps(request: Request, *, changed: bool) -> Iterator[tuple[str, str, int, bool]]:
    """Owner, side, units, and whether it is new, of every cap in the request."""
    if changed and "OnDemandThroughput" in members(request):
        for side, units in request.body["OnDemandThroughput"].items():
            yield "table", side, units, False
    for kind in ("Create", "Update"):
        for index in index_changes(request, kind):
            for side, units in (index.get("OnDemandThroughput") or {}).items():
                yield f"index {index['IndexName']}", side, units, kind == "Create"


def _cap_out_of_range(request: Request, world: World) -> Words | bool:
    for owner, side, units, new in _caps(request, changed=True):
        if units < 1 and (new or units != -1):
            return {"side": side, "owner": owner}
    return False


def _cap_above_quota(request: Request, world: World) -> Words | bool:
    return any(units > TABLE_CAP for _, _, units, _ in _caps(request, changed=True))


def _cap_provisioned(request: Request, world: World) -> Words | bool:
    if billing(request, world) != "PROVISIONED":
        return False
    return next(({"side": side} for _, side, _, _ in _caps(request, changed=True)), False)


def _stream(request: Request) -> dict[str, Any]:
    told: dict[str, Any] = request.body.get("StreamSpecification") or {}
    return told


def _stream_is(request: Request, world: World) -> bool:
    return bool(world.described(request).get("StreamSpecification", {}).get("StreamEnabled"))


def _stream_on_again(request: Request, world: World) -> bool:
    return bool(_stream(request).get("StreamEnabled")) and _stream_is(request, world)


def _stream_off_again(request: Request, world: World) -> bool:
    return _stream(request).get("StreamEnabled") is False and not _stream_is(request, world)


def _stream_without_view(request: Request, world: World) -> bool:
    return bool(_stream(request).get("StreamEnabled")) and not _stream(request).get("StreamViewType")


def _stream_of_a_replica(request: Request, world: World) -> bool:
    return _stream(request).get("StreamEnabled") is False and bool(world.described(request).get("Replicas"))


def _encrypted_by_default(request: Request, world: World) -> bool:
    told = request.body.get("SSESpecification")
    return told is not None and not told.get("Enabled") and "SSEDescription" not in world.described(request)


def _same_key(request: Request, world: World) -> bool:
    key = (request.body.get("SSESpecification") or {}).get("KMSMasterKeyId")
    return key is not None and world.described(request).get("SSEDescription", {}).get("KMSMasterKeyArn") == key


def _warm_lowered(request: Request, world: World) -> Words | bool:
    asked, now = request.body.get("WarmThroughput") or {}, world.described(request).get("WarmThroughput", {})
    return next(({"side": side} for side, units in asked.items() if units < now.get(side, 0)), False)


UPDATE_TABLE = (
    Refusal(
        "table-missing",
        "UpdateTable",
        _no_table,
        NOT_FOUND,
        "Requested resource not found: Table: {table} not found",
        "API reference of UpdateTable",
    ),
    Refusal(
        "nothing-to-update",
        "UpdateTable",
        _nothing,
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
        _stream_with_capacity,
        VALIDATION,
        f"{INVALID}You cannot modify stream status while updating table IOPS",
        "382 156; hashicorp/terraform-provider-aws#35673",
    ),
    Refusal(
        "index-with-capacity",
        "UpdateTable",
        _index_made_with("ProvisionedThroughput"),
        VALIDATION,
        f"{INVALID}You cannot create or delete index while updating table IOPS",
        "382",
    ),
    Refusal(
        "index-with-stream",
        "UpdateTable",
        _index_made_with("StreamSpecification"),
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
        _cap_provisioned,
        VALIDATION,
        f"{INVALID}{{side}} for OnDemandThroughput cannot be specified when the table BillingMode is PROVISIONED",
        "024 038 442",
    ),
    Refusal(
        "cap-out-of-range",
        "UpdateTable",
        _cap_out_of_range,
        VALIDATION,
        f"{INVALID}Requested {{side}} for OnDemandThroughput for {{owner}} is outside of valid range",
        "039 128",
    ),
    Refusal(
        "cap-above-quota",
        "UpdateTable",
        _cap_above_quota,
        LIMIT,
        "Subscriber limit exceeded: The requested throughput exceeds the maximum on-demand throughput of a table",
        "154 171",
    ),
    Refusal(
        "capacity-missing",
        "UpdateTable",
        _no_capacity,
        VALIDATION,
        f"{INVALID}ProvisionedThroughput must be specified when BillingMode is PROVISIONED",
        "152 442",
    ),
    Refusal("index-missing", "UpdateTable", _index_missing, NOT_FOUND, "Requested resource not found", "442"),
    Refusal(
        "index-capacity-missing",
        "UpdateTable",
        _starved,
        VALIDATION,
        f"{INVALID}ProvisionedThroughput must be specified for index: {{index}}",
        "152 442",
    ),
    Refusal(
        "capacity-on-demand",
        "UpdateTable",
        _capacity_on_demand,
        VALIDATION,
        f"{INVALID}Neither ReadCapacityUnits nor WriteCapacityUnits can be specified when BillingMode is PAY_PER_REQUEST",
        "442",
    ),
    Refusal(
        "index-capacity-on-demand",
        "UpdateTable",
        _index_capacity_on_demand,
        VALIDATION,
        f"{INVALID}Neither ReadCapacityUnits nor WriteCapacityUnits can be specified for index: {{index}} when BillingMode is PAY_PER_REQUEST",
        "442",
    ),
    Refusal(
        "same-capacity",
        "UpdateTable",
        _same_capacity,
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
        _same_index_capacity,
        VALIDATION,
        "The provisioned throughput for the index {index} will not change. The requested value equals the current value.",
        "442",
    ),
    Refusal(
        "several-indexes",
        "UpdateTable",
        _several_indexes,
        LIMIT,
        "Subscriber limit exceeded: Only 1 online index can be created or deleted simultaneously per table",
        "152 015 047",
    ),
    Refusal(
        "index-exists",
        "UpdateTable",
        _index_exists,
        VALIDATION,
        "Attempting to create an index which already exists",
        "442",
    ),
    Refusal(
        "too-many-indexes",
        "UpdateTable",
        _too_many_indexes,
        LIMIT,
        "Subscriber limit exceeded: GlobalSecondaryIndex count exceeds the per-table limit of 20",
        "169 129",
    ),
    Refusal(
        "stream-without-view",
        "UpdateTable",
        _stream_without_view,
        VALIDATION,
        f"{INVALID}If stream is being enabled then UpdateViewType is required",
        "442",
    ),
    Refusal(
        "stream-of-a-replica",
        "UpdateTable",
        _stream_of_a_replica,
        VALIDATION,
        f"{INVALID}Disabling Stream is not allowed for a Global Table replica.",
        "222 442",
    ),
    Refusal(
        "stream-on-again",
        "UpdateTable",
        _stream_on_again,
        VALIDATION,
        "Table already has an enabled stream: TableName: {table}",
        "050 442",
    ),
    Refusal(
        "stream-off-again",
        "UpdateTable",
        _stream_off_again,
        VALIDATION,
        "Table has no stream to disable: TableName: {table}",
        "018 442",
    ),
    Refusal(
        "encrypted-by-default",
        "UpdateTable",
        _encrypted_by_default,
        VALIDATION,
        f"{INVALID}Table is already encrypted by default",
        "082 442",
    ),
    Refusal(
        "same-key",
        "UpdateTable",
        _same_key,
        VALIDATION,
        f"{INVALID}Table is already encrypted with given KMSMasterKeyId. Use KMSMasterKeyId parameter if you want to change Master Key",
        "064 442",
    ),
    Refusal(
        "warm-lowered",
        "UpdateTable",
        _warm_lowered,
        VALIDATION,
        f"{INVALID}Requested {{side}} for WarmThroughput for table is lower than current WarmThroughput, decreasing WarmThroughput is not supported",
        "032 179",
    ),
)
"""In the order in which AWS is known, or taken, to judge."""
