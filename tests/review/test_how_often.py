"""How often AWS takes a change: the words for people, and that the tests' AWS refuses at the same number."""

from __future__ import annotations

import pytest

from sessionform.compile import compile_text
from sessionform.facts import how_often
from sessionform.review.review import review
from tests.gate import refusals_beside, refusals_how_often
from tests.review.case import TODAY

TABLE = """\
version: 1
environments:
  production: {region: us-east-1}
tables:
  userSessions:
    partition_key: userId
"""
PROVISIONED = "    billing_mode: PROVISIONED\n    capacity: {read: %s, write: 20}\n"


@pytest.mark.parametrize(
    ("budget", "words", "wait"),
    [
        (how_often.TTL, "one change of TTL per hour", "an hour"),
        (how_often.TABLE_CLASS, "two changes of class in 30 days, for each replica too", "30 days"),
        (how_often.ENCRYPTION, "four changes of encryption in 24 hours, and then one every 6 hours", "6 hours"),
        (
            how_often.DECREASES,
            "four decreases of capacity per day (UTC), and then one every hour, for the table and for each index",
            "an hour",
        ),
        (how_often.TO_ON_DEMAND, "four switches to on-demand in 24 hours", "24 hours"),
    ],
)
def test_a_budget_says_how_often_and_how_long_to_wait(budget: how_often.Budget, words: str, wait: str) -> None:
    assert (budget.words, budget.wait) == (words, wait)


def test_the_tests_aws_refuses_at_the_same_numbers() -> None:
    """The gate has its own facts. Of TTL it has what was measured, which is within what AWS documents."""
    gate = refusals_how_often
    assert (how_often.TABLE_CLASS.count, how_often.TABLE_CLASS.hours) == (gate.CLASS_CHANGES, gate.CLASS_WINDOW)
    assert how_often.ENCRYPTION.count == gate.ENCRYPTION_CHANGES
    assert (how_often.DECREASES.count, how_often.DECREASES.then_hours) == (gate.DECREASES, gate.DECREASE_EVERY)
    assert how_often.TTL.hours >= refusals_beside.TTL_WINDOW


@pytest.mark.parametrize(
    ("before", "after", "budget"),
    [
        ("", "    table_class: STANDARD_INFREQUENT_ACCESS\n", how_often.TABLE_CLASS),
        ("", "    server_side_encryption: AWS_MANAGED\n", how_often.ENCRYPTION),
        ("", "    ttl: expires\n", how_often.TTL),
        (PROVISIONED % 20, PROVISIONED % 10, how_often.DECREASES),
        (PROVISIONED % 20, "", how_often.TO_ON_DEMAND),
        (PROVISIONED % 20, PROVISIONED % 30, None),
        ("", "    deletion_protection: true\n", None),
    ],
)
def test_a_change_says_how_often_aws_takes_it(before: str, after: str, budget: how_often.Budget | None) -> None:
    sides = (compile_text(TABLE + text, f"{name}.yaml", TODAY) for text, name in ((before, "a"), (after, "b")))
    changes = review(*sides, TODAY).changes
    said = {words for change in changes for words in change.hint.split("\n") if words.startswith("AWS accepts ")}
    assert said == ({f"AWS accepts {budget.words}"} if budget else set())
    assert {item for change in changes for call in change.calls for item in call.budgets} == (
        {budget} if budget else set()
    )


def test_deploys_that_aws_takes_one_after_the_other_say_how_often_it_takes_what_is_in_them() -> None:
    before, after = (
        PROVISIONED % 20,
        PROVISIONED % 10
        + (
            "    stream: KEYS_ONLY\n    table_class: STANDARD_INFREQUENT_ACCESS\n    server_side_encryption: AWS_MANAGED\n"
        ),
    )
    sides = (compile_text(TABLE + text, f"{name}.yaml", TODAY) for text, name in ((before, "a"), (after, "b")))
    hints = {change.rule: change.hint.split("\n") for change in review(*sides, TODAY).changes}
    told = [line for line in hints["changes-refused-together"] if line.startswith("AWS accepts ")]
    assert told == [f"AWS accepts {budget.words}" for budget in (how_often.DECREASES, how_often.ENCRYPTION)]
    counted = f"AWS accepts {how_often.TABLE_CLASS.words}: what has been applied counts, and so does undoing it"
    assert counted in hints["partly-applied"]
