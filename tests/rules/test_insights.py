"""Contributor insights: what they show, what they cost of a quota, and where there are none."""

from __future__ import annotations

import pytest

from tests.rules.examples import of_table, rules_of
from tests.terraform.declarations import environment

SHOWN = "insights-show-sessions"


@pytest.mark.parametrize(
    ("index", "shown"),
    [
        ("{partition_key: sessionId}", True),
        ("{partition_key: userId, sort_key: session_id}", True),
        ("{partition_key: sessionHash}", False),
    ],
)
def test_an_index_shows_its_keys_too(index: str, shown: bool) -> None:
    settings = f"partition_key: userId\nttl: expiresAt\nglobal_secondary_indexes: {{other: {index}}}\n"
    assert (SHOWN in of_table(f"{settings}contributor_insights: true")) is shown
    assert SHOWN not in of_table(settings)


def test_a_local_index_has_no_insights_of_its_own() -> None:
    settings = "partition_key: userId\nsort_key: startedAt\nttl: expiresAt\ncontributor_insights: true\n"
    assert SHOWN not in of_table(f"{settings}local_secondary_indexes: {{other: {{sort_key: sessionId}}}}")


@pytest.mark.parametrize(
    ("tables", "table", "above"),
    [
        (25, "partition_key: userHash, sort_key: at, ttl: expiresAt", False),
        (26, "partition_key: userHash, sort_key: at, ttl: expiresAt", True),
        (50, "partition_key: userHash, ttl: expiresAt", False),
        (51, "partition_key: userHash, ttl: expiresAt", True),
        # 2 of the table and 4 of the index
        (16, "partition_key: a, ttl: b, global_secondary_indexes: {i: {partition_key: c, sort_key: d}}", False),
        (17, "partition_key: a, ttl: b, global_secondary_indexes: {i: {partition_key: c, sort_key: d}}", True),
    ],
)
def test_a_region_has_a_hundred_rules(tables: int, table: str, above: bool) -> None:
    text = "version: 1\nenvironments: {staging: {region: us-east-1}}\ndefaults: {contributor_insights: true}\ntables:\n"
    text += "".join(f"  sessions{number}: {{{table}}}\n" for number in range(tables))
    assert ("insights-quota" in rules_of(text)) is above


def test_two_environments_share_the_quota_of_one_account() -> None:
    text = (
        "version: 1\nenvironments:\n"
        '  staging: {region: us-east-1, account_id: "111122223333"}\n'
        '  production: {region: %s, account_id: "111122223333"}\n'
        "defaults: {contributor_insights: true}\ntables:\n"
    )
    text += "".join(f"  sessions{n}: {{partition_key: userHash, ttl: expiresAt}}\n" for n in range(26))
    assert "insights-quota" in rules_of(text % "us-east-1")
    assert "insights-quota" not in rules_of(text % "us-west-2")


def test_an_emulator_gets_none() -> None:
    local = 'region: us-east-1\nendpoint_url: "http://localhost:4566"'
    tables = "userSessions: {partition_key: userHash, ttl: expiresAt, contributor_insights: true}\n"
    assert not environment(local, tables).tables["userSessions"].contributor_insights
    assert environment("region: us-east-1", tables).tables["userSessions"].contributor_insights
    found = of_table(
        "partition_key: userHash\nttl: expiresAt\ncontributor_insights: true",
        environment='region: us-east-1, endpoint_url: "http://localhost:4566"',
    )
    assert "local-without-service" in found


@pytest.mark.parametrize("endpoint", [', endpoint_url: "http://localhost:4566"', ""])
def test_kinesis_in_an_emulator_is_kept_with_a_note(endpoint: str) -> None:
    found = of_table(
        "partition_key: userHash\nttl: expiresAt\n"
        'kinesis_stream: {stream_arn: "arn:aws:kinesis:us-east-1:000000000000:stream/a"}',
        environment=f"region: us-east-1{endpoint}",
    )
    assert ("local-without-service" in found) is bool(endpoint)
