"""A resource policy does not use the current version of the policy language."""

from __future__ import annotations

from collections.abc import Iterator

from sessionform.documentation import fails, passes
from sessionform.edits import set_to
from sessionform.facts.policies import CURRENT_VERSION, OLD_VERSION
from sessionform.model import Table
from sessionform.rules.access.statements import policies_of
from sessionform.rules.engine.rule import WARNING, Problem, TableRule
from sessionform.rules.view.table_view import TableView


def _version(table: Table, view: TableView) -> Iterator[Problem]:
    for policy in policies_of(table):
        now = policy.body.get("Version")
        if now is None or now == OLD_VERSION:  # any other is malformed
            said = f"has `Version: {now}`" if now is not None else f"has no `Version`, which means {OLD_VERSION}"
            yield Problem(
                (*policy.setting, "Version") if now is not None else policy.setting,
                f"{policy.name} {said}",
                f'write `Version: "{CURRENT_VERSION}"`',
                fixes=(set_to((*policy.setting, "Version"), CURRENT_VERSION),),
            )


RULE = TableRule(
    id="policy-version",
    severity=WARNING,
    summary="A resource policy does not use the current version of the policy language",
    why=(
        "AWS reads a policy without `Version` as version 2008-10-17, where variables such as `${aws:username}` are "
        "plain text: conditions that use them never match. AWS then reports that version, which the provider may "
        "show as a change in each plan (measured in October 2026: DDB-TABLE-354)."
    ),
    source="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_version.html",
    failing="""\
tables:
  userSessions:
    partition_key: userId
    ttl: expiresAt
    resource_policy:
      Statement:
        - Effect: Allow
          Principal: {AWS: "arn:aws:iam::111122223333:role/web"}
          Action: dynamodb:GetItem
          Resource: "*"
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
        passes(resource_policy={"Version": "2012-10-17", "Statement": []}),
        fails(resource_policy={"Version": "2008-10-17", "Statement": []}),
        fails(resource_policy={"Statement": []}),
    ),
    check=_version,
)
