"""Tables in a Pulumi stack, as `pulumi stack export` writes it.

Outputs are read and not inputs: these lack defaults and the names that Pulumi makes up. What an export holds is described at
https://www.pulumi.com/docs/iac/concepts/state-and-backends/ and https://pkg.go.dev/github.com/pulumi/pulumi/sdk/v3/go/common/apitype.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import partial
from typing import Any

from sessionform.errors import UsageError
from sessionform.facts.resource_types import TABLE
from sessionform.origins.documents import json_document, read_document
from sessionform.origins.grouping import grouped
from sessionform.origins.groups import Resource
from sessionform.origins.origin import Origin
from sessionform.origins.pulumi_native import NATIVE, native_resources
from sessionform.origins.values import Values, values

EXPORT = "`pulumi stack export --show-secrets --file stack.json` writes it"

_VERSION = 3

_TYPES = {
    "aws:dynamodb/table:Table": TABLE,
    "aws:dynamodb/contributorInsights:ContributorInsights": "aws_dynamodb_contributor_insights",
    "aws:dynamodb/kinesisStreamingDestination:KinesisStreamingDestination": "aws_dynamodb_kinesis_streaming_destination",
    "aws:dynamodb/resourcePolicy:ResourcePolicy": "aws_dynamodb_resource_policy",
    "aws:dynamodb/tableReplica:TableReplica": "aws_dynamodb_table_replica",
    "aws:dynamodb/tag:Tag": "aws_dynamodb_tag",
    "aws:dynamodb/tableItem:TableItem": "aws_dynamodb_table_item",
    "aws:dynamodb/globalTable:GlobalTable": "aws_dynamodb_global_table",
    "aws:appautoscaling/target:Target": "aws_appautoscaling_target",
    "aws:appautoscaling/policy:Policy": "aws_appautoscaling_policy",
    "aws:appautoscaling/scheduledAction:ScheduledAction": "aws_appautoscaling_scheduled_action",
    "aws:cloudwatch/metricAlarm:MetricAlarm": "aws_cloudwatch_metric_alarm",
}
"""The types whose outputs are those of a resource of the AWS provider: https://www.pulumi.com/registry/packages/aws/."""

_SINGULAR = {
    "attributes": "attribute",
    "global_secondary_indexes": "global_secondary_index",
    "local_secondary_indexes": "local_secondary_index",
    "replicas": "replica",
    "key_schemas": "key_schema",
}
"""Names of lists that Pulumi gives in the plural."""

_FREE = ("tags", "tags_all", "dimensions")
"""Mappings whose keys are the user's own."""

_SECRET = "4dabf18193072939515e22adb298388d"  # noqa: S105  # the name by which Pulumi marks what it keeps secret
_UPPER = re.compile(r"[A-Z]")


def read_export(file: str) -> Origin:
    """What the stack holds. Raises UsageError where the file is not an export."""
    export = json_document(read_document(file), file, EXPORT)
    deployment = _deployment(export, file)
    found = list(_resources(deployment, file))
    notes: list[str] = []
    if deployment.inner.get("pending_operations"):
        notes.append(f"`{file}` has operations that were interrupted: `pulumi refresh` settles them")
    resources = [_resource(each) for each in found if each.text("type") in _TYPES]
    for each in found:
        if each.text("type") in NATIVE:
            resources += native_resources(each, partial(_plain, each.where), notes)
    origin = grouped(resources, notes)
    if not origin.tables:
        kind = "holds no DynamoDB table" if found else "holds no resources"
        raise UsageError(f"`{file}` {kind}", "is it the right stack?")
    others = [
        each.needed("urn") for each in found if each.text("type") not in {*_TYPES, *NATIVE} and each.flag("custom")
    ]
    return Origin(
        origin.tables, (*origin.others, *others), origin.notes, {each.needed("urn"): _uses(each) for each in found}
    )


