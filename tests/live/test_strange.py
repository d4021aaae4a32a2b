"""Tables that are odd, read from AWS's answers: each is adopted as it is, or what is left out is said."""

from __future__ import annotations

from typing import Any

import pytest

from sessionform.live.adoption import Adoption, adopt
from sessionform.live.description import TableDescription
from sessionform.live.planned import Place
from sessionform.live.proposals import proposals
from sessionform.live.settings import live_table
from sessionform.model import Autoscaled, Fixed, Provisioned, Table
from sessionform.terraform.environment import environment_config

ACCOUNT = "123456789012"


def described(name: str = "odd", region: str = "us-east-1", partition: str = "aws", **more: Any) -> dict[str, Any]:
    """DescribeTable's answer for an on-demand table."""
    return {
        "TableName": name,
        "TableArn": f"arn:{partition}:dynamodb:{region}:{ACCOUNT}:table/{name}",
        "TableStatus": "ACTIVE",
        "KeySchema": [{"AttributeName": "id", "KeyType": "HASH"}],
        "AttributeDefinitions": [{"AttributeName": "id", "AttributeType": "S"}],
        "BillingModeSummary": {"BillingMode": "PAY_PER_REQUEST"},
        **more,
    }


def taken(*found: TableDescription, region: str = "us-east-1", text: str | None = None) -> Adoption:
    texts = {} if text is None else {"sessions.yaml": text}
    return adopt(texts, "sessions.yaml", Place("production", region, ACCOUNT), [live_table(each) for each in found])


def only(adoption: Adoption) -> Table:
    assert not adoption.compiled.failed, adoption.texts
    (table,) = adoption.compiled.valid().environments["production"].tables.values()
    return table


def index(name: str, *keys: str, **more: Any) -> dict[str, Any]:
    schema = [{"AttributeName": key, "KeyType": kind} for key, kind in zip(keys, ("HASH", "RANGE"), strict=False)]
    return {
        "IndexName": name,
        "KeySchema": schema,
        "Projection": {"ProjectionType": "KEYS_ONLY"},
        "IndexStatus": "ACTIVE",
        **more,
    }


def test_numeric_keys_and_no_ttl() -> None:
    table = only(
        taken(
            TableDescription(
                described(
                    KeySchema=[
                        {"AttributeName": "id", "KeyType": "HASH"},
                        {"AttributeName": "at", "KeyType": "RANGE"},
                    ],
                    AttributeDefinitions=[
                        {"AttributeName": "id", "AttributeType": "N"},
                        {"AttributeName": "at", "AttributeType": "B"},
                    ],
                ),
                ttl={"TimeToLiveStatus": "DISABLED"},
            )
        )
    )
    assert [(key.name, key.type) for key in table.key_attributes] == [("id", "N"), ("at", "B")]
    assert table.ttl is None or not table.ttl.enabled


def test_twenty_indexes_and_one_that_is_being_deleted() -> None:
    names = [f"by_{number}" for number in range(20)]
    gone = index("gone", "id", IndexStatus="DELETING")
    indexes = [index(name, "id") for name in reversed(names)] + [gone]
    table = only(taken(TableDescription(described(GlobalSecondaryIndexes=indexes))))
    assert [each.name for each in table.global_secondary_indexes] == sorted(names)


def test_autoscaling_of_one_index_alone() -> None:
    units = {"ReadCapacityUnits": 5, "WriteCapacityUnits": 6}
    where = {
        "ServiceNamespace": "dynamodb",
        "ResourceId": "table/odd/index/by_x",
        "ScalableDimension": "dynamodb:index:WriteCapacityUnits",
    }
    policy = {
        **where,
        "PolicyName": "$odd-scaling-policy",
        "PolicyType": "TargetTrackingScaling",
        "TargetTrackingScalingPolicyConfiguration": {
            "TargetValue": 70.0,
            "PredefinedMetricSpecification": {"PredefinedMetricType": "DynamoDBWriteCapacityUtilization"},
        },
    }
    adoption = taken(
        TableDescription(
            described(
                BillingModeSummary={"BillingMode": "PROVISIONED"},
                ProvisionedThroughput=units,
                GlobalSecondaryIndexes=[index("by_x", "id", ProvisionedThroughput=units)],
            ),
            targets=({**where, "MinCapacity": 1, "MaxCapacity": 9},),
            policies=(policy,),
        )
    )
    table = only(adoption)
    assert table.billing == Provisioned(Fixed(5), Fixed(6))
    billing = table.global_secondary_indexes[0].billing
    assert billing == Provisioned(Fixed(5), Autoscaled(1, 9, policy_name="$odd-scaling-policy"))
    assert adoption.left_out == {}
    stack = environment_config(adoption.compiled.valid().environments["production"])
    assert [item["to"] for item in stack["import"]] == [
        f"aws_dynamodb_table.{table.key}",
        f'aws_appautoscaling_target.{table.key}["index/by_x/write"]',
        f'aws_appautoscaling_policy.{table.key}["index/by_x/write"]',
    ]


def test_a_stream_that_is_off_with_its_view_left() -> None:
    """AWS goes on telling of the last stream."""
    off = described(
        StreamSpecification={"StreamEnabled": False, "StreamViewType": "NEW_IMAGE"},
        LatestStreamArn=f"arn:aws:dynamodb:us-east-1:{ACCOUNT}:table/odd/stream/2026-01-01T00:00:00.000",
        LatestStreamLabel="2026-01-01T00:00:00.000",
    )
    assert only(taken(TableDescription(off))).stream is None


