"""What AWS refuses of CreateTable and DeleteTable."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tests.gate.refusal import IN_USE, INVALID, NOT_FOUND, VALIDATION, Refusal, Words
from tests.gate.request import Request
from tests.gate.update_request import INDEXES, TABLE_CAP, capacity
from tests.gate.world import World

LOCAL_INDEXES = 5
WARM_ON_DEMAND = {"ReadUnitsPerSecond": 12_000, "WriteUnitsPerSecond": 4_000}


def _exists(request: Request, world: World) -> bool:
    return world.table(request) is not None


def _missing(request: Request, world: World) -> bool:
    return world.table(request) is None


def _on_demand(request: Request) -> bool:
    return bool(request.body.get("BillingMode") == "PAY_PER_REQUEST")


def _owners(request: Request) -> Iterator[tuple[str, dict[str, Any]]]:
    """The table and its global indexes."""
    yield "table", request.body
    for index in request.body.get("GlobalSecondaryIndexes") or []:
        yield f"index {index['IndexName']}", index


def _starved(request: Request, world: World) -> bool:
    return not _on_demand(request) and capacity(request.body) is None


def _index_starved(request: Request, world: World) -> Words | bool:
    if _on_demand(request):
        return False
    indexes = request.body.get("GlobalSecondaryIndexes") or []
    return next(({"index": index["IndexName"]} for index in indexes if capacity(index) is None), False)


def _capacity_on_demand(request: Request, world: World) -> bool:
    return _on_demand(request) and any(capacity(owner) is not None for _, owner in _owners(request))


def _cap_on_provisioned(request: Request, world: World) -> bool:
    return not _on_demand(request) and any(owner.get("OnDemandThroughput") for _, owner in _owners(request))


def _cap_out_of_range(request: Request, world: World) -> Words | bool:
    for name, owner in _owners(request):
        for side, units in (owner.get("OnDemandThroughput") or {}).items():
            if not 1 <= units <= TABLE_CAP:
                return {"side": side, "owner": name}
    return False


def _warm_too_low(request: Request, world: World) -> Words | bool:
    for name, owner in _owners(request):
        units = capacity(owner)
        least = dict(zip(WARM_ON_DEMAND, units, strict=True)) if units else WARM_ON_DEMAND
        for side, asked in (owner.get("WarmThroughput") or {}).items():
            if asked < least[side]:
                return {"side": side, "owner": name}
    return False


def _too_many_indexes(request: Request, world: World) -> bool:
    return len(request.body.get("GlobalSecondaryIndexes") or []) > INDEXES


def _too_many_local_indexes(request: Request, world: World) -> bool:
    return len(request.body.get("LocalSecondaryIndexes") or []) > LOCAL_INDEXES


def _stream_without_view(request: Request, world: World) -> bool:
    told = request.body.get("StreamSpecification") or {}
    return bool(told.get("StreamEnabled")) and not told.get("StreamViewType")


def _protected(request: Request, world: World) -> bool:
    return bool(world.described(request).get("DeletionProtectionEnabled"))


CREATE_TABLE = (
    Refusal(
        "capacity-missing",
        "CreateTable",
        _starved,
        VALIDATION,
        f"{INVALID}ReadCapacityUnits and WriteCapacityUnits must both be specified when BillingMode is PROVISIONED",
        "024 442",
    ),
    Refusal(
        "index-capacity-missing",
        "CreateTable",
        _index_starved,
        VALIDATION,
        f"{INVALID}ProvisionedThroughput is not specified for index: {{index}}",
        "442",
    ),
    Refusal(
        "capacity-on-demand",
        "CreateTable",
        _capacity_on_demand,
        VALIDATION,
        f"{INVALID}Neither ReadCapacityUnits nor WriteCapacityUnits can be specified when BillingMode is PAY_PER_REQUEST",
        "038 442",
    ),
    Refusal(
        "cap-on-provisioned",
        "CreateTable",
        _cap_on_provisioned,
        VALIDATION,
        f"{INVALID}MaxReadRequestUnits for OnDemandThroughput cannot be specified when the table BillingMode is PROVISIONED",
        "038 442",
    ),
    Refusal(
        "cap-out-of-range",
        "CreateTable",
        _cap_out_of_range,
        VALIDATION,
        f"{INVALID}Requested {{side}} for OnDemandThroughput for {{owner}} is outside of valid range",
        "039 128",
    ),
    Refusal(
        "warm-too-low",
        "CreateTable",
        _warm_too_low,
        VALIDATION,
        f"{INVALID}Requested {{side}} for WarmThroughput for {{owner}} is lower than initial throughput for OnDemand",
        "039 032 059 061",
    ),
    Refusal(
        "too-many-indexes",
        "CreateTable",
        _too_many_indexes,
        VALIDATION,
        f"{INVALID}GlobalSecondaryIndex count exceeds the per-table limit of 20",
        "169 129",
    ),
    Refusal(
        "too-many-local-indexes",
        "CreateTable",
        _too_many_local_indexes,
        VALIDATION,
        f"{INVALID}Number of LocalSecondaryIndexes exceeds per-table limit of 5",
        "129 442",
    ),
    Refusal(
        "stream-without-view",
        "CreateTable",
        _stream_without_view,
        VALIDATION,
        f"{INVALID}Table is being created with a stream enabled, UpdateViewType is required",
        "442",
    ),
    Refusal("table-exists", "CreateTable", _exists, IN_USE, "Table already exists: {table}", "005"),
)

DELETE_TABLE = (
    Refusal(
        "table-missing",
        "DeleteTable",
        _missing,
        NOT_FOUND,
        "Requested resource not found: Table: {table} not found",
        "API reference of DeleteTable",
    ),
    Refusal(
        "protected",
        "DeleteTable",
        _protected,
        VALIDATION,
        "Resource cannot be deleted as it is currently protected against deletion. Disable deletion protection first.",
        "442",
    ),
)
