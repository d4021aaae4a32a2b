"""The companions of tables, by type: each is put to the table that it belongs to."""

from __future__ import annotations

import json
from collections.abc import Callable

from sessionform.arns import region_and_account
from sessionform.facts.resource_types import (
    ALARM,
    INSIGHTS,
    KINESIS,
    RESOURCE_POLICY,
    SCALING_POLICY,
    SCHEDULED_ACTION,
    TARGET,
)
from sessionform.live.description import Answer, ReplicaDescription
from sessionform.origins import provider, provider_beside
from sessionform.origins.groups import Group, Groups, Resource
from sessionform.origins.origin import Part
from sessionform.origins.values import Values


def placed(resource: Resource, groups: Groups) -> bool:
    """Whether the resource belongs to one of the tables, and then it has been put there."""
    place = _PLACES.get(resource.type)
    return place is not None and place(resource, groups)


def scaled_table(resource: Values) -> tuple[str, str]:
    """The table in a resource id of Application Auto Scaling, and the instance in a stack: `read`, `index/I/write`."""
    kind, _, rest = resource.needed("resource_id").partition("/")
    table, _, path = rest.partition("/")
    side = resource.needed("scalable_dimension").rpartition(":")[2].removesuffix("CapacityUnits").lower()
    return (table, f"{path}/{side}" if path else side) if kind == "table" else ("", "")


def _scaling(name: str, read: Callable[[Values], Answer]) -> Callable[[Resource, Groups], bool]:
    def place(resource: Resource, groups: Groups) -> bool:
        if resource.values.text("service_namespace") != "dynamodb":
            return False
        table, instance = scaled_table(resource.values)
        group = groups.one(resource, table)
        if group is None:
            return False
        answer = read(resource.values)
        if name == "targets":
            answer |= _tagged(group, resource.values, "ScalableTargetARN")
        group.lists.setdefault(name, []).append(answer)
        group.parts.append(Part(resource.label, resource.type, instance, resource.protected))
        return True

    return place


def _alarm(resource: Resource, groups: Groups) -> bool:
    if resource.values.text("namespace") != "AWS/DynamoDB":
        return False
    group = groups.one(resource, resource.values.mapping("dimensions").get("TableName"))
    if group is None:
        return False
    if resource.unnamed:
        group.unclear.append(
            f"the alarm `{resource.label}`, whose name is not told; with access to AWS `adopt` reads it"
        )
        return False
    answer = provider_beside.alarm(resource.values) | _tagged(group, resource.values, "AlarmArn")
    group.lists.setdefault("alarms", []).append(answer)
    group.parts.append(Part(resource.label, resource.type, answer["AlarmName"], resource.protected))
    return True


def _tagged(group: Group, values: Values, name: str) -> Answer:
    """The ARN under its name in AWS's answer, where the origin tells it and the tags that it carries; these are noted."""
    arn = values.text("arn")
    if arn is None or "tags_all" not in values.inner:
        return {}
    group.fields["tags_beside"][arn] = provider.tags(values)
    return {name: arn}


def _insights(resource: Resource, groups: Groups) -> bool:
    group = groups.one(resource, resource.values.text("table_name"))
    if group is None:
        return False
    index = resource.values.text("index_name") or ""
    group.fields["insights"][index] = resource.values.text("mode")
    group.parts.append(Part(resource.label, resource.type, f"index/{index}" if index else "table", resource.protected))
    return True


def _kinesis(resource: Resource, groups: Groups) -> bool:
    group = groups.one(resource, resource.values.text("table_name"))
    if group is None:
        return False
    precision = resource.values.text("approximate_creation_date_time_precision")
    answer = {"StreamArn": resource.values.needed("stream_arn"), "ApproximateCreationDateTimePrecision": precision}
    group.lists.setdefault("kinesis", []).append(answer)
    group.parts.append(Part(resource.label, resource.type, protected=resource.protected))
    return True


def _policy(resource: Resource, groups: Groups) -> bool:
    arn = resource.values.text("resource_arn")
    group = groups.of_arn(arn)
    if group is None:
        return False
    of_stream = arn != group.arn
    group.fields["stream_policy" if of_stream else "policy"] = policy_document(resource, group.unclear)
    type_ = f"{resource.type}#stream" if of_stream else resource.type
    group.parts.append(Part(resource.label, type_, protected=resource.protected))
    return True


def policy_document(resource: Resource, unclear: list[str]) -> Answer | None:
    """The policy, which is JSON in a text; None where it is not, which is noted."""
    text = resource.values.text("policy") or ""
    try:
        document = json.loads(text)
    except (ValueError, RecursionError):
        document = None
    if not isinstance(document, dict):
        unclear.append(f"the policy of `{resource.label}`, which is not a JSON document")
        return None
    return document


def _replica(resource: Resource, groups: Groups) -> bool:
    """A copy that is a resource of its own. In a stack it is a part of its table."""
    values = resource.values
    group = groups.of_arn(values.text("global_table_arn"))
    if group is None:
        return False
    region = region_and_account(values.text("arn") or "")[0] or values.text("region")
    if region is None:
        group.unclear.append(f"`{resource.label}`, a replica in a region that is not told")
        return False
    class_ = values.text("table_class_override") or group.fields["table"]["TableClassSummary"]["TableClass"]
    copy = {
        "TableClassSummary": {"TableClass": class_},
        "DeletionProtectionEnabled": values.flag("deletion_protection_enabled"),
    }
    on = "ENABLED" if values.flag("point_in_time_recovery") else "DISABLED"
    tags = provider.tags(values)
    group.fields["replicas"][region] = ReplicaDescription(copy, {"PointInTimeRecoveryStatus": on}, tags)
    replicas = [each for each in group.fields["table"]["Replicas"] if each["RegionName"] != region]
    key = {"RegionName": region, "KMSMasterKeyId": values.text("kms_key_arn")}
    group.fields["table"]["Replicas"] = [*replicas, key]
    group.parts.append(Part(resource.label, protected=resource.protected))
    return True


def _tag(resource: Resource, groups: Groups) -> bool:
    group = groups.of_arn(resource.values.text("resource_arn"))
    if group is None:
        return False
    group.fields["tags"][resource.values.needed("key")] = resource.values.text("value") or ""
    group.parts.append(Part(resource.label, protected=resource.protected))
    return True


def _item(resource: Resource, groups: Groups) -> bool:
    """Items are data, and stay with those who write them."""
    for group in groups.of_name(resource.values.text("table_name"), ""):
        group.unclear.append(f"an item that is written by `{resource.label}`")
    return False


def _old_global_table(resource: Resource, groups: Groups) -> bool:
    for group in groups.of_name(resource.values.text("name"), ""):
        group.unclear.append(f"`{resource.label}`: global tables of version 2017 are not in the language")
    return False


_PLACES: dict[str, Callable[[Resource, Groups], bool]] = {
    TARGET: _scaling("targets", provider_beside.target),
    SCALING_POLICY: _scaling("policies", provider_beside.policy),
    SCHEDULED_ACTION: _scaling("scheduled", provider_beside.scheduled_action),
    ALARM: _alarm,
    INSIGHTS: _insights,
    KINESIS: _kinesis,
    RESOURCE_POLICY: _policy,
    "aws_dynamodb_table_replica": _replica,
    "aws_dynamodb_tag": _tag,
    "aws_dynamodb_table_item": _item,
    "aws_dynamodb_global_table": _old_global_table,
}
"""What can belong to a table, by its type, with what puts it there."""