def test_a_policy_of_a_stream_in_another_partition_is_imported_by_its_label() -> None:
    label = "2026-01-01T00:00:00.000"
    policy = {
        "Version": "2012-10-17",
        "Statement": [
            {
                "Sid": f"Reader{number}",
                "Effect": "Allow",
                "Principal": {"AWS": f"arn:aws-cn:iam::{ACCOUNT}:role/reader-{number}"},
                "Action": ["dynamodb:GetRecords"],
                "Resource": "*",
            }
            for number in range(80)
        ],
    }
    found = described(
        region="cn-north-1",
        partition="aws-cn",
        StreamSpecification={"StreamEnabled": True, "StreamViewType": "KEYS_ONLY"},
        LatestStreamLabel=label,
    )
    adoption = taken(TableDescription(found, stream_policy=policy), region="cn-north-1")
    table = only(adoption)
    assert table.stream_policy == policy
    stack = environment_config(adoption.compiled.valid().environments["production"])
    assert stack["import"][1]["id"] == f"arn:aws-cn:dynamodb:cn-north-1:{ACCOUNT}:table/odd/stream/{label}"


@pytest.mark.parametrize(
    "name", ["1-sessions", "a.b.c", "-x-", "...", "sessions_production", "x" * 255, "true", "on-production", "null"]
)
def test_names_that_are_no_keys(name: str) -> None:
    table = only(taken(TableDescription(described(name))))
    assert table.name == name


def test_tags_in_any_script() -> None:
    tags = {"команда": "вход", "日本": "値", "a:b": "x/y = z", "true": "no", "aws:cloudformation:stack-name": "s"}
    adoption = taken(TableDescription(described(), tags=tags))
    assert only(adoption).tags == {name: text for name, text in tags.items() if not name.startswith("aws:")}


def test_two_tables_that_would_have_one_key() -> None:
    adoption = taken(TableDescription(described("a.b")), TableDescription(described("a:b".replace(":", "_"))))
    assert sorted(adoption.keys) == ["a.b", "a_b"]
    assert len(set(adoption.keys.values())) == 2


@pytest.mark.parametrize("tables", ["", "tables:\n", "tables: {}  # to come\n", "tables: null\n"])
def test_into_a_file_without_tables_yet(tables: str) -> None:
    text = "# ours\nversion: 1\nenvironments: {production: {region: us-east-1}}\n"
    adoption = taken(TableDescription(described()), text=text + tables)
    assert only(adoption).partition_key.name == "id"
    assert adoption.texts["sessions.yaml"].startswith(text)
    assert "to_come" not in adoption.texts["sessions.yaml"]


def test_into_a_file_with_comments_and_anchors() -> None:
    text = """\
# ours
version: 1
environments: {production: {region: us-east-1}}   # one
tables:
  mine: &mine   # shared
    partition_key: 'id'
    ttl: expires
    tags: {Team: "x"}  # team


  other: *mine
"""
    after = taken(TableDescription(described()), text=text).texts["sessions.yaml"]
    assert after.startswith(text.rstrip("\n").rpartition("other")[0])
    assert [line for line in text.splitlines() if line not in after.splitlines()] == []


def test_a_library_is_proposed_where_one_alone_fits() -> None:
    for ttl, key, library in (
        ("expires", "sessionId", "dynamodb-store"),
        ("expiration", "id", "flask-session"),
        ("expires", "id", None),  # of several
        ("unheard-of", "id", None),
    ):
        found = described(
            KeySchema=[{"AttributeName": key, "KeyType": "HASH"}],
            AttributeDefinitions=[{"AttributeName": key, "AttributeType": "S"}],
        )
        adoption = taken(TableDescription(found, ttl={"TimeToLiveStatus": "ENABLED", "AttributeName": ttl}))
        environment = adoption.compiled.valid().environments["production"]
        assert proposals(environment, adoption.keys) == ({"odd": library} if library else {})


def test_a_table_that_fails_the_check_keeps_no_other_out() -> None:
    ends_by_its_key = {"TimeToLiveStatus": "ENABLED", "AttributeName": "id"}
    bad = TableDescription(described("bad", Unheard={}), ttl=ends_by_its_key)
    adoption = taken(TableDescription(described("one")), bad, TableDescription(described("two")))
    assert adoption.keys == {"one": "one", "two": "two"}
    assert list(adoption.compiled.valid().environments["production"].tables) == ["one", "two"]
    ((name, items),) = adoption.refused.items()
    assert name == "bad"
    assert any("TTL" in item for item in items[:-1])
    assert items[-1] == "`Unheard`, which is not understood"
    alone = taken(bad)
    assert (alone.compiled.failed, alone.refused) == (True, {})


def test_where_all_tables_fail_the_check_all_errors_are_there() -> None:
    ends_by_its_key = {"TimeToLiveStatus": "ENABLED", "AttributeName": "id"}
    adoption = taken(*(TableDescription(described(name), ttl=ends_by_its_key) for name in ("one", "two")))
    assert adoption.compiled.failed
    assert set(adoption.keys) == {"one", "two"}
