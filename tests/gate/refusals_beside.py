"""What AWS refuses of what stands beside a table: TTL, recovery, tags, policies, Kinesis, insights, autoscaling."""

from __future__ import annotations

import json
import re
from typing import Any

from moto.dynamodb.models import dynamodb_backends

from tests.gate.refusal import INVALID, NOT_FOUND, VALIDATION, Refusal, When, Words
from tests.gate.request import Request
from tests.gate.world import World

TTL_WINDOW = 31 / 60
"""Hours: refused after 1811 seconds, accepted after 1872."""
TAGS = 50
TAG_TEXT = re.compile(r"^[\w\s.:/=+\-@]*$")
POLICY_BYTES = 20_480
INSIGHTS_PER_REGION = 100

ENABLE, UPDATE_TTL, RECOVERY = "EnableKinesisStreamingDestination", "UpdateTimeToLive", "UpdateContinuousBackups"
REGISTER, INSIGHTS, POLICY = "RegisterScalableTarget", "UpdateContributorInsights", "PutResourcePolicy"


def _ttl(request: Request, world: World) -> tuple[dict[str, Any], dict[str, Any]]:
    table = world.table(request)
    return request.body["TimeToLiveSpecification"], table.ttl if table is not None else {}


def _ttl_attribute_empty(request: Request, world: World) -> bool:
    return not _ttl(request, world)[0].get("AttributeName")


def _ttl_other_attribute(request: Request, world: World) -> Words | bool:
    asked, now = _ttl(request, world)
    on = now.get("TimeToLiveStatus") == "ENABLED"
    return {"attribute": now["AttributeName"]} if on and asked["AttributeName"] != now["AttributeName"] else False


def _ttl_same(enabled: bool) -> When:
    def when(request: Request, world: World) -> bool:
        asked, now = _ttl(request, world)
        return asked["Enabled"] is enabled and (now.get("TimeToLiveStatus") == "ENABLED") is enabled

    return when


def _ttl_again(request: Request, world: World) -> bool:
    return any(world.since(request, UPDATE_TTL, TTL_WINDOW))


def _days_while_off(request: Request, world: World) -> bool:
    told = request.body["PointInTimeRecoverySpecification"]
    return not told["PointInTimeRecoveryEnabled"] and told.get("RecoveryPeriodInDays") is not None


def _tags(request: Request) -> list[dict[str, str]]:
    """Those of a table: a scalable target's are a mapping, and nothing is known of them but what `target-exists` says."""
    told: list[dict[str, str]] = request.body.get("Tags") or []
    return told if request.service == "dynamodb" else []


def _reserved_tag(request: Request, world: World) -> Words | bool:
    return next(({"key": tag["Key"]} for tag in _tags(request) if tag["Key"].lower().startswith("aws:")), False)


def _bad_tag_key(request: Request, world: World) -> Words | bool:
    for tag in _tags(request):
        if not TAG_TEXT.match(tag["Key"]) or not 1 <= len(tag["Key"]) <= 128:
            return {"key": tag["Key"]}
    return False


def _bad_tag_value(request: Request, world: World) -> Words | bool:
    for tag in _tags(request):
        if not TAG_TEXT.match(tag["Value"]) or len(tag["Value"]) > 256:
            return {"value": tag["Value"]}
    return False


def _too_many_tags(request: Request, world: World) -> bool:
    table = world.table(request)
    there = {tag["Key"] for tag in table.tags} if table is not None else set()
    return len(there | {tag["Key"] for tag in _tags(request)}) > TAGS


def _statements(request: Request) -> list[dict[str, Any]]:
    told = json.loads(request.body["Policy"]).get("Statement", [])
    return told if isinstance(told, list) else [told]


def _no_statement(request: Request, world: World) -> bool:
    return not _statements(request)


def _policy_too_long(request: Request, world: World) -> bool:
    return len(request.body["Policy"].encode()) > POLICY_BYTES


def _no_resource(request: Request, world: World) -> bool:
    return any("Resource" not in item for item in _statements(request))


def _sid_twice(request: Request, world: World) -> bool:
    sids = [item["Sid"] for item in _statements(request) if "Sid" in item]
    return len(sids) != len(set(sids))


