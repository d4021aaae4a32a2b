"""A target that does not do what it should: every kind of broken promise is found, and named for what it is."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.prove.support import Body, Meddler, declare, prove

TABLES = """\
  userSessions:
    partition_key: userId
    sort_key: sessionId
    ttl: expiresAt
    stream: NEW_AND_OLD_IMAGES
    point_in_time_recovery: true
    server_side_encryption: AWS_MANAGED
    tags: {Application: shop}
    local_secondary_indexes:
      by_seen: {sort_key: {name: lastSeen, type: N}}
    global_secondary_indexes:
      by_device: {partition_key: deviceId, projection: {include: [agent]}}
    access_patterns:
      read: {get: [userId, sessionId]}
      all: {query: userId, sorted_by: lastSeen}
      of_device: {query: deviceId, attributes: [agent]}
      log_in: {put: [userId, sessionId]}
      touch: {update: [userId, sessionId]}
      log_out: {delete: [userId, sessionId]}
      read_again: {get: [userId, sessionId], consistent: true}
"""

pytestmark = pytest.mark.slow

Sabotage = Callable[[Meddler], None]


def before(operation: str, change: Callable[[Body], Any]) -> Sabotage:
    """Change a request on its way; `change` works on the body itself."""

    def meddle(meddler: Meddler) -> None:
        meddler.before[operation] = lambda body: (change(body), body)[1]

    return meddle


def after(operation: str, change: Callable[[Body, Body], Any]) -> Sabotage:
    """Change an answer on its way back, knowing what was asked."""

    def meddle(meddler: Meddler) -> None:
        meddler.after[operation] = lambda asked, answer: (change(asked, answer), answer)[1]

    return meddle


def on_index(name: str, change: Callable[[list[Body]], list[Body]], *, asking_all: bool = False) -> Sabotage:
    """Change the answers of queries on one index, by default of those that patterns ask and not of those that count."""

    def meddle(asked: Body, answer: Body) -> None:
        patterns = "ReturnConsumedCapacity" in asked
        narrow = "ProjectionExpression" in asked
        if asked.get("IndexName") == name and ((patterns and not asking_all) or (asking_all and not narrow)):
            answer["Items"] = change(answer["Items"])

    return after("Query", meddle)


def on_key(change: Callable[[Body], Body]) -> Sabotage:
    """Change the items that GetItem finds."""
    return after("GetItem", lambda _, answer: answer.update(Item=change(answer["Item"])) if "Item" in answer else None)


def on_record(change: Callable[[Body], Any]) -> Sabotage:
    return after("GetRecords", lambda _, answer: [change(record["dynamodb"]) for record in answer["Records"]])


def description(**values: Any) -> Sabotage:
    return after("DescribeTable", lambda _, answer: answer["Table"].update(values))


def astray(operation: str) -> Sabotage:
    """The write goes to a session that there is not, as if it had been lost."""
    return before(operation, lambda body: body["Key"].update(sessionId={"S": "astray"}))


def _made_otherwise(body: Body) -> None:
    body["StreamSpecification"]["StreamViewType"] = "KEYS_ONLY"
    body["GlobalSecondaryIndexes"][0]["Projection"] = {"ProjectionType": "KEYS_ONLY"}


_OFF = {"PointInTimeRecoveryEnabled": False}
_DISABLED = {"TimeToLiveStatus": "DISABLED"}


@pytest.mark.long
@pytest.mark.parametrize(
    ("sabotages", "broken"),
    [
        pytest.param(
            [
                before(
                    "UpdateTimeToLive", lambda body: body["TimeToLiveSpecification"].update(AttributeName="expires")
                ),
                before("UpdateContinuousBackups", lambda body: body["PointInTimeRecoverySpecification"].update(_OFF)),
                before("CreateTable", lambda body: body.update(Tags=[{"Key": "Application", "Value": "other"}])),
                description(
                    DeletionProtectionEnabled=True,
                    TableClassSummary={"TableClass": "STANDARD_INFREQUENT_ACCESS"},
                    BillingModeSummary={"BillingMode": "PROVISIONED"},
                    LocalSecondaryIndexes=[],
                ),
            ],
            {
                "ttl": "on `expires`",
                "point_in_time_recovery": "off",
                "tags": "Application=other",
                "deletion_protection": "on",
                "table_class": "STANDARD_INFREQUENT_ACCESS",
                "billing": "PROVISIONED, 0 read and 0 write units",
                "index by_seen": "missing",
            },
            id="settings that are others",
        ),
        pytest.param(
            [
                before("CreateTable", _made_otherwise),
                after("DescribeTimeToLive", lambda _, answer: answer["TimeToLiveDescription"].update(_DISABLED)),
            ],
            {
                "ttl": "off",
                "stream": "KEYS_ONLY",
                "stream record": "a change comes with its keys only",
                "index by_device": "deviceId S, KEYS_ONLY",
                "of_device": "other items came back",
            },
            id="a table that is another",
        ),
        pytest.param(
            [
                on_index("by_seen", lambda items: items[::-1]),
                on_record(lambda record: record["NewImage"].pop("touched", None)),
                astray("DeleteItem"),
                before("UpdateItem", lambda body: body.update(ConditionExpression="attribute_not_exists(userId)")),
            ],
            {
                "all": "the items came in another order",
                "stream record": "the new image is not the session as it was written",
                "log_out": "the session was still there",
                "touch": "DynamoDB refused it: The conditional request failed",
            },
            id="the wrong order, the wrong image, a lost write, a refused one",
        ),
        pytest.param(
            [
                on_index("by_seen", lambda items: items[:-1]),
                after("GetRecords", lambda _, answer: answer.update(Records=[], NextShardIterator=None)),
                astray("UpdateItem"),
            ],
            {
                "all": "4 items came back, 5 were due",
                "stream record": "no record of the change arrived",
                "touch": "the session is not as written",
            },
            id="too few, no record, another lost write",
        ),
        pytest.param(
            [before("UpdateItem", lambda body: body.update(ExpressionAttributeValues={":n0": {"N": "1"}}))],
            {"touch": "the session is not as written"},
            id="a write of something else, which is put right for what comes after it",
        ),
        pytest.param(
            [on_index("by_device", lambda items: [item | {"agent": {"S": "another"}} for item in items])],
            {"of_device": "other items came back"},
            id="another content",
        ),
        pytest.param(
            [on_key(lambda item: item | {"filler": {"S": "other"}})],
            {
                "read": "the session did not come back as it was written",
                "read_again": "the session did not come back as it was written",
                "touch": "the session is not as written",
                "log_in": "the session is not as written",
            },
            id="another session",
        ),
        pytest.param(
            [
                on_index(
                    "by_device", lambda items: [item | {"extra": {"S": "x" * 5000}} for item in items], asking_all=True
                )
            ],
            {
                "of_device": "it took 3.5 units, the estimate is 0.5",
                "log_in": "it took 10 units, the estimate is 5",
                "log_out": "it took 10 units, the estimate is 5",
            },
            id="entries that are larger than declared",
        ),
    ],
)
def test_a_promise_that_the_target_breaks_is_found(
    sabotages: list[Sabotage], broken: dict[str, str], meddler: Meddler, tmp_path: Path
) -> None:
    for sabotage in sabotages:
        sabotage(meddler)
    run = prove(declare(tmp_path, TABLES), "--sessions", "20", "--endpoint-url", meddler.url)
    assert (run.code, run.broken()) == (1, broken)
    assert run.proof["verdict"] == "broken"


def test_an_honest_target_keeps_all_of_them(meddler: Meddler, tmp_path: Path) -> None:
    run = prove(declare(tmp_path, TABLES), "--sessions", "20", "--endpoint-url", meddler.url)
    assert (run.code, run.broken(), run.proof["verdict"]) == (0, {}, "kept")


@pytest.mark.long
def test_a_target_that_counts_but_counts_otherwise_is_found(meddler: Meddler, tmp_path: Path) -> None:
    """It counts puts by their size, as the trial sees, and yet more than they cost."""

    def count_writes(asked: Body, answer: Body) -> None:
        size = len(str(asked["Item"])) // 1024 + 4
        answer["ConsumedCapacity"] = {"TableName": "-", "CapacityUnits": float(size)}

    after("PutItem", count_writes)(meddler)
    run = prove(declare(tmp_path, TABLES), "--sessions", "20", "--endpoint-url", meddler.url)
    assert run.code == 1
    assert run.broken()["log_in"] == "it took 6 units, the estimate is 5"


@pytest.mark.long
def test_a_call_that_becomes_a_scan_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever code runs the pattern, what counts is what the client sends."""
    from sessionform.prove.trial import Trial

    original = Trial._query

    def query(self: Any, question: Any) -> Any:
        self.client.scan(TableName=self.name)
        return original(self, question)

    monkeypatch.setattr(Trial, "_query", query)
    run = prove(declare(tmp_path, TABLES), "--sessions", "20")
    assert run.code == 1
    assert run.broken() == {"scans": "20"}
