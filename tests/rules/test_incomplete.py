"""Every setting of which merging can leave only a part is found, and found to be whole where it is."""

from __future__ import annotations

import pytest

from tests.rules.examples import compiled, of_table

TABLE = "partition_key: userId\nttl: expiresAt\n"
FIXED = "billing_mode: PROVISIONED\ncapacity: {read: 5, write: 5}\n"
KEY = "arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab"


@pytest.mark.parametrize(
    ("settings", "missing"),
    [
        ("sort_key: {type: N}", "the sort key of `userSessions` has no `name`"),
        (
            "server_side_encryption: {kms_key_arn: null}",
            "`server_side_encryption` of `userSessions` has no `kms_key_arn`",
        ),
        (
            "kinesis_stream: {approximate_creation_date_time_precision: MILLISECOND}",
            "`kinesis_stream` of `userSessions` has no `stream_arn`",
        ),
        ("warm_throughput: {}", "`warm_throughput` of `userSessions` has no `read` and no `write`"),
        ("warm_throughput: {read: null}", "`warm_throughput` of `userSessions` has no `read` and no `write`"),
        (
            "global_secondary_indexes: {by_user: {partition_key: u, warm_throughput: {}}}",
            "`warm_throughput` of index `by_user` of `userSessions` has no `read` and no `write`",
        ),
        ("consumer: {options: {table: sessions}}", "`consumer` of `userSessions` has no `library`"),
        ("access_patterns: {read: {get: null}}", "the access pattern `read` has no operation"),
        (
            "global_secondary_indexes: {by_user: {partition_key: u, sort_key: {type: N}}}",
            "the sort key of index `by_user` has no `name`",
        ),
        (
            "global_secondary_indexes: {by_user: {partition_key: u, projection: {include: null}}}",
            "the projection of index `by_user` has no `include`",
        ),
        (
            "sort_key: s\nlocal_secondary_indexes: {by_time: {sort_key: t, projection: {include: null}}}",
            "the projection of index `by_time` has no `include`",
        ),
        (
            "billing_mode: PROVISIONED\ncapacity: {read: {min: 5}, write: 5}",
            "the autoscaled read capacity of `userSessions` has no `max`",
        ),
        (
            f"{FIXED}global_secondary_indexes: {{by_user: {{partition_key: u, capacity: {{read: 5, write: {{min: 5}}}}}}}}",
            "the autoscaled write capacity of index `by_user` of `userSessions` has no `max`",
        ),
    ],
)
def test_a_part_is_missing(settings: str, missing: str) -> None:
    body = "".join(f"    {line}\n" for line in (TABLE + settings).splitlines())
    diagnostics = compiled(f"tables:\n  userSessions:\n{body}").diagnostics
    messages = [item.finding.message for item in diagnostics if item.finding.rule == "setting-incomplete"]
    assert messages == [missing]


def test_ttl_that_is_on_needs_an_attribute_and_off_does_not() -> None:
    assert "setting-incomplete" in of_table("partition_key: userId\nttl: {enabled: true}")
    assert of_table("partition_key: userId\nttl: {enabled: false}") == {"ttl-missing"}
    assert of_table("partition_key: userId\nttl: false") == {"ttl-missing"}


@pytest.mark.parametrize(
    "settings",
    [
        "sort_key: null",
        "sort_key: {name: sessionId}",
        "server_side_encryption: null",
        f"server_side_encryption: {{kms_key_arn: '{KEY}'}}",
        "kinesis_stream: null",
        "consumer: null",
        "access_patterns: {read: null}",
        "global_secondary_indexes: {by_user: null}",
        "billing_mode: PROVISIONED\ncapacity: {read: {max: 5}, write: {max: 5}}",
    ],
)
def test_what_is_whole_or_gone_is_fine(settings: str) -> None:
    assert of_table(TABLE + settings) == set()


def test_nothing_else_is_said_of_a_key_without_a_name() -> None:
    settings = "ttl: e\nglobal_secondary_indexes: {by_user: {sort_key: {type: N}}}"
    assert of_table(settings) == {"partition-key-missing", "index-key-missing", "setting-incomplete"}
