"""Which account an environment is in, and what is certain of two."""

from __future__ import annotations

import pytest

from sessionform.model import Account

ROLE, OTHER_ROLE = "arn:aws:iam::111122223333:role/deploy", "arn:aws-cn:iam::444455556666:role/deploy"
NUMBER, OTHER_NUMBER = "111122223333", "444455556666"


def account(
    account_id: str | None = None,
    assume_role_arn: str | None = None,
    profile: str | None = None,
    endpoint_url: str | None = None,
) -> Account:
    return Account.declared(account_id, assume_role_arn, profile, endpoint_url)


@pytest.mark.parametrize(
    ("one", "other", "same", "possible", "alike"),
    [
        (account(), account(), False, True, True),
        (account(NUMBER), account(), False, True, False),
        (account(NUMBER), account(NUMBER), True, True, True),
        (account(NUMBER), account(OTHER_NUMBER), False, False, False),
        (account(NUMBER), account(None, ROLE), True, True, True),
        (account(NUMBER), account(None, OTHER_ROLE), False, False, False),
        (account(NUMBER, ROLE), account(None, ROLE), True, True, True),
        (account(profile="a"), account(), False, True, False),
        (account(profile="a"), account(profile="a"), True, True, True),
        (account(profile="a"), account(profile="b"), False, False, False),
        (account(profile="a"), account(NUMBER), False, True, False),
        (account(NUMBER, profile="a"), account(profile="a"), True, True, True),
        (account(NUMBER, profile="a"), account(profile="b"), False, False, False),
        (account(NUMBER, profile="a"), account(NUMBER, profile="b"), True, True, True),
        (account(NUMBER, profile="a"), account(OTHER_NUMBER, profile="a"), False, False, False),
        # a profile from which a role is assumed may be in any account
        (account(None, ROLE, "a"), account(None, OTHER_ROLE, "a"), False, False, False),
        (account(None, ROLE, "a"), account(profile="a"), False, True, False),
        (account(None, ROLE, "a"), account(profile="b"), False, True, False),
        (account(endpoint_url="http://localhost:1"), account(endpoint_url="http://localhost:1"), True, True, True),
        (account(endpoint_url="http://localhost:1"), account(endpoint_url="http://localhost:2"), False, False, False),
        (account(NUMBER, endpoint_url="http://localhost:1"), account(NUMBER), False, False, False),
        (account(endpoint_url="http://localhost:1"), account(), False, False, False),
    ],
)
def test_what_is_known_of_two(one: Account, other: Account, same: bool, possible: bool, alike: bool) -> None:
    """In whichever order they are asked."""
    assert one.same_as(other) is other.same_as(one) is same
    assert one.may_be(other) is other.may_be(one) is possible
    assert one.alike(other) is other.alike(one) is alike
