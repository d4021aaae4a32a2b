"""Rules about whom a resource policy lets in, and to which table."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fnmatch import fnmatchcase
from typing import Any

from sessionform.arns import parse_arn
from sessionform.model import Environment, Table
from sessionform.rules.policy import CONSIDERATIONS, statements_of, texts
from sessionform.rules.rule import ERROR, WARNING, Problem, TableRule

PUBLIC_ACCESS = "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/rbac-bpa-rbp.html"
ACTIONS = "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/rbac-examples.html"


def _principals(statement: Mapping[str, Any]) -> list[str]:
    """The AWS principals of a statement; services and federated identities are left out."""
    principal = statement.get("Principal")
    return texts(principal.get("AWS") if isinstance(principal, Mapping) else principal)


def _public(table: Table, _: Environment) -> Iterator[Problem]:
    for setting, name, body in statements_of(table):
        if body.get("Effect") == "Allow" and "*" in _principals(body) and not body.get("Condition"):
            yield Problem(
                setting,
                f'{name} lets everybody in: its principal is "*" and it has no condition',
                'name the accounts or roles, e.g. `Principal: {AWS: "arn:aws:iam::111122223333:role/web"}`',
            )


policy_public = TableRule(
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
    mended="""\
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
    check=_public,
)


def _other_table(table: Table, environment: Environment) -> Iterator[Problem]:
    for setting, name, body in statements_of(table):
        for resource in texts(body.get("Resource")):
            arn = parse_arn(resource)
            if arn is None or arn.service != "dynamodb" or not arn.resource.startswith("table/"):
                continue
            here = (
                fnmatchcase(table.name, arn.resource.split("/")[1])
                and fnmatchcase(environment.region, arn.region)
                and (environment.account_id is None or fnmatchcase(environment.account_id, arn.account))
            )
            if not here:
                account = environment.account_id or arn.account
                yield Problem(
                    setting,
                    f"{name} is about `{resource}`, and not about `{table.name}` of `{environment.name}`",
                    f"`arn:{arn.partition}:dynamodb:{environment.region}:{account}:table/{table.name}`, in the table's "
                    f"`environments.{environment.name}` if the environments differ",
                )


policy_other_table = TableRule(
    id="policy-other-table",
    severity=WARNING,
    summary="A resource policy about another table than the one that it is attached to",
    why=(
        "A resource policy speaks of its own table and that table's indexes. A statement about another name, region or "
        "account grants nothing. Names usually differ by environment, so an inherited policy is easily wrong in one."
    ),
    source=ACTIONS,
    failing="""\
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
          Resource: "arn:aws:dynamodb:us-east-1:111122223333:table/userSessions-development"
""",
    mended="""\
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
          Resource: "arn:aws:dynamodb:us-east-1:111122223333:table/userSessions-staging"
""",
    check=_other_table,
)


def _cross_account(table: Table, environment: Environment) -> Iterator[Problem]:
    if table.encryption.mode != "AWS_MANAGED" or environment.account_id is None:
        return
    for setting, name, body in statements_of(table):
        for principal in _principals(body) if body.get("Effect") == "Allow" else ():
            arn = parse_arn(principal)
            account = arn.account if arn is not None else principal
            if account.isdigit() and account != environment.account_id:
                yield Problem(
                    setting,
                    f"{name} lets account {account} in, which cannot use the AWS-managed key that the table is "
                    "encrypted with",
                    "use `server_side_encryption: AWS_OWNED`, or a key of your own whose policy names that account",
                    related=((("server_side_encryption",), "AWS_MANAGED here"),),
                )


policy_cross_account_key = TableRule(
    id="policy-cross-account-key",
    severity=WARNING,
    summary="Access from another account to a table under the AWS-managed key",
    why=(
        "The policy of the key `aws/dynamodb` cannot be changed to let another account use it, so AWS does not support "
        "cross-account access to such tables: the policy is accepted, and each request is denied."
    ),
    source=CONSIDERATIONS,
    failing="""\
version: 1
environments:
  staging: {region: us-east-1, account_id: "111122223333"}
tables:
  userSessions:
    partition_key: userId
    ttl: expiresAt
    server_side_encryption: AWS_MANAGED
    resource_policy:
      Version: "2012-10-17"
      Statement:
        - Effect: Allow
          Principal: {AWS: "arn:aws:iam::444455556666:role/web"}
          Action: dynamodb:GetItem
          Resource: "*"
""",
    mended="""\
version: 1
environments:
  staging: {region: us-east-1, account_id: "111122223333"}
tables:
  userSessions:
    partition_key: userId
    ttl: expiresAt
    server_side_encryption: AWS_OWNED
    resource_policy:
      Version: "2012-10-17"
      Statement:
        - Effect: Allow
          Principal: {AWS: "arn:aws:iam::444455556666:role/web"}
          Action: dynamodb:GetItem
          Resource: "*"
""",
    check=_cross_account,
)

RULES = (policy_public, policy_other_table, policy_cross_account_key)
