"""A table's settings as the arguments of `aws_dynamodb_table`."""

from __future__ import annotations

from typing import Any

import pytest

from sessionform.terraform.table import table_arguments
from tests.terraform.declarations import table

BARE = "partition_key: id\nttl: false\n"

INDEXES = """\
global_secondary_indexes:
  by_session: {partition_key: sessionId}
  by_last_seen: {partition_key: userId, sort_key: {name: lastSeen, type: N}, projection: {include: [agent]}}
"""


def arguments(settings: str, keys: str | None = None) -> dict[str, Any]:
    return table_arguments(table(settings) if keys is None else table(settings, keys))


def test_everything_that_terraform_would_leave_as_it_was_is_written() -> None:
    assert arguments("", BARE) == {
        "name": "userSessions-production",
        "billing_mode": "PAY_PER_REQUEST",
        "hash_key": "id",
        "attribute": [{"name": "id", "type": "S"}],
        "table_class": "STANDARD",
        "deletion_protection_enabled": False,
        "stream_enabled": False,
        "point_in_time_recovery": [{"enabled": False}],
        "server_side_encryption": [{"enabled": False}],
        "ttl": [{"enabled": False}],
        "lifecycle": [{"prevent_destroy": False}],
    }


def test_only_keys_are_attributes_each_once() -> None:
    assert arguments(INDEXES)["attribute"] == [
        {"name": "lastSeen", "type": "N"},
        {"name": "sessionId", "type": "S"},
        {"name": "userId", "type": "S"},
    ]


@pytest.mark.parametrize(
    ("settings", "block"),
    [
        ("ttl: expires", {"attribute_name": "expires", "enabled": True}),
        ("ttl: {attribute: expires, enabled: false}", {"attribute_name": "expires", "enabled": False}),
        ("ttl: expires\nenvironments: {production: {ttl: false}}", {"attribute_name": "expires", "enabled": False}),
        ("ttl: false", {"enabled": False}),
    ],
)
def test_ttl_keeps_the_name_that_it_had_and_never_an_empty_one(settings: str, block: dict[str, Any]) -> None:
    assert arguments(settings, "partition_key: id\n")["ttl"] == [block]


@pytest.mark.parametrize(
    ("setting", "block"),
    [
        ("AWS_OWNED", {"enabled": False}),
        ("AWS_MANAGED", {"enabled": True}),
        (
            "{kms_key_arn: 'arn:aws:kms:us-east-1:123456789012:key/a'}",
            {"enabled": True, "kms_key_arn": "arn:aws:kms:us-east-1:123456789012:key/a"},
        ),
    ],
)
def test_encryption(setting: str, block: dict[str, Any]) -> None:
    assert arguments(f"server_side_encryption: {setting}")["server_side_encryption"] == [block]


@pytest.mark.parametrize(
    ("setting", "block"),
    [
        ("true", {"enabled": True}),
        ("{recovery_period_in_days: 7}", {"enabled": True, "recovery_period_in_days": 7}),
    ],
)
def test_recovery(setting: str, block: dict[str, Any]) -> None:
    assert arguments(f"point_in_time_recovery: {setting}")["point_in_time_recovery"] == [block]


def test_a_view_is_written_only_where_there_is_a_stream() -> None:
    on = arguments("stream: KEYS_ONLY")
    assert (on["stream_enabled"], on["stream_view_type"]) == (True, "KEYS_ONLY")
    assert "stream_view_type" not in arguments("stream: false")


def test_on_demand_tables_and_indexes_have_no_capacities() -> None:
    made = arguments(INDEXES)
    for owner in (made, *made["global_secondary_index"]):
        assert not {"read_capacity", "write_capacity"} & owner.keys()


def test_provisioned_tables_and_indexes_have_all_their_capacities() -> None:
    made = arguments(
        "billing_mode: PROVISIONED\ncapacity: {read: 5, write: {min: 2, max: 9}}\n"
        "global_secondary_indexes: {by_session: {partition_key: sessionId, capacity: {read: 3, write: 4}}}"
    )
    assert (made["read_capacity"], made["write_capacity"]) == (5, 2)
    (index,) = made["global_secondary_index"]
    assert (index["read_capacity"], index["write_capacity"]) == (3, 4)


