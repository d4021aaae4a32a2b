"""What to wait for after a deploy, and the command that says whether it has come. AWS reports most of it as a status."""

from __future__ import annotations

import shlex
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sessionform.compile import Compiled
from sessionform.facts.aws import Part
from sessionform.facts.how_often import Budget
from sessionform.facts.resource_types import INSIGHTS
from sessionform.model import Environment, Table
from sessionform.review.model import Review
from sessionform.review.predict.model import Call


@dataclass(frozen=True, slots=True)
class Wait:
    """Something to wait for in one table: until `command` prints `expected`, or `at_least` so long after the deploy.

    `text` says what it is. A wait for the clock has no command: AWS reports no count of what it has taken.
    """

    environment: str
    table: str
    text: str
    command: str = ""
    expected: str = ""
    at_least: str = ""


def waits_after(at: int, reviews: Sequence[Review], compiled: Compiled) -> Iterator[Wait]:
    """What to wait for after the step at this position, of which `compiled` is the declaration."""
    environments = compiled.valid().environments
    for (name, key), calls in _calls(reviews[at]).items():
        environment = environments.get(name)
        table = environment.tables.get(key) if environment is not None else None
        if environment is not None and table is not None:
            yield from dict.fromkeys(_arrivals(environment, table, calls))
    if at + 1 < len(reviews):
        yield from _budgets(reviews[: at + 1], reviews[at + 1])


def _calls(review: Review) -> dict[tuple[str, str], list[Call]]:
    """The calls that the deploy makes for each table, each once."""
    found: dict[tuple[str, str], dict[Call, None]] = {}
    for change in review.changes:
        if change.table and change.calls:
            found.setdefault((change.environment, change.table), {}).update(dict.fromkeys(change.calls))
        if change.table and change.address.startswith(INSIGHTS):
            found.setdefault((change.environment, change.table), {})[Call(INSIGHTS, ())] = None
    return {place: list(calls) for place, calls in found.items()}


def _arrivals(environment: Environment, table: Table, calls: Sequence[Call]) -> Iterator[Wait]:
    made = {call.about for call in calls if Part.INDEX_CREATION in call.parts}
    for call in calls:
        if Part.INDEX_DELETION in call.parts and call.about in made:
            continue
        for text, query, expected in _statuses(call, table):
            command = _command(environment, table, "describe-table", f"Table.{query}")
            yield Wait(environment.name, table.key, text, command, expected)
        if call.operation == "UpdateTimeToLive":
            on = table.ttl is not None and table.ttl.enabled
            command = _command(environment, table, "describe-time-to-live", "TimeToLiveDescription.TimeToLiveStatus")
            text = "TTL is on" if on else "TTL is off"
            yield Wait(environment.name, table.key, text, command, "ENABLED" if on else "DISABLED")
        if call.operation == INSIGHTS:
            on = table.contributor_insights is not None
            command = _command(environment, table, "describe-contributor-insights", "ContributorInsightsStatus")
            text = "contributor insights are on" if on else "contributor insights are off"
            yield Wait(environment.name, table.key, text, command, "ENABLED" if on else "DISABLED")


def _statuses(call: Call, table: Table) -> Iterator[tuple[str, str, str]]:
    """What is true then, the part of the table's description that shows it, and what it says."""
    about, parts = call.about, call.parts
    region = about.rpartition(" ")[2]
    if Part.INDEX_CREATION in parts:
        yield (
            f"the index `{about}` is built",
            f"GlobalSecondaryIndexes[?IndexName=='{about}'].IndexStatus | [0]",
            "ACTIVE",
        )
    elif Part.INDEX_DELETION in parts:
        yield f"the index `{about}` is gone", f"GlobalSecondaryIndexes[?IndexName=='{about}'].IndexStatus | [0]", "None"
    elif Part.REPLICA in parts:
        there = any(replica.region == region for replica in table.replicas)
        text = f"the replica in {region} is there" if there else f"the replica in {region} is gone"
        yield text, f"Replicas[?RegionName=='{region}'].ReplicaStatus | [0]", "ACTIVE" if there else "None"
    elif Part.TABLE_CLASS in parts:
        yield "the table has its class", "TableClassSummary.TableClass", table.table_class
    elif parts & {Part.ENCRYPTION, Part.KEYS}:
        owned = table.encryption.mode == "AWS_OWNED"
        yield "the table has its key", "SSEDescription.Status", "None" if owned else "ENABLED"
    elif call.operation == "UpdateTable":
        yield "the table is updated", "TableStatus", "ACTIVE"


def _command(environment: Environment, table: Table, operation: str, query: str) -> str:
    words = ["aws", "dynamodb", operation, "--region", environment.region, "--table-name", table.name]
    words += ["--profile", environment.profile] if environment.profile else []
    words += ["--endpoint-url", environment.endpoint_url] if environment.endpoint_url else []
    # Neither AWS's words nor the names of indexes and regions hold what a shell reads within these quotes
    return f'{shlex.join(words)} --query "{query}" --output text'


def _budgets(done: Sequence[Review], following: Review) -> Iterator[Wait]:
    """Where AWS has taken as many changes as it takes in a time, and the next step has one more."""
    taken: Counter[tuple[str, str, Budget]] = Counter(use for review in done for use in _uses(review))
    for name, key, budget in dict.fromkeys(_uses(following)):
        if taken[name, key, budget] >= budget.count:
            text = f"AWS accepts {budget.words}, and the next step is one more"
            yield Wait(name, key, text, at_least=budget.wait)


def _uses(review: Review) -> Iterator[tuple[str, str, Budget]]:
    for (name, key), calls in _calls(review).items():
        for budget in dict.fromkeys(budget for call in calls for budget in call.budgets):
            yield name, key, budget
