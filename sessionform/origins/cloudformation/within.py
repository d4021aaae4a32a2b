"""What stands within a table in a template and is a resource of its own in Terraform: insights, streams, policies, scaling."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

from sessionform.facts.resource_types import SCALING_POLICY, TARGET, UTILIZATION
from sessionform.origins.cloudformation.global_tables import Autoscaling
from sessionform.origins.cloudformation.tables import index_names
from sessionform.origins.values import Values

_MADE_UP = (
    "the name of the scaling policy of {key}, which AWS made up: what is written would replace the policy; with access to AWS "
    "`adopt` reads it"
)


def tracking_attributes(tracking: Values) -> dict[str, Any]:
    """A target tracking configuration in the provider's attributes."""
    metric = tracking.block("PredefinedMetricSpecification")
    return {
        "target_value": tracking.number("TargetValue"),
        "disable_scale_in": tracking.flag("DisableScaleIn"),
        "scale_in_cooldown": tracking.count("ScaleInCooldown"),
        "scale_out_cooldown": tracking.count("ScaleOutCooldown"),
        "predefined_metric_specification": {"predefined_metric_type": metric.text("PredefinedMetricType")}
        if metric
        else None,
    }


def inner_companions(table: Values, name: str, arn: str, unclear: list[str]) -> Iterator[tuple[str, dict[str, Any]]]:
    """What is within a table here and a resource of its own there."""
    for index, owner in [("", table), *index_names(table)]:
        insights = owner.block("ContributorInsightsSpecification")
        if insights is not None and insights.flag("Enabled"):
            values = {"table_name": name, "index_name": index, "mode": insights.text("Mode")}
            yield "aws_dynamodb_contributor_insights", values
    stream = table.block("KinesisStreamSpecification")
    if stream is not None and stream.text("StreamArn") is not None:
        precision = stream.text("ApproximateCreationDateTimePrecision")
        yield (
            "aws_dynamodb_kinesis_streaming_destination",
            {
                "table_name": name,
                "stream_arn": stream.text("StreamArn"),
                "approximate_creation_date_time_precision": precision,
            },
        )
    policy = table.block("ResourcePolicy")
    if policy is not None and "PolicyDocument" in policy.inner:
        document = json.dumps(policy.inner["PolicyDocument"])
        yield "aws_dynamodb_resource_policy", {"resource_arn": arn, "policy": document}
    own_stream = table.block("StreamSpecification")
    if own_stream is not None and own_stream.block("ResourcePolicy") is not None:
        unclear.append(
            "the policy of its stream: the stream's ARN is not in the template; with access to AWS `adopt` reads it"
        )


def scaling_of(scaling: Sequence[Autoscaling], name: str, unclear: list[str]) -> Iterator[tuple[str, dict[str, Any]]]:
    """A target and a policy for each side that a global table scales. AWS makes the policy, and its name."""
    for each in scaling:
        path, _, side = each.key.rpartition("/")
        tracking = each.settings.block("TargetTrackingScalingPolicyConfiguration")
        scaled = {
            "service_namespace": "dynamodb",
            "resource_id": f"table/{name}/{path}" if path else f"table/{name}",
            "scalable_dimension": f"dynamodb:{'index' if path else 'table'}:{side.capitalize()}CapacityUnits",
        }
        bounds = {
            "min_capacity": each.settings.count("MinCapacity"),
            "max_capacity": each.settings.count("MaxCapacity"),
        }
        yield TARGET, {**scaled, **bounds}
        if tracking is None:
            continue
        unclear.append(_MADE_UP.format(key=each.key))
        metric = {"predefined_metric_specification": {"predefined_metric_type": UTILIZATION[side.capitalize()]}}
        yield (
            SCALING_POLICY,
            {
                **scaled,
                "name": f"{name}/{each.key}",
                "policy_type": "TargetTrackingScaling",
                "target_tracking_scaling_policy_configuration": {**tracking_attributes(tracking), **metric},
            },
        )
