"""A resource policy names another table than its own."""

from __future__ import annotations

from collections.abc import Iterator
from fnmatch import fnmatchcase

from sessionform.arns import parse_arn
from sessionform.documentation import fails, passes
from sessionform.edits import set_to
from sessionform.facts.regions import partition_of
from sessionform.model import Table
from sessionform.rules.access.statements import statements_of, texts
from sessionform.rules.engine.rule import WARNING, Problem, TableRule
from sessionform.rules.view.table_view import TableView

ACTIONS = "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/rbac-examples.html"


def _other_table(table: Table, view: TableView) -> Iterator[Problem]:
    number = view.environment.account.number
    for setting, name, body in statements_of(table):
        for resource in texts(body.get("Resource")):
            arn = parse_arn(resource)
            if arn is None or arn.service != "dynamodb" or not arn.resource.startswith("table/"):
                continue
            partition = partition_of(view.environment.region)
            here = (
                fnmatchcase(partition, arn.partition)
                and fnmatchcase(table.name, arn.resource.split("/")[1])
                and fnmatchcase(view.environment.region, arn.region)
                and (number is None or fnmatchcase(number, arn.account))
            )
            if not here:
                account = number or arn.account
                own = f"arn:{partition}:dynamodb:{view.environment.region}:{account}:table/{table.name}"
                one = body["Resource"]
                resources = [own if item == resource else item for item in one] if isinstance(one, list) else own
                yield Problem(
                    setting,
                    f"{name} is about `{resource}`, and not about `{table.name}` of `{view.environment.name}`",
                    f"`{own}`, in the table's `environments.{view.environment.name}` if the environments differ",
                    fixes=(set_to((*setting, "Resource"), resources),),
                )


def _about(resource: object) -> dict[str, object]:
    """For examples: a policy of one Allow."""
    statement = {
        "Effect": "Allow",
        "Principal": {"AWS": "111122223333"},
        "Action": "dynamodb:GetItem",
        "Resource": resource,
    }
    return {"Version": "2012-10-17", "Statement": statement}


RULE = TableRule(
    id="policy-other-table",
    severity=WARNING,
    summary="A resource policy names another table than its own",
    why=(
        "A resource policy applies to its own table and that table's indexes. A statement about another name, "
        "region, account or partition grants nothing. Names usually differ by environment, so an inherited policy is "
        "easily wrong in one."
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
    edges=(
        passes(
            {
                "environments": {
                    "staging": {"region": "us-east-1", "assume_role_arn": "arn:aws:iam::444455556666:role/deploy"}
                }
            },
            table_name="sessions",
            resource_policy=_about("arn:aws:dynamodb:us-east-1:444455556666:table/sessions"),
        ),
        fails(
            {
                "environments": {
                    "staging": {"region": "us-east-1", "assume_role_arn": "arn:aws:iam::111122223333:role/deploy"}
                }
            },
            table_name="sessions",
            resource_policy=_about("arn:aws:dynamodb:us-east-1:444455556666:table/sessions"),
        ),
        passes(
            table_name="sessions",
            resource_policy=_about(
                [
                    "arn:aws:dynamodb:*:*:table/sess*",
                    "arn:aws:dynamodb:us-east-1:444455556666:table/sessions/index/by_id",
                ]
            ),
        ),
        fails(
            {"environments": {"staging": {"region": "us-east-1", "account_id": "111122223333"}}},
            table_name="sessions",
            resource_policy=_about(
                [
                    "arn:aws:dynamodb:us-east-1:444455556666:table/sessions",
                    "arn:aws:dynamodb:eu-west-1:111122223333:table/sessions",
                ]
            ),
        ),
        fails(
            table_name="sessions",
            resource_policy=_about("arn:aws:dynamodb:us-east-1:444455556666:table/session"),
        ),
        fails(
            {"environments": {"staging": {"region": "us-gov-west-1"}}},
            table_name="sessions",
            resource_policy=_about("arn:aws:dynamodb:us-gov-west-1:111122223333:table/sessions"),
        ),
        passes(
            table_name="sessions",
            resource_policy=_about(["arn:aws:s3:::bucket", "arn:aws:dynamodb::444455556666:global-table/x", "*"]),
        ),
    ),
    check=_other_table,
)
