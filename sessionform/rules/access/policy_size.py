"""A resource policy has at most 20 KB."""

from __future__ import annotations

from collections.abc import Iterator

from sessionform.documentation import fails, passes
from sessionform.facts.limits import MAX_POLICY_BYTES
from sessionform.model import Table
from sessionform.policies import policy_text
from sessionform.rules.access.sources import CONSIDERATIONS
from sessionform.rules.access.statements import policies_of
from sessionform.rules.engine.rule import ERROR, Problem, TableRule
from sessionform.rules.view.table_view import TableView

_READER = 'Effect: Allow, Action: dynamodb:GetItem, Resource: "*", Principal: {AWS: "arn:aws:iam::111122223333:root"}'


def _size(table: Table, view: TableView) -> Iterator[Problem]:
    for policy in policies_of(table):
        size = len(policy_text(policy.body).encode())
        if size > MAX_POLICY_BYTES:
            yield Problem(
                policy.setting,
                f"{policy.name} has {size:,} bytes as JSON; DynamoDB allows {MAX_POLICY_BYTES:,}",
                "grant permissions in the policies of the roles, or merge statements",
            )


RULE = TableRule(
    id="policy-size",
    severity=ERROR,
    summary="A resource policy has at most 20 KB",
    why="DynamoDB rejects longer policies, spaces included, when the table already exists; the plan does not check it.",
    source=CONSIDERATIONS,
    failing=f"""\
tables:
  userSessions:
    partition_key: userId
    ttl: expiresAt
    resource_policy:
      Version: "2012-10-17"
      Statement: [&reader {{{_READER}}}, {", ".join(["*reader"] * 200)}]
""",
    passing=f"""\
tables:
  userSessions:
    partition_key: userId
    ttl: expiresAt
    resource_policy:
      Version: "2012-10-17"
      Statement: [{{{_READER}}}]
""",
    edges=(
        passes(resource_policy={"Version": "2012-10-17", "Id": "x" * (20 * 1024 - 32)}),
        fails(resource_policy={"Version": "2012-10-17", "Id": "x" * (20 * 1024 - 31)}),
    ),
    no_fix="only you know which statements belong together",
    check=_size,
)
