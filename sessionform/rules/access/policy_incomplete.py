"""A statement of a resource policy needs Effect, Principal, Action and Resource."""

from __future__ import annotations

from collections.abc import Iterator

from sessionform.documentation import fails, passes
from sessionform.model import Table
from sessionform.rules.access.statements import policies_of, statements_in
from sessionform.rules.engine.rule import ERROR, Problem, TableRule
from sessionform.rules.view.table_view import TableView

ELEMENTS = "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements.html"

_PARTS = ("Effect", "Principal", "Action", "Resource")


def _incomplete(table: Table, view: TableView) -> Iterator[Problem]:
    for policy in policies_of(table):
        statements = list(statements_in(policy))
        if not statements:
            yield Problem(policy.setting, f"{policy.name} has no `Statement`", "write one, or remove it")
        for setting, name, body in statements:
            lacking = [f"`{part}`" for part in _PARTS if not {part, f"Not{part}"} & body.keys()]
            if lacking:
                yield Problem(
                    setting,
                    f"{name} has no {' and no '.join(lacking)}",
                    "write `Effect`, `Principal`, `Action` and `Resource` in each statement",
                )


RULE = TableRule(
    id="policy-incomplete",
    severity=ERROR,
    summary="A statement of a resource policy needs Effect, Principal, Action and Resource",
    why=(
        "Unlike a role's policy, a resource policy has to name its principals. The provider checks that the policy "
        "is JSON, nothing more, so AWS refuses it during the apply."
    ),
    source=ELEMENTS,
    failing="""\
tables:
  userSessions:
    partition_key: userId
    ttl: expiresAt
    resource_policy:
      Version: "2012-10-17"
      Statement: [{Effect: Allow, Action: dynamodb:GetItem, Resource: "*"}]
""",
    passing="""\
tables:
  userSessions:
    partition_key: userId
    ttl: expiresAt
    resource_policy:
      Version: "2012-10-17"
      Statement:
        - Effect: Allow
          Principal: {AWS: "arn:aws:iam::111122223333:role/web"}
          Action: dynamodb:GetItem
          Resource: "*"
""",
    edges=(
        fails(resource_policy={"Version": "2012-10-17"}),
        fails(
            resource_policy={
                "Version": "2012-10-17",
                "Statement": [
                    {"Sid": "One", "Effect": "Allow"},
                    {"NotPrincipal": "*", "NotAction": "dynamodb:GetItem", "Effect": "Deny"},
                    {"Principal": "*"},
                ],
            }
        ),
        passes(
            resource_policy={
                "Version": "2012-10-17",
                "Statement": {
                    "Effect": "Allow",
                    "Principal": {"AWS": "111122223333"},
                    "Action": "dynamodb:GetItem",
                    "Resource": "*",
                },
            }
        ),
        fails(
            resource_policy={
                "Version": "2012-10-17",
                "Statement": {"Effect": "Allow", "Principal": {"AWS": "111122223333"}, "Action": "dynamodb:GetItem"},
            }
        ),
    ),
    no_fix="whom a policy lets do what is never guessed",
    check=_incomplete,
)
