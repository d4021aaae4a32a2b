"""What the gate knows of the AWS behind it: the tables as they are, what was accepted so far, and a clock of its own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from moto.applicationautoscaling.models import applicationautoscaling_backends
from moto.dynamodb.models import dynamodb_backends
from moto.dynamodb.models.table import Table

from tests.gate.request import Request

Facts = dict[str, Any]


def _subject(request: Request) -> tuple[str, str, str]:
    return request.account, request.region, request.table


@dataclass
class World:
    """Time stands still but for `hours`, which a test moves: within one apply nothing becomes old by itself."""

    hours: float = 0
    accepted: list[tuple[float, Request]] = field(default_factory=list)

    def table(self, request: Request, region: str = "") -> Table | None:
        found: Table | None = dynamodb_backends[request.account][region or request.region].tables.get(request.table)
        return found

    def described(self, request: Request) -> Facts:
        """The request's table as DescribeTable has it, empty where there is none."""
        table = self.table(request)
        return table.describe()["TableDescription"] if table is not None else {}

    def recovery(self, request: Request) -> Facts:
        table = self.table(request)
        return table.continuous_backups["PointInTimeRecoveryDescription"] if table is not None else {}

    def since(self, request: Request, action: str, hours: float) -> Iterator[Request]:
        """The accepted requests of this kind for the same table within the hours past, since its creation."""
        for at, earlier in reversed(self.accepted):
            same = _subject(earlier) == _subject(request)
            if same and earlier.action == "CreateTable" and action != "CreateTable":
                return
            if same and earlier.action == action and self.hours - at < hours:
                yield earlier

    def history(self, request: Request) -> Iterator[tuple[float, Request]]:
        """What was accepted for the same table, oldest first, with the hour."""
        return ((at, earlier) for at, earlier in self.accepted if _subject(earlier) == _subject(request))

    def scaled(self, request: Request, path: str, dimension: str) -> bool:
        """Whether Application Auto Scaling moves this capacity: a target and a policy, both."""
        key = (f"table/{request.table}{path}", f"dynamodb:{dimension}")
        backend = applicationautoscaling_backends[request.account][request.region]
        targets = {(each.resource_id, each.scalable_dimension) for each in self.targets(request)}
        return key in targets and key in {
            (each.resource_id, each.scalable_dimension) for each in backend.policies.values()
        }

    def targets(self, request: Request) -> list[Any]:
        backend = applicationautoscaling_backends[request.account][request.region]
        return [target for by_resource in backend.targets.values() for target in by_resource.values()]
