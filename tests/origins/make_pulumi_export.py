"""Makes `fixtures/pulumi-stack.json`: an export of the guide's Pulumi program, with tables beside it that have everything else.

    pip install pulumi==3.272.0 pulumi-aws==7.51.1 && python tests/origins/make_pulumi_export.py

The real SDK runs the program below against mocks, so types, URNs and the names and shapes of the inputs are Pulumi's own. The
engine is not there: the envelope, outputs that AWS would compute, and made-up names are added here. The SDK unpacks to more than
300 MB, so it is not among the packages that tests install.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pulumi  # type: ignore[import-not-found]
import pulumi_aws as aws  # type: ignore[import-not-found]

FILE = Path(__file__).parent / "fixtures" / "pulumi-stack.json"
SECRET = "4dabf18193072939515e22adb298388d"
ACCOUNT, REGION = "123456789012", "us-east-1"
PREFIX = "urn:pulumi:production::sessions"

made: list[dict[str, Any]] = []


class Mocks(pulumi.runtime.Mocks):  # type: ignore[misc]
    """Answers as the engine and AWS would, and remembers what was registered."""

    def new_resource(self, args: Any) -> tuple[str, dict[str, Any]]:
        inputs = dict(args.inputs)
        outputs = {**inputs, **computed(args.typ, args.name, inputs)}
        id_ = outputs.get("name") or args.name
        made.append(
            {
                "urn": f"{PREFIX}::{args.typ}::{args.name}",
                "type": args.typ,
                "id": id_,
                "inputs": inputs,
                "outputs": outputs,
            }
        )
        return id_, outputs

    def call(self, _args: Any) -> dict[str, Any]:
        return {}


def computed(type_: str, name: str, inputs: dict[str, Any]) -> dict[str, Any]:
    """What AWS and the engine add: ARNs, defaults, and names with seven hexadecimal digits."""
    own = inputs.get("name") or f"{name}-1a2b3c4"
    if type_ == "aws:dynamodb/table:Table":
        arn = f"arn:aws:dynamodb:{REGION}:{ACCOUNT}:table/{own}"
        encryption = {"enabled": True, "kmsKeyArn": f"arn:aws:kms:{REGION}:{ACCOUNT}:key/1"}
        return {
            "name": own,
            "arn": arn,
            "streamArn": f"{arn}/stream/1" if inputs.get("streamEnabled") else "",
            "streamLabel": "1" if inputs.get("streamEnabled") else "",
            "tableClass": inputs.get("tableClass", "STANDARD"),
            "readCapacity": inputs.get("readCapacity", 0),
            "writeCapacity": inputs.get("writeCapacity", 0),
            "pointInTimeRecovery": inputs.get("pointInTimeRecovery", {"enabled": False, "recoveryPeriodInDays": 0}),
            "tagsAll": inputs.get("tags", {}),
            **({"serverSideEncryption": encryption} if inputs.get("serverSideEncryption") == {"enabled": True} else {}),
        }
    if type_ == "aws:cloudwatch/metricAlarm:MetricAlarm":
        return {"name": own, "arn": f"arn:aws:cloudwatch:{REGION}:{ACCOUNT}:alarm:{own}"}
    return {"arn": f"arn:aws:application-autoscaling:{REGION}:{ACCOUNT}:scalable-target/{name}"}


pulumi.runtime.set_mocks(Mocks(), project="sessions", stack="production")


@pulumi.runtime.test  # type: ignore[untyped-decorator]
def program() -> Any:
    """The guide's table, an autoscaled one, and their companions."""
    guide = aws.dynamodb.Table(
        "userSessions",
        attributes=[{"name": "userId", "type": "S"}, {"name": "sessionId", "type": "S"}],
        hash_key="userId",
        range_key="sessionId",
        billing_mode="PAY_PER_REQUEST",
        stream_enabled=True,
        stream_view_type="NEW_AND_OLD_IMAGES",
        ttl={"attribute_name": "ttl", "enabled": True},
        tags={"Environment": "production", "Application": "user-session-management"},
    )
    carts = aws.dynamodb.Table(
        "carts",
        name="carts",
        attributes=[{"name": "id", "type": "S"}, {"name": "owner", "type": "N"}],
        hash_key="id",
        billing_mode="PROVISIONED",
        read_capacity=5,
        write_capacity=5,
        server_side_encryption={"enabled": True},
        point_in_time_recovery={"enabled": True, "recovery_period_in_days": 7},
        global_secondary_indexes=[
            {
                "name": "by_owner",
                "hash_key": "owner",
                "projection_type": "INCLUDE",
                "non_key_attributes": ["total"],
                "read_capacity": 2,
                "write_capacity": 2,
            }
        ],
        deletion_protection_enabled=True,
    )
    target = aws.appautoscaling.Target(
        "cartsRead",
        min_capacity=5,
        max_capacity=50,
        resource_id=carts.name.apply(lambda name: f"table/{name}"),
        scalable_dimension="dynamodb:table:ReadCapacityUnits",
        service_namespace="dynamodb",
    )
    metric = {"predefined_metric_type": "DynamoDBReadCapacityUtilization"}
    policy = aws.appautoscaling.Policy(
        "cartsRead",
        name="carts/read",
        policy_type="TargetTrackingScaling",
        resource_id=target.resource_id,
        scalable_dimension=target.scalable_dimension,
        service_namespace=target.service_namespace,
        target_tracking_scaling_policy_configuration={"target_value": 70, "predefined_metric_specification": metric},
    )
    insights = aws.dynamodb.ContributorInsights("userSessions", table_name=guide.name)
    stream = aws.dynamodb.KinesisStreamingDestination(
        "userSessions", table_name=guide.name, stream_arn=f"arn:aws:kinesis:{REGION}:{ACCOUNT}:stream/audit"
    )
    statement = {"Effect": "Allow", "Principal": {"AWS": ACCOUNT}, "Action": "dynamodb:GetItem", "Resource": "*"}
    document = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
    access = aws.dynamodb.ResourcePolicy("userSessions", resource_arn=guide.arn, policy=document)
    alarms = [
        aws.cloudwatch.MetricAlarm(
            f"userSessions{word}",
            name=f"userSessions-1a2b3c4/{word.lower()}_throttled",
            alarm_description="userSessions: requests are throttled, and sessions fail to load or to save",
            namespace="AWS/DynamoDB",
            metric_name=f"{word}ThrottleEvents",
            dimensions={"TableName": guide.name},
            statistic="Sum",
            comparison_operator="GreaterThanThreshold",
            threshold=0,
            evaluation_periods=5,
            period=60,
            treat_missing_data="notBreaching",
            alarm_actions=[f"arn:aws:sns:{REGION}:{ACCOUNT}:on-call"],
            ok_actions=[f"arn:aws:sns:{REGION}:{ACCOUNT}:on-call"],
        )
        for word in ("Read", "Write")
    ]
    name = aws.ssm.Parameter("tableName", type="String", value=guide.name)
    everything = [guide, carts, target, policy, insights, stream, access, *alarms, name]
    return pulumi.Output.all(*(each.urn for each in everything)).apply(lambda _: None)


