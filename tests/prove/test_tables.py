"""Clean-up on a DynamoDB that takes its time: nothing is given up too early, and nothing is waited for in vain."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError

from sessionform.errors import OutsideError
from sessionform.prove.tables import Made, Tables

CLIENT = boto3.client("dynamodb", region_name="us-east-1", aws_access_key_id="x", aws_secret_access_key="x")


@dataclass
class Busy:
    """A client whose answers are these, one after the other: the code of an error, an exception, or None."""

    answers: list[Any]
    calls: list[str] = field(default_factory=list)
    exceptions: Any = CLIENT.exceptions

    def delete_table(self, **_: Any) -> None:
        self._answer("DeleteTable")

    def describe_table(self, **_: Any) -> dict[str, Any]:
        self._answer("DescribeTable")
        return {"Table": {"TableStatus": "DELETING"}}

    def update_table(self, **_: Any) -> None:
        self._answer("UpdateTable")

    def _answer(self, operation: str) -> None:
        self.calls.append(operation)
        answer = self.answers.pop(0)
        if isinstance(answer, BaseException):
            raise answer
        if answer is not None:
            error = getattr(self.exceptions, answer, ClientError)
            raise error({"Error": {"Code": answer, "Message": "as the test says"}}, operation)


@dataclass
class Clock:
    now: float = 0.0

    def sleep(self, seconds: float) -> None:
        self.now += seconds

    def __call__(self) -> float:
        return self.now


def removal(answers: list[Any], *, certain: bool = True, protected: bool = False) -> tuple[Busy, Clock, Tables]:
    client, clock = Busy(answers), Clock()
    made = Made(client, "prove-1", "us-east-1", protected, certain)
    return client, clock, Tables(clock.sleep, clock, [made])


def test_a_table_that_is_still_being_made_is_deleted_when_it_is_done() -> None:
    client, clock, tables = removal(["ResourceInUseException"] * 20 + ["LimitExceededException", None])
    tables.remove_all()
    assert (client.answers, clock.now, tables.made) == ([], 21.0, [])


def test_a_table_whose_request_was_cut_off_is_looked_for_a_while() -> None:
    client, clock, tables = removal(["ResourceNotFoundException"] * 3 + ["ResourceInUseException", None], certain=False)
    tables.remove_all()
    assert (client.answers, clock.now) == ([], 4.0)


def test_a_table_that_never_came_is_not_waited_for_longer() -> None:
    client, clock, tables = removal(["ResourceNotFoundException"] * 10, certain=False)
    tables.remove_all()
    assert (len(client.calls), clock.now, tables.made) == (6, 5.0, [])


def test_a_table_that_is_gone_needs_nothing() -> None:
    client, clock, tables = removal(["ResourceNotFoundException"])
    tables.remove_all()
    assert (client.calls, clock.now) == (["DeleteTable"], 0.0)


def test_protection_is_taken_off_first() -> None:
    client, _, tables = removal([None, None], protected=True)
    tables.remove_all()
    assert client.calls == ["UpdateTable", "DeleteTable"]


def test_a_removal_that_a_signal_cuts_short_is_done_again() -> None:
    client, _, tables = removal([KeyboardInterrupt(), None])
    tables.remove_all()
    assert (client.calls, tables.made) == (["DeleteTable", "DeleteTable"], [])


def test_a_table_that_stays_busy_is_named_and_the_others_go() -> None:
    _, clock, tables = removal(["ResourceInUseException"] * 400)
    other = Busy([None])
    tables.made.insert(0, Made(other, "prove-0", "eu-west-1", protected=False, certain=True))
    with pytest.raises(OutsideError, match="`prove-1` in us-east-1") as raised:
        tables.remove_all()
    assert raised.value.hint == "aws dynamodb delete-table --region us-east-1 --table-name prove-1"
    assert clock.now == 300.0
    assert (other.calls, tables.made) == (["DeleteTable"], [])


def test_a_table_of_the_same_name_that_is_going_is_waited_for() -> None:
    client, clock = Busy([None, None, None, "ResourceNotFoundException"]), Clock()
    tables = Tables(clock.sleep, clock)
    tables.expect(client, "prove-1", "us-east-1", protected=False)
    assert ([made.name for made in tables.made], clock.now) == (["prove-1"], 3.0)


def test_one_that_does_not_go_is_in_the_way() -> None:
    tables = Tables((clock := Clock()).sleep, clock)
    with pytest.raises(OutsideError, match="there is a table `prove-1` in us-east-1 already"):
        tables.expect(Busy([None] * 400), "prove-1", "us-east-1", protected=False)
    assert tables.made == []
