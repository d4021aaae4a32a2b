"""Whether a statement of a policy denies something to whoever deploys."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from enum import Enum
from fnmatch import fnmatchcase
from typing import Any

from sessionform.arns import parse_arn
from sessionform.facts.policies import DEPLOYED_WITH, OF_A_POLICY
from sessionform.facts.regions import partition_of
from sessionform.model import Environment, Table
from sessionform.rules.access.conditions import comparisons
from sessionform.rules.access.principals import principals_of
from sessionform.rules.access.statements import Statement, texts

_OTHER_THAN = ("ArnNotEquals", "ArnNotLike", "StringNotEquals", "StringNotLike")
_BY_PATTERN = ("ArnNot", "StringNotLike")
"""Both operators for ARNs take `*` and `?`."""


class Reach(Enum):
    """Whether a statement is about whoever deploys. Nobody knows where the declaration does not say who that is."""

    SURELY = "certain"
    PERHAPS = "possible"
    NOT = "no"


def reach(statement: Mapping[str, Any], environment: Environment) -> Reach:
    """Whether the deployer is among the principals of a statement; a condition may let it off."""
    excepted = statement.get("NotPrincipal")
    if _of_plain_http(statement) or _lets_off(statement, environment.assume_role_arn):
        return Reach.NOT
    if excepted is not None:
        named = texts(excepted.get("AWS") if isinstance(excepted, Mapping) else excepted)
        return Reach.NOT if environment.assume_role_arn in named else Reach.PERHAPS
    found = Reach.NOT
    for principal in principals_of(statement):
        one = _one(principal, environment)
        found = one if Reach.SURELY in (one, found) or found is Reach.NOT else found
        if found is Reach.SURELY:
            break
    return Reach.PERHAPS if found is Reach.SURELY and statement.get("Condition") else found


def _of_plain_http(statement: Mapping[str, Any]) -> bool:
    """Whether a statement is about requests without TLS alone: AWS's tools send none."""
    return any(
        (operator, key) == ("Bool", "aws:securetransport") and [value.lower() for value in values] == ["false"]
        for operator, key, values in comparisons(statement)
    )


def _lets_off(statement: Mapping[str, Any], role: str | None) -> bool:
    """Whether a condition keeps a statement off this role: whoever has taken it on is `aws:PrincipalArn` by the role's ARN."""
    return role is not None and any(
        key == "aws:principalarn"
        and operator.removesuffix("IfExists") in _OTHER_THAN
        and any(value == role or (operator.startswith(_BY_PATTERN) and fnmatchcase(role, value)) for value in values)
        for operator, key, values in comparisons(statement)
    )


def _one(principal: str, environment: Environment) -> Reach:
    if principal == "*" or (environment.assume_role_arn is not None and principal == environment.assume_role_arn):
        return Reach.SURELY
    account = principal.split(":")[4] if principal.count(":") > 4 and principal.endswith(":root") else principal
    if account.isascii() and account.isdigit():
        own = environment.account.number
        return Reach.PERHAPS if own is None else Reach.SURELY if own == account else Reach.NOT
    of_role = (
        environment.assume_role_arn is None or _session_of(principal) == environment.assume_role_arn.split("/")[-1]
    )
    return Reach.PERHAPS if of_role else Reach.NOT


def _session_of(principal: str) -> str | None:
    """The name of the role whose session this principal is: the ARN of a session has no path. Nobody declares its name."""
    _, _, session = principal.partition(":assumed-role/")
    return session.partition("/")[0] or None


def denied_to_deployer(
    statement: Statement, table: Table, environment: Environment, needed: Collection[str] = DEPLOYED_WITH
) -> Iterator[str]:
    """The actions that Terraform needs and the statement denies, to whomever. One that allows denies nothing.

    A table's policy counts for requests to the table where its `Resource` is the table, and not an index alone; that of
    a stream for requests to the stream, of which Terraform makes those about the policy.
    """
    body = statement.body
    of_stream = statement.setting[0] == "stream_policy"
    if body.get("Effect") != "Deny" or not (of_stream or _about_table(body, table, environment)):
        return
    named = [pattern.lower() for pattern in texts(body.get("Action"))]
    excepted = [pattern.lower() for pattern in texts(body.get("NotAction"))]
    for action in needed:
        if (of_stream and action not in OF_A_POLICY) or action in _not_called(table):
            continue
        full = f"dynamodb:{action}".lower()
        if any(fnmatchcase(full, pattern) for pattern in named) or (
            excepted and not any(fnmatchcase(full, pattern) for pattern in excepted)
        ):
            yield action


def _not_called(table: Table) -> Iterator[str]:
    """What Terraform has no reason to call, since the table has no such companion."""
    if not table.contributor_insights:
        yield "DescribeContributorInsights"
    if table.kinesis_stream is None:
        yield "DescribeKinesisStreamingDestination"


def _about_table(body: Mapping[str, Any], table: Table, environment: Environment) -> bool:
    """Whether a statement is about the table itself. Of an account that is not declared, any may be meant."""
    named, excepted = texts(body.get("Resource")), texts(body.get("NotResource"))
    if excepted:
        return not any(_is_table(pattern, table, environment) for pattern in excepted)
    return not named or any(_is_table(pattern, table, environment) for pattern in named)


def _is_table(pattern: str, table: Table, environment: Environment) -> bool:
    arn = parse_arn(pattern)
    account = environment.account.number or (arn.account if arn is not None else "")
    partition, region = partition_of(environment.region), environment.region
    return fnmatchcase(f"arn:{partition}:dynamodb:{region}:{account}:table/{table.name}", pattern)
