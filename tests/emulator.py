"""moto's server, with what it leaves out of DynamoDB put in: the AWS that the Terraform tests apply to.

moto keeps a table's keys, indexes, stream, TTL and backups, but forgets its class, its on-demand caps and its replicas,
and has neither Contributor Insights nor Kinesis destinations nor the tags of scalable targets. Here those are kept, and
described as AWS describes them afterwards: a cap that was removed is absent, on-demand capacity is 0, the attributes
of an index go with it, the recovery window is 35 days where none was given. Nothing here judges what it is given; `tests/gate` does.

Run as a module: `python -m tests.emulator -p 5000`.
"""

from __future__ import annotations

import argparse
import copy
import json
from collections.abc import Callable
from typing import Any

import waitress
from moto import backends
from moto.applicationautoscaling.responses import ApplicationAutoScalingResponse
from moto.core.responses import ActionResult
from moto.dynamodb.models import DynamoDBBackend, dynamodb_backends
from moto.dynamodb.models.table import Table
from moto.dynamodb.responses import DynamoHandler
from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app

Response = Any

DEFAULT_RECOVERY_DAYS = 35

_THREADS = 16
"""Requests that are answered at a time: Terraform sends ten, `adopt` and `drift` eight."""

_CONNECTIONS = {"connection_limit": 1000, "channel_timeout": 3600}
"""None is refused, and none is closed that waits: a client that lost an answer asks again, and AWS refuses much of that."""


def _kept(table: Table) -> dict[str, Any]:
    """What was set on a table that moto itself does not keep, as DescribeTable tells it."""
    kept: dict[str, Any] = table.__dict__.setdefault("kept", {})
    return kept


def _caps(before: dict[str, int] | None, sent: dict[str, int]) -> dict[str, int]:
    """The caps after a call: sides that are not sent stay, and of one that -1 took away AWS tells no more."""
    return {side: units for side, units in {**(before or {}), **sent}.items() if units != -1}


def _note(table: Table, body: dict[str, Any]) -> None:
    kept = _kept(table)
    if "TableClass" in body:
        kept["TableClassSummary"] = {"TableClass": body["TableClass"]}
    if "OnDemandThroughput" in body:
        kept["OnDemandThroughput"] = _caps(kept.get("OnDemandThroughput"), body["OnDemandThroughput"])
    caps = kept.setdefault("caps", {})
    for update in body.get("GlobalSecondaryIndexUpdates") or []:
        if "Delete" in update:
            caps.pop(update["Delete"]["IndexName"], None)
    updates = [change for update in body.get("GlobalSecondaryIndexUpdates") or [] for change in update.values()]
    for index in [*(body.get("GlobalSecondaryIndexes") or []), *updates]:
        if "OnDemandThroughput" in index:
            caps[index["IndexName"]] = _caps(caps.get(index["IndexName"]), index["OnDemandThroughput"])
    if "SSESpecification" in body:
        table.sse_specification = _encryption(table, body["SSESpecification"])
    if body.get("BillingMode") == "PAY_PER_REQUEST":
        for owner in (table, *table.global_indexes):
            owner.throughput = {"ReadCapacityUnits": 0, "WriteCapacityUnits": 0, "NumberOfDecreasesToday": 0}
    if body.get("BillingMode") == "PROVISIONED":
        kept.pop("OnDemandThroughput", None)
        caps.clear()


def _encryption(table: Table, specification: dict[str, Any]) -> dict[str, Any] | None:
    if not specification.get("Enabled"):
        return None
    managed = table._get_default_encryption_key(table.account_id, table.region_name)
    return {"KMSMasterKeyId": managed, **specification}


