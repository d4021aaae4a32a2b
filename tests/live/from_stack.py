"""What a stack declares, made through AWS's API: tables and everything beside them, without Terraform."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sessionform.prove.create import create_table, replica_requests
from sessionform.terraform.expressions import as_terraform_reads
from tests.moto_support import MotoServer

Config = Mapping[str, Any]

TABLE = "aws_dynamodb_table"


def make(moto: MotoServer, config: Config, key: str, region: str = "us-east-1") -> str:
    """The table of that key in the configuration of a stack, and what stands beside it. Its name is returned."""
    resources = config["resource"]
    arguments = as_terraform_reads(resources[TABLE][key])
    name: str = arguments["name"]
    tags = {**_default_tags(config), **(arguments.get("tags") or {})}
    dynamodb = moto.client("dynamodb", region)
    create_table(dynamodb, {**arguments, "tags": tags})
    for request in replica_requests(arguments).values():
        dynamodb.update_table(TableName=name, ReplicaUpdates=[{"Create": request}])
    for replica in arguments.get("replica", ()):
        _copy(moto, name, replica, tags)
    described = dynamodb.describe_table(TableName=name)["Table"]
    arns = {"": described["TableArn"], "_stream": described.get("LatestStreamArn", "")}
    for part, arn in arns.items():
        policy = resources.get("aws_dynamodb_resource_policy", {}).get(f"{key}{part}")
        if policy is not None:
            dynamodb.put_resource_policy(ResourceArn=arn, Policy=as_terraform_reads(policy["policy"]))
    beside = {type_: as_terraform_reads(bodies[key]) for type_, bodies in resources.items() if key in bodies}
    for item in beside.get("aws_dynamodb_contributor_insights", {"for_each": {}})["for_each"].values():
        index = {"IndexName": item["index"]} if "index" in item else {}
        dynamodb.update_contributor_insights(TableName=name, ContributorInsightsAction="ENABLE", **index)
    kinesis = beside.get("aws_dynamodb_kinesis_streaming_destination")
    if kinesis is not None:
        precision = {"ApproximateCreationDateTimePrecision": kinesis["approximate_creation_date_time_precision"]}
        dynamodb.enable_kinesis_streaming_destination(
            TableName=name, StreamArn=kinesis["stream_arn"], EnableKinesisStreamingConfiguration=precision
        )
    _scale(moto, name, beside, _default_tags(config), region)
    _watch(moto, beside.get("aws_cloudwatch_metric_alarm"), _default_tags(config), region)
    return name


def _copy(moto: MotoServer, name: str, replica: Config, tags: dict[str, str]) -> None:
    """What a copy has of its own, in its region."""
    client = moto.client("dynamodb", replica["region_name"])
    if replica["propagate_tags"] and tags:
        arn = client.describe_table(TableName=name)["Table"]["TableArn"]
        client.tag_resource(ResourceArn=arn, Tags=[{"Key": key, "Value": value} for key, value in tags.items()])
    if replica["point_in_time_recovery"]:
        recovery = {"PointInTimeRecoveryEnabled": True}
        client.update_continuous_backups(TableName=name, PointInTimeRecoverySpecification=recovery)
    if replica.get("deletion_protection_enabled"):
        client.update_table(TableName=name, DeletionProtectionEnabled=True)


def _default_tags(config: Config) -> dict[str, str]:
    blocks = config["provider"]["aws"][0].get("default_tags", [{"tags": {}}])
    return dict(as_terraform_reads(blocks[0]["tags"]))


def _scale(moto: MotoServer, name: str, beside: Config, tags: dict[str, str], region: str) -> None:
    scaling = moto.client("application-autoscaling", region)
    where = {}
    for key, item in beside.get("aws_appautoscaling_target", {"for_each": {}})["for_each"].items():
        where[key] = {
            "ServiceNamespace": "dynamodb",
            "ResourceId": f"table/{name}{item['path']}",
            "ScalableDimension": item["dimension"],
        }
        more = {"Tags": tags} if tags else {}
        scaling.register_scalable_target(**where[key], MinCapacity=item["min"], MaxCapacity=item["max"], **more)
    for key, item in beside.get("aws_appautoscaling_policy", {"for_each": {}})["for_each"].items():
        tracking: dict[str, Any] = {
            "TargetValue": float(item["target"]),
            "PredefinedMetricSpecification": {"PredefinedMetricType": item["metric"]},
        }
        for setting, sent in (("scale_in_cooldown", "ScaleInCooldown"), ("scale_out_cooldown", "ScaleOutCooldown")):
            if setting in item:
                tracking[sent] = item[setting]
        scaling.put_scaling_policy(
            **where[key],
            PolicyName=item["name"],
            PolicyType="TargetTrackingScaling",
            TargetTrackingScalingPolicyConfiguration=tracking,
        )
    for item in beside.get("aws_appautoscaling_scheduled_action", {"for_each": {}})["for_each"].values():
        bounds = {
            sent: item[setting] for setting, sent in (("min", "MinCapacity"), ("max", "MaxCapacity")) if setting in item
        }
        zone = {"Timezone": item["timezone"]} if "timezone" in item else {}
        scaling.put_scheduled_action(
            **where[item["target"]],
            ScheduledActionName=item["name"],
            Schedule=item["schedule"],
            ScalableTargetAction=bounds,
            **zone,
        )


def _watch(moto: MotoServer, alarms: Config | None, tags: dict[str, str], region: str) -> None:
    if alarms is None:
        return
    for item in alarms["for_each"].values():
        sent: dict[str, Any] = {
            "AlarmName": item["alarm_name"],
            "MetricName": item["metric_name"],
            "Namespace": alarms["namespace"],
            "Dimensions": [{"Name": name, "Value": value} for name, value in item["dimensions"].items()],
            "Statistic": alarms["statistic"],
            "Threshold": alarms["threshold"],
            "AlarmDescription": item["alarm_description"],
            "ComparisonOperator": item["comparison_operator"],
            "EvaluationPeriods": item["evaluation_periods"],
            "Period": item["period"],
            "TreatMissingData": item["treat_missing_data"],
            "AlarmActions": alarms["alarm_actions"],
            "OKActions": alarms["ok_actions"],
        }
        more = {"Tags": [{"Key": key, "Value": value} for key, value in tags.items()]} if tags else {}
        moto.client("cloudwatch", region).put_metric_alarm(**sent, **more)