def _values(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _unknown_action(request: Request, world: World) -> Words | bool:
    for item in _statements(request):
        for action in _values(item.get("Action", [])):
            service, _, name = action.partition(":")
            if action != "*" and (service.lower() != "dynamodb" or not re.fullmatch(r"[A-Za-z*?]+", name)):
                return {"action": action}
    return False


def _bad_principal(request: Request, world: World) -> bool:
    """A bare string is none but for everybody; neither is an account alone outside of `AWS`."""
    return any(isinstance(item.get("Principal"), str) and item["Principal"] != "*" for item in _statements(request))


def _unbounded(request: Request, world: World) -> bool:
    everybody = ("*", {"AWS": "*"}, {"AWS": ["*"]})
    return any(
        item.get("Effect") == "Allow" and item.get("Principal") in everybody and not item.get("Condition")
        for item in _statements(request)
    )


def _kinesis_on(request: Request, world: World) -> bool:
    table = world.table(request)
    there = table.__dict__.get("kept", {}).get("kinesis", []) if table is not None else []
    return any(item["DestinationStatus"] == "ACTIVE" for item in there)


def _kinesis_off(request: Request, world: World) -> bool:
    return not _kinesis_on(request, world)


def _insights_index_missing(request: Request, world: World) -> bool:
    index = request.body.get("IndexName")
    names = {item["IndexName"] for item in world.described(request).get("GlobalSecondaryIndexes", [])}
    return index is not None and index not in names


def _target_exists(request: Request, world: World) -> bool:
    wanted = (request.body["ResourceId"], request.body["ScalableDimension"])
    there = {(item.resource_id, item.scalable_dimension) for item in world.targets(request)}
    return bool(request.body.get("Tags")) and wanted in there


def _min_above_max(request: Request, world: World) -> bool:
    least, most = request.body.get("MinCapacity"), request.body.get("MaxCapacity")
    return least is not None and most is not None and least > most


def _nothing_to_scale(request: Request, world: World) -> bool:
    table = dynamodb_backends[request.account][request.region].tables.get(request.table)
    if table is None:
        return True
    _, _, index = request.body["ResourceId"].partition("/index/")
    return bool(index) and index not in {item.name for item in table.global_indexes}


BESIDE = (
    Refusal(
        "ttl-attribute-empty",
        UPDATE_TTL,
        _ttl_attribute_empty,
        VALIDATION,
        "1 validation error detected: Value '' at 'timeToLiveSpecification.attributeName' failed to satisfy constraint: Member must have length greater than or equal to 1",
        "hashicorp/terraform-provider-aws#44730",
    ),
    Refusal(
        "ttl-other-attribute",
        UPDATE_TTL,
        _ttl_other_attribute,
        VALIDATION,
        "TimeToLive is active on a different AttributeName: current AttributeName is {attribute}",
        "143-147",
    ),
    Refusal(
        "ttl-already-on", UPDATE_TTL, _ttl_same(enabled=True), VALIDATION, "TimeToLive is already enabled", "143-147"
    ),
    Refusal(
        "ttl-already-off", UPDATE_TTL, _ttl_same(enabled=False), VALIDATION, "TimeToLive is already disabled", "143-147"
    ),
    Refusal(
        "ttl-again",
        UPDATE_TTL,
        _ttl_again,
        VALIDATION,
        "Time to live has been modified multiple times within a fixed interval",
        "143-147",
    ),
    Refusal(
        "recovery-days-while-off",
        RECOVERY,
        _days_while_off,
        VALIDATION,
        "Invalid Request: Cannot specify RecoveryPeriodInDays when disabling point-in-time recovery.",
        "083 442",
    ),
    *(
        Refusal(name, action, when, VALIDATION, text, "106 110 442")
        for action in ("CreateTable", "TagResource")
        for name, when, text in (
            ("tag-reserved", _reserved_tag, "Tag Key cannot be prefixed with aws:, Key: {key}"),
            ("tag-key", _bad_tag_key, "The Tag Key provided is invalid, Key: {key}"),
            ("tag-value", _bad_tag_value, "The Tag Value provided is invalid, Value: {value}"),
            ("too-many-tags", _too_many_tags, "Number of Tags exceed the current limit for the provided ResourceArn"),
        )
    ),
    Refusal(
        "policy-too-long",
        POLICY,
        _policy_too_long,
        VALIDATION,
        f"{INVALID}Maximum policy size of 20480 bytes exceeded",
        "442",
    ),
    Refusal(
        "policy-empty",
        POLICY,
        _no_statement,
        VALIDATION,
        f"{INVALID}Invalid policy document: Could not parse the policy: Statement is empty!",
        "442",
    ),
    Refusal(
        "policy-resource",
        POLICY,
        _no_resource,
        VALIDATION,
        f"{INVALID}Invalid policy document: Missing required field Resource",
        "352 442",
    ),
    Refusal(
        "policy-sid",
        POLICY,
        _sid_twice,
        VALIDATION,
        f"{INVALID}Invalid policy document: The Statement Ids in the policy are not unique",
        "356 442",
    ),
    Refusal(
        "policy-action",
        POLICY,
        _unknown_action,
        VALIDATION,
        f"{INVALID}Invalid policy document: The following action names are invalid: {{action}}",
        "352 442",
    ),
    Refusal("policy-principal", POLICY, _bad_principal, VALIDATION, "Invalid principal in policy document.", "352 442"),
    Refusal(
        "policy-unbounded",
        POLICY,
        _unbounded,
        VALIDATION,
        "Resource-based policy grants unbounded access in one or more elements. Please revise the policy to ensure least-privilege form of access",
        "211 442",
    ),
    Refusal(
        "kinesis-on",
        ENABLE,
        _kinesis_on,
        VALIDATION,
        "Table is not in a valid state to enable Kinesis Streaming Destination: EnableKinesisStreamingDestination must be DISABLED or ENABLE_FAILED to perform ENABLE operation.",
        "442",
    ),
    Refusal(
        "kinesis-off",
        "DisableKinesisStreamingDestination",
        _kinesis_off,
        VALIDATION,
        "Table is not in a valid state to enable Kinesis Streaming Destination: KinesisStreamingDestination must be ACTIVE to perform DISABLE operation.",
        "442",
    ),
    Refusal(
        "insights-index-missing",
        INSIGHTS,
        _insights_index_missing,
        NOT_FOUND,
        "Requested resource not found: Table: {table} not found",
        "092 442",
    ),
    Refusal(
        "target-exists",
        REGISTER,
        _target_exists,
        VALIDATION,
        "The scalable target that you tried to tag already exists. To update tags on an existing scalable target, use the TagResource API.",
        "hashicorp/terraform-provider-aws#31839",
    ),
    Refusal(
        "target-min-above-max",
        REGISTER,
        _min_above_max,
        VALIDATION,
        "Maximum capacity cannot be less than minimum capacity",
        "253 193",
    ),
    Refusal(
        "nothing-to-scale",
        REGISTER,
        _nothing_to_scale,
        VALIDATION,
        "DynamoDB table or index does not exist: {table}",
        "291 322",
    ),
)
