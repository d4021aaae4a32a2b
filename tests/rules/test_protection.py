"""Protection from deletion: who has it, who says nothing of it, and who means to do without."""

from __future__ import annotations

import pytest

from tests.rules.examples import rules_of

BACKEND = "backend: {s3: {bucket: state, key: a.tfstate, region: us-east-1}}"
PROTECTED = "deletion_protection: true"


def found(tables: dict[str, str], environment: str = f"production: {{region: us-east-1, {BACKEND}}}") -> set[str]:
    bodies = "".join(
        f"  {key}: {{partition_key: id, ttl: e{', ' if settings else ''}{settings}}}\n"
        for key, settings in tables.items()
    )
    return rules_of(f"version: 1\nenvironments:\n  {environment}\ntables:\n{bodies}")


def test_a_table_that_says_nothing_beside_a_protected_one_is_reported() -> None:
    assert found({"a_table": PROTECTED, "b_table": ""}) == {"protection-uneven"}


@pytest.mark.parametrize("settings", ["deletion_protection: false", PROTECTED])
def test_one_that_says_what_it_wants_is_not(settings: str) -> None:
    assert found({"a_table": PROTECTED, "b_table": settings}) == set()


def test_an_emulator_needs_no_protection() -> None:
    local = 'production: {region: us-east-1, endpoint_url: "http://localhost:8000"}'
    assert found({"a_table": PROTECTED, "b_table": ""}, local) == {"local-table-protected"}
    assert found({"a_table": ""}, local) == set()


@pytest.mark.parametrize("name", ["production", "prod", "prod-eu", "live", "eu_production"])
def test_nothing_protected_in_what_is_called_production_is_noted(name: str) -> None:
    assert found({"a_table": ""}, f"{name}: {{region: us-east-1}}") == {"production-unprotected"}


@pytest.mark.parametrize("name", ["staging", "development", "product-preview", "reproduction"])
def test_elsewhere_it_is_not(name: str) -> None:
    assert found({"a_table": ""}, f"{name}: {{region: us-east-1}}") == set()


def test_many_tables_are_counted_and_the_first_is_marked() -> None:
    tables = {"a_table": PROTECTED, **{f"t_{number}": "" for number in range(9)}}
    assert found(tables) == {"protection-uneven"}


def test_an_index_that_stays_behind_is_said_once() -> None:
    """Autoscaled table, fixed index: that it is low as well is the same thing."""
    text = """\
tables:
  userSessions:
    partition_key: userId
    ttl: expiresAt
    billing_mode: PROVISIONED
    capacity: {read: {min: 5, max: 50}, write: {min: 5, max: 50}}
    global_secondary_indexes:
      by_session: {partition_key: sessionId, capacity: {read: {min: 5, max: 50}, write: 5}}
"""
    assert rules_of(text) == {"autoscaling-without-index"}
