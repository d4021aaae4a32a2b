"""What environments of one account share, names and quotas: certain where the account is known, a warning where it is not."""

from __future__ import annotations

import pytest

from tests.rules.examples import compiled, rules_of

TAKEN, SHARED = "table-name-taken", "table-name-shared"
QUOTA = "capacity-above-account-quota"


def met(first: str, second: str, *, replicas: str = "") -> set[str]:
    """What is found where two environments have a table of the same name."""
    table = "partition_key: id, ttl: e, table_name: sessions"
    if replicas:
        table += f", stream: NEW_AND_OLD_IMAGES, replicas: {{{replicas}: {{}}}}"
    text = f"version: 1\nenvironments:\n  one: {{{first}}}\n  two: {{{second}}}\ntables:\n  userSessions: {{{table}}}\n"
    return rules_of(text) & {TAKEN, SHARED}


HOME, AWAY = "region: us-east-1", "region: eu-west-1"
A, B = 'account_id: "111111111111"', 'account_id: "222222222222"'
ROLE_A = "assume_role_arn: arn:aws:iam::111111111111:role/deploy"
LOCAL = 'endpoint_url: "http://localhost:8000"'


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        (HOME, HOME, {SHARED}),
        (HOME, AWAY, set()),
        (f"{HOME}, {A}", f"{HOME}, {A}", {TAKEN}),
        (f"{HOME}, {A}", f"{HOME}, {B}", set()),
        (f"{HOME}, {A}", f"{AWAY}, {A}", set()),
        (f"{HOME}, {A}", HOME, {SHARED}),
        (HOME, f"{HOME}, {A}", {SHARED}),
        (f"{HOME}, {ROLE_A}", f"{HOME}, {A}", {TAKEN}),
        (f"{HOME}, {ROLE_A}", f"{HOME}, {B}", set()),
        (f"{HOME}, profile: a", f"{HOME}, profile: a", {TAKEN}),
        (f"{HOME}, profile: a", f"{HOME}, profile: b", set()),
        (f"{HOME}, profile: a", HOME, {SHARED}),
        (f"{HOME}, profile: a", f"{HOME}, {A}", {SHARED}),
        (f"{HOME}, {A}", f"{HOME}, profile: a", {SHARED}),
        (f"{HOME}, {A}, profile: a", f"{HOME}, profile: a", {TAKEN}),
        (f"{HOME}, {A}, profile: a", f"{HOME}, profile: b", set()),
        (f"{HOME}, {A}, profile: a", f"{HOME}, {A}, profile: b", {TAKEN}),
        (f"{HOME}, {A}, profile: a", f"{HOME}, {B}, profile: a", set()),
        (f"{HOME}, {ROLE_A}, profile: a", f"{HOME}, profile: a", {SHARED}),
        (f"{HOME}, {ROLE_A}, profile: a", f"{HOME}, profile: b", {SHARED}),
        (f"{HOME}, {LOCAL}", HOME, set()),
        (f"{HOME}, {LOCAL}, {A}", f"{HOME}, {A}", set()),
        (f"{HOME}, {LOCAL}", f"{HOME}, {LOCAL}", {TAKEN}),
    ],
)
def test_two_environments_with_one_table_name(first: str, second: str, expected: set[str]) -> None:
    assert met(first, second) == expected


def test_a_replica_takes_the_name_in_its_region_too() -> None:
    assert met(f"{HOME}, {A}", f"{AWAY}, {A}", replicas="ap-southeast-2") == {TAKEN}
    assert met(f"{HOME}, {A}", f"{AWAY}, {B}", replicas="ap-southeast-2") == set()


def test_names_that_differ_do_not_meet() -> None:
    text = f"version: 1\nenvironments:\n  one: {{{HOME}}}\n  two: {{{HOME}}}\ntables:\n  t: {{partition_key: id, ttl: e}}\n"
    assert not rules_of(text) & {TAKEN, SHARED}


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        (A, A, ["account 111111111111"]),
        (A, B, []),
        (A, ROLE_A, ["account 111111111111"]),
        (ROLE_A, ROLE_A, ["account 111111111111"]),
        (A, f"{A}, {LOCAL}", []),
        (A, "profile: a", []),
        (f"{A}, profile: a", "profile: a", ["account 111111111111"]),
        ("profile: a", f"{A}, profile: a", ["account 111111111111"]),
        ("profile: a", "profile: a", ["the profile `a`"]),
        ("profile: a", "profile: b", []),
        (f"{ROLE_A}, profile: a", "profile: a", []),
        ("tags: {}", "tags: {}", []),
    ],
)
def test_a_quota_is_shared_by_what_is_certain_to_be_one_account(first: str, second: str, expected: list[str]) -> None:
    """Each environment has less than the quota, and both of them more."""
    table = "{partition_key: id, ttl: e, billing_mode: PROVISIONED, capacity: {read: 40001, write: 5}}"
    text = (
        f"version: 1\nenvironments:\n  one: {{{HOME}, {first}}}\n  two: {{{HOME}, {second}}}\ntables:\n  t: {table}\n"
    )
    messages = [item.finding.message for item in compiled(text).diagnostics if item.finding.rule == QUOTA]
    assert [message.partition(" of ")[2].partition(" in ")[0] for message in messages] == expected
