"""What a stack names beside its tables, against the patterns of AWS's own models of the calls."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from botocore.session import Session

from sessionform.terraform.environment import environment_config
from tests.terraform.declarations import environment

SETTINGS = """\
busy:
  partition_key: id
  ttl: expires
  billing_mode: PROVISIONED
  capacity:
    read: {min: 1, max: 5, schedules: {morning.peak: {at: "cron(0 8 * * ? *)", min: 2}}}
    write: {min: 1, max: 5, schedules: {morning: {at: "cron(0 8 * * ? *)", min: 2}}}
  global_secondary_indexes:
    by_mail:
      partition_key: mail
      capacity:
        read: {min: 1, max: 5, schedules: {morning: {at: "cron(0 8 * * ? *)", min: 2}}}
        write: 1
  alarms: {actions: ["arn:aws:sns:eu-west-1:111122223333:on-call"], ttl_stalled_hours: 2}
"""

NAMES = [
    ("aws_appautoscaling_scheduled_action", "name", "application-autoscaling", "ScheduledActionName"),
    ("aws_appautoscaling_policy", "name", "application-autoscaling", "PolicyName"),
    ("aws_cloudwatch_metric_alarm", "alarm_name", "cloudwatch", "AlarmName"),
]


@pytest.mark.parametrize(("resource", "argument", "service", "shape"), NAMES)
def test_aws_takes_the_name(resource: str, argument: str, service: str, shape: str) -> None:
    names = list(named(resource, argument))
    limits = Session().get_service_model(service).shape_for(shape).metadata
    assert names
    for name in names:
        assert limits["min"] <= len(name) <= limits["max"]
        assert re.fullmatch(_python(limits.get("pattern", ".+")), name), name
    assert len(set(names)) == len(names)


def named(resource: str, argument: str) -> Iterator[str]:
    made: dict[str, Any] = environment_config(environment("region: eu-west-1", SETTINGS), ".")["resource"][resource]
    for arguments in made.values():
        for item in arguments["for_each"].values():
            yield item[argument]


def _python(pattern: str) -> str:
    """Java's class of what can be printed, which Python's expressions do not have."""
    return pattern.replace(r"\p{Print}", "[ -~]")
