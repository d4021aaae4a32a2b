"""Import blocks: the table, and each thing beside it that the declaration says is there, by the id of the provider."""

from __future__ import annotations

import json

from sessionform.terraform.environment import environment_config
from sessionform.terraform.hcl import render
from tests.terraform.declarations import environment

ACCOUNT = 'region: eu-west-1\naccount_id: "111122223333"\n'

WHOLE = """\
sessions:
  table_name: shop
  import_existing:
    companions: [capacity, contributor_insights, kinesis_stream, resource_policy, stream_policy, alarms]
    stream_label: "2026-11-28T12:00:00.000"
  partition_key: id
  ttl: expires
  deletion_protection: true
  stream: NEW_IMAGE
  billing_mode: PROVISIONED
  capacity: {read: {min: 1, max: 9, policy_name: "$shop/scaling${x}"}, write: 4}
  global_secondary_indexes:
    by_user:
      partition_key: user
      projection: {include: [expires]}
      capacity: {read: 4, write: {min: 4, max: 9, schedules: {morning: {at: "cron(0 8 * * ? *)", min: 5}}}}
  contributor_insights: true
  kinesis_stream: {stream_arn: "arn:aws:kinesis:eu-west-1:111122223333:stream/all"}
  resource_policy:
    Version: "2012-10-17"
    Statement:
      - Effect: Allow
        Principal: {AWS: "arn:aws:iam::111122223333:role/a"}
        Action: "dynamodb:GetItem"
        Resource: "*"
  stream_policy:
    Version: "2012-10-17"
    Statement:
      - Effect: Allow
        Principal: {AWS: "arn:aws:iam::111122223333:role/a"}
        Action: "dynamodb:GetRecords"
        Resource: "*"
  alarms:
    actions: ["arn:aws:sns:eu-west-1:111122223333:on-call"]
    system_errors: false
    names: {read_throttled: too slow}
"""

IDS = {
    "aws_dynamodb_table.sessions": "shop",
    'aws_appautoscaling_target.sessions["read"]': "dynamodb/table/shop/dynamodb:table:ReadCapacityUnits",
    'aws_appautoscaling_target.sessions["index/by_user/write"]': "dynamodb/table/shop/index/by_user/"
    "dynamodb:index:WriteCapacityUnits",
    'aws_appautoscaling_policy.sessions["read"]': "dynamodb/table/shop/dynamodb:table:ReadCapacityUnits/$shop/scaling$${x}",
    'aws_appautoscaling_policy.sessions["index/by_user/write"]': "dynamodb/table/shop/index/by_user/"
    "dynamodb:index:WriteCapacityUnits/shop/index/by_user/write",
    'aws_dynamodb_contributor_insights.sessions["table"]': "name:shop/index:/111122223333",
    'aws_dynamodb_contributor_insights.sessions["index/by_user"]': "name:shop/index:by_user/111122223333",
    "aws_dynamodb_kinesis_streaming_destination.sessions": "shop,arn:aws:kinesis:eu-west-1:111122223333:stream/all",
    "aws_dynamodb_resource_policy.sessions": "arn:aws:dynamodb:eu-west-1:111122223333:table/shop",
    "aws_dynamodb_resource_policy.sessions_stream": "arn:aws:dynamodb:eu-west-1:111122223333:table/shop/stream/"
    "2026-11-28T12:00:00.000",
    'aws_cloudwatch_metric_alarm.sessions["read_throttled"]': "too slow",
    'aws_cloudwatch_metric_alarm.sessions["write_throttled"]': "shop/write_throttled",
    'aws_cloudwatch_metric_alarm.sessions["index/by_user/read_throttled"]': "shop/index/by_user/read_throttled",
    'aws_cloudwatch_metric_alarm.sessions["index/by_user/write_throttled"]': "shop/index/by_user/write_throttled",
}


def test_everything_that_is_there_is_imported() -> None:
    """All but the scheduled action, which the provider cannot import."""
    config = environment_config(environment(ACCOUNT, WHOLE))
    assert "aws_appautoscaling_scheduled_action" in config["resource"]
    assert {block["to"]: block["id"] for block in config["import"]} == IDS
    hcl = render(config)
    for to, id_ in IDS.items():
        assert f"to = {to}\n" in hcl.replace("to   =", "to =").replace("to  =", "to =")
        assert json.dumps(id_) in hcl


def test_only_what_the_declaration_names_is_imported() -> None:
    for companions, kinds in (
        ("true", {"aws_dynamodb_table"}),
        ("{companions: []}", {"aws_dynamodb_table"}),
        ("{companions: [alarms]}", {"aws_dynamodb_table", "aws_cloudwatch_metric_alarm"}),
    ):
        head, _, rest = WHOLE.partition("  import_existing:\n")
        tables = f"{head}  import_existing: {companions}\n{rest.split(chr(10), 2)[2]}"
        config = environment_config(environment(ACCOUNT, tables))
        assert {block["to"].partition(".")[0] for block in config["import"]} == kinds


def test_names_that_others_gave_reach_the_stack() -> None:
    resources = environment_config(environment(ACCOUNT, WHOLE))["resource"]
    policies = resources["aws_appautoscaling_policy"]["sessions"]["for_each"]
    assert {key: item["name"] for key, item in policies.items()} == {
        "read": "$shop/scaling$${x}",
        "index/by_user/write": "shop/index/by_user/write",
    }
    alarms = resources["aws_cloudwatch_metric_alarm"]["sessions"]["for_each"]
    assert alarms["read_throttled"]["alarm_name"] == "too slow"
    assert alarms["write_throttled"]["alarm_name"] == "shop/write_throttled"


def test_another_partition() -> None:
    text = WHOLE.replace("eu-west-1", "cn-north-1").replace("arn:aws:", "arn:aws-cn:")
    config = environment_config(environment(ACCOUNT.replace("eu-west-1", "cn-north-1"), text))
    ids = {block["to"]: block["id"] for block in config["import"]}
    assert ids["aws_dynamodb_resource_policy.sessions"] == "arn:aws-cn:dynamodb:cn-north-1:111122223333:table/shop"


def test_the_autoscaling_of_a_copy_is_of_its_region() -> None:
    table = """\
sessions:
  import_existing: {companions: [capacity]}
  partition_key: id
  ttl: expires
  stream: NEW_AND_OLD_IMAGES
  billing_mode: PROVISIONED
  capacity: {read: 4, write: {min: 4, max: 9}}
  replicas:
    us-east-1: {capacity: {read: {min: 2, max: 8, schedules: {noon: {at: "cron(0 12 * * ? *)", min: 3}}}}}
"""
    config = environment_config(environment("region: eu-west-1\n", table))
    ids = {item["to"]: item["id"] for item in config["import"]}
    target = "dynamodb/table/sessions-production/dynamodb:table:ReadCapacityUnits"
    assert ids['aws_appautoscaling_target.sessions["replica/us-east-1/read"]'] == f"{target}@us-east-1"
    made = config["resource"]["aws_appautoscaling_target"]["sessions"]
    assert made["region"] == "${try(each.value.region, null)}"
    assert made["for_each"]["replica/us-east-1/read"]["region"] == "us-east-1"
    assert "region" not in made["for_each"]["write"]
    action = config["resource"]["aws_appautoscaling_scheduled_action"]["sessions"]
    assert action["region"] == "${try(each.value.region, null)}"
    assert action["for_each"]["replica/us-east-1/read/noon"]["region"] == "us-east-1"
    assert config["terraform"]["required_providers"]["aws"]["version"].startswith(">= 6.0.0")