def _replicate(handler: DynamoHandler, table: Table, updates: list[dict[str, Any]]) -> None:
    """Copies of the table in other regions, with settings of their own."""
    replicas = _kept(table).setdefault("Replicas", [])
    for update in updates:
        ((action, change),) = update.items()
        region = change["RegionName"]
        backend = dynamodb_backends[handler.current_account][region]
        if action == "Create":
            backend.tables[table.name] = twin = _twin(table, region)
            key = {"KMSMasterKeyId": change["KMSMasterKeyId"]} if "KMSMasterKeyId" in change else {}
            if key:
                twin.sse_specification = {"Enabled": True, "SSEType": "KMS", **key}
            home = {"RegionName": table.region_name, "ReplicaStatus": "ACTIVE"}
            twin.__dict__.setdefault("kept", {})["Replicas"] = [home, *replicas]
            replicas.append({"RegionName": region, "ReplicaStatus": "ACTIVE", **key})
            if not (table.stream_specification or {}).get("StreamEnabled"):
                stream = {"StreamEnabled": True, "StreamViewType": "NEW_AND_OLD_IMAGES"}
                table.set_stream_specification(dict(stream))
                twin.set_stream_specification(dict(stream))
        if action == "Update":
            for item in replicas:
                if item["RegionName"] == region:
                    item["KMSMasterKeyId"] = change["KMSMasterKeyId"]
            backend.tables[table.name].sse_specification = {"Enabled": True, "KMSMasterKeyId": change["KMSMasterKeyId"]}
        if action == "Delete":
            backend.tables.pop(table.name, None)
            replicas[:] = [item for item in replicas if item["RegionName"] != region]


def _twin(table: Table, region: str) -> Table:
    """A copy of the table in another region. Tags, recovery and protection are not copied."""
    twin = copy.deepcopy(table)
    twin.region_name, twin.table_arn = region, table.table_arn.replace(table.region_name, region)
    twin.tags, twin.deletion_protection_enabled = [], False
    twin.continuous_backups["PointInTimeRecoveryDescription"] = {"PointInTimeRecoveryStatus": "DISABLED"}
    twin.__dict__["kept"] = {
        name: value for name, value in twin.__dict__.get("kept", {}).items() if name not in ("insights", "kinesis")
    }
    return twin


def _wrap(name: str, after: Callable[[DynamoHandler, Table], None]) -> None:
    original = getattr(DynamoHandler, name)

    def wrapped(self: DynamoHandler) -> Response:
        response = original(self)
        table = self.dynamodb_backend.tables[self.body["TableName"]]
        after(self, table)
        response.result["TableDescription"] = table.describe()["TableDescription"]
        return response

    setattr(DynamoHandler, name, wrapped)


def _after_change(handler: DynamoHandler, table: Table) -> None:
    used = set(table.attribute_keys)
    table.attr = sorted((item for item in table.attr if item["AttributeName"] in used), key=json.dumps)
    _note(table, handler.body)
    _replicate(handler, table, handler.body.get("ReplicaUpdates", []))


def _describe(original: Callable[..., dict[str, Any]]) -> Callable[..., dict[str, Any]]:
    def describe(self: Table, base_key: str = "TableDescription") -> dict[str, Any]:
        description = original(self, base_key)
        kept = dict(_kept(self))
        caps = kept.pop("caps", {})
        kept.pop("insights", None)
        kept.pop("kinesis", None)
        for index in description[base_key].get("GlobalSecondaryIndexes", []):
            if caps.get(index["IndexName"]):
                index["OnDemandThroughput"] = caps[index["IndexName"]]
        description[base_key].update({name: value for name, value in kept.items() if value})
        return description

    return describe


def _table(handler: DynamoHandler) -> Table:
    return handler.dynamodb_backend.get_table(handler.body["TableName"].rpartition("/")[2])


def _describe_insights(self: DynamoHandler) -> Response:
    index = self.body.get("IndexName")
    status = _kept(_table(self)).get("insights", {}).get(index or "", "DISABLED")
    return ActionResult({"TableName": self.body["TableName"], "IndexName": index, "ContributorInsightsStatus": status})


