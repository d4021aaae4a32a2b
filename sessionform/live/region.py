"""What is asked once for a whole region: autoscaling, alarms, insights, and the key that AWS keeps for the account.

Reads only; a call that is denied is noted, and the rest goes on.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from sessionform.facts.limits import MANAGED_KEY
from sessionform.live.connection import Connection
from sessionform.live.description import Answer
from sessionform.live.trouble import UnansweredError, explaining

T = TypeVar("T")

_ON = ("ENABLED", "ENABLING")


@dataclass(frozen=True, slots=True)
class Region:
    """What a region has beside its tables, by the table's name. `insights` goes on to the index (empty for the table itself)
    and the mode, for those that are on. `unread` says what got no answer, and why.
    """

    targets: Mapping[str, list[Answer]]
    policies: Mapping[str, list[Answer]]
    scheduled: Mapping[str, list[Answer]]
    alarms: Mapping[str, list[Answer]]
    insights: Mapping[str, Mapping[str, str | None]]
    managed_key: str | None
    unread: tuple[str, ...]


def region_of(connection: Connection) -> Region:
    """The region of the connection. Raises OutsideError where no call would be answered."""
    unread: list[str] = []

    def ask(service: str, read: Callable[[], T], otherwise: T) -> T:
        return asked(connection, unread, service, read, otherwise)

    def scaling(operation: str, key: str) -> Mapping[str, list[Answer]]:
        return ask("application-autoscaling", lambda: _scaling(connection, operation, key), {})

    return Region(
        targets=scaling("describe_scalable_targets", "ScalableTargets"),
        policies=scaling("describe_scaling_policies", "ScalingPolicies"),
        scheduled=scaling("describe_scheduled_actions", "ScheduledActions"),
        alarms=ask("cloudwatch", lambda: _alarms(connection), {}),
        insights=ask("dynamodb", lambda: _insights(connection), {}),
        managed_key=ask("kms", lambda: _the_managed_key(connection), None),
        unread=tuple(unread),
    )


def asked(
    connection: Connection, unread: list[str], service: str, read: Callable[[], T], otherwise: T, region: str = ""
) -> T:
    """What `read` reads; where it gets no answer, that is noted in `unread`, unless no other call would be answered either."""
    try:
        with explaining(service, region or connection.region):
            return read()
    except UnansweredError as unanswered:
        if unanswered.fatal:
            raise unanswered.error from None
        unread.append(unanswered.error.message)
        return otherwise


def _by_table(items: Iterable[tuple[str, Answer]]) -> dict[str, list[Answer]]:
    found: dict[str, list[Answer]] = {}
    for name, item in items:
        found.setdefault(name, []).append(item)
    return found


def _scaling(connection: Connection, operation: str, key: str) -> dict[str, list[Answer]]:
    """The answers of Application Auto Scaling, by the table in their resource id."""
    pages = connection.client("application-autoscaling").get_paginator(operation).paginate(ServiceNamespace="dynamodb")
    return _by_table((item["ResourceId"].split("/")[1], item) for page in pages for item in page.get(key, []))


def _alarms(connection: Connection) -> dict[str, list[Answer]]:
    pages = connection.client("cloudwatch").get_paginator("describe_alarms").paginate()
    return _by_table(found for page in pages for found in _of_tables(page.get("MetricAlarms", [])))


def _of_tables(alarms: Iterable[Answer]) -> Iterator[tuple[str, Answer]]:
    for alarm in alarms:
        names = [item["Value"] for item in alarm.get("Dimensions", []) if item["Name"] == "TableName"]
        if alarm.get("Namespace") == "AWS/DynamoDB" and names:
            yield names[0], alarm


def _insights(connection: Connection) -> dict[str, dict[str, str | None]]:
    """One list instead of a call for each table and index; boto3 has no paginator for it."""
    client = connection.client("dynamodb")
    found: dict[str, dict[str, str | None]] = {}
    more: dict[str, Any] = {}
    while True:
        page = client.list_contributor_insights(MaxResults=100, **more)
        for item in page.get("ContributorInsightsSummaries", []):
            if item.get("ContributorInsightsStatus") in _ON:
                on = found.setdefault(item["TableName"], {})
                on[item.get("IndexName") or ""] = item.get("ContributorInsightsMode")
        if not page.get("NextToken"):
            return found
        more = {"NextToken": page["NextToken"]}


def _the_managed_key(connection: Connection) -> str | None:
    """The key behind AWS's alias; an account that never used it has none."""
    client = connection.client("kms")
    try:
        return str(client.describe_key(KeyId=MANAGED_KEY)["KeyMetadata"]["Arn"])
    except client.exceptions.NotFoundException:
        return None
