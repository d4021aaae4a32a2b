"""A resource policy about another table than the one that it is attached to."""

from __future__ import annotations

from collections.abc import Iterator
from fnmatch import fnmatchcase

from sessionform.arns import parse_arn
from sessionform.model import Environment, Table
from sessionform.rules.access.statements import statements_of, texts
from sessionform.rules.engine.rule import WARNING, Problem, TableRule

ACTIONS = "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/rbac-examples.html"


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


RULE = TableRule(
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
          Resource: "arn:aws:dynamodb:us-east-1:111122223333:table/userSessions-staging"
""",
    check=_other_table,
)
