"""The resources beside a table: one of a kind under the table's key, whatever the settings."""

from __future__ import annotations

from typing import Any

import pytest

from sessionform.terraform.companions import COMPANIONS, companions
from tests.terraform.declarations import table

SCALED = """\
billing_mode: PROVISIONED
capacity: {read: {min: 1, max: 9}, write: {min: 2, max: 8, target_utilization: 50, scale_in_cooldown: 60}}
global_secondary_indexes:
  by_session: {partition_key: sessionId, capacity: {read: 3, write: {min: 2, max: 8}}}
"""


def made(settings: str) -> dict[str, Any]:
    return companions(table(settings))


def test_a_table_alone_has_none() -> None:
    assert made("") == {}


def test_autoscaling_has_an_instance_for_each_capacity_that_moves() -> None:
    target = made(SCALED)["aws_appautoscaling_target"]
    assert target["for_each"] == {
        "read": {"path": "", "dimension": "dynamodb:table:ReadCapacityUnits", "min": 1, "max": 9},
        "write": {"path": "", "dimension": "dynamodb:table:WriteCapacityUnits", "min": 2, "max": 8},
        "index/by_session/write": {
            "path": "/index/by_session",
            "dimension": "dynamodb:index:WriteCapacityUnits",
            "min": 2,
            "max": 8,
        },
    }
    assert target["resource_id"] == "table/${aws_dynamodb_table.userSessions.name}${each.value.path}"


def test_each_capacity_has_a_policy_with_its_own_target_and_cooldowns() -> None:
    policies = made(SCALED)["aws_appautoscaling_policy"]["for_each"]
    assert policies == {
        "read": {
            "name": "userSessions-production/read",
            "metric": "DynamoDBReadCapacityUtilization",
            "target": 70,
        },
        "write": {
            "name": "userSessions-production/write",
            "metric": "DynamoDBWriteCapacityUtilization",
            "target": 50,
            "scale_in_cooldown": 60,
        },
        "index/by_session/write": {
            "name": "userSessions-production/index/by_session/write",
            "metric": "DynamoDBWriteCapacityUtilization",
            "target": 70,
        },
    }


def test_insights_reach_the_global_indexes_too() -> None:
    insights = made("contributor_insights: true\nglobal_secondary_indexes: {by_session: {partition_key: sessionId}}")
    assert insights["aws_dynamodb_contributor_insights"]["for_each"] == {
        "table": {},
        "index/by_session": {"index": "by_session"},
    }


def test_alarms_watch_the_table_its_indexes_and_the_operations_of_sessions() -> None:
    alarm = made(
        "global_secondary_indexes: {by_session: {partition_key: sessionId}}\n"
        "alarms: {actions: ['arn:aws:sns:us-east-1:123456789012:on-call'], ttl_stalled_hours: 24}"
    )["aws_cloudwatch_metric_alarm"]
    dimensions = {key: instance["dimensions"] for key, instance in alarm["for_each"].items()}
    own = {"TableName": "userSessions-production"}
    index = {**own, "GlobalSecondaryIndexName": "by_session"}
    operations = ("GetItem", "PutItem", "UpdateItem", "DeleteItem", "Query")
    assert dimensions == {
        "read_throttled": own,
        "write_throttled": own,
        "index/by_session/read_throttled": index,
        "index/by_session/write_throttled": index,
        **{f"system_errors/{operation}": {**own, "Operation": operation} for operation in operations},
        "ttl_stalled": own,
    }
    stalled = alarm["for_each"]["ttl_stalled"]
    assert (stalled["metric_name"], stalled["evaluation_periods"], stalled["period"]) == (
        "TimeToLiveDeletedItemCount",
        24,
        3600,
    )
    assert (stalled["comparison_operator"], stalled["treat_missing_data"], alarm["threshold"]) == (
        "LessThanOrEqualToThreshold",
        "breaching",
        0,
    )
    assert alarm["alarm_actions"] == ["arn:aws:sns:us-east-1:123456789012:on-call"]


