"""The calls that are predicted are those that the real provider was seen to send, in order, with what each holds."""

from __future__ import annotations

import json
from itertools import chain
from pathlib import Path
from typing import Any

import pytest

from sessionform.facts.provider import RUN_WITH
from sessionform.facts.resource_types import STREAM_POLICY
from sessionform.review.outcome import Terraform
from sessionform.review.predict.model import Call, Later, Prediction
from sessionform.review.predict.predict import predict
from tests.gate.changes import pairs, singles
from tests.gate.predicted import Sent, seen, sent
from tests.review.case import Case

STORED = Path(__file__).parents[1] / "gate" / "observed_calls.json"
OBSERVED: dict[str, Any] = {
    name: told for kind in json.loads(STORED.read_text(encoding="utf-8")).values() for name, told in kind.items()
}


@pytest.fixture(scope="module")
def predictions() -> dict[str, Prediction]:
    return {case.name: predicted(case) for case in chain(singles(), pairs()) if case.name in OBSERVED}


def predicted(case: Case) -> Prediction:
    before, after = (side.valid().environments["production"] for side in case.compiled())
    tables = (next(iter(environment.tables.values())) for environment in (before, after))
    return predict((next(tables), before), (next(tables), after), RUN_WITH)


def _until_terraform_stops(prediction: Prediction) -> list[Call]:
    """The provider itself gives up before some calls; what AWS refuses it sends all the same, as the gate only noted it."""
    stops = [call for call in prediction.calls if call.refusal is not None and call.refusal.by == "Terraform"]
    return list(prediction.calls[: prediction.calls.index(stops[0])] if stops else prediction.calls)


def test_everything_that_was_observed_is_compared(predictions: dict[str, Prediction]) -> None:
    assert set(OBSERVED) == set(predictions)
    assert len(predictions) > 300


def test_what_is_sent_is_what_is_predicted(predictions: dict[str, Prediction]) -> None:
    wrong = []
    for name, prediction in predictions.items():
        told = OBSERVED[name]
        if "refused_at_plan" in told:
            continue
        expected, actual = (
            [seen(call) for call in told.get("calls", [])],
            [sent(call) for call in _until_terraform_stops(prediction)],
        )
        if expected != actual:
            wrong.append(f"{name}:\n   sent      {_text(expected)}\n   predicted {_text(actual)}")
    assert not wrong, "\n".join(wrong)


def test_what_terraform_plans_is_what_is_predicted(predictions: dict[str, Prediction]) -> None:
    wrong = []
    for name, prediction in predictions.items():
        told = OBSERVED[name]
        assert ("refused_at_plan" in told) == (prediction.refused_at_plan is not None), name
        if "refused_at_plan" in told:
            continue
        planned = {address: action for address, action in told.get("planned", {}).items() if action != "no-op"}
        mine = {} if prediction.action is Terraform.NO_OP else {"aws_dynamodb_table.userSessions": prediction.action}
        for item in prediction.beside:
            mine[f"{item.type}.userSessions" + (f'["{item.instance}"]' if item.instance else "")] = item.action
        if planned != mine:
            wrong.append(
                f"{name}:\n   planned   {planned}\n   predicted { {key: str(value) for key, value in mine.items()} }"
            )
    assert not wrong, "\n".join(wrong)


def test_what_the_gate_refuses_is_what_is_predicted(predictions: dict[str, Prediction]) -> None:
    """Where nobody knows, the gate may do either."""
    wrong = []
    for name, prediction in predictions.items():
        told = OBSERVED[name]
        if "refused_at_plan" in told:
            continue
        for call, own in zip(told.get("calls", []), prediction.calls, strict=False):
            if own.refusal is not None and not own.refusal.certain:
                continue
            if ("refused_by" in call) != own.refused:
                wrong.append(f"{name}: {seen(call)} refused by {call.get('refused_by')}, predicted {own.refusal}")
    assert not wrong, "\n".join(wrong)


def _text(calls: list[Sent]) -> str:
    return ", ".join(f"{action}({'+'.join(sorted(members))})" for action, members in calls)


@pytest.mark.parametrize(("key", "left"), [("userId", Later.EVERY_PLAN), ("accountId", None)])
def test_a_table_that_is_replaced_has_nothing_left_over(key: str, left: Later | None) -> None:
    texts = [
        "version: 1\nenvironments: {production: {region: us-east-1}}\n"
        f"tables: {{userSessions: {{partition_key: {name}, ttl: expires{caps}}}}}\n"
        for name, caps in (("userId", ", max_throughput: {read: 100}"), (key, ""))
    ]
    differences = predicted(Case("caps-left-out", "", "state", "", *texts)).differences
    assert max((item.later for item in differences if item.later), default=None) == left


CAPS = "max_throughput: {read: 100, write: 50}"


@pytest.mark.parametrize(
    ("after", "left"),
    [
        ("partition_key: deviceId", Later.EVERY_PLAN),
        ("partition_key: loginId", None),
        ("partition_key: deviceId, projection: {include: [expires]}", None),
        ("partition_key: loginId, max_throughput: {read: 100}", Later.NEXT_DEPLOY),
        (f"partition_key: loginId, {CAPS}", Later.NEXT_DEPLOY),
        ("partition_key: loginId, max_throughput: {read: -1, write: -1}", Later.EVERY_PLAN),
    ],
)
def test_an_index_that_is_built_again_has_no_cap_that_plans_could_show(after: str, left: Later | None) -> None:
    texts = [
        TABLE % f", ttl: expires, global_secondary_indexes: {{by_device: {{{index}}}}}"
        for index in (f"partition_key: deviceId, {CAPS}", after)
    ]
    differences = predicted(Case("rebuilt", "", "state", "", *texts)).differences
    assert max((item.later for item in differences if item.later), default=None, key=list(Later).index) == left


TABLE = (
    "version: 1\nenvironments: {production: {region: us-east-1}}\ntables: {userSessions: {partition_key: userId%s}}\n"
)
POLICY = (
    ", stream_policy: {Version: '2012-10-17', Statement: [{Effect: Allow, Action: dynamodb:GetRecords, Resource: '*',"
    " Principal: {AWS: 'arn:aws:iam::111122223333:role/audit'}}]}"
)


def test_the_policy_of_a_stream_with_another_view_is_replaced_with_it() -> None:
    texts = [TABLE % f", ttl: expires, stream: {view}{POLICY}" for view in ("NEW_IMAGE", "KEYS_ONLY")]
    (policy,) = predicted(Case("view", "", "state", "", *texts)).beside
    assert (policy.type, policy.action) == (STREAM_POLICY, Terraform.REPLACE)
    assert [call.operation for call in policy.calls] == ["DeleteResourcePolicy", "PutResourcePolicy"]


def test_one_copy_is_complete_before_the_next_is_created() -> None:
    replicas = ", replicas: {eu-west-1: {point_in_time_recovery: true}, us-west-2: {}}"
    texts = [TABLE % f", ttl: expires, stream: NEW_AND_OLD_IMAGES{more}" for more in ("", replicas)]
    calls = [sent(call) for call in predicted(Case("replicas", "", "state", "", *texts)).calls]
    assert [operation for operation, _ in calls] == ["UpdateTable", "UpdateContinuousBackups"] * 2
