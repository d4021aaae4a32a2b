"""What a declaration means: every setting as the typed field that rules and back ends read."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from sessionform.compile import compile_text
from sessionform.model import (
    Acceptance,
    AccessPattern,
    Alarms,
    Attribute,
    Autoscaled,
    CloudBackend,
    Consumer,
    Declaration,
    Encryption,
    Environment,
    Fixed,
    GlobalIndex,
    Grant,
    Import,
    Insights,
    KinesisStream,
    LocalBackend,
    LocalIndex,
    MultiRegionConsistency,
    OnDemand,
    Projection,
    Provisioned,
    Recovery,
    RemoteBackend,
    Removed,
    Replica,
    RestoreFrom,
    S3Backend,
    Table,
    Throughput,
    Timeouts,
    Ttl,
    Waiver,
    Writes,
)
from sessionform.source.flow import flow

KEY = "arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab"
STREAM = "arn:aws:kinesis:us-east-1:111122223333:stream/sessions"
TOPIC = "arn:aws:sns:us-east-1:111122223333:on-call"


def declared(**parts: Any) -> Declaration:
    value = {
        "version": 1,
        "environments": {"production": {"region": "us-east-1"}},
        "tables": {"userSessions": {"partition_key": "userId"}},
        **parts,
    }
    compiled = compile_text(flow(value), "sessions.yaml")
    assert compiled.declaration is not None, compiled.diagnostics
    assert not [item for item in compiled.diagnostics if item.finding.rule in ("unknown-key", "wrong-type")]
    return compiled.declaration


def table(**settings: Any) -> Table:
    body = {"partition_key": "userId", **settings}
    return declared(tables={"userSessions": body}).environments["production"].tables["userSessions"]


def environment(**body: Any) -> Environment:
    return declared(environments={"production": {"region": "eu-west-1", **body}}).environments["production"]


def pattern(operation: Any, *keys: str, **rest: Any) -> AccessPattern:
    return AccessPattern("ask", operation, keys, **rest)


TIME = "2027-01-31T09:00:00Z"
POLICY = {"Version": "2012-10-17", "Statement": []}
PROVISIONED = {"billing_mode": "PROVISIONED"}

FIELDS: list[tuple[dict[str, Any], str, Any]] = [
    ({}, "name", "userSessions-production"),
    ({"table_name": "fixed"}, "name", "fixed"),
    ({}, "partition_key", Attribute("userId", "S")),
    ({"partition_key": {"name": "n", "type": "N"}}, "partition_key", Attribute("n", "N")),
    ({"partition_key": None}, "partition_key", Attribute("", "S")),
    ({}, "sort_key", None),
    ({"sort_key": {"name": "b", "type": "B"}}, "sort_key", Attribute("b", "B")),
    ({}, "billing", OnDemand()),
    ({"max_throughput": {"read": 7}}, "billing", OnDemand(Throughput(7, None))),
    ({"max_throughput": {"read": 7, "write": -1}}, "billing", OnDemand(Throughput(7, None), ("write",))),
    ({"max_throughput": {"read": -1, "write": -1}}, "billing", OnDemand(Throughput(), ("read", "write"))),
    (PROVISIONED, "billing", Provisioned(Fixed(1), Fixed(1))),
    ({**PROVISIONED, "capacity": {"read": 5, "write": 6}}, "billing", Provisioned(Fixed(5), Fixed(6))),
    (
        {**PROVISIONED, "capacity": {"read": {"min": 2, "max": 9, "scale_in_cooldown": 0}, "write": 1}},
        "billing",
        Provisioned(Autoscaled(2, 9, 70, 0, None), Fixed(1)),
    ),
    (
        {**PROVISIONED, "capacity": {"read": 1, "write": {"min": 2, "max": 9, "scale_out_cooldown": 30}}},
        "billing",
        Provisioned(Fixed(1), Autoscaled(2, 9, 70, None, 30)),
    ),
    ({"capacity": {"read": 5, "write": 6}}, "billing", OnDemand()),
    ({}, "ttl", None),
    ({"ttl": "at"}, "ttl", Ttl("at", enabled=True)),
    ({"ttl": False}, "ttl", Ttl(None, enabled=False)),
    ({"ttl": {"attribute": "at", "enabled": False}}, "ttl", Ttl("at", enabled=False)),
    ({"ttl": {"enabled": True}}, "ttl", Ttl(None, enabled=True)),
    ({}, "stream", None),
    ({"stream": False}, "stream", None),
    ({"stream": "NEW_IMAGE"}, "stream", "NEW_IMAGE"),
    (
        {"global_secondary_indexes": {"by_at": {"partition_key": "p", "sort_key": {"name": "at", "type": "N"}}}},
        "global_secondary_indexes",
        (GlobalIndex("by_at", (Attribute("p"),), (Attribute("at", "N"),), Projection("ALL"), OnDemand()),),
    ),
    (
        {
            **PROVISIONED,
            "global_secondary_indexes": {
                "by_p": {
                    "partition_key": "p",
                    "projection": {"include": ["a", "b"]},
                    "capacity": {"read": 3, "write": 4},
                    "warm_throughput": {"read": 12000},
                }
            },
        },
        "global_secondary_indexes",
        (
            GlobalIndex(
                "by_p",
                (Attribute("p"),),
                (),
                Projection("INCLUDE", ("a", "b")),
                Provisioned(Fixed(3), Fixed(4)),
                Throughput(12000, None),
            ),
        ),
    ),
    (
        {
            "global_secondary_indexes": {
                "by_at": {"partition_key": ["p", {"name": "q", "type": "B"}], "sort_key": ["at"]}
            }
        },
        "global_secondary_indexes",
        (
            GlobalIndex(
                "by_at", (Attribute("p"), Attribute("q", "B")), (Attribute("at"),), Projection("ALL"), OnDemand()
            ),
        ),
    ),
    (
        {"local_secondary_indexes": {"by_at": {"sort_key": "at", "projection": "KEYS_ONLY"}}},
        "local_secondary_indexes",
        (LocalIndex("by_at", Attribute("at"), Projection("KEYS_ONLY")),),
    ),
    ({}, "point_in_time_recovery", Recovery(enabled=False)),
    ({"point_in_time_recovery": True}, "point_in_time_recovery", Recovery(enabled=True)),
    (
        {"point_in_time_recovery": {"recovery_period_in_days": 7}},
        "point_in_time_recovery",
        Recovery(enabled=True, days=7),
    ),
    ({}, "encryption", Encryption("AWS_OWNED")),
    ({"server_side_encryption": "AWS_MANAGED"}, "encryption", Encryption("AWS_MANAGED")),
    ({"server_side_encryption": {"kms_key_arn": KEY}}, "encryption", Encryption("CUSTOMER", KEY)),
    ({"table_class": "STANDARD_INFREQUENT_ACCESS"}, "table_class", "STANDARD_INFREQUENT_ACCESS"),
    ({"deletion_protection": True}, "deletion_protection", True),
    ({"prevent_destroy": True}, "prevent_destroy", True),
    (
        {
            "replicas": {
                "eu-west-1": {"point_in_time_recovery": True},
                "us-west-2": {"propagate_tags": False, "deletion_protection": True},
            }
        },
        "replicas",
        (
            Replica("eu-west-1", point_in_time_recovery=True),
            Replica("us-west-2", propagate_tags=False, deletion_protection=True),
        ),
    ),
    ({"contributor_insights": True}, "contributor_insights", Insights()),
    ({"contributor_insights": {"mode": "THROTTLED_KEYS"}}, "contributor_insights", Insights("THROTTLED_KEYS")),
    ({}, "multi_region_consistency", MultiRegionConsistency()),
    (
        {"multi_region_consistency": {"mode": "STRONG", "witness": "us-west-2"}},
        "multi_region_consistency",
        MultiRegionConsistency("STRONG", "us-west-2"),
    ),
    ({"stream_policy": POLICY}, "stream_policy", POLICY),
    ({"timeouts": {"update": "2h"}}, "timeouts", Timeouts(update="2h")),
    ({"writes": {"ttl": "iso8601", "attribute": "e"}}, "writes", Writes("iso8601", "e")),
    ({"restore_from": {"table": "other", "to": "latest"}}, "restore_from", RestoreFrom("other")),
    ({"restore_from": {"table": "other", "to": "2027-01-31T09:00:00Z"}}, "restore_from", RestoreFrom("other", TIME)),
    ({}, "warm_throughput", None),
    ({"warm_throughput": {"read": 12000, "write": 4000}}, "warm_throughput", Throughput(12000, 4000)),
    ({}, "kinesis_stream", None),
    ({"kinesis_stream": {"stream_arn": STREAM}}, "kinesis_stream", KinesisStream(STREAM)),
    ({"kinesis_stream": {}}, "kinesis_stream", KinesisStream("")),
    ({"resource_policy": POLICY}, "resource_policy", POLICY),
    ({}, "alarms", None),
    ({"alarms": {"actions": [TOPIC]}}, "alarms", Alarms((TOPIC,))),
    (
        {"alarms": {"system_errors": False, "ttl_stalled_hours": 24}},
        "alarms",
        Alarms((), throttled_requests=True, system_errors=False, ttl_stalled_hours=24),
    ),
    ({"tags": {"a": "b"}}, "tags", {"a": "b"}),
    ({"access_patterns": {"ask": {"get": "userId"}}}, "access_patterns", (pattern("get", "userId"),)),
    ({"access_patterns": {"ask": {"put": ["a", "b"]}}}, "access_patterns", (pattern("put", "a", "b"),)),
    (
        {
            "access_patterns": {
                "ask": {
                    "query": "p",
                    "sorted_by": "s",
                    "descending": True,
                    "where": {"s": "BETWEEN"},
                    "attributes": ["x"],
                    "consistent": True,
                    "index": "i",
                    "limit": 3,
                }
            }
        },
        "access_patterns",
        (
            pattern(
                "query",
                "p",
                sorted_by="s",
                descending=True,
                where=("s", "BETWEEN"),
                attributes=("x",),
                consistent=True,
                index="i",
                limit=3,
            ),
        ),
    ),
    ({"consumer": "laravel"}, "consumer", Consumer("laravel", {})),
    ({"consumer": {"library": "laravel", "options": {"a": 1}}}, "consumer", Consumer("laravel", {"a": 1})),
    ({}, "grants", ()),
    ({"grants": {"web": "all", "b": ["x"]}}, "grants", (Grant("web", None), Grant("b", ("x",)))),
    (
        {"grants": {"web": {"patterns": "all", "role": "r"}, "audit": {"stream": True}}},
        "grants",
        (Grant("web", None, role="r"), Grant("audit", (), stream=True)),
    ),
    ({}, "item_size", 2048),
    ({"item_size": 1}, "item_size", 1),
    ({"renamed_from": "old"}, "renamed_from", ("old",)),
    ({"renamed_from": ["old", "older"]}, "renamed_from", ("old", "older")),
    ({}, "import_existing", None),
    ({"import_existing": False}, "import_existing", None),
    ({"import_existing": True}, "import_existing", Import()),
    (
        {"import_existing": {"companions": ["capacity", "stream_policy"], "stream_label": "2026-11-28T12:00:00.000"}},
        "import_existing",
        Import(("capacity", "stream_policy"), "2026-11-28T12:00:00.000"),
    ),
    (
        {"billing_mode": "PROVISIONED", "capacity": {"read": {"min": 1, "max": 2, "policy_name": "p"}, "write": 3}},
        "billing",
        Provisioned(Autoscaled(1, 2, policy_name="p"), Fixed(3)),
    ),
    ({"alarms": {"names": {"read_throttled": "a"}}}, "alarms", Alarms((), names={"read_throttled": "a"})),
    (
        {"waivers": [{"rule": "r", "reason": "w", "expires": "2027-01-31"}, {"rule": "s", "reason": "x"}]},
        "waivers",
        (
            Waiver("r", "w", date(2027, 1, 31), ("tables", "userSessions", "waivers", 0)),
            Waiver("s", "x", None, ("tables", "userSessions", "waivers", 1)),
        ),
    ),
]


@pytest.mark.parametrize(("settings", "field", "value"), FIELDS)
def test_a_setting_is_a_typed_field(settings: dict[str, Any], field: str, value: Any) -> None:
    assert getattr(table(**settings), field) == value


def test_every_field_of_a_table_is_looked_at() -> None:
    looked_at = {field for _, field, _ in FIELDS}
    assert set(Table.__slots__) - looked_at == {"key", "environment", "settings", "origins"}


@pytest.mark.parametrize(
    ("body", "field", "value"),
    [
        ({}, "region", "eu-west-1"),
        ({}, "account_id", None),
        ({"account_id": "012345678901"}, "account_id", "012345678901"),
        (
            {"assume_role_arn": "arn:aws:iam::111122223333:role/x"},
            "assume_role_arn",
            "arn:aws:iam::111122223333:role/x",
        ),
        ({"profile": "p"}, "profile", "p"),
        ({}, "endpoint_url", None),
        ({"endpoint_url": "http://localhost:4566"}, "is_local", True),
        ({}, "is_local", False),
        ({"tags": {"a": "b"}}, "tags", {"a": "b"}),
        ({}, "backend", LocalBackend("terraform.production.tfstate", declared=False)),
        ({"backend": {"local": {"path": "x"}}}, "backend", LocalBackend("x")),
        (
            {"backend": {"cloud": {"organization": "o", "workspace": "w"}}},
            "backend",
            CloudBackend("o", "w"),
        ),
        ({"backend": {"http": {"address": "https://h"}}}, "backend", RemoteBackend("http", {"address": "https://h"})),
        (
            {"backend": {"s3": {"bucket": "b", "key": "k", "region": "r"}}},
            "backend",
            S3Backend({"use_lockfile": True, "bucket": "b", "key": "k", "region": "r"}),
        ),
        (
            {"backend": {"s3": {"bucket": "b", "key": "k", "region": "r", "use_lockfile": False}}},
            "backend",
            S3Backend({"use_lockfile": False, "bucket": "b", "key": "k", "region": "r"}),
        ),
    ],
)
def test_an_environment_is_typed_too(body: dict[str, Any], field: str, value: Any) -> None:
    assert getattr(environment(**body), field) == value


def test_the_application_is_a_tag_unless_a_tag_says_otherwise() -> None:
    place = {"region": "us-east-1"}
    declaration = declared(
        application="shop", environments={"a": place, "b": {**place, "tags": {"Application": "other"}}}
    )
    a, b = declaration.environments.values()
    assert (a.tags, b.tags) == ({"Application": "shop"}, {"Application": "other"})
    assert a.origins.of(("tags", "Application")) == ("application",)
    assert b.origins.of(("tags", "Application")) == ("environments", "b", "tags", "Application")


def test_a_tables_tags_win_over_its_environments() -> None:
    here = environment(tags={"Team": "all", "Stage": "live"})
    mine = table(tags={"Team": "mine"})
    assert here.tags_of(mine) == {"Team": "mine", "Stage": "live"}


def test_what_left_and_what_is_accepted() -> None:
    declaration = declared(
        removed={"old": {"keep": True}, "older": {"delete": True}},
        accept=[
            {"change": "c", "reason": "r", "table": "t", "expires": "2027-01-31"},
            {"change": "c", "reason": "r", "environment": "production"},
            {"change": "d", "reason": "s"},
        ],
        terraform={"required_version": ">= 1.12", "aws_provider": "~> 6.0"},
    )
    here = declaration.environments["production"]
    assert here.removed == (Removed("old", True, ("removed", "old")), Removed("older", False, ("removed", "older")))
    assert (here.required_version, here.aws_provider) == (">= 1.12", "~> 6.0")
    assert declaration.accept == (
        Acceptance("c", "t", None, "r", date(2027, 1, 31), ("accept", 0)),
        Acceptance("c", None, "production", "r", None, ("accept", 1)),
        Acceptance("d", None, None, "s", None, ("accept", 2)),
    )