def test_capacity_that_autoscaling_moves_is_not_terraforms() -> None:
    made = arguments("billing_mode: PROVISIONED\ncapacity: {read: {min: 1, max: 9}, write: 5}")
    assert made["lifecycle"] == [{"prevent_destroy": False, "ignore_changes": ["read_capacity"]}]


def test_an_autoscaled_index_hides_the_indexes() -> None:
    made = arguments(
        "billing_mode: PROVISIONED\ncapacity: {read: 5, write: 5}\n"
        "global_secondary_indexes:\n"
        "  by_session: {partition_key: sessionId, capacity: {read: {min: 1, max: 9}, write: 5}}\n"
    )
    assert made["lifecycle"][0]["ignore_changes"] == ["global_secondary_index"]


def test_several_indexes_get_the_time_to_be_built_one_after_the_other() -> None:
    assert arguments(INDEXES)["timeouts"] == [{"update": "120m"}]
    assert "timeouts" not in arguments("global_secondary_indexes: {by_session: {partition_key: sessionId}}")


def test_indexes() -> None:
    made = arguments(INDEXES + "local_secondary_indexes: {by_agent: {sort_key: agent, projection: KEYS_ONLY}}")
    assert made["global_secondary_index"] == [
        {
            "name": "by_last_seen",
            "hash_key": "userId",
            "range_key": "lastSeen",
            "projection_type": "INCLUDE",
            "non_key_attributes": ["agent"],
        },
        {"name": "by_session", "hash_key": "sessionId", "projection_type": "ALL"},
    ]
    assert made["local_secondary_index"] == [{"name": "by_agent", "range_key": "agent", "projection_type": "KEYS_ONLY"}]


def test_protection() -> None:
    made = arguments("deletion_protection: true\nprevent_destroy: true")
    assert made["deletion_protection_enabled"] is True
    assert made["lifecycle"] == [{"prevent_destroy": True}]


def test_replicas() -> None:
    replicas = arguments(
        "stream: NEW_AND_OLD_IMAGES\nreplicas:\n"
        "  eu-west-1: {}\n"
        "  eu-west-2: {point_in_time_recovery: true, propagate_tags: false, deletion_protection: true}\n"
    )["replica"]
    assert replicas == [
        {"region_name": "eu-west-1", "point_in_time_recovery": False, "propagate_tags": True},
        {
            "region_name": "eu-west-2",
            "point_in_time_recovery": True,
            "propagate_tags": False,
            "deletion_protection_enabled": True,
        },
    ]


READ, WRITE = "max_read_request_units", "max_write_request_units"


@pytest.mark.parametrize(
    ("setting", "block"),
    [
        ("max_throughput: {read: 100, write: 50}", {READ: 100, WRITE: 50}),
        ("max_throughput: {read: 100}", {READ: 100}),
        ("max_throughput: {write: 50}", {WRITE: 50}),
        ("max_throughput: {read: 100, write: -1}", {READ: 100, WRITE: -1}),
        ("max_throughput: {read: -1}", {READ: -1}),
        ("max_throughput: {read: -1, write: -1}", {READ: -1, WRITE: -1}),
    ],
)
def test_only_a_declared_side_is_sent(setting: str, block: dict[str, int]) -> None:
    """AWS refuses -1 at a creation, so that nothing but the declaration's own -1 is one."""
    assert arguments(setting)["on_demand_throughput"] == [block]
    made = arguments(f"global_secondary_indexes: {{by_session: {{partition_key: sessionId, {setting}}}}}")
    assert made["global_secondary_index"][0]["on_demand_throughput"] == [block]
    assert "on_demand_throughput" not in made


@pytest.mark.parametrize("setting", ["null", "{}", "{read: null}"])
def test_without_a_number_there_is_no_block(setting: str) -> None:
    """AWS answers an empty one with an error of its own for ever."""
    assert "on_demand_throughput" not in arguments(f"max_throughput: {setting}")


def test_warm_throughput() -> None:
    assert arguments("warm_throughput: {read: 13000, write: 5000}")["warm_throughput"] == [
        {"read_units_per_second": 13000, "write_units_per_second": 5000}
    ]
