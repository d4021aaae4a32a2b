"""When AWS refuses an UpdateTable: a function for each reason, True or the words for its text where it does."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tests.gate.refusal import When, Words
from tests.gate.request import Request
from tests.gate.update_request import INDEXES, TABLE_CAP, billing, capacity, index_changes, indexes, members
from tests.gate.world import World


def no_table(request: Request, world: World) -> bool:
    return world.table(request) is None


def nothing(request: Request, world: World) -> bool:
    return not members(request)


def stream_with_capacity(request: Request, world: World) -> bool:
    moves = "ProvisionedThroughput" in members(request) or request.body.get("BillingMode") == "PROVISIONED"
    return moves and "StreamSpecification" in members(request)


def index_made_with(name: str) -> When:
    def when(request: Request, world: World) -> bool:
        made = index_changes(request, "Create") or index_changes(request, "Delete")
        return bool(made) and name in members(request)

    return when


def several_indexes(request: Request, world: World) -> bool:
    return len(index_changes(request, "Create")) + len(index_changes(request, "Delete")) > 1


def too_many_indexes(request: Request, world: World) -> bool:
    return bool(index_changes(request, "Create")) and len(indexes(request, world)) >= INDEXES


def index_exists(request: Request, world: World) -> bool:
    return any(index["IndexName"] in indexes(request, world) for index in index_changes(request, "Create"))


def index_missing(request: Request, world: World) -> bool:
    named = [*index_changes(request, "Update"), *index_changes(request, "Delete")]
    return any(index["IndexName"] not in indexes(request, world) for index in named)


def starved(request: Request, world: World) -> Words | bool:
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


def no_capacity(request: Request, world: World) -> bool:
    wanted = request.body.get("BillingMode") == "PROVISIONED" and not _was_provisioned(request, world)
    return wanted and capacity(request.body) is None


def capacity_on_demand(request: Request, world: World) -> bool:
    return capacity(request.body) is not None and billing(request, world) == "PAY_PER_REQUEST"


def index_capacity_on_demand(request: Request, world: World) -> Words | bool:
    if billing(request, world) != "PAY_PER_REQUEST":
        return False
    changed = [*index_changes(request, "Create"), *index_changes(request, "Update")]
    return next(({"index": index["IndexName"]} for index in changed if capacity(index)), False)


def same_capacity(request: Request, world: World) -> Words | bool:
    now = world.described(request)
    asked = capacity(request.body)
    if asked is None or not _was_provisioned(request, world) or asked != capacity(now):
        return False
    return {"read": asked[0], "write": asked[1]}


def same_index_capacity(request: Request, world: World) -> Words | bool:
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


def cap_out_of_range(request: Request, world: World) -> Words | bool:
    for owner, side, units, new in _caps(request, changed=True):
        if units < 1 and (new or units != -1):
            return {"side": side, "owner": owner}
    return False


def cap_above_quota(request: Request, world: World) -> Words | bool:
    return any(units > TABLE_CAP for _, _, units, _ in _caps(request, changed=True))


def cap_provisioned(request: Request, world: World) -> Words | bool:
    if billing(request, world) != "PROVISIONED":
        return False
    return next(({"side": side} for _, side, _, _ in _caps(request, changed=True)), False)


def _stream(request: Request) -> dict[str, Any]:
    told: dict[str, Any] = request.body.get("StreamSpecification") or {}
    return told


def _stream_is(request: Request, world: World) -> bool:
    return bool(world.described(request).get("StreamSpecification", {}).get("StreamEnabled"))


def stream_on_again(request: Request, world: World) -> bool:
    return bool(_stream(request).get("StreamEnabled")) and _stream_is(request, world)


def stream_off_again(request: Request, world: World) -> bool:
    return _stream(request).get("StreamEnabled") is False and not _stream_is(request, world)


def stream_without_view(request: Request, world: World) -> bool:
    return bool(_stream(request).get("StreamEnabled")) and not _stream(request).get("StreamViewType")


def stream_of_a_replica(request: Request, world: World) -> bool:
    return _stream(request).get("StreamEnabled") is False and bool(world.described(request).get("Replicas"))


def encrypted_by_default(request: Request, world: World) -> bool:
    told = request.body.get("SSESpecification")
    return told is not None and not told.get("Enabled") and "SSEDescription" not in world.described(request)


def same_key(request: Request, world: World) -> bool:
    key = (request.body.get("SSESpecification") or {}).get("KMSMasterKeyId")
    return key is not None and world.described(request).get("SSEDescription", {}).get("KMSMasterKeyArn") == key


def warm_lowered(request: Request, world: World) -> Words | bool:
    asked, now = request.body.get("WarmThroughput") or {}, world.described(request).get("WarmThroughput", {})
    return next(({"side": side} for side, units in asked.items() if units < now.get(side, 0)), False)
