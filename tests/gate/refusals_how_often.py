"""What AWS refuses because it was done too often: within one apply never, and from one deploy to the next it may."""

from __future__ import annotations

from collections.abc import Iterator

from tests.gate.refusal import LIMIT, Refusal
from tests.gate.request import Request
from tests.gate.update_request import capacity, index_changes, indexes, members
from tests.gate.world import World

DAY = 24
CLASS_CHANGES, CLASS_WINDOW = 2, 30 * DAY
ENCRYPTION_CHANGES = 4
DECREASES, DECREASE_EVERY = 4, 1


def _class_budget(request: Request, world: World) -> bool:
    if "TableClass" not in members(request):
        return False
    changes = [item for item in world.since(request, "UpdateTable", CLASS_WINDOW) if "TableClass" in members(item)]
    return len(changes) >= CLASS_CHANGES


def _encryption_budget(request: Request, world: World) -> bool:
    told = request.body.get("SSESpecification")
    if not told or not told.get("Enabled"):
        return False  # back to the AWS-owned key is always allowed
    changes = [item for item in world.since(request, "UpdateTable", DAY) if "SSESpecification" in members(item)]
    return len(changes) >= ENCRYPTION_CHANGES


def _decrease_budget(request: Request, world: World) -> bool:
    """Four on a day, and then one an hour; the table and each index count apart, and both directions at once are one."""
    return any(_spent(owner, request, world) for owner in _lowered(request, world))


def _lowered(request: Request, world: World) -> Iterator[str]:
    """What the request takes capacity from: an index by its name, the table by none."""
    now = capacity(world.described(request))
    if _lower(capacity(request.body), now):
        yield ""
    there = indexes(request, world)
    for index in index_changes(request, "Update"):
        if _lower(capacity(index), capacity(there.get(index["IndexName"], {}))):
            yield index["IndexName"]


def _lower(asked: tuple[int, int] | None, now: tuple[int, int] | None) -> bool:
    return asked is not None and now is not None and any(new < old for new, old in zip(asked, now, strict=True))


def _spent(owner: str, request: Request, world: World) -> bool:
    """By the capacities that were accepted, one after the other."""
    today = world.hours // DAY
    before: tuple[int, int] | None = None
    made: list[float] = []
    for at, earlier in world.history(request):
        asked = _asked(owner, earlier)
        if _lower(asked, before) and at // DAY == today:
            made.append(at)
        before = asked or before
    return len(made) >= DECREASES and world.hours - made[-1] < DECREASE_EVERY


def _asked(owner: str, request: Request) -> tuple[int, int] | None:
    if not owner:
        return capacity(request.body)
    named = [*index_changes(request, "Update"), *index_changes(request, "Create")]
    named += request.body.get("GlobalSecondaryIndexes") or []
    return next((capacity(index) for index in named if index["IndexName"] == owner), None)


HOW_OFTEN = (
    Refusal(
        "class-budget",
        "UpdateTable",
        _class_budget,
        LIMIT,
        "Subscriber limit exceeded: the table class was updated twice in the past 30 days",
        "026 177 283",
    ),
    Refusal(
        "encryption-budget",
        "UpdateTable",
        _encryption_budget,
        LIMIT,
        "Subscriber limit exceeded: the encryption was changed four times in the past 24 hours",
        "065 078",
    ),
    Refusal(
        "decrease-budget",
        "UpdateTable",
        _decrease_budget,
        LIMIT,
        "Subscriber limit exceeded: Provisioned throughput decreases are limited within a given UTC day. After the first 4 "
        "decreases, each subsequent decrease in the same UTC day can be performed at most once every 3600 seconds.",
        "184 185 326 157",
    ),
)
