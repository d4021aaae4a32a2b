"""Access from another account to a table under the AWS-managed key."""

from __future__ import annotations

from collections.abc import Iterator

from sessionform.arns import parse_arn
from sessionform.documentation import fails, passes
from sessionform.edits import set_to
from sessionform.model import Table
from sessionform.rules.access.principals import principals_of
from sessionform.rules.access.sources import CONSIDERATIONS
from sessionform.rules.access.statements import statements_of
from sessionform.rules.engine.rule import WARNING, Problem, TableRule
from sessionform.rules.view.table_view import TableView


def _cross_account(table: Table, view: TableView) -> Iterator[Problem]:
    own = view.environment.account.number
    if table.encryption.mode != "AWS_MANAGED" or own is None:
        return
    for setting, name, body in statements_of(table):
        for principal in principals_of(body) if body.get("Effect") == "Allow" else ():
            arn = parse_arn(principal)
            account = arn.account if arn is not None else principal
            if account.isascii() and account.isdigit() and account != own:
                yield Problem(
                    setting,
                    f"{name} gives access to account {account}, which cannot use the AWS-managed key of the table",
                    "use `server_side_encryption: AWS_OWNED`, or a key of your own whose policy names that account",
                    related=((("server_side_encryption",), "AWS_MANAGED here"),),
                    fixes=(set_to(("server_side_encryption",), "AWS_OWNED"),),
                )


RULE = TableRule(
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
    passing="""\
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
    edges=(
        passes(
            {
                "environments": {
                    "staging": {"region": "us-east-1", "assume_role_arn": "arn:aws:iam::444455556666:role/deploy"}
                }
            },
            server_side_encryption="AWS_MANAGED",
            resource_policy={
                "Version": "2012-10-17",
                "Statement": {
                    "Effect": "Allow",
                    "Principal": {"AWS": "444455556666"},
                    "Action": "dynamodb:GetItem",
                    "Resource": "*",
                },
            },
        ),
        fails(
            {
                "environments": {
                    "staging": {"region": "us-east-1", "assume_role_arn": "arn:aws:iam::111122223333:role/deploy"}
                }
            },
            server_side_encryption="AWS_MANAGED",
            resource_policy={
                "Version": "2012-10-17",
                "Statement": {
                    "Effect": "Allow",
                    "Principal": {"AWS": "444455556666"},
                    "Action": "dynamodb:GetItem",
                    "Resource": "*",
                },
            },
        ),
        fails(
            {"environments": {"staging": {"region": "us-east-1", "account_id": "111122223333"}}},
            server_side_encryption="AWS_MANAGED",
            resource_policy={
                "Version": "2012-10-17",
                "Statement": {
                    "Sid": "Readers",
                    "Effect": "Allow",
                    "Principal": {"AWS": ["111122223333", "444455556666"]},
                    "Action": "dynamodb:GetItem",
                    "Resource": "*",
                },
            },
        ),
        passes(
            {"environments": {"staging": {"region": "us-east-1", "account_id": "111122223333"}}},
            server_side_encryption="AWS_MANAGED",
            resource_policy={
                "Version": "2012-10-17",
                "Statement": [
                    {
                        "Effect": "Deny",
                        "Principal": {"AWS": "444455556666"},
                        "Action": "dynamodb:GetItem",
                        "Resource": "*",
                    },
                    {
                        "Effect": "Allow",
                        "Principal": {"AWS": "arn:aws:iam::111122223333:root"},
                        "Action": "dynamodb:GetItem",
                        "Resource": "*",
                    },
                ],
            },
        ),
        passes(
            {"environments": {"staging": {"region": "us-east-1", "account_id": "111122223333"}}},
            resource_policy={
                "Version": "2012-10-17",
                "Statement": {
                    "Effect": "Allow",
                    "Principal": {"AWS": "444455556666"},
                    "Action": "dynamodb:GetItem",
                    "Resource": "*",
                },
            },
        ),
        passes(
            server_side_encryption="AWS_MANAGED",
            resource_policy={
                "Version": "2012-10-17",
                "Statement": {
                    "Effect": "Allow",
                    "Principal": {"AWS": "444455556666"},
                    "Action": "dynamodb:GetItem",
                    "Resource": "*",
                },
            },
        ),
        passes(
            {"environments": {"staging": {"region": "us-east-1", "account_id": "111122223333"}}},
            server_side_encryption="AWS_MANAGED",
            resource_policy={
                "Version": "2012-10-17",
                "Statement": {
                    "Effect": "Allow",
                    "Principal": "*",
                    "Action": "dynamodb:GetItem",
                    "Resource": "*",
                    "Condition": {"StringEquals": {"aws:PrincipalOrgID": "o-1"}},
                },
            },
        ),
    ),
    check=_cross_account,
)
