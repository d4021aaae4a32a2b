"""Makes tables on the emulator after their descriptions, so that what an origin tells can be compared with what AWS tells."""

from __future__ import annotations

import json
from typing import Any

from sessionform.live.description import TableDescription
from tests.moto_support import MotoServer


def recreate(moto: MotoServer, found: TableDescription, region: str = "us-east-1") -> None:
    """The table with everything that belongs to it, under the same names."""
    client, name = moto.client("dynamodb", region), found.name
    client.create_table(**_creation(found))
    arn = client.describe_table(TableName=name)["Table"]["TableArn"]
    for other in found.replicas:
        client.update_table(TableName=name, ReplicaUpdates=[{"Create": {"RegionName": other}}])
        tags = [{"Key": key, "Value": value} for key, value in found.replicas[other].tags.items()]
        copy = moto.client("dynamodb", other)
        if tags:
            copy.tag_resource(ResourceArn=arn.replace(region, other), Tags=tags)
        _recovery(copy, name, found.replicas[other].recovery)
        if found.replicas[other].table.get("DeletionProtectionEnabled"):
            copy.update_table(TableName=name, DeletionProtectionEnabled=True)
    if found.ttl.get("TimeToLiveStatus") == "ENABLED":
        ttl = {"Enabled": True, "AttributeName": found.ttl["AttributeName"]}
        client.update_time_to_live(TableName=name, TimeToLiveSpecification=ttl)
    _recovery(client, name, found.recovery)
    for index, mode in found.insights.items():
        more = {**({"IndexName": index} if index else {}), **({"ContributorInsightsMode": mode} if mode else {})}
        client.update_contributor_insights(TableName=name, ContributorInsightsAction="ENABLE", **more)
    for stream in found.kinesis:
        client.enable_kinesis_streaming_destination(TableName=name, StreamArn=stream["StreamArn"])
    if found.policy is not None:
        client.put_resource_policy(ResourceArn=arn, Policy=json.dumps(found.policy))
    scaling = moto.client("application-autoscaling", region)
    for target in found.targets:
        scaling.register_scalable_target(
            ServiceNamespace="dynamodb", **_without(target, "SuspendedState", "ScalableTargetARN")
        )
    for policy in found.policies:
        scaling.put_scaling_policy(ServiceNamespace="dynamodb", **policy)
    for alarm in found.alarms:
        moto.client("cloudwatch", region).put_metric_alarm(**_without(alarm, "AlarmArn"))


def _recovery(client: Any, name: str, described: dict[str, Any]) -> None:
    if described.get("PointInTimeRecoveryStatus") == "ENABLED":
        days = {key: value for key, value in described.items() if key == "RecoveryPeriodInDays"}
        specification = {"PointInTimeRecoveryEnabled": True, **days}
        client.update_continuous_backups(TableName=name, PointInTimeRecoverySpecification=specification)


def _creation(found: TableDescription) -> dict[str, Any]:
    table = found.table
    on_demand = table["BillingModeSummary"]["BillingMode"] == "PAY_PER_REQUEST"
    encryption = table.get("SSEDescription") or {}
    key = encryption.get("KMSMasterKeyArn")
    own = {"KMSMasterKeyId": key} if key != found.managed_key else {}
    stream = table["StreamSpecification"]
    wanted = {
        "TableName": found.name,
        "KeySchema": table["KeySchema"],
        "AttributeDefinitions": table["AttributeDefinitions"],
        "BillingMode": "PAY_PER_REQUEST" if on_demand else "PROVISIONED",
        "ProvisionedThroughput": None if on_demand else table["ProvisionedThroughput"],
        "OnDemandThroughput": _clean(table.get("OnDemandThroughput")),
        "GlobalSecondaryIndexes": [_index(index, on_demand) for index in table["GlobalSecondaryIndexes"]],
        "LocalSecondaryIndexes": [_index(index, True) for index in table["LocalSecondaryIndexes"]],
        "StreamSpecification": stream if stream["StreamEnabled"] else None,
        "SSESpecification": {"Enabled": True, "SSEType": "KMS", **own} if encryption else None,
        "TableClass": table["TableClassSummary"]["TableClass"],
        "DeletionProtectionEnabled": table["DeletionProtectionEnabled"],
        "Tags": [{"Key": key, "Value": value} for key, value in found.tags.items()],
    }
    return _clean(wanted) or {}


def _index(index: dict[str, Any], on_demand: bool) -> dict[str, Any]:
    caps = _clean(index.get("OnDemandThroughput"))
    kept = _without(index, "OnDemandThroughput", *(["ProvisionedThroughput"] if on_demand else []))
    projection = _clean(index["Projection"])
    return {**kept, "Projection": projection, **({"OnDemandThroughput": caps} if caps else {})}


def _clean(mapping: dict[str, Any] | None) -> dict[str, Any] | None:
    return {key: value for key, value in mapping.items() if value not in (None, [], {})} if mapping else None


def _without(mapping: dict[str, Any], *names: str) -> dict[str, Any]:
    return {key: value for key, value in mapping.items() if key not in names}
