"""Rules that go by an attribute's name: what real session tables call things must not be taken for what it is not."""

from __future__ import annotations

import pytest

from tests.rules.examples import compiled


def rules_of(settings: str) -> set[str]:
    """What is found in one table, apart from what is said of reserved words."""
    result = compiled(f"tables:\n  userSessions: {{{settings}}}\n")
    return {item.finding.rule for item in result.diagnostics} - {"reserved-word"}


@pytest.mark.parametrize(
    "name",
    "expires expiresAt expiry expiryTime expiration_date expiresOn expiresAtSeconds exp ttl TimeToLive ttl_timestamp "
    "timeoutAt idleTimeoutAt purgeAt removeAfter delete_at validUntil sessionEnds lastSeenExpiry loginExpires".split(),
)
def test_a_name_of_a_moment_to_come_is_a_good_expiry(name: str) -> None:
    assert rules_of(f"partition_key: id, ttl: {name}") == set()


@pytest.mark.parametrize(
    ("name", "rule"),
    [
        ("expiresAtMs", "ttl-attribute-unit"),
        ("ttl_millis", "ttl-attribute-unit"),
        ("validUntilIso", "ttl-attribute-unit"),
        ("expiryString", "ttl-attribute-unit"),
        ("createdAt", "ttl-attribute-past"),
        ("updated_at", "ttl-attribute-past"),
        ("lastActivity", "ttl-attribute-past"),
        ("maxAge", "ttl-attribute-duration"),
        ("expires_in", "ttl-attribute-duration"),
        ("sessionTimeout", "ttl-attribute-duration"),
        ("lifetime", "ttl-attribute-duration"),
    ],
)
def test_a_name_of_something_else_is_not(name: str, rule: str) -> None:
    assert rules_of(f"partition_key: id, ttl: {name}") == {rule}


@pytest.mark.parametrize("name", "userId tenantId regionId email pk GSI1PK statusCode state_hash".split())
def test_a_partition_key_with_many_values_by_its_name_is_fine(name: str) -> None:
    assert rules_of(f"partition_key: {name}, sort_key: createdAt, ttl: expiresAt") == set()


@pytest.mark.parametrize("name", "status accountStatus tenant isActive loginDay device_language region".split())
def test_one_with_few_values_is_not(name: str) -> None:
    assert rules_of(f"partition_key: {name}, sort_key: id, ttl: expiresAt") == {"low-cardinality-key"}


def test_a_key_that_is_the_whole_key_has_a_value_for_each_session() -> None:
    """The `state` of an OAuth log-in is random, whatever the word says elsewhere."""
    assert rules_of("partition_key: state, ttl: expiresAt") == set()


@pytest.mark.parametrize("name", "sessionId session_id sid sessionToken token jti id_token cookie".split())
def test_a_session_id_is_known_by_its_name(name: str) -> None:
    assert rules_of(f"partition_key: {name}, ttl: expiresAt, contributor_insights: true") == {"insights-show-sessions"}


@pytest.mark.parametrize("name", "userId accountId deviceId email sessionCount sessionStart".split())
def test_what_is_no_session_id_may_be_shown(name: str) -> None:
    assert rules_of(f"partition_key: {name}, ttl: expiresAt, contributor_insights: true") == set()
