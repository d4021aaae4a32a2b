"""Reads tables and everything that belongs to them. Reads only; a call that is denied is noted, and the rest goes on."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

from sessionform.live.connection import PARALLEL, Connection
from sessionform.live.description import Answer, ReplicaDescription, TableDescription
from sessionform.live.trouble import UnansweredError, code_of, explaining

T = TypeVar("T")

UNREAD = "UNREAD"
"""Our word for the state of a table that could not be described."""

ACTIONS = (
    "dynamodb:ListTables",
    "dynamodb:DescribeTable",
    "dynamodb:DescribeTimeToLive",
    "dynamodb:DescribeContinuousBackups",
    "dynamodb:DescribeContributorInsights",
    "dynamodb:DescribeKinesisStreamingDestination",
    "dynamodb:GetResourcePolicy",
    "dynamodb:ListTagsOfResource",
    "application-autoscaling:DescribeScalableTargets",
    "application-autoscaling:DescribeScalingPolicies",
    "application-autoscaling:DescribeScheduledActions",
    "cloudwatch:DescribeAlarms",
    "kms:DescribeKey",
)
"""What reading takes. `sts:GetCallerIdentity` needs no permission."""

_MANAGED_KEY = "alias/aws/dynamodb"
_ABSENT = {"ResourceNotFoundException", "PolicyNotFoundException", "NotFoundException"}


def table_names(connection: Connection) -> Iterator[str]:
    """The names of all tables of the region. Raises UnansweredError."""
    with explaining("dynamodb", connection.region):
        for page in connection.client("dynamodb").get_paginator("list_tables").paginate():
            yield from page["TableNames"]


class TableReader:
    """Reads tables of one region. What is asked for the whole region is asked once, when the reader is made."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._unread: list[str] = []
        self._targets = self._of_tables("application-autoscaling", "describe_scalable_targets", "ScalableTargets")
        self._policies = self._of_tables("application-autoscaling", "describe_scaling_policies", "ScalingPolicies")
        self._scheduled = self._of_tables("application-autoscaling", "describe_scheduled_actions", "ScheduledActions")
        self._alarms = self._all_alarms()
        self._managed_key = self._asked(self._unread, "kms", "", self._the_managed_key, None)

    def described(self, names: Iterable[str]) -> Iterator[TableDescription | None]:
        """The tables of these names in their order, some at a time; None for one that is not there."""
        with ThreadPoolExecutor(PARALLEL) as pool:
            yield from pool.map(self.table, names)

    def table(self, name: str) -> TableDescription | None:
        """One table; None where there is none of that name."""
        client = self._connection.client("dynamodb")
        unread = list(self._unread)
        table = self._asked(unread, "dynamodb", "", lambda: _described(client, name), _unread(name))
        if table is None:
            return None
        if "TableArn" not in table:
            return TableDescription(table, unread=tuple(unread))
        arn, stream = table["TableArn"], table.get("LatestStreamArn")
        streams = bool((table.get("StreamSpecification") or {}).get("StreamEnabled"))
        indexes = [index["IndexName"] for index in table.get("GlobalSecondaryIndexes") or []]

        def ask(read: Callable[[], T], otherwise: T) -> T:
            return self._asked(unread, "dynamodb", "", read, otherwise)

        return TableDescription(
            table=table,
            ttl=ask(lambda: client.describe_time_to_live(TableName=name)["TimeToLiveDescription"], {}),
            recovery=ask(lambda: _recovery(client, name), {}),
            tags=ask(lambda: _tags(client, arn), {}),
            insights=ask(lambda: dict(_insights(client, name, indexes)), {}),
            kinesis=ask(lambda: _destinations(client, name), ()),
            policy=ask(lambda: _policy(client, arn), None),
            stream_policy=ask(lambda: _policy(client, stream) if stream and streams else None, None),
            targets=tuple(self._targets.get(name, ())),
            policies=tuple(self._policies.get(name, ())),
            scheduled=tuple(self._scheduled.get(name, ())),
            alarms=tuple(self._alarms.get(name, ())),
            replicas=dict(self._replicas(table, unread)),
            managed_key=self._managed_key,
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

    def _asked(self, unread: list[str], service: str, region: str, read: Callable[[], T], otherwise: T) -> T:
        """The answer of one call; where there is none, that is noted, unless no other call would be answered either."""
        try:
            with explaining(service, region or self._connection.region):
                return read()
        except UnansweredError as unanswered:
            if unanswered.fatal:
                raise unanswered.error from None
            unread.append(unanswered.error.message)
            return otherwise

    def _of_tables(self, service: str, operation: str, key: str) -> dict[str, list[Answer]]:
        """The answers of Application Auto Scaling, by the table in their resource id."""

        def read() -> list[Answer]:
            pages = self._connection.client(service).get_paginator(operation).paginate(ServiceNamespace="dynamodb")
            return [item for page in pages for item in page[key]]

        found: dict[str, list[Answer]] = {}
        nothing: list[Answer] = []
        for item in self._asked(self._unread, service, "", read, nothing):
            found.setdefault(item["ResourceId"].split("/")[1], []).append(item)
        return found

    def _all_alarms(self) -> dict[str, list[Answer]]:
        def read() -> list[Answer]:
            pages = self._connection.client("cloudwatch").get_paginator("describe_alarms").paginate()
            return [alarm for page in pages for alarm in page.get("MetricAlarms", [])]

        found: dict[str, list[Answer]] = {}
        nothing: list[Answer] = []
        for alarm in self._asked(self._unread, "cloudwatch", "", read, nothing):
            names = [item["Value"] for item in alarm.get("Dimensions", []) if item["Name"] == "TableName"]
            if alarm.get("Namespace") == "AWS/DynamoDB" and names:
                found.setdefault(names[0], []).append(alarm)
        return found

    def _the_managed_key(self) -> str | None:
        """The key behind AWS's alias; an account that never used it has none."""
        client = self._connection.client("kms")
        try:
            return str(client.describe_key(KeyId=_MANAGED_KEY)["KeyMetadata"]["Arn"])
        except client.exceptions.NotFoundException:
            return None


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


def _insights(client: Any, name: str, indexes: list[str]) -> Iterator[tuple[str, str | None]]:
    for index in ("", *indexes):
        more = {"IndexName": index} if index else {}
        answer = client.describe_contributor_insights(TableName=name, **more)
        if answer.get("ContributorInsightsStatus") in ("ENABLED", "ENABLING"):
            yield index, answer.get("ContributorInsightsMode")


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
