"""Resources of the AWS provider, put together to tables: whose is which is told by names and ARNs, as AWS does."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from sessionform.live.description import Answer, ReplicaDescription, TableDescription
from sessionform.origins import provider
from sessionform.origins.origin import Origin, OriginTable, Part
from sessionform.origins.values import Values

TABLE = "aws_dynamodb_table"
TARGET = "aws_appautoscaling_target"
POLICY = "aws_appautoscaling_policy"
ALARM = "aws_cloudwatch_metric_alarm"


@dataclass(frozen=True, slots=True)
class Resource:
    """One resource of the AWS provider. `own_key` says whose the table's key is: a customer's (true), AWS's (false), or that
    it is not known (None). `unclear` says what of it the origin does not tell, and `unnamed` which companions of the table
    have names that it does not tell, so that they cannot be imported.
    """

    type: str
    label: str
    short: str
    long: str
    values: Values
    protected: bool = False
    own_key: bool | None = None
    unclear: tuple[str, ...] = ()
    unnamed: tuple[str, ...] = ()


@dataclass(slots=True)
class _Group:
    """A table, and what was found for it so far."""

    resource: Resource
    arn: str
    fields: dict[str, Any]
    unclear: list[str]
    parts: list[Part]
    lists: dict[str, list[Answer]] = field(default_factory=dict)

    @property
    def name(self) -> str:
        return str(self.fields["table"]["TableName"])


@dataclass(slots=True)
class _Groups:
    """The tables, as they are looked for."""

    by_arn: dict[str, _Group] = field(default_factory=dict)
    by_name: dict[str, list[_Group]] = field(default_factory=dict)

    def add(self, group: _Group) -> None:
        self.by_arn[group.arn] = group
        self.by_name.setdefault(group.name, []).append(group)


def grouped(resources: Sequence[Resource], notes: Iterable[str] = ()) -> Origin:
    """The tables among the resources with all that belongs to them."""
    groups = _Groups()
    twice: list[str] = []
    for resource in resources:
        if resource.type == TABLE:
            group = _begun(resource)
            if group.arn in groups.by_arn:
                twice.append(f"`{resource.label}` is the same table as `{groups.by_arn[group.arn].resource.label}`")
            else:
                groups.add(group)
    others = [resource.label for resource in resources if resource.type != TABLE and not _placed(resource, groups)]
    return Origin(tuple(_finished(group) for group in groups.by_arn.values()), tuple(others), (*notes, *twice))


def _begun(resource: Resource) -> _Group:
    table = resource.values
    answer = provider.described(table)
    fields: dict[str, Any] = {
        "table": answer,
        "ttl": provider.time_to_live(table),
        "recovery": provider.recovery(table),
        "tags": provider.tags(table),
        "replicas": dict(provider.replicas(table)),
        "insights": {},
    }
    unclear = [*resource.unclear, *provider.not_understood(table)]
    key = (answer.get("SSEDescription") or {}).get("KMSMasterKeyArn")
    if key is not None and resource.own_key is False:
        fields["managed_key"] = key
    elif key is not None and resource.own_key is None:
        unclear.append(f"whose key `{key}` is: it is written as your own, and may be AWS's (`AWS_MANAGED`)")
    part = Part(resource.label, TABLE, protected=resource.protected)
    return _Group(resource, answer["TableArn"], fields, unclear, [part])


def _finished(group: _Group) -> OriginTable:
    resource, found = group.resource, TableDescription(**group.fields, **_tuples(group.lists))
    region, account = place_of(group.arn)
    return OriginTable(
        label=resource.label,
        short=resource.short,
        long=resource.long,
        name=group.name,
        region=region,
        account=account,
        found=found,
        default_tags=provider.default_tags(resource.values),
        unclear=tuple(group.unclear),
        unnamed=resource.unnamed,
        parts=tuple(dict.fromkeys(group.parts)),
    )


def _tuples(lists: dict[str, list[Answer]]) -> dict[str, Any]:
    return {name: tuple(items) for name, items in lists.items()}


def place_of(arn: str) -> tuple[str, str | None]:
    """Region and account of an ARN, empty and None where it has none."""
    parts = arn.split(":")
    return (parts[3], parts[4] or None) if len(parts) > 5 else ("", None)


def _placed(resource: Resource, groups: _Groups) -> bool:
    """Whether the resource belongs to one of the tables, and then it has been put there."""
    place = _PLACES.get(resource.type)
    return place is not None and place(resource, groups)


def _of_name(name: str | None, region: str, groups: _Groups) -> list[_Group]:
    """The tables of the name, in the region where that is known; where it is in none, those with a copy there."""
    named = groups.by_name.get(name or "", [])
    home = [group for group in named if region in ("", place_of(group.arn)[0])]
    return home or [group for group in named if region in group.fields["replicas"]]


def _one(resource: Resource, name: str | None, groups: _Groups) -> _Group | None:
    """The table that the resource belongs to; where several may be meant, or it is a copy's, that is noted instead."""
    region = place_of(resource.values.text("arn") or "")[0] or resource.values.text("region") or ""
    found = _of_name(name, region, groups)
    home = [group for group in found if region in ("", place_of(group.arn)[0])]
    if len(home) == 1:
        return home[0]
    for group in found:
        whose = f"of its replica in {region}" if not home else f"of a table `{name}` in one of several regions"
        group.unclear.append(f"`{resource.label}`, {whose}")
    return None