def test_alarms_that_are_all_switched_off_are_no_resource() -> None:
    off = "alarms: {actions: ['arn:aws:sns:us-east-1:1:a'], throttled_requests: false, system_errors: false}"
    assert "aws_cloudwatch_metric_alarm" not in made(off.replace(":1:", ":123456789012:"))


def test_a_policy_is_compact_text_with_its_variables_intact() -> None:
    policy = made(
        "resource_policy:\n  Version: '2012-10-17'\n  Statement:\n"
        "    - {Effect: Allow, Principal: {AWS: 'arn:aws:iam::123456789012:role/web'}, Action: 'dynamodb:GetItem', Resource: '*',\n"
        "       Condition: {StringEquals: {'aws:username': '${aws:username}'}}}\n"
    )["aws_dynamodb_resource_policy"]
    assert policy["resource_arn"] == "${aws_dynamodb_table.userSessions.arn}"
    assert '{"StringEquals":{"aws:username":"$${aws:username}"}}' in policy["policy"]


@pytest.mark.parametrize(
    ("setting", "precision"),
    [(", approximate_creation_date_time_precision: MICROSECOND", "MICROSECOND"), ("", "MILLISECOND")],
)
def test_kinesis(setting: str, precision: str) -> None:
    """AWS's default is written too: left out, it would leave what there was."""
    stream = "arn:aws:kinesis:us-east-1:123456789012:stream/sessions"
    assert made(f"kinesis_stream: {{stream_arn: '{stream}'{setting}}}") == {
        "aws_dynamodb_kinesis_streaming_destination": {
            "table_name": "${aws_dynamodb_table.userSessions.id}",
            "stream_arn": stream,
            "approximate_creation_date_time_precision": precision,
        }
    }


GRANTED = """\
stream: NEW_IMAGE
global_secondary_indexes: {by_session: {partition_key: sessionId}}
access_patterns: {read: {query: sessionId}, save: {put: [userId, sessionId]}}
"""


def test_each_grant_is_a_policy_of_its_own() -> None:
    policy = made(GRANTED + "grants: {web: all, reader: [read]}")["aws_iam_policy"]
    assert policy["name"] == "${each.key}@${aws_dynamodb_table.userSessions.name}"
    assert policy["policy"] == "${each.value.policy}"
    assert list(policy["for_each"]) == ["web", "reader"]
    assert policy["for_each"]["reader"]["policy"] == (
        '{"Statement":[{"Action":["dynamodb:Query"],"Effect":"Allow",'
        '"Resource":"${aws_dynamodb_table.userSessions.arn}/index/by_session"}],"Version":"2012-10-17"}'
    )


def test_arns_are_the_tables_own_and_those_of_replicas_are_made_of_them() -> None:
    found = made(
        GRANTED.replace("NEW_IMAGE", "NEW_AND_OLD_IMAGES")
        + "replicas: {eu-west-1: {}}\ngrants: {web: {patterns: [save], stream: true}}"
    )
    policy = found["aws_iam_policy"]["for_each"]["web"]["policy"]
    arn = "aws_dynamodb_table.userSessions.arn"
    copy = f'${{replace({arn}, "/:dynamodb:[^:]+:/", ":dynamodb:eu-west-1:")}}'
    assert f'"Resource":["${{{arn}}}","{copy}"]' in policy
    assert '"Resource":"${aws_dynamodb_table.userSessions.stream_arn}"' in policy


def test_a_policy_is_attached_where_a_role_is_named() -> None:
    attachment = made(GRANTED + "grants: {web: {patterns: all, role: sessions-web}, reader: [read]}")[
        "aws_iam_role_policy_attachment"
    ]
    assert attachment == {
        "for_each": {"web": {"role": "sessions-web"}},
        "role": "${each.value.role}",
        "policy_arn": "${aws_iam_policy.userSessions[each.key].arn}",
    }
    assert "aws_iam_role_policy_attachment" not in made(GRANTED + "grants: {web: all}")


def test_every_kind_is_reached_by_the_examples_of_this_file() -> None:
    """So that a new kind gets a test."""
    assert len(COMPANIONS) == 10
