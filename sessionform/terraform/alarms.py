"""CloudWatch alarms of a table.

Metrics and their dimensions:
https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/metrics-dimensions.html.
"""

from __future__ import annotations

from typing import Any

from sessionform.model import Alarms, Table
from sessionform.terraform.expressions import Expression

_MINUTE, _HOUR = 60, 3600
_OPERATIONS = ("GetItem", "PutItem", "UpdateItem", "DeleteItem", "Query")
"""SystemErrors is counted by operation; these are the ones that sessions need."""


def alarm(table: Table) -> dict[str, Any] | None:
    """One resource with an instance for each alarm; the instance's key says what it watches."""
    if table.alarms is None:
        return None
    instances = _instances(table, table.alarms)
    if not instances:
        return None
    each = {name: Expression(f"${{each.value.{name}}}") for name in next(iter(instances.values()))}
    return {
        "for_each": instances,
        **each,
        "namespace": "AWS/DynamoDB",
        "statistic": "Sum",
        "threshold": 0,
        "alarm_actions": sorted(table.alarms.actions),
        "ok_actions": sorted(table.alarms.actions),
    }


def _instances(table: Table, alarms: Alarms) -> dict[str, dict[str, Any]]:
    own = {"TableName": table.name}
    instances: dict[str, dict[str, Any]] = {}
    if alarms.throttled_requests:
        text = f"{table.key}: requests are throttled, and sessions fail to load or to save"
        places = {"": own}
        for index in table.global_secondary_indexes:
            places[f"index/{index.name}/"] = {**own, "GlobalSecondaryIndexName": index.name}
        for prefix, dimensions in places.items():
            for word in ("Read", "Write"):
                key = f"{prefix}{word.lower()}_throttled"
                instances[key] = _positive(table, key, f"{word}ThrottleEvents", dimensions, text)
    if alarms.system_errors:
        text = f"{table.key}: DynamoDB itself answers with errors"
        for operation in _OPERATIONS:
            key = f"system_errors/{operation}"
            instances[key] = _positive(table, key, "SystemErrors", {**own, "Operation": operation}, text)
    if alarms.ttl_stalled_hours is not None:
        hours = alarms.ttl_stalled_hours
        instances["ttl_stalled"] = {
            **_alarm(table, "ttl_stalled", "TimeToLiveDeletedItemCount", own),
            "alarm_description": f"{table.key}: TTL has deleted nothing for {hours} hours, so sessions may not end",
            "comparison_operator": "LessThanOrEqualToThreshold",
            "evaluation_periods": hours,
            "period": _HOUR,
            "treat_missing_data": "breaching",  # nothing deleted is nothing reported
        }
    return instances


def _positive(table: Table, key: str, metric: str, dimensions: dict[str, str], text: str) -> dict[str, Any]:
    """More than none in each of five minutes; no data means no trouble."""
    return {
        **_alarm(table, key, metric, dimensions),
        "alarm_description": text,
        "comparison_operator": "GreaterThanThreshold",
        "evaluation_periods": 5,
        "period": _MINUTE,
        "treat_missing_data": "notBreaching",
    }


def _alarm(table: Table, key: str, metric: str, dimensions: dict[str, str]) -> dict[str, Any]:
    names = {} if table.alarms is None else table.alarms.names
    return {"alarm_name": names.get(key) or f"{table.name}/{key}", "metric_name": metric, "dimensions": dimensions}