def scaled_table(resource: Values) -> tuple[str, str]:
    """The table in a resource id of Application Auto Scaling, and the instance in a stack: `read`, `index/I/write`."""
    kind, _, rest = resource.needed("resource_id").partition("/")
    table, _, path = rest.partition("/")
    side = resource.needed("scalable_dimension").rpartition(":")[2].removesuffix("CapacityUnits").lower()
    return (table, f"{path}/{side}" if path else side) if kind == "table" else ("", "")


def _scaling(name: str, read: Callable[[Values], Answer]) -> Callable[[Resource, _Groups], bool]:
    def place(resource: Resource, groups: _Groups) -> bool:
        if resource.values.text("service_namespace") != "dynamodb":
            return False
        table, instance = scaled_table(resource.values)
        group = _one(resource, table, groups)
        if group is None:
            return False
        group.lists.setdefault(name, []).append(read(resource.values))
        group.parts.append(Part(resource.label, resource.type, instance, resource.protected))
        return True

    return place


def _alarm(resource: Resource, groups: _Groups) -> bool:
    if resource.values.text("namespace") != "AWS/DynamoDB":
        return False
    group = _one(resource, resource.values.mapping("dimensions").get("TableName"), groups)
    if group is None:
        return False
    if resource.unnamed:
        group.unclear.append(
            f"the alarm `{resource.label}`, whose name is not told; with access to AWS `adopt` reads it"
        )
        return False
    answer = provider.alarm(resource.values)
    group.lists.setdefault("alarms", []).append(answer)
    group.parts.append(Part(resource.label, resource.type, answer["AlarmName"], resource.protected))
    return True


def _insights(resource: Resource, groups: _Groups) -> bool:
    group = _one(resource, resource.values.text("table_name"), groups)
    if group is None:
        return False
    index = resource.values.text("index_name") or ""
    group.fields["insights"][index] = resource.values.text("mode")
    group.parts.append(Part(resource.label, resource.type, f"index/{index}" if index else "table", resource.protected))
    return True


def _kinesis(resource: Resource, groups: _Groups) -> bool:
    group = _one(resource, resource.values.text("table_name"), groups)
    if group is None:
        return False
    precision = resource.values.text("approximate_creation_date_time_precision")
    answer = {"StreamArn": resource.values.needed("stream_arn"), "ApproximateCreationDateTimePrecision": precision}
    group.lists.setdefault("kinesis", []).append(answer)
    group.parts.append(Part(resource.label, resource.type, protected=resource.protected))
    return True


def _of_arn(arn: str | None, groups: _Groups) -> _Group | None:
    """The table of the ARN, which may be its stream's."""
    return groups.by_arn.get((arn or "").partition("/stream/")[0])


def _policy(resource: Resource, groups: _Groups) -> bool:
    arn = resource.values.text("resource_arn")
    group = _of_arn(arn, groups)
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


def _replica(resource: Resource, groups: _Groups) -> bool:
    """A copy that is a resource of its own. In a stack it is a part of its table."""
    values = resource.values
    group = _of_arn(values.text("global_table_arn"), groups)
    if group is None:
        return False
    region = place_of(values.text("arn") or "")[0] or values.text("region")
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


def _tag(resource: Resource, groups: _Groups) -> bool:
    group = _of_arn(resource.values.text("resource_arn"), groups)
    if group is None:
        return False
    group.fields["tags"][resource.values.needed("key")] = resource.values.text("value") or ""
    group.parts.append(Part(resource.label, protected=resource.protected))
    return True


def _item(resource: Resource, groups: _Groups) -> bool:
    """Items are data, and stay with those who write them."""
    for group in _of_name(resource.values.text("table_name"), "", groups):
        group.unclear.append(f"an item that is written by `{resource.label}`")
    return False


def _old_global_table(resource: Resource, groups: _Groups) -> bool:
    for group in _of_name(resource.values.text("name"), "", groups):
        group.unclear.append(f"`{resource.label}`: global tables of version 2017 are not in the language")
    return False


_PLACES: dict[str, Callable[[Resource, _Groups], bool]] = {
    TARGET: _scaling("targets", provider.target),
    POLICY: _scaling("policies", provider.policy),
    "aws_appautoscaling_scheduled_action": _scaling("scheduled", provider.scheduled_action),
    ALARM: _alarm,
    "aws_dynamodb_contributor_insights": _insights,
    "aws_dynamodb_kinesis_streaming_destination": _kinesis,
    "aws_dynamodb_resource_policy": _policy,
    "aws_dynamodb_table_replica": _replica,
    "aws_dynamodb_tag": _tag,
    "aws_dynamodb_table_item": _item,
    "aws_dynamodb_global_table": _old_global_table,
}
"""What can belong to a table, by its type, with what puts it there."""
