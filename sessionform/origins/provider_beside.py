"""Attributes of the AWS provider's resources beside a table in the shapes of AWS's own answers: autoscaling, and alarms."""

from __future__ import annotations

from sessionform.live.description import Answer
from sessionform.origins.values import Values


def target(resource: Values) -> Answer:
    """DescribeScalableTargets's item for an `aws_appautoscaling_target`."""
    suspended = resource.block("suspended_state")
    return {
        **_scaled(resource),
        "MinCapacity": resource.count("min_capacity") or 0,
        "MaxCapacity": resource.count("max_capacity") or 0,
        "SuspendedState": {name: suspended.flag(name) for name in suspended.inner} if suspended else {},
    }


def policy(resource: Values) -> Answer:
    """DescribeScalingPolicies's item for an `aws_appautoscaling_policy`."""
    tracking = resource.block("target_tracking_scaling_policy_configuration")
    found: Answer = {
        **_scaled(resource),
        "PolicyName": resource.needed("name"),
        "PolicyType": resource.text("policy_type") or "StepScaling",
    }
    if tracking is None:
        return found
    metric = tracking.block("predefined_metric_specification")
    configuration = {
        "TargetValue": tracking.number("target_value") or 0,
        "DisableScaleIn": tracking.flag("disable_scale_in"),
        "ScaleInCooldown": tracking.count("scale_in_cooldown"),
        "ScaleOutCooldown": tracking.count("scale_out_cooldown"),
        "PredefinedMetricSpecification": {"PredefinedMetricType": metric.text("predefined_metric_type")}
        if metric
        else {},
    }
    given = {name: value for name, value in configuration.items() if value is not None}
    return {**found, "TargetTrackingScalingPolicyConfiguration": given}


def scheduled_action(resource: Values) -> Answer:
    """DescribeScheduledActions's item for an `aws_appautoscaling_scheduled_action`."""
    bounds = resource.block("scalable_target_action")
    low, high = (bounds.count("min_capacity"), bounds.count("max_capacity")) if bounds else (None, None)
    action = {name: value for name, value in (("MinCapacity", low), ("MaxCapacity", high)) if value is not None}
    zone = resource.text("timezone")
    return {
        **_scaled(resource),
        "ScheduledActionName": resource.needed("name"),
        "Schedule": resource.needed("schedule"),
        **({"Timezone": zone} if zone not in (None, "UTC") else {}),
        "ScalableTargetAction": action,
    }


def _scaled(resource: Values) -> Answer:
    return {"ResourceId": resource.needed("resource_id"), "ScalableDimension": resource.needed("scalable_dimension")}


def alarm(resource: Values) -> Answer:
    """DescribeAlarms's item for an `aws_cloudwatch_metric_alarm`."""
    found = {
        "AlarmName": resource.needed("alarm_name"),
        "AlarmDescription": resource.text("alarm_description"),
        "Namespace": resource.text("namespace"),
        "MetricName": resource.text("metric_name"),
        "Dimensions": [
            {"Name": name, "Value": value} for name, value in sorted(resource.mapping("dimensions").items())
        ],
        "Statistic": resource.text("statistic"),
        "Threshold": resource.number("threshold"),
        "ComparisonOperator": resource.text("comparison_operator"),
        "EvaluationPeriods": resource.count("evaluation_periods"),
        "DatapointsToAlarm": resource.count("datapoints_to_alarm") or None,
        "Period": resource.count("period"),
        "TreatMissingData": resource.text("treat_missing_data") or "missing",
        "AlarmActions": resource.texts("alarm_actions"),
        "OKActions": resource.texts("ok_actions"),
        "InsufficientDataActions": resource.texts("insufficient_data_actions"),
        "ActionsEnabled": resource.flag("actions_enabled", otherwise=True),
    }
    return {name: value for name, value in found.items() if value is not None}
