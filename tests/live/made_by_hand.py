"""Tables as somebody made them with the API, with every setting that the language has."""

from __future__ import annotations

import json
from typing import Any

from tests.moto_support import MotoServer

ACCOUNT = "123456789012"
TOPIC = f"arn:aws:sns:us-east-1:{ACCOUNT}:on-call"
KINESIS = f"arn:aws:kinesis:us-east-1:{ACCOUNT}:stream/sessions"
POLICY = {
    "Version": "2012-10-17",
    "Statement": [
        {
            "Effect": "Allow",
            "Principal": {"AWS": f"arn:aws:iam::{ACCOUNT}:root"},
            "Action": "dynamodb:GetItem",
            "Resource": "*",
        }
    ],
}


def keys(partition: str, sort: str | None = None) -> list[dict[str, str]]:
    schema = [{"AttributeName": partition, "KeyType": "HASH"}]
    return schema if sort is None else [*schema, {"AttributeName": sort, "KeyType": "RANGE"}]


def attributes(**types: str) -> list[dict[str, str]]:
    return [{"AttributeName": name, "AttributeType": type_} for name, type_ in types.items()]


def plain(moto: MotoServer, name: str, region: str = "us-east-1", **more: Any) -> Any:
    """An on-demand table with a text key."""
    client = moto.client("dynamodb", region)
    arguments: dict[str, Any] = {
        "TableName": name,
        "KeySchema": keys("sessionId"),
        "AttributeDefinitions": attributes(sessionId="S"),
        "BillingMode": "PAY_PER_REQUEST",
        **more,
    }
    client.create_table(**arguments)
    return client


def rich(moto: MotoServer, name: str) -> None:
    """An on-demand table with nearly everything."""
    key = moto.client("kms").create_key()["KeyMetadata"]["Arn"]
    client = plain(
        moto,
        name,
        KeySchema=keys("userId", "sessionId"),
        AttributeDefinitions=attributes(userId="S", sessionId="S", lastSeen="N"),
        GlobalSecondaryIndexes=[
            {
                "IndexName": "by_session",
                "KeySchema": keys("sessionId"),
                "Projection": {"ProjectionType": "INCLUDE", "NonKeyAttributes": ["b", "a"]},
                "OnDemandThroughput": {"MaxReadRequestUnits": 7},
            }
        ],
        LocalSecondaryIndexes=[
            {
                "IndexName": "by_last_seen",
                "KeySchema": keys("userId", "lastSeen"),
                "Projection": {"ProjectionType": "KEYS_ONLY"},
            }
        ],
        StreamSpecification={"StreamEnabled": True, "StreamViewType": "NEW_IMAGE"},
        SSESpecification={"Enabled": True, "SSEType": "KMS", "KMSMasterKeyId": key},
        OnDemandThroughput={"MaxReadRequestUnits": 1000, "MaxWriteRequestUnits": 500},
        TableClass="STANDARD_INFREQUENT_ACCESS",
        DeletionProtectionEnabled=True,
        Tags=[{"Key": "Team", "Value": "identity"}, {"Key": "cost center", "Value": "42"}],
    )
    client.update_time_to_live(TableName=name, TimeToLiveSpecification={"Enabled": True, "AttributeName": "expiresAt"})
    client.update_continuous_backups(
        TableName=name,
        PointInTimeRecoverySpecification={"PointInTimeRecoveryEnabled": True, "RecoveryPeriodInDays": 7},
    )
    for index in ({}, {"IndexName": "by_session"}):
        client.update_contributor_insights(TableName=name, ContributorInsightsAction="ENABLE", **index)
    arn = client.describe_table(TableName=name)["Table"]["TableArn"]
    client.put_resource_policy(ResourceArn=arn, Policy=json.dumps(POLICY))
    client.enable_kinesis_streaming_destination(TableName=name, StreamArn=KINESIS)


def autoscaled(moto: MotoServer, name: str, **target: Any) -> None:
    """A provisioned table with an index, both sides of the table autoscaled under names of the maker's own. `target` is what
    more is said of the scalable targets.
    """
    units = {"ReadCapacityUnits": 3, "WriteCapacityUnits": 4}
    plain(
        moto,
        name,
        BillingMode="PROVISIONED",
        ProvisionedThroughput={"ReadCapacityUnits": 5, "WriteCapacityUnits": 6},
        AttributeDefinitions=attributes(sessionId="S", userId="N"),
        GlobalSecondaryIndexes=[
            {
                "IndexName": "by_user",
                "KeySchema": keys("userId"),
                "Projection": {"ProjectionType": "ALL"},
                "ProvisionedThroughput": units,
            }
        ],
    )
    for side, metric in (("Read", "DynamoDBReadCapacityUtilization"), ("Write", "DynamoDBWriteCapacityUtilization")):
        scale(moto, f"table/{name}", f"dynamodb:table:{side}CapacityUnits", metric, f"{metric}:table/{name}", **target)


def scale(moto: MotoServer, resource: str, dimension: str, metric: str, policy: str, **target: Any) -> None:
    client = moto.client("application-autoscaling")
    where = {"ServiceNamespace": "dynamodb", "ResourceId": resource, "ScalableDimension": dimension}
    client.register_scalable_target(**where, MinCapacity=5, MaxCapacity=50, **target)
    client.put_scaling_policy(
        **where,
        PolicyName=policy,
        PolicyType="TargetTrackingScaling",
        TargetTrackingScalingPolicyConfiguration={
            "TargetValue": 65.0,
            "PredefinedMetricSpecification": {"PredefinedMetricType": metric},
            "ScaleInCooldown": 60,
        },
    )


def alarmed(moto: MotoServer, name: str, prefix: str, **more: Any) -> None:
    """The alarms that the language calls `throttled_requests`, and one of another kind."""
    plain(moto, name)
    client = moto.client("cloudwatch")
    alarm: dict[str, Any] = {
        "Namespace": "AWS/DynamoDB",
        "Dimensions": [{"Name": "TableName", "Value": name}],
        "Statistic": "Sum",
        "Threshold": 0,
        "ComparisonOperator": "GreaterThanThreshold",
        "EvaluationPeriods": 5,
        "Period": 60,
        "TreatMissingData": "notBreaching",
        "AlarmActions": [TOPIC],
        "OKActions": [TOPIC],
    }
    for word in ("Read", "Write"):
        own = f"{prefix}{word.lower()}_throttled"
        client.put_metric_alarm(**{**alarm, "AlarmName": own, "MetricName": f"{word}ThrottleEvents", **more})
    client.put_metric_alarm(**{**alarm, "AlarmName": "latency", "MetricName": "SuccessfulRequestLatency"})
    made_by_aws = f"TargetTracking-table/{name}-AlarmHigh-1"
    client.put_metric_alarm(**{**alarm, "AlarmName": made_by_aws, "MetricName": "ConsumedReadCapacityUnits"})
