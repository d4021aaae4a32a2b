"""What an UpdateTable holds, and what it is about: read from the request and from the table as it is."""

from __future__ import annotations

from typing import Any

from tests.gate.refusal import When
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
