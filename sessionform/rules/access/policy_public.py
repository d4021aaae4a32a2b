"""A resource policy gives everybody access."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from sessionform.documentation import fails, passes
from sessionform.model import Table
from sessionform.rules.access.narrowed import narrowed
from sessionform.rules.access.principals import principals_of
from sessionform.rules.access.statements import statements_of
from sessionform.rules.engine.rule import ERROR, Problem, TableRule
from sessionform.rules.view.table_view import TableView

PUBLIC_ACCESS = "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/rbac-bpa-rbp.html"


def _public(table: Table, view: TableView) -> Iterator[Problem]:
    for setting, name, body in statements_of(table):
        who = _everybody(body)
        if body.get("Effect") != "Allow" or who is None or narrowed(body):
            continue
        condition = "no condition" if not body.get("Condition") else "no condition that AWS accepts as a restriction"
        yield Problem(
            setting,
            f"{name} gives everybody access: {who} and it has {condition}",
            'name the accounts or roles, e.g. `Principal: {AWS: "arn:aws:iam::111122223333:role/web"}`'
            + (
                ""
                if not body.get("Condition")
                else ", or add one such as `StringEquals: {aws:PrincipalOrgID: o-example}`"
            ),
        )


def _everybody(statement: Mapping[str, Any]) -> str | None:
    if "NotPrincipal" in statement:
        return "`NotPrincipal` means everybody but those it names,"
    return 'its principal is "*"' if "*" in principals_of(statement) else None


def _allowing(**changed: Any) -> dict[str, Any]:
    """A policy that lets everybody read, but for what is changed."""
    statement = {"Effect": "Allow", "Principal": "*", "Action": "dynamodb:GetItem", "Resource": "*", **changed}
    return {
        "Version": "2012-10-17",
        "Statement": {name: value for name, value in statement.items() if value is not None},
    }


_STILL_PUBLIC: tuple[dict[str, Any], ...] = (
    {"IpAddress": {"aws:SourceIp": "192.0.2.0/24"}},
    {"Bool": {"aws:SecureTransport": "true"}},
    {"StringNotEquals": {"aws:PrincipalOrgID": "o-1"}},
    {"StringEqualsIfExists": {"aws:PrincipalOrgID": "o-1"}},
    {"ForAllValues:StringEquals": {"aws:PrincipalOrgPaths": "o-1/r-1/"}},
    {"StringLike": {"aws:PrincipalOrgID": "*"}},
    {"StringEquals": {"aws:PrincipalAccount": ["111122223333", "*"]}},
    {"ArnLike": {"aws:PrincipalArn": "arn:aws:iam::*:role/web"}},
    {"StringEquals": {"aws:PrincipalAccount": "${aws:ResourceAccount}"}},
    {"Bool": {"aws:PrincipalIsAWSService": "false"}},
    {"StringEquals": {}},
)
_NARROWED: tuple[dict[str, Any], ...] = (
    {"StringEquals": {"AWS:principalorgid": "o-1"}},
    {"ArnLike": {"aws:PrincipalArn": "arn:aws:iam::111122223333:role/web"}, "Bool": {"aws:SecureTransport": "true"}},
    {"ForAnyValue:StringEquals": {"aws:PrincipalOrgPaths": ["o-1/r-1/"]}},
    {"StringEquals": {"aws:SourceVpce": ["vpce-1", "vpce-2"]}},
    {"Bool": {"aws:PrincipalIsAWSService": True}},
)

RULE = TableRule(
    id="policy-public",
    severity=ERROR,
    summary="A resource policy gives everybody access",
    why=(
        "DynamoDB's Block Public Access examines each policy and refuses one that grants access to everybody. A condition "
        "counts where it compares an account, an organization, a principal, a VPC or a source with values that are fixed: an IP "
        "address does not. `NotPrincipal` in an Allow means everybody else. Were it accepted, every AWS account could read the "
        "sessions."
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
        *(fails(resource_policy=_allowing(Condition=condition)) for condition in _STILL_PUBLIC),
        *(passes(resource_policy=_allowing(Condition=condition)) for condition in _NARROWED),
        fails(resource_policy=_allowing(Principal=None, NotPrincipal={"AWS": "111122223333"})),
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
