"""A resource policy that may deny to whoever deploys what Terraform needs."""

from __future__ import annotations

from collections.abc import Iterator

from sessionform.documentation import fails, passes
from sessionform.facts.policies import CHANGED_WITH
from sessionform.model import Table
from sessionform.rules.access.denied import Reach, denied_to_deployer, reach
from sessionform.rules.access.policy_locks_out import (
    DEPLOYED_BY_ROLE,
    IN_ACCOUNT,
    ROLE,
    SESSION,
    denying,
    deployer_of,
    follows,
    locked_out,
)
from sessionform.rules.access.sources import CONSIDERATIONS
from sessionform.rules.access.statements import statements_of
from sessionform.rules.engine.rule import WARNING, Problem, TableRule
from sessionform.rules.view.table_view import TableView


def _may_lock_out(table: Table, view: TableView) -> Iterator[Problem]:
    for statement in statements_of(table):
        setting, name, body = statement
        reached = reach(body, view.environment)
        needed = list(denied_to_deployer(statement, table, view.environment))
        denied = needed or list(denied_to_deployer(statement, table, view.environment, CHANGED_WITH))
        if not denied or reached is Reach.NOT:
            continue
        deployer = deployer_of(view.environment)
        if reached is Reach.PERHAPS:
            yield Problem(
                setting,
                f"{name} may deny {locked_out(denied)} to {deployer}; then {follows(denied)}",
                "make sure that it does not apply to the deployer, and waive this",
            )
        elif not needed:
            yield Problem(
                setting,
                f"{name} denies {locked_out(denied)} to {deployer} too: {follows(denied)}",
                "exempt the deployer, or waive this if nobody is to change it",
            )


RULE = TableRule(
    id="policy-may-lock-out",
    severity=WARNING,
    summary="A resource policy may lock out the deployer",
    why=(
        "The statement denies what Terraform needs, and whether it applies to the deployer depends on a condition, "
        "on `NotPrincipal`, on a role's session, or on an account or role that the declaration does not name "
        "(`account_id`, `assume_role_arn`). Or it denies only what a later change of TTL, recovery, tags or of the "
        "policy itself needs, which may be intended."
    ),
    source=CONSIDERATIONS,
    failing="""\
tables:
  userSessions:
    partition_key: userId
    ttl: expiresAt
    resource_policy:
      Version: "2012-10-17"
      Statement:
        - Effect: Deny
          Principal: "*"
          Action: "dynamodb:*"
          Resource: "*"
          Condition: {StringNotEquals: {aws:SourceVpc: vpc-1a2b3c4d}}
""",
    passing="""\
tables:
  userSessions:
    partition_key: userId
    ttl: expiresAt
    resource_policy:
      Version: "2012-10-17"
      Statement:
        - Effect: Deny
          Principal: "*"
          Action: ["dynamodb:GetItem", "dynamodb:Query", "dynamodb:PutItem"]
          Resource: "*"
          Condition: {StringNotEquals: {aws:SourceVpc: vpc-1a2b3c4d}}
""",
    edges=(
        *(fails(resource_policy=denying("*", f"dynamodb:{action}")) for action in CHANGED_WITH),
        fails(DEPLOYED_BY_ROLE, resource_policy=denying({"AWS": ROLE}, "dynamodb:UpdateTimeToLive")),
        passes(DEPLOYED_BY_ROLE, resource_policy=denying({"AWS": f"{ROLE}s"}, "dynamodb:UpdateTimeToLive")),
        passes(resource_policy=denying("*", "dynamodb:*")),
        passes(stream="NEW_IMAGE", stream_policy=denying("*", "dynamodb:TagResource")),
        fails(resource_policy=denying({"AWS": "111122223333"}, "dynamodb:DeleteTable")),
        passes(IN_ACCOUNT, resource_policy=denying({"AWS": "444455556666"}, "dynamodb:DeleteTable")),
        fails(resource_policy=denying({"AWS": "arn:aws:iam::111122223333:role/web"}, "dynamodb:DeleteTable")),
        passes(DEPLOYED_BY_ROLE, resource_policy=denying({"AWS": f"{ROLE}s"}, "dynamodb:DeleteTable")),
        fails(DEPLOYED_BY_ROLE, resource_policy=denying({"AWS": SESSION}, "dynamodb:DeleteTable")),
        passes(
            DEPLOYED_BY_ROLE, resource_policy=denying({"AWS": SESSION.replace("/ci", "s/ci")}, "dynamodb:DeleteTable")
        ),
        *(
            passes(
                DEPLOYED_BY_ROLE, resource_policy=denying("*", "*", Condition={operator: {"aws:PrincipalArn": values}})
            )
            for operator, values in (
                ("ArnNotEquals", ROLE),
                ("ArnNotLike", ["arn:aws:iam::111122223333:role/web", "arn:aws:iam::*:role/dep*"]),
                ("StringNotEquals", ROLE),
                ("StringNotLikeIfExists", f"{ROLE[:-1]}?"),
            )
        ),
        *(
            fails(DEPLOYED_BY_ROLE, resource_policy=denying("*", "*", Condition={operator: {key: values}}))
            for operator, key, values in (
                ("ArnNotEquals", "aws:PrincipalArn", f"{ROLE}s"),
                ("StringNotEquals", "aws:PrincipalArn", "arn:aws:iam::*:role/deploy"),
                ("ArnEquals", "aws:PrincipalArn", ROLE),
                ("ArnNotEquals", "aws:SourceArn", ROLE),
            )
        ),
        fails(resource_policy=denying("*", "*", Condition={"ArnNotEquals": {"aws:PrincipalArn": ROLE}})),
        passes(resource_policy=denying({"AWS": "111122223333"}, "dynamodb:DeleteItem")),
        passes(resource_policy=denying("*", "dynamodb:DeleteTable")),
        passes(resource_policy=denying("*", "*", Condition={"Bool": {"aws:SecureTransport": "false"}})),
        passes(resource_policy=denying("*", "*", Condition={"Bool": {"aws:securetransport": False}})),
        fails(resource_policy=denying("*", "*", Condition={"Bool": {"aws:SecureTransport": "true"}})),
        fails(resource_policy=denying("*", "*", Condition={"Bool": {"aws:MultiFactorAuthPresent": "false"}})),
        fails(resource_policy=denying("*", "*", Condition={"BoolIfExists": {"aws:SecureTransport": "false"}})),
        fails(
            resource_policy={
                "Version": "2012-10-17",
                "Statement": [
                    {"Effect": "Deny", "NotPrincipal": {"AWS": ROLE}, "NotAction": "dynamodb:GetItem", "Resource": "*"}
                ],
            }
        ),
    ),
    no_fix="whom a policy lets do what is never guessed",
    check=_may_lock_out,
)
