"""The IAM policies of a table's grants, and their attachments to roles.

The name of a policy cannot be changed, and is one for an account whatever the region:
https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html.
"""

from __future__ import annotations

from typing import Any

from sessionform.facts.resource_types import IAM_POLICY, TABLE
from sessionform.grants.policy import Arns, policy_document
from sessionform.model import Grant, Table
from sessionform.policies import policy_text
from sessionform.terraform.addresses import Address
from sessionform.terraform.expressions import Expression, literal, reference


def policy(table: Table) -> dict[str, Any] | None:
    """One resource with a policy for each grant."""
    if not table.grants:
        return None
    return {
        "for_each": {grant.name: {"policy": _document(table, grant)} for grant in table.grants},
        "name": Expression(policy_name("${each.key}", reference(Address(TABLE, table.key), "name"))),
        "policy": Expression("${each.value.policy}"),
    }


def attachment(table: Table) -> dict[str, Any] | None:
    """One resource with an attachment for each grant that names a role."""
    roles = {grant.name: {"role": grant.role} for grant in table.grants if grant.role is not None}
    if not roles:
        return None
    return {
        "for_each": roles,
        "role": Expression("${each.value.role}"),
        "policy_arn": reference(f"{Address(IAM_POLICY, table.key)}[each.key]", "arn"),
    }


def policy_arn(table: Table, grant: Grant) -> str:
    """A reference to the ARN of a grant's policy."""
    return str(reference(f'{Address(IAM_POLICY, table.key)}["{grant.name}"]', "arn"))


def policy_name(grant: str, table_name: str) -> str:
    """The name of a grant's policy in AWS. Neither part has an `@` of its own, so that no two names meet."""
    return f"{grant}@{table_name}"


def _document(table: Table, grant: Grant) -> Expression:
    """The policy's text, with references to the table in place of ARNs."""
    arn = reference(Address(TABLE, table.key), "arn")
    tokens = {"<table>": arn, "<stream>": reference(Address(TABLE, table.key), "stream_arn")}
    for replica in table.replicas:
        tokens[f"<{replica.region}>"] = _in_region(arn, replica.region)
    marks = Arns(("<table>", *(f"<{replica.region}>" for replica in table.replicas)), "<stream>")
    text: str = literal(policy_text(policy_document(table, grant, marks)))
    for mark, token in tokens.items():
        text = text.replace(mark, token)
    return Expression(text)


def _in_region(arn: Expression, region: str) -> Expression:
    """The ARN of the table's replica, which differs by its region alone."""
    return Expression(f'${{replace({arn[2:-1]}, "/:dynamodb:[^:]+:/", ":dynamodb:{region}:")}}')
