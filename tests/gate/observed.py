"""What the provider sends for a change, in a form to read and to compare: without what differs between two runs."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from tests.gate.batch import Run
from tests.gate.gate import Call

HOME = "us-east-1"
OF_THE_TABLE = {
    "CreateTable",
    "UpdateTable",
    "DeleteTable",
    "UpdateTimeToLive",
    "UpdateContinuousBackups",
    "TagResource",
    "UntagResource",
}
"""The actions of the table's own resource, which come one after the other; those of other resources come beside them."""
NAMES = ("TableName", "ResourceArn", "ServiceNamespace")
LONG = {"PutMetricAlarm": ("AlarmName",), "DeleteAlarms": ("AlarmNames.member.1",), "PutResourcePolicy": ()}
"""Of these actions only so much is kept."""


def observed(run: Run) -> dict[str, Any]:
    own = [call for call in run.calls if call["service"] == "dynamodb" and call["action"] in OF_THE_TABLE]
    beside = [call for call in run.calls if call not in own]
    told = {
        "planned": {without_prefix(run, address): action for address, action in sorted(run.planned.items())},
        "calls": [observed_call(run, call) for call in own],
        "beside": sorted((observed_call(run, call) for call in beside), key=json.dumps),
        "refused_at_plan": sorted({_sentence(text) for text in run.refused_at_plan.values()}),
        "errors": sorted({_sentence(text) for text in run.errors.values()}),
    }
    return {name: value for name, value in told.items() if value}


def table_of(runs: Iterable[Run]) -> dict[str, Any]:
    return {run.unit.case.name: observed(run) for run in runs}


def observed_call(run: Run, call: Call) -> Call:
    body = {name: value for name, value in call["body"].items() if name not in NAMES}
    if call["action"] in LONG:
        body = {name: body[name] for name in LONG[call["action"]]}
    told = {"action": call["action"], **json.loads(without_prefix(run, json.dumps(body, sort_keys=True)))}
    if call["region"] != HOME:
        told["in"] = call["region"]
    return told | {name: call[name] for name in ("refused_by", "failure") if name in call}


def without_prefix(run: Run, text: str) -> str:
    """A text without what makes the names of one run its own."""
    return text.replace(run.unit.prefix, "")


def _sentence(text: str) -> str:
    """The error without the ids of requests and of resources."""
    return text.partition("api error ")[2].strip() or text.strip()