def _deployment(export: Any, file: str) -> Values:
    """The deployment. What else Pulumi writes in JSON is recognised by its keys."""
    if not isinstance(export, dict):
        raise UsageError(f"`{file}` is not a Pulumi export", EXPORT)
    if "checkpoint" in export:
        raise UsageError(f"`{file}` is the state file of a backend, not an export", EXPORT)
    if "steps" in export:
        raise UsageError(f"`{file}` is a preview, not an export", EXPORT)
    if "deployment" not in export:
        raise UsageError(f"`{file}` is not a Pulumi export", EXPORT)
    if export.get("version") != _VERSION:
        version = str(export.get("version"))[:20]
        raise UsageError(f"`{file}` is an export of version {version}; {_VERSION} is known", "update sessionform")
    if export["deployment"] is None:
        raise UsageError(f"`{file}` is the export of an empty stack", EXPORT)
    return values(export["deployment"], f"`{file}`: `deployment`")


def _resources(deployment: Values, file: str) -> Iterator[Values]:
    """The resources that the stack owns: not those that it only reads, nor those that it is about to delete."""
    for each in deployment.blocks("resources"):
        urn = each.needed("urn")
        if not each.flag("external") and not each.flag("delete"):
            yield Values(each.inner, f"`{file}`: `{urn}`")


def _uses(resource: Values) -> tuple[str, ...]:
    parent = resource.text("parent")
    return (*resource.texts("dependencies"), *([parent] if parent else []))


def _resource(resource: Values) -> Resource:
    urn, type_ = resource.needed("urn"), _TYPES[resource.needed("type")]
    inputs = values(resource.inner.get("inputs") or {}, f"{resource.where}: `inputs`")
    name = urn.rpartition("::")[2]
    parent = (resource.text("parent") or "").rpartition("::")[2]
    return Resource(
        type=type_,
        label=urn,
        short=name,
        long=f"{parent}_{name}",
        values=values(_terraform(resource.inner.get("outputs") or {}, resource.where, type_), resource.where),
        protected=resource.flag("protect"),
        own_key=_own_key(inputs) if type_ == TABLE else None,
    )


def _own_key(inputs: Values) -> bool:
    """Whether the program names a key: where it does not, the key in the outputs is AWS's."""
    encryption = inputs.block("serverSideEncryption")
    return encryption is not None and encryption.inner.get("kmsKeyArn") is not None


def _terraform(outputs: Any, where: str, type_: str) -> dict[str, Any]:
    """The outputs under the names that the provider itself gives them."""
    found = _renamed(outputs, where, "outputs")
    if not isinstance(found, dict):
        raise UsageError(f"{where}: `outputs` is not a mapping", EXPORT)
    if type_ == "aws_cloudwatch_metric_alarm":
        found["alarm_name"] = found.pop("name", None)
    return found


def _renamed(value: Any, where: str, name: str, *, free: bool = False) -> Any:
    if isinstance(value, list):
        return [_renamed(item, where, name) for item in value]
    if not isinstance(value, dict):
        return value
    if _SECRET in value:
        return _renamed(_revealed(value, where, name), where, name, free=free)
    renamed = {}
    for key, item in value.items():
        snake = key if free else _UPPER.sub(lambda found: f"_{found[0].lower()}", key)
        if not key.startswith("__"):  # `__defaults` and `__meta` are Pulumi's own
            renamed[_SINGULAR.get(snake, snake)] = _renamed(item, where, key, free=snake in _FREE)
    return renamed


def _plain(where: str, value: Any) -> Any:
    """The value with its secrets shown, and without what is Pulumi's own."""
    if isinstance(value, list):
        return [_plain(where, item) for item in value]
    if not isinstance(value, dict):
        return value
    if _SECRET in value:
        return _plain(where, _revealed(value, where, "a value"))
    return {key: _plain(where, item) for key, item in value.items() if not key.startswith("__")}


def _revealed(value: dict[str, Any], where: str, name: str) -> Any:
    if not isinstance(value.get("plaintext"), str):
        raise UsageError(f"{where}: `{name}` is secret", "export the stack with `--show-secrets`")
    try:
        return json.loads(value["plaintext"])
    except (ValueError, RecursionError):
        raise UsageError(f"{where}: `{name}` is a secret that cannot be read", EXPORT) from None
