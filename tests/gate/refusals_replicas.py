"""What AWS refuses of ReplicaUpdates: capacity that nothing moves, names that are taken, copies that are protected."""

from __future__ import annotations

import dataclasses

from tests.gate.refusal import INVALID, VALIDATION, Refusal, Words
from tests.gate.request import Request
from tests.gate.update_request import billing, index_changes, indexes, replica_changes
from tests.gate.world import World

BASE_WRITE, INDEX_WRITE = "table:WriteCapacityUnits", "index:WriteCapacityUnits"


def _table_not_scaled(request: Request, world: World) -> bool:
    """A write target and a policy must stand before the first replica; a target alone is not enough."""
    if not replica_changes(request, "Create") or billing(request, world) != "PROVISIONED":
        return False
    return not world.scaled(request, "", BASE_WRITE)


def _index_not_scaled(request: Request, world: World) -> bool:
    if not replica_changes(request, "Create") or billing(request, world) != "PROVISIONED":
        return False
    return any(not world.scaled(request, f"/index/{name}", INDEX_WRITE) for name in indexes(request, world))


def _index_added_unscaled(request: Request, world: World) -> bool:
    """A global table takes no new index while one of those that it has is not scaled."""
    replicated = world.described(request).get("Replicas")
    if not index_changes(request, "Create") or not replicated or billing(request, world) != "PROVISIONED":
        return False
    return any(not world.scaled(request, f"/index/{name}", INDEX_WRITE) for name in indexes(request, world))


def _several_replicas(request: Request, world: World) -> bool:
    return len(replica_changes(request, "Create")) + len(replica_changes(request, "Delete")) > 1


def _region_taken(request: Request, world: World) -> bool:
    """A table of the name stands there, or did a moment ago: AWS goes on refusing for 20 to 35 seconds."""
    for change in replica_changes(request, "Create"):
        if world.table(request, change["RegionName"]) is not None:
            return True
        earlier = world.since(request, "UpdateTable", 0.01)
        if any(
            item["RegionName"] == change["RegionName"] for past in earlier for item in replica_changes(past, "Delete")
        ):
            return True
    return False


def _not_a_replica(request: Request, world: World) -> Words | bool:
    there = {item["RegionName"] for item in world.described(request).get("Replicas", [])} | {request.region}
    named = [*replica_changes(request, "Update"), *replica_changes(request, "Delete")]
    return next(({"region": item["RegionName"]} for item in named if item["RegionName"] not in there), False)


def _protected(request: Request, world: World) -> Words | bool:
    for change in replica_changes(request, "Delete"):
        there = dataclasses.replace(request, region=change["RegionName"])
        if world.described(there).get("DeletionProtectionEnabled"):
            return {"region": change["RegionName"]}
    return False


def _key_missing(request: Request, world: World) -> bool:
    """The copies of a table with a customer key need keys of their own, all of them in one request."""
    customer = _customer_key(request, world)
    created = replica_changes(request, "Create")
    if created:
        return customer and any("KMSMasterKeyId" not in change for change in created)
    updated = {change["RegionName"] for change in replica_changes(request, "Update") if "KMSMasterKeyId" in change}
    there = {item["RegionName"] for item in world.described(request).get("Replicas", [])}
    return bool(updated) and not there <= updated


def _customer_key(request: Request, world: World) -> bool:
    key = world.described(request).get("SSEDescription", {}).get("KMSMasterKeyArn", "")
    return any(change.get("KMSMasterKeyId") == key for change in _keys_given(request, world)) if key else False


def _keys_given(request: Request, world: World) -> list[dict[str, str]]:
    """Every encryption of the table that named a key: without a name, the key is AWS's own."""
    made = [item.body for item in world.since(request, "CreateTable", float("inf"))]
    made += [item.body for item in world.since(request, "UpdateTable", float("inf"))]
    return [body["SSESpecification"] for body in made if body.get("SSESpecification")]


REPLICAS = (
    Refusal(
        "several-replicas",
        "UpdateTable",
        _several_replicas,
        VALIDATION,
        "Update table operation with more than one create or delete replica actions not allowed",
        "265 442",
    ),
    Refusal(
        "replica-table-not-scaled",
        "UpdateTable",
        _table_not_scaled,
        VALIDATION,
        "Table write capacity should either be Pay-Per-Request or AutoScaled.",
        "188 249 288",
    ),
    Refusal(
        "replica-index-not-scaled",
        "UpdateTable",
        _index_not_scaled,
        VALIDATION,
        "GSI write capacity should either be Pay-Per-Request or AutoScaled.",
        "288 291",
    ),
    Refusal(
        "index-added-unscaled",
        "UpdateTable",
        _index_added_unscaled,
        VALIDATION,
        "GSI write capacity should either be Pay-Per-Request or AutoScaled.",
        "291 322",
    ),
    Refusal(
        "replica-key-missing",
        "UpdateTable",
        _key_missing,
        VALIDATION,
        f"{INVALID}KMSMasterKeyId must be specified for each replica.",
        "309 295 313",
    ),
    Refusal(
        "replica-exists",
        "UpdateTable",
        _region_taken,
        VALIDATION,
        "Failed to create a the new replica of table with name: ‘{table}’ because one or more replicas already existed as tables.",
        "308 225 228",
    ),
    Refusal(
        "replica-missing",
        "UpdateTable",
        _not_a_replica,
        VALIDATION,
        "Update global table operation failed because one or more replicas were not part of the global table. Please retry the request without these replicas: [{region}].",
        "442",
    ),
    Refusal(
        "replica-protected",
        "UpdateTable",
        _protected,
        VALIDATION,
        "Cannot delete table {table} in region {region} because it has deletion protection enabled. Disable deletion protection first.",
        "297 442",
    ),
)
