"""Resources of Pulumi's `aws-native`, which are CloudFormation's under other spellings: `tableName` is `TableName`."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

from sessionform.arns import region_and_account
from sessionform.origins.cloudformation.reading import Reading
from sessionform.origins.cloudformation.resources import Template
from sessionform.origins.cloudformation.stack import Stack, StackResource
from sessionform.origins.groups import Resource
from sessionform.origins.values import Values, values

NATIVE = {
    "aws-native:dynamodb:Table": ("AWS::DynamoDB::Table", "tableName"),
    "aws-native:dynamodb:GlobalTable": ("AWS::DynamoDB::GlobalTable", "tableName"),
    "aws-native:applicationautoscaling:ScalableTarget": ("AWS::ApplicationAutoScaling::ScalableTarget", ""),
    "aws-native:applicationautoscaling:ScalingPolicy": ("AWS::ApplicationAutoScaling::ScalingPolicy", "policyName"),
    "aws-native:cloudwatch:Alarm": ("AWS::CloudWatch::Alarm", "alarmName"),
}
"""CloudFormation's types, and the output that is the name: https://www.pulumi.com/registry/packages/aws-native/."""

_COMPUTED = ("arn", "id", "streamArn", "tableId")
_FREE = ("policyDocument",)
_WORDS = {"sse": "SSE", "kms": "KMS", "ok": "OK"}
"""Beginnings of names that are in capitals in CloudFormation."""


def native_resources(resource: Values, plain: Callable[[Any], Any], notes: list[str]) -> Iterator[Resource]:
    """What an `aws-native` resource comes to; `plain` reveals secrets."""
    urn, (type_, name) = resource.needed("urn"), NATIVE[resource.needed("type")]
    outputs = values(plain(resource.inner.get("outputs") or {}), resource.where)
    region, account = region_and_account(outputs.text("arn") or "")
    named = outputs.text(name) if name else None
    known = {urn: StackResource(urn, named, type_)} if named is not None else {}
    properties = {_capital(key): _capitals(key, value) for key, value in outputs.inner.items() if key not in _COMPUTED}
    body = {
        "Type": type_,
        "Properties": properties,
        "DeletionPolicy": "Retain" if resource.flag("protect") else "Delete",
    }
    stack = Stack(region=region, account=account or "", resources=known)
    template = Template({"Resources": {urn: body}}, urn, stack, {}, region)
    for each in Reading(template, notes).resources():
        yield replace(each, short=urn.rpartition("::")[2], long=urn.partition("::")[2])


def _capital(name: str) -> str:
    word = next((word for word in _WORDS if name.startswith(word) and name[len(word) : len(word) + 1].isupper()), None)
    return f"{_WORDS[word]}{name[len(word) :]}" if word is not None else name[:1].upper() + name[1:]


def _capitals(name: str, value: Any) -> Any:
    if isinstance(value, list):
        return [_capitals(name, item) for item in value]
    if not isinstance(value, dict) or name in _FREE:
        return value
    return {_capital(key): _capitals(key, item) for key, item in value.items()}
