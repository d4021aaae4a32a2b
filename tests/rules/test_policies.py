"""Whom a resource policy lets in, to which table, and at which statement that is said."""

from __future__ import annotations

import pytest

from tests.rules.examples import compiled, of_table

ROLE = "arn:aws:iam::111122223333:role/web"
ACCOUNT = 'region: us-east-1, account_id: "111122223333"'


def policy(*statements: str) -> str:
    listed = "".join(f"    - {{{statement}}}\n" for statement in statements)
    return f'partition_key: id\nttl: e\nresource_policy:\n  Version: "2012-10-17"\n  Statement:\n{listed}'


def allow(principal: str = f'{{AWS: "{ROLE}"}}', resource: str = '"*"', more: str = "") -> str:
    return f"Effect: Allow, Principal: {principal}, Action: dynamodb:GetItem, Resource: {resource}{more}"


EVERYBODY = allow('"*"')


@pytest.mark.parametrize("principal", ['"*"', '{AWS: "*"}', f'{{AWS: ["{ROLE}", "*"]}}'])
def test_everybody_is_let_in_however_it_is_written(principal: str) -> None:
    assert of_table(policy(allow(principal))) == {"policy-public"}


def test_everybody_but_somebody_is_everybody() -> None:
    assert of_table(policy(allow().replace("Principal", "NotPrincipal"))) == {"policy-public"}


@pytest.mark.parametrize(
    "statement",
    [
        allow('"*"', more=", Condition: {StringEquals: {aws:PrincipalOrgID: o-1}}"),
        allow('"*"').replace("Allow", "Deny"),
        allow('{Service: "replication.dynamodb.amazonaws.com"}'),
        allow(f'{{AWS: ["{ROLE}"]}}'),
    ],
)
def test_a_condition_a_denial_or_a_name_lets_nobody_in(statement: str) -> None:
    assert of_table(policy(statement)) == set()


@pytest.mark.parametrize(
    "resource",
    [
        '"*"',
        '"arn:aws:dynamodb:us-east-1:111122223333:table/userSessions-staging"',
        '"arn:aws:dynamodb:us-east-1:111122223333:table/userSessions-staging/index/*"',
        '"arn:aws:dynamodb:*:*:table/userSessions-*"',
    ],
)
def test_a_policy_about_its_own_table_is_fine(resource: str) -> None:
    assert of_table(policy(allow(resource=resource)), environment=ACCOUNT) == set()


@pytest.mark.parametrize(
    "resource",
    [
        '"arn:aws:dynamodb:us-east-1:111122223333:table/userSessions-production"',
        '"arn:aws:dynamodb:eu-west-1:111122223333:table/userSessions-staging"',
        '"arn:aws:dynamodb:us-east-1:444455556666:table/userSessions-staging"',
    ],
)
def test_one_about_another_name_region_or_account_is_not(resource: str) -> None:
    assert of_table(policy(allow(resource=resource)), environment=ACCOUNT) == {"policy-other-table"}


@pytest.mark.parametrize(
    ("encryption", "principal", "expected"),
    [
        ("AWS_MANAGED", '{AWS: "arn:aws:iam::444455556666:root"}', {"policy-cross-account-key"}),
        ("AWS_MANAGED", '{AWS: "444455556666"}', {"policy-cross-account-key"}),
        ("AWS_MANAGED", f'{{AWS: "{ROLE}"}}', set()),
        ("AWS_OWNED", '{AWS: "arn:aws:iam::444455556666:root"}', set()),
    ],
)
def test_another_account_cannot_use_the_aws_managed_key(encryption: str, principal: str, expected: set[str]) -> None:
    settings = f"{policy(allow(principal))}server_side_encryption: {encryption}"
    assert of_table(settings, environment=ACCOUNT) == expected


def test_the_statement_at_fault_is_marked_and_called_by_its_sid_or_its_number() -> None:
    text = policy(allow(), f"Sid: readers, {EVERYBODY}", EVERYBODY)
    body = "".join(f"    {line}\n" for line in text.splitlines())
    diagnostics = compiled(f"tables:\n  userSessions:\n{body}").diagnostics
    assert [(item.finding.message.split(" in ")[0], item.finding.path[-1]) for item in diagnostics] == [
        ("statement `readers`", 1),
        ("statement 3", 2),
    ]


def test_a_policy_of_one_statement_need_not_be_a_list() -> None:
    settings = f'partition_key: id\nttl: e\nresource_policy: {{Version: "2012-10-17", Statement: {{{EVERYBODY}}}}}'
    assert of_table(settings) == {"policy-public"}


def test_a_policy_without_statements_is_incomplete() -> None:
    assert of_table('partition_key: id\nttl: e\nresource_policy: {Version: "2012-10-17"}') == {"policy-incomplete"}
