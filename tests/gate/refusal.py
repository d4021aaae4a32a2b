"""What a refusal of AWS is, as data."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from tests.gate.request import Request
from tests.gate.world import World

VALIDATION = "ValidationException"
IN_USE = "ResourceInUseException"
LIMIT = "LimitExceededException"
NOT_FOUND = "ResourceNotFoundException"

INVALID = "One or more parameter values were invalid: "
"""The prefix of most of DynamoDB's texts."""

Words = Mapping[str, object]
When = Callable[[Request, World], "Words | bool"]


@dataclass(frozen=True)
class Refusal:
    """AWS answers `action` with `error` and `text` where `when` holds.

    `when` gives the words that stand in braces in the text, or only whether it holds. `source` says how it is known:
    numbers are findings of docs/api-quirks (DDB-TABLE-n) in aws-controllers-k8s/dynamodb-controller, measured on AWS in
    October 2026; else the AWS page or the issue.
    """

    name: str
    action: str
    when: When
    error: str
    text: str
    source: str


@dataclass(frozen=True)
class Refused:
    refusal: Refusal
    text: str


def first(refusals: tuple[Refusal, ...], request: Request, world: World) -> Refused | None:
    """The refusal that AWS answers with: the first that holds, in AWS's own order of precedence."""
    for refusal in refusals:
        if refusal.action != request.action:
            continue
        words = refusal.when(request, world)
        if words is not False:
            return Refused(refusal, refusal.text.format(table=request.table, **(words if words is not True else {})))
    return None
