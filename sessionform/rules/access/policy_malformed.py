"""A resource policy that is not one to IAM."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sessionform.documentation import fails, passes
from sessionform.model import Table
from sessionform.rules.access.grammar import mistakes_of
from sessionform.rules.access.statements import policies_of
from sessionform.rules.engine.rule import ERROR, Problem, TableRule
from sessionform.rules.view.table_view import TableView


def _malformed(table: Table, _: TableView) -> Iterator[Problem]:
    for policy in policies_of(table):
        for mistake in mistakes_of(policy):
            message = f"in {policy.name} {mistake.message}"
            yield Problem(mistake.setting, message, mistake.hint, fixes=mistake.fixes)


def _policy(**changed: Any) -> dict[str, Any]:
    """A policy with one good statement, but for what is changed; None removes an element."""
    good = {
        "Sid": "app",
        "Effect": "Allow",
        "Principal": {"AWS": "arn:aws:iam::111122223333:role/web"},
        "Action": "dynamodb:GetItem",
        "Resource": "*",
    }
    statement = {key: value for key, value in {**good, **changed}.items() if value is not None}
    return {"resource_policy": {"Version": "2012-10-17", "Statement": [statement]}}


_TWICE = {"resource_policy": {"Version": "2012-10-17", "Statement": _policy()["resource_policy"]["Statement"] * 2}}

RULE = TableRule(
    id="policy-malformed",
    severity=ERROR,
    summary="A resource policy is not valid in IAM's grammar",
    why=(
        "The provider checks that a policy is JSON, nothing more. AWS rejects a policy outside IAM's grammar during "
        "the apply, when the table already exists: a principal as plain text, a repeated `Sid`, an unknown element, "
        "an ARN with a `*` as a principal."
    ),
    source="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html",
    failing="""\
tables:
  userSessions:
    partition_key: userId
    ttl: expiresAt
    resource_policy:
      Version: "2012-10-17"
      Statement:
        - {Sid: app, Effect: Allow, Principal: "111122223333", Action: "dynamodb:GetItem", Resource: "*"}
        - {Sid: app, Effect: Allow, Principal: {AWS: "111122223333"}, Action: "dynamodb:Query", Resource: "*"}
""",
    passing="""\
tables:
  userSessions:
    partition_key: userId
    ttl: expiresAt
    resource_policy:
      Version: "2012-10-17"
      Statement:
        - {Sid: reads, Effect: Allow, Principal: {AWS: "111122223333"}, Action: "dynamodb:GetItem", Resource: "*"}
        - {Sid: queries, Effect: Allow, Principal: {AWS: "111122223333"}, Action: "dynamodb:Query", Resource: "*"}
""",
    edges=(
        passes(**_policy()),
        passes(**_policy(Sid=None)),
        fails(**_TWICE),
        fails(stream="NEW_IMAGE", stream_policy=_TWICE["resource_policy"]),
        fails(**_policy(Sid=1)),
        fails(resource_policy={**_policy()["resource_policy"], "Version": "2012-10-18"}),
        passes(resource_policy={**_policy()["resource_policy"], "Version": "2008-10-17"}),
        fails(resource_policy={**_policy()["resource_policy"], "Statements": []}),
        fails(resource_policy={"Version": "2012-10-17", "Statement": ["Allow"]}),
        fails(resource_policy={"Version": "2012-10-17", "Statement": ["Allow", {"Effect": "allow"}]}),
        fails(resource_policy={"Version": "2012-10-17", "Statement": "Allow"}),
        fails(**_policy(effect="Allow")),
        fails(**_policy(Effect="allow")),
        fails(**_policy(NotAction="dynamodb:Query")),
        fails(**_policy(NotPrincipal={"AWS": "111122223333"})),
        fails(**_policy(NotResource="*")),
        fails(**_policy(Principal="111122223333")),
        passes(**_policy(Principal={"AWS": "111122223333"})),
        passes(**_policy(Principal={"AWS": ["111122223333", "arn:aws:iam::111122223333:root"]})),
        fails(**_policy(Principal={"AWS": "11112222333"})),
        fails(**_policy(Principal={"AWS": "１１１１２２２２３３３３"})),
        fails(**_policy(Principal={"AWS": "arn:aws:iam::١١١١٢٢٢٢٣٣٣٣:root"})),
        fails(**_policy(Principal={"AWS": "arn:aws:iam::111122223333:role/*"})),
        passes(**_policy(Principal={"AWS": "arn:aws-cn:iam::111122223333:user/team/anna"})),
        passes(**_policy(Principal={"AWS": "arn:aws:sts::111122223333:assumed-role/web/session"})),
        passes(**_policy(Principal={"Service": "kinesis.amazonaws.com"})),
        passes(**_policy(Principal={"Service": ["lambda.us-east-1.amazonaws.com", "dms.amazonaws.com.cn"]})),
        fails(**_policy(Principal={"Service": "lambda"})),
        fails(**_policy(Principal={"Aws": "111122223333"})),
        fails(**_policy(Principal={})),
        fails(**_policy(Principal={"AWS": []})),
        fails(**_policy(Principal=["111122223333"])),
        fails(**_policy(Action=[])),
        fails(**_policy(Condition={"StringEquals": {"aws:PrincipalTag/team": None}})),
        fails(**_policy(Condition={"StringEquals": {"aws:PrincipalTag/team": ["a", {"b": "c"}]}})),
        passes(**_policy(Condition={"NumericLessThan": {"aws:MultiFactorAuthAge": [300, "600"]}})),
        fails(**_policy(Action={"Get": "Item"})),
        passes(**_policy(Action=["dynamodb:GetItem", "dynamodb:Query"])),
        fails(**_policy(Resource="userSessions")),
        passes(**_policy(Resource="arn:aws:dynamodb:us-east-1:111122223333:table/userSessions-staging")),
        passes(**_policy(Condition={"ForAllValues:StringEqualsIfExists": {"dynamodb:LeadingKeys": "a"}})),
        passes(**_policy(Condition={"Bool": {"aws:SecureTransport": True}})),
        fails(**_policy(Condition={"StringEqual": {"aws:PrincipalOrgID": "o-example"}})),
        fails(**_policy(Condition={"StringEquals": "o-example"})),
        fails(**_policy(Condition="StringEquals")),
    ),
    check=_malformed,
)
