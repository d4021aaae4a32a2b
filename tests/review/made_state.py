"""A Terraform state made from a plan: what a first apply would have left, for what the emulator cannot keep."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

ACCOUNT = "us-east-1:123456789012"


def existing(planned: Iterable[Mapping[str, Any]], stack: Mapping[str, Any]) -> dict[str, Any]:
    """The state in which the planned resources of the stack exist.

    `planned` is `planned_values.root_module.resources` of `terraform show -json`; what it leaves open gets a stand-in.
    """
    resources: dict[str, dict[str, Any]] = {}
    for resource in planned:
        alias = stack["resource"][resource["type"]][resource["name"]]["provider"].removeprefix("aws.")
        entry = resources.setdefault(
            f"{resource['type']}.{resource['name']}",
            {
                "mode": "managed",
                "type": resource["type"],
                "name": resource["name"],
                "provider": f'provider["registry.terraform.io/hashicorp/aws"].{alias}',
                "instances": [],
            },
        )
        instance = {
            "schema_version": resource["schema_version"],
            "attributes": _computed(resource, stack) | _described(_known(resource["values"])),
            "sensitive_attributes": [],
        }
        if "index" in resource:
            instance["index_key"] = resource["index"]
        entry["instances"].append(instance)
    return {
        "version": 4,
        "terraform_version": "1.11.4",
        "serial": 1,
        "lineage": "made-by-a-test",
        "outputs": {},
        "resources": list(resources.values()),
    }


def _known(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value is not None}


def _described(values: dict[str, Any]) -> dict[str, Any]:
    """The values as AWS describes them: a cap that was cleared with -1 is no longer described, a window always is."""
    described = dict(values)
    for recovery in described.get("point_in_time_recovery", ()):
        if recovery["enabled"] and not recovery.get("recovery_period_in_days"):
            described["point_in_time_recovery"] = [{**recovery, "recovery_period_in_days": 35}]
    if "on_demand_throughput" in described:
        described["on_demand_throughput"] = [
            {side: max(units or 0, 0) for side, units in block.items()}
            for block in described["on_demand_throughput"]
            if any((units or 0) > 0 for units in block.values())
        ]
    if "global_secondary_index" in described:
        described["global_secondary_index"] = [_described(index) for index in described["global_secondary_index"]]
    return described


def _computed(resource: Mapping[str, Any], stack: Mapping[str, Any]) -> dict[str, Any]:
    """Values that AWS would have given."""
    tables = stack["resource"]["aws_dynamodb_table"]
    of_stream = resource["name"] not in tables  # the policy of a stream stands beside that of its table
    table = tables[resource["name"].removesuffix("_stream")]["name"]
    arn = f"arn:aws:dynamodb:{ACCOUNT}:table/{table}"
    stream = f"{arn}/stream/2026-01-01T00:00:00.000"
    values = resource["values"]
    by_type: dict[str, dict[str, Any]] = {
        "aws_dynamodb_table": {
            "id": table,
            "arn": arn,
            "stream_arn": stream,
            "stream_label": "2026-01-01T00:00:00.000",
            "tags_all": {},
        },
        "aws_appautoscaling_target": {
            "id": values.get("resource_id"),
            "arn": "arn",
            "role_arn": "role",
            "tags_all": {},
        },
        "aws_appautoscaling_policy": {"id": values.get("name"), "arn": "arn", "alarm_arns": []},
        "aws_appautoscaling_scheduled_action": {"id": values.get("name"), "arn": "arn"},
        "aws_dynamodb_contributor_insights": {
            "table_name": table,
            "id": f"name:{table}/index:{values.get('index_name')}/123456789012",
        },
        "aws_dynamodb_kinesis_streaming_destination": {
            "table_name": table,
            "id": f"{table},{values.get('stream_arn')}",
            "approximate_creation_date_time_precision": "MILLISECOND",
        },
        "aws_dynamodb_resource_policy": {
            "id": stream if of_stream else arn,
            "resource_arn": stream if of_stream else arn,
            "revision_id": "1",
            "confirm_remove_self_resource_access": False,
        },
        "aws_cloudwatch_metric_alarm": {"id": values.get("alarm_name"), "arn": "arn", "tags_all": {}},
    }
    if resource["type"] in ("aws_iam_policy", "aws_iam_role_policy_attachment"):
        policy = stack["resource"]["aws_iam_policy"][resource["name"]]["for_each"][resource["index"]]["policy"]
        reference = f"aws_dynamodb_table.{resource['name']}"
        text = policy.replace(f"${{{reference}.arn}}", arn).replace(f"${{{reference}.stream_arn}}", stream)
        policy_arn = f"arn:aws:iam::123456789012:policy/{resource['index']}@{table}"
        by_type["aws_iam_policy"] = {"id": policy_arn, "arn": policy_arn, "path": "/", "policy": text, "tags_all": {}}
        by_type["aws_iam_role_policy_attachment"] = {"id": f"attachment-{resource['index']}", "policy_arn": policy_arn}
    return by_type.get(resource["type"], {})