def export() -> dict[str, Any]:
    """What was registered, as the engine exports it."""
    stack = f"{PREFIX}::pulumi:pulumi:Stack::sessions-production"
    provider = f"{PREFIX}::pulumi:providers:aws::default_7_51_1"
    urns = {item["outputs"][key]: item["urn"] for item in made for key in ("name", "arn") if key in item["outputs"]}
    resources: list[dict[str, Any]] = [
        {"urn": stack, "custom": False, "type": "pulumi:pulumi:Stack"},
        {"urn": provider, "custom": True, "id": "1", "type": "pulumi:providers:aws", "inputs": {"region": REGION}},
    ]
    for item in sorted(made, key=lambda each: str(each["urn"])):
        used = {urn for text, urn in urns.items() if urn != item["urn"] and f'"{text}"' in json.dumps(item["inputs"])}
        used |= {urn for text, urn in urns.items() if f'"table/{text}"' in json.dumps(item["inputs"])}
        target = f"{PREFIX}::aws:appautoscaling/target:Target::{item['urn'].rpartition('::')[2]}"
        used |= {target} if "appautoscaling/policy" in item["type"] else set()
        inputs, outputs = ({**encrypted(item[key]), "__defaults": []} for key in ("inputs", "outputs"))
        resources.append(
            {
                **item,
                "custom": True,
                "inputs": inputs,
                "outputs": {**outputs, "id": item["id"], "__meta": "{}"},
                "parent": stack,
                "provider": f"{provider}::1",
                "dependencies": sorted(used),
            }
        )
    return {"version": 3, "deployment": {"manifest": {"version": "v3.272.0"}, "resources": resources}}


def encrypted(values: dict[str, Any]) -> dict[str, Any]:
    """Secrets as the engine stores them: the SDK hands them over in plain text."""
    return {
        key: {SECRET: value[SECRET], "ciphertext": "djE6AAAA"} if isinstance(value, dict) and SECRET in value else value
        for key, value in values.items()
    }


if __name__ == "__main__":
    program()
    FILE.write_text(json.dumps(export(), indent=1) + "\n", encoding="utf-8")
