"""A resource policy names an action that DynamoDB does not have."""

from __future__ import annotations

from collections.abc import Iterator
from fnmatch import fnmatchcase
from typing import Any

from sessionform.documentation import fails, passes
from sessionform.edits import set_to
from sessionform.facts.policies import ACTIONS
from sessionform.model import Table
from sessionform.rules.access.statements import statements_of, texts
from sessionform.rules.engine.rule import ERROR, Problem, TableRule
from sessionform.rules.view.table_view import TableView
from sessionform.suggestions import nearest, suggest


def _unknown_action(table: Table, _: TableView) -> Iterator[Problem]:
    for setting, name, body in statements_of(table):
        for element in ("Action", "NotAction"):
            for action in texts(body.get(element)):
                service, colon, called = action.partition(":")
                if action == "*" or (service.lower() == "dynamodb" and _matches(called)):
                    continue
                hint = suggest(called if colon else action, ACTIONS.values(), "write it as `dynamodb:GetItem`")
                message = f"{name} names `{action}`, which is not an action of DynamoDB"
                fixes = tuple(_corrected(body[element], action, near) for near in _meant(action))
                place = (*setting, element)
                yield Problem(place, message, hint, fixes=tuple(set_to(place, value) for value in fixes))


def _meant(action: str) -> list[str]:
    _, colon, called = action.partition(":")
    return nearest(called if colon else action, ACTIONS.values())[:1]


def _corrected(value: Any, action: str, near: str) -> Any:
    """The action, or the list that it is in, with the right name."""
    if isinstance(value, list):
        return [f"dynamodb:{near}" if item == action else item for item in value]
    return f"dynamodb:{near}"


def _matches(pattern: str) -> bool:
    """Whether any action is meant; IAM looks at no capitals, and reads `*` and `?` alone as wildcards."""
    literal = pattern.lower().replace("[", "[[]")
    return any(fnmatchcase(action, literal) for action in ACTIONS)


def _acting(action: object) -> dict[str, object]:
    statement = {"Effect": "Allow", "Principal": {"AWS": "111122223333"}, "Action": action, "Resource": "*"}
    return {"Version": "2012-10-17", "Statement": [statement]}


RULE = TableRule(
    id="policy-unknown-action",
    severity=ERROR,
    summary="A resource policy names an action that DynamoDB does not have",
    why=(
        "AWS rejects a policy with an unknown action when the table already exists; the provider does not check it. "
        "PartiQL has actions of its own (`dynamodb:PartiQLSelect`); transactions use those of the single items "
        "(`dynamodb:PutItem`, `dynamodb:ConditionCheckItem`)."
    ),
    source="https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazondynamodb.html",
    failing="""\
tables:
  userSessions:
    partition_key: userId
    ttl: expiresAt
    resource_policy:
      Version: "2012-10-17"
      Statement: [{Effect: Allow, Principal: {AWS: "111122223333"}, Action: "dynamodb:GetItems", Resource: "*"}]
""",
    passing="""\
tables:
  userSessions:
    partition_key: userId
    ttl: expiresAt
    resource_policy:
      Version: "2012-10-17"
      Statement: [{Effect: Allow, Principal: {AWS: "111122223333"}, Action: "dynamodb:GetItem", Resource: "*"}]
""",
    edges=(
        passes(resource_policy=_acting("*")),
        passes(resource_policy=_acting("dynamodb:*")),
        passes(resource_policy=_acting(["DynamoDB:getitem", "dynamodb:Batch*Item"])),
        fails(resource_policy=_acting("dynamodb:Fetch*")),
        fails(resource_policy=_acting("GetItem")),
        fails(resource_policy=_acting("s3:GetObject")),
        fails(resource_policy=_acting(["dynamodb:GetItem", "dynamodb:TransactWriteItems"])),
        passes(resource_policy=_acting("dynamodb:PartiQLSelect")),
    ),
    check=_unknown_action,
)
