"""Reads tables and everything that belongs to them. Reads only; a call that is denied is noted, and the rest goes on."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any, TypeVar

from sessionform.facts.call_errors import code_of
from sessionform.live.alarms import made_by_aws
from sessionform.live.connection import PARALLEL, Connection
from sessionform.live.description import Answer, ReplicaDescription, TableDescription
from sessionform.live.region import asked, region_of
from sessionform.live.trouble import explaining

T = TypeVar("T")

UNREAD = "UNREAD"
"""Our word for the state of a table that could not be described."""

ACTIONS = (
    "dynamodb:ListTables",
    "dynamodb:DescribeTable",
    "dynamodb:DescribeTimeToLive",
    "dynamodb:DescribeContinuousBackups",
    "dynamodb:ListContributorInsights",
    "dynamodb:DescribeKinesisStreamingDestination",
    "dynamodb:GetResourcePolicy",
    "dynamodb:ListTagsOfResource",
    "application-autoscaling:DescribeScalableTargets",
    "application-autoscaling:DescribeScalingPolicies",
    "application-autoscaling:DescribeScheduledActions",
    "application-autoscaling:ListTagsForResource",
    "cloudwatch:DescribeAlarms",
    "cloudwatch:ListTagsForResource",
    "kms:DescribeKey",
)
"""What reading takes. `sts:GetCallerIdentity` needs no permission."""

_ABSENT = {"ResourceNotFoundException", "PolicyNotFoundException", "NotFoundException"}


def table_names(connection: Connection) -> Iterator[str]:
    """The names of all tables of the region. Raises UnansweredError."""
    with explaining("dynamodb", connection.region):
        for page in connection.client("dynamodb").get_paginator("list_tables").paginate():
            yield from page.get("TableNames", [])


class TableReader:
    """Reads tables of one region, and what was read of the whole region with them."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._region = region_of(connection)

    def described(self, names: Iterable[str]) -> Iterator[TableDescription | None]:
        """The tables of these names in their order, some at a time; None for one that is not there."""
        with ThreadPoolExecutor(PARALLEL) as pool:
            yield from pool.map(self.table, names)

    def table(self, name: str) -> TableDescription | None:
        """One table; None where there is none of that name."""
        client = self._connection.client("dynamodb")
        around = self._region
        unread = list(around.unread)
        table = self._asked(unread, "dynamodb", "", lambda: _described(client, name), _unread(name))
        if table is None:
            return None
        if "TableArn" not in table:
            return TableDescription(table, unread=tuple(unread))
        arn, stream = table["TableArn"], table.get("LatestStreamArn")
        streams = bool((table.get("StreamSpecification") or {}).get("StreamEnabled"))
        targets, alarms = around.targets.get(name, []), around.alarms.get(name, [])

        def ask(read: Callable[[], T], otherwise: T) -> T:
            return self._asked(unread, "dynamodb", "", read, otherwise)

        return TableDescription(
            table=table,
            ttl=ask(lambda: client.describe_time_to_live(TableName=name)["TimeToLiveDescription"], {}),
            recovery=ask(lambda: _recovery(client, name), {}),
            tags=ask(lambda: _tags(client, arn), {}),
            insights=around.insights.get(name, {}),
            kinesis=ask(lambda: _destinations(client, name), ()),
            policy=ask(lambda: _policy(client, arn), None),
            stream_policy=ask(lambda: _policy(client, stream) if stream and streams else None, None),
            targets=tuple(targets),
            policies=tuple(around.policies.get(name, ())),
            scheduled=tuple(around.scheduled.get(name, ())),
            alarms=tuple(alarms),
            tags_beside=dict(self._tags_beside(targets, alarms, unread)),
            replicas=dict(self._replicas(table, unread)),
            managed_key=around.managed_key,
            unread=tuple(unread),
        )

    def _replicas(self, table: Answer, unread: list[str]) -> Iterator[tuple[str, ReplicaDescription]]:
        """Each region is asked itself: recovery, tags and protection of a copy are its own."""
        name = table["TableName"]
        for replica in table.get("Replicas") or []:
            region = replica["RegionName"]
            if region == self._connection.region or replica.get("ReplicaStatus") == "DELETING":
                continue
            client = self._connection.client("dynamodb", region)

            def describe(client: Any = client) -> ReplicaDescription:
                copy = client.describe_table(TableName=name)["Table"]
                return ReplicaDescription(copy, _recovery(client, name), _tags(client, copy["TableArn"]))

            yield region, self._asked(unread, "dynamodb", region, describe, ReplicaDescription({}))

    def _tags_beside(
        self, targets: list[Answer], alarms: list[Answer], unread: list[str]
    ) -> Iterator[tuple[str, Mapping[str, str]]]:
        """The tags of scalable targets and alarms by ARN, but for alarms that AWS makes for its policies."""
        scaling, watch = "application-autoscaling", "cloudwatch"
        things = [(scaling, item.get("ScalableTargetARN")) for item in targets]
        things += [(watch, item.get("AlarmArn")) for item in alarms if not made_by_aws(item)]
        for service, arn in things:
            if arn is None:
                continue  # targets that are older than their ARNs
            client = self._connection.client(service)
            tags = self._asked(unread, service, "", partial(_tags_of_thing, client, arn), None)
            if tags is not None:
                yield arn, tags

    def _asked(self, unread: list[str], service: str, region: str, read: Callable[[], T], otherwise: T) -> T:
        return asked(self._connection, unread, service, read, otherwise, region)


def _described(client: Any, name: str) -> Answer | None:
    try:
        table: Answer = client.describe_table(TableName=name)["Table"]
    except client.exceptions.ResourceNotFoundException:
        return None
    return table


def _unread(name: str) -> Answer | None:
    """What is known of a table that cannot be described."""
    return {"TableName": name, "TableStatus": UNREAD}


def _recovery(client: Any, name: str) -> Answer:
    answer = client.describe_continuous_backups(TableName=name)["ContinuousBackupsDescription"]
    recovery: Answer = answer.get("PointInTimeRecoveryDescription", {})
    return recovery


def _tags(client: Any, arn: str) -> dict[str, str]:
    pages = client.get_paginator("list_tags_of_resource").paginate(ResourceArn=arn)
    return {tag["Key"]: tag["Value"] for page in pages for tag in page.get("Tags", [])}


def _tags_of_thing(client: Any, arn: str) -> Mapping[str, str] | None:
    """Tags as Application Auto Scaling gives them, in a mapping, or CloudWatch, in a list."""
    tags = client.list_tags_for_resource(ResourceARN=arn).get("Tags") or {}
    return tags if isinstance(tags, dict) else {item["Key"]: item["Value"] for item in tags}


def _destinations(client: Any, name: str) -> tuple[Answer, ...]:
    found = client.describe_kinesis_streaming_destination(TableName=name).get("KinesisDataStreamDestinations", [])
    return tuple(item for item in found if item.get("DestinationStatus") in ("ACTIVE", "ENABLING", "UPDATING"))


def _policy(client: Any, arn: str) -> Answer | None:
    from botocore.exceptions import ClientError

    try:
        policy: Answer = json.loads(client.get_resource_policy(ResourceArn=arn)["Policy"])
    except ClientError as error:
        if code_of(error) in _ABSENT:
            return None
        raise
    return policy
