"""Policies that AWS gives back in other words are the same policies."""

from __future__ import annotations

from typing import Any

import pytest

from sessionform.policies import same_policy

STATEMENT: dict[str, Any] = {
    "Effect": "Allow",
    "Principal": {"AWS": "111122223333"},
    "Action": "dynamodb:GetItem",
    "Resource": "*",
}


def policy(statement: object) -> dict[str, Any]:
    return {"Version": "2012-10-17", "Statement": statement}


@pytest.mark.parametrize(
    "said_otherwise",
    [
        [STATEMENT],
        STATEMENT | {"Principal": {"AWS": ["arn:aws:iam::111122223333:root"]}},
        [STATEMENT | {"Action": ["dynamodb:GetItem"]}],
    ],
)
def test_one_statement_is_a_list_of_one(said_otherwise: object) -> None:
    assert same_policy(policy(STATEMENT), policy(said_otherwise))


@pytest.mark.parametrize("other", [[STATEMENT, STATEMENT | {"Effect": "Deny"}], STATEMENT | {"Effect": "Deny"}])
def test_another_statement_is_another_policy(other: object) -> None:
    assert not same_policy(policy(STATEMENT), policy(other))