def _list_insights(self: DynamoHandler) -> Response:
    """One entry a page, so that those who read follow the pages."""
    tables = self.dynamodb_backend.tables.values()
    found = [
        {"TableName": table.name, "ContributorInsightsStatus": status, **({"IndexName": index} if index else {})}
        for table in tables
        for index, status in _kept(table).get("insights", {}).items()
    ]
    start = int(self.body.get("NextToken") or 0)
    more = {"NextToken": str(start + 1)} if start + 1 < len(found) else {}
    return ActionResult({"ContributorInsightsSummaries": found[start : start + 1], **more})


def _update_insights(self: DynamoHandler) -> Response:
    enabled = self.body["ContributorInsightsAction"] == "ENABLE"
    insights = _kept(_table(self)).setdefault("insights", {})
    insights[self.body.get("IndexName") or ""] = "ENABLED" if enabled else "DISABLED"
    return _describe_insights(self)


def _describe_kinesis(self: DynamoHandler) -> Response:
    destinations = _kept(_table(self)).get("kinesis", [])
    return ActionResult({"TableName": self.body["TableName"], "KinesisDataStreamDestinations": destinations})


def _enable_kinesis(self: DynamoHandler) -> Response:
    precision = (self.body.get("EnableKinesisStreamingConfiguration") or {}).get(
        "ApproximateCreationDateTimePrecision", "MILLISECOND"
    )
    destination = {"StreamArn": self.body["StreamArn"], "ApproximateCreationDateTimePrecision": precision}
    _kept(_table(self))["kinesis"] = [{**destination, "DestinationStatus": "ACTIVE"}]
    return ActionResult({"TableName": self.body["TableName"], **destination, "DestinationStatus": "ENABLING"})


def _disable_kinesis(self: DynamoHandler) -> Response:
    for destination in _kept(_table(self))["kinesis"]:
        destination["DestinationStatus"] = "DISABLED"  # AWS goes on telling of it, and the provider waits for that
    return ActionResult({**self.body, "DestinationStatus": "DISABLING"})


def _update_streams(self: DynamoDBBackend, table: Table, specification: dict[str, Any]) -> None:
    """As moto does it, but a stream that was switched off can be switched on again."""
    table.set_stream_specification(specification)


_update_ttl = DynamoDBBackend.update_time_to_live
_describe_backups = DynamoDBBackend.describe_continuous_backups
_tag = DynamoDBBackend.tag_resource


def _update_time_to_live(self: DynamoDBBackend, table_name: str, ttl_spec: dict[str, Any]) -> None:
    """As moto does it, but the attribute is forgotten when TTL is switched off."""
    _update_ttl(self, table_name, ttl_spec)
    if not ttl_spec["Enabled"]:
        self.get_table(table_name).ttl.pop("AttributeName")


def _describe_continuous_backups(self: DynamoDBBackend, table_name: str) -> dict[str, Any]:
    description = _describe_backups(self, table_name)
    recovery = description["PointInTimeRecoveryDescription"]
    if recovery["PointInTimeRecoveryStatus"] == "ENABLED":
        recovery.setdefault("RecoveryPeriodInDays", DEFAULT_RECOVERY_DAYS)
    return description


def _tag_resource(self: DynamoDBBackend, arn: str, tags: dict[str, str]) -> None:
    """As moto does it, but a tag that was there gets its new value, and not a second one."""
    self.untag_resource(arn, list(tags))
    _tag(self, arn, tags)


def _of_streams(original: Callable[..., Any]) -> Callable[..., Any]:
    """As moto does it, but for streams too: moto takes what stands last in an ARN for a table's name."""

    def wrapped(self: DynamoDBBackend, resource_arn: str, **more: Any) -> Any:
        table, stream, _ = resource_arn.partition("/stream/")
        return original(self, f"{resource_arn}/{table.rpartition('/')[2]}" if stream else resource_arn, **more)

    return wrapped


