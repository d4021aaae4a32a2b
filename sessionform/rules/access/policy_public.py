"""A resource policy that lets everybody in."""

from __future__ import annotations

from collections.abc import Iterator

from sessionform.documentation import fails, passes
from sessionform.model import Table
from sessionform.rules.access.principals import principals_of
from sessionform.rules.access.statements import statements_of
from sessionform.rules.engine.rule import ERROR, Problem, TableRule
from sessionform.rules.view.table_view import TableView

PUBLIC_ACCESS = "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/rbac-bpa-rbp.html"


def _public(table: Table, view: TableView) -> Iterator[Problem]:
    for setting, name, body in statements_of(table):
        if body.get("Effect") == "Allow" and "*" in principals_of(body) and not body.get("Condition"):
            yield Problem(
                setting,
                f'{name} lets everybody in: its principal is "*" and it has no condition',
                'name the accounts or roles, e.g. `Principal: {AWS: "arn:aws:iam::111122223333:role/web"}`',
            )


RULE = TableRule(
    id="policy-public",
    severity=ERROR,
    summary="A resource policy that lets everybody in",
    why=(
        "DynamoDB's Block Public Access examines each policy and refuses one that grants access to everybody. "
        "Were it accepted, every AWS account could read the sessions."
    ),
    source=PUBLIC_ACCESS,
    failing="""\
tables:
  userSessions:
    partition_key: userId
    ttl: expiresAt
    resource_policy:
      Version: "2012-10-17"
      Statement: [{Effect: Allow, Principal: "*", Action: dynamodb:GetItem, Resource: "*"}]
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
        fails(
            resource_policy={
                "Version": "2012-10-17",
                "Statement": {
                    "Effect": "Allow",
                    "Principal": {"AWS": ["111122223333", "*"]},
                    "Action": "dynamodb:GetItem",
                    "Resource": "*",
                },
            }
        ),
        passes(
            resource_policy={
                "Version": "2012-10-17",
                "Statement": [
                    {"Effect": "Deny", "Principal": "*", "Action": "dynamodb:GetItem", "Resource": "*"},
                    {
                        "Effect": "Allow",
                        "Principal": "*",
                        "Action": "dynamodb:GetItem",
                        "Resource": "*",
                        "Condition": {"StringEquals": {"aws:PrincipalOrgID": "o-1"}},
                    },
                    {"Effect": "Allow", "Principal": {"Service": "*"}, "Action": "dynamodb:GetItem", "Resource": "*"},
                ],
            }
        ),
    ),
    no_fix="whom a policy lets do what is never guessed",
    check=_public,
)
