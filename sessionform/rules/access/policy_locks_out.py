"""A resource policy that denies to whoever deploys what Terraform needs."""

from __future__ import annotations

from collections.abc import Iterator

from sessionform.documentation import fails, passes
from sessionform.facts.policies import CHANGED_SECONDS, CHANGED_WITH, DEPLOYED_WITH
from sessionform.model import Environment, Table
from sessionform.rules.access.denied import Reach, denied_to_deployer, reach
from sessionform.rules.access.sources import CONSIDERATIONS
from sessionform.rules.access.statements import statements_of
from sessionform.rules.engine.rule import ERROR, Problem, TableRule
from sessionform.rules.view.table_view import TableView
from sessionform.words import names_in_quotes


def _locks_out(table: Table, view: TableView) -> Iterator[Problem]:
    for statement in statements_of(table):
        setting, name, body = statement
        denied = list(denied_to_deployer(statement, table, view.environment))
        if denied and reach(body, view.environment) is Reach.SURELY:
            yield Problem(
                setting,
                f"{name} denies {locked_out(denied)} to {deployer_of(view.environment)} too: {follows(denied)}",
                "name the principals that it is meant for, or exempt the deployer: `Condition: "
                "{ArnNotEquals: {aws:PrincipalArn: ROLE}}`",
            )


CONSEQUENCES = {**DEPLOYED_WITH, **CHANGED_WITH}


def locked_out(denied: list[str]) -> str:
    return names_in_quotes(denied)


def follows(denied: list[str]) -> str:
    """What follows from it, and for how long."""
    minutes = CHANGED_SECONDS // 60
    return (
        f"{'; '.join(dict.fromkeys(CONSEQUENCES[action] for action in denied))}. That lasts until a principal that it "
        f"does not deny deletes the policy, and for {minutes} minutes more"
    )


def deployer_of(environment: Environment) -> str:
    return f"`{environment.assume_role_arn}`" if environment.assume_role_arn else "whoever deploys"


def denying(principal: object, action: object, *, resource: object = "*", **more: object) -> dict[str, object]:
    """For examples: a policy of one Deny; without a `Resource` where it is None."""
    about = {} if resource is None else {"Resource": resource}
    statement = {"Effect": "Deny", "Principal": principal, "Action": action, **about, **more}
    return {"Version": "2012-10-17", "Statement": [statement]}


OWN_TABLE = "arn:aws:dynamodb:us-east-1:111122223333:table/userSessions-staging"
INDEXES = f"{OWN_TABLE}/index/*"


ROLE = "arn:aws:iam::111122223333:role/deploy"
SESSION = "arn:aws:sts::111122223333:assumed-role/deploy/ci"
DEPLOYED_BY_ROLE = {"environments": {"staging": {"region": "us-east-1", "assume_role_arn": ROLE}}}
IN_ACCOUNT = {"environments": {"staging": {"region": "us-east-1", "account_id": "111122223333"}}}

KINESIS = {"stream_arn": "arn:aws:kinesis:us-east-1:111122223333:stream/sessions"}

RULE = TableRule(
    id="policy-locks-out",
    severity=ERROR,
    summary="A resource policy locks out the deployer",
    why=(
        "A Deny in a resource policy applies to everybody whom it names, the table's owner included. Where it denies "
        "`PutResourcePolicy` to the caller, AWS refuses the policy; where it denies what Terraform reads, "
        "`UpdateTable` or `DeleteTable`, it is accepted, and the next plan or apply fails. A Deny takes effect "
        "within seconds; its removal takes effect after about four minutes (measured in October 2026)."
    ),
    source=CONSIDERATIONS,
    failing="""\
tables:
  userSessions:
    partition_key: userId
    ttl: expiresAt
    resource_policy:
      Version: "2012-10-17"
      Statement: [{Effect: Deny, Principal: "*", Action: "dynamodb:*Table", Resource: "*"}]
""",
    passing="""\
tables:
  userSessions:
    partition_key: userId
    ttl: expiresAt
    resource_policy:
      Version: "2012-10-17"
      Statement: [{Effect: Deny, Principal: "*", Action: "dynamodb:Scan", Resource: "*"}]
""",
    edges=(
        *(
            fails(contributor_insights=True, kinesis_stream=KINESIS, resource_policy=denying("*", f"dynamodb:{action}"))
            for action in DEPLOYED_WITH
        ),
        passes(resource_policy=denying("*", ["dynamodb:DescribeContributorInsights", "dynamodb:DescribeKinesis*"])),
        fails(resource_policy=denying({"AWS": "*"}, "dynamodb:deletetable")),
        fails(resource_policy=denying("*", "dynamodb:*")),
        fails(resource_policy=denying("*", "*")),
        passes(resource_policy=denying("*", "dynamodb:DeleteItem")),
        passes(resource_policy=denying("*", "*", Condition={"Bool": {"aws:SecureTransport": "false"}})),
        fails(DEPLOYED_BY_ROLE, resource_policy=denying({"AWS": ROLE}, "dynamodb:UpdateTable")),
        fails(DEPLOYED_BY_ROLE, resource_policy=denying({"AWS": "111122223333"}, "dynamodb:UpdateTable")),
        passes(DEPLOYED_BY_ROLE, resource_policy=denying({"AWS": f"{ROLE}s"}, "dynamodb:UpdateTable")),
        fails(IN_ACCOUNT, resource_policy=denying({"AWS": "arn:aws:iam::111122223333:root"}, "dynamodb:UpdateTable")),
        passes(IN_ACCOUNT, resource_policy=denying({"AWS": "444455556666"}, "dynamodb:UpdateTable")),
        passes(resource_policy={**denying("*", "dynamodb:UpdateTable"), "Statement": []}),
        passes(resource_policy=denying("*", "dynamodb:*", resource=INDEXES)),
        passes(resource_policy=denying("*", "dynamodb:*", resource=None, NotResource=OWN_TABLE)),
        fails(resource_policy=denying("*", "dynamodb:DeleteTable", resource=[INDEXES, OWN_TABLE])),
        fails(resource_policy=denying("*", "dynamodb:DeleteTable", resource="arn:aws:dynamodb:*:*:table/*")),
        fails(resource_policy=denying("*", "dynamodb:DeleteTable", resource=None, NotResource=INDEXES)),
        passes(stream="NEW_IMAGE", stream_policy=denying("*", "dynamodb:UpdateTable")),
        fails(stream="NEW_IMAGE", stream_policy=denying("*", "dynamodb:*")),
    ),
    no_fix="whom a policy lets do what is never guessed",
    check=_locks_out,
)