_target_tags: dict[str, dict[str, str]] = {}
_register = ApplicationAutoScalingResponse.register_scalable_target
_describe_page = ApplicationAutoScalingResponse.describe_scalable_targets


def _register_target(self: ApplicationAutoScalingResponse) -> str:
    answer = _register(self)
    tags = self._get_param("Tags")
    if tags:
        _target_tags[json.loads(answer)["ScalableTargetARN"]] = tags
    return answer


def _describe_targets(self: ApplicationAutoScalingResponse) -> str:
    """moto names the same next page after each page but the last, so that nobody gets past the second."""
    answer = json.loads(_describe_page(self))
    if answer["NextToken"] is not None:
        before = int(self._get_param("NextToken") or -1) + 1
        answer["NextToken"] = str(before + len(answer["ScalableTargets"]) - 1)
    return json.dumps(answer)


def _list_target_tags(self: ApplicationAutoScalingResponse) -> str:
    return json.dumps({"Tags": _target_tags.get(self._get_param("ResourceARN"), {})})


def _tag_target(self: ApplicationAutoScalingResponse) -> str:
    _target_tags.setdefault(self._get_param("ResourceARN"), {}).update(self._get_param("Tags"))
    return "{}"


def _untag_target(self: ApplicationAutoScalingResponse) -> str:
    for key in self._get_param("TagKeys"):
        _target_tags.get(self._get_param("ResourceARN"), {}).pop(key, None)
    return "{}"


def patch() -> None:
    """Put the missing parts into moto."""
    Table.describe = _describe(Table.describe)  # type: ignore[method-assign]
    _wrap("create_table", _after_change)
    _wrap("update_table", _after_change)
    DynamoDBBackend.update_table_streams = _update_streams  # type: ignore[method-assign]
    DynamoDBBackend.update_time_to_live = _update_time_to_live  # type: ignore[method-assign]
    DynamoDBBackend.describe_continuous_backups = _describe_continuous_backups  # type: ignore[method-assign]
    DynamoDBBackend.tag_resource = _tag_resource  # type: ignore[method-assign]
    for name in ("put_resource_policy", "get_resource_policy", "delete_resource_policy"):
        setattr(DynamoDBBackend, name, _of_streams(getattr(DynamoDBBackend, name)))
    DynamoHandler.describe_contributor_insights = _describe_insights
    DynamoHandler.list_contributor_insights = _list_insights
    DynamoHandler.update_contributor_insights = _update_insights
    DynamoHandler.describe_kinesis_streaming_destination = _describe_kinesis
    DynamoHandler.enable_kinesis_streaming_destination = _enable_kinesis
    DynamoHandler.disable_kinesis_streaming_destination = _disable_kinesis
    ApplicationAutoScalingResponse.register_scalable_target = _register_target
    ApplicationAutoScalingResponse.describe_scalable_targets = _describe_targets
    ApplicationAutoScalingResponse.list_tags_for_resource = _list_target_tags
    ApplicationAutoScalingResponse.tag_resource = _tag_target
    ApplicationAutoScalingResponse.untag_resource = _untag_target
    modules = tuple(backends.list_of_moto_modules())  # moto reads its folder for every request, under a lock
    backends.list_of_moto_modules = lambda: modules


def moto_application() -> Any:
    """moto's WSGI application, completed."""
    patch()
    return DomainDispatcherApplication(create_backend_app)


def serve(application: Any) -> None:
    """Serves a WSGI application on loopback, on the port that the command line names, until it is killed.

    Not by moto's own server: that closes each connection, and waits 10 ms after each answer whether more is sent.
    """
    parser = argparse.ArgumentParser()
    parser.add_argument("-p", "--port", type=int, required=True)
    port = parser.parse_args().port
    waitress.serve(application, host="127.0.0.1", port=port, threads=_THREADS, **_CONNECTIONS)


if __name__ == "__main__":
    serve(moto_application())
