"""A review for a terminal, and as JSON: stored whole."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest

from sessionform.report.review.json import render_review_json
from sessionform.report.review.text import MOST_CHANGES, MOST_TABLES, render_review_text
from sessionform.review.model import PlanRemark
from sessionform.review.outcome import Terraform
from tests.golden import assert_golden
from tests.report.reviews import everything
from tests.review.case import review_of

GOLDEN = Path(__file__).parent / "golden"


@pytest.mark.parametrize(
    "name", ["partition-key-changed", "accepted", "defaults-edited", "stream-disabled", "moved-into-defaults"]
)
def test_the_text_of_a_review_is_the_stored_one(name: str) -> None:
    assert_golden(render_review_text(review_of(name)), GOLDEN / f"review-{name}.txt")


def test_the_json_of_a_review_is_the_stored_one() -> None:
    assert_golden(render_review_json(review_of("accepted")), GOLDEN / "review-accepted.json")


def test_json_has_what_scripts_rely_on() -> None:
    value = json.loads(render_review_json(review_of("partition-key-changed")))
    (change,) = value["changes"]
    promised = "environment table address rule severity path before after terraform outcome message hint file line"
    assert set(promised.split()) <= set(change)
    assert value["version"] == 1
    assert value["verdict"] == "critical"
    assert value["tables"] == [
        {
            "environment": "production",
            "table": "userSessions",
            "terraform": "replace",
            "outcome": "data-loss",
            "refused": False,
        }
    ]
    assert (change["path"], change["line"]) == ("tables.userSessions.partition_key", 8)


def test_the_plan_is_told_after_the_changes() -> None:
    remark = PlanRemark(
        "production", "userSessions", "aws_dynamodb_table.userSessions", "hidden", Terraform.NO_OP, "so it is"
    )
    text = render_review_text(replace(review_of("key-type-changed"), plan=(remark,)))
    assert text.endswith("plan hidden: so it is (aws_dynamodb_table.userSessions)\n")
    value = json.loads(render_review_json(replace(review_of("key-type-changed"), plan=(remark,))))
    assert value["plan"][0]["judgement"] == "hidden"


def test_what_cannot_be_compared_is_no_claim_that_nothing_changes() -> None:
    result = replace(review_of("reordered"), statements=("compared under its earlier name",))
    assert "nothing changes" in render_review_text(result)
    assert "no change is known" in render_review_text(replace(result, compared=False))


def test_a_review_of_thousands_of_tables_stays_readable() -> None:
    result = review_of("partition-key-changed")
    changes = tuple(replace(result.changes[0], message=f"change {number}") for number in range(MOST_CHANGES + 5))
    tables = tuple(replace(result.tables[0], table=f"sessions{number}") for number in range(MOST_TABLES + 7))
    text = render_review_text(replace(result, changes=changes, tables=tables))
    assert "and 7 more rows, none worse" in text
    assert "5 more changes, none worse: `--format json` has everything" in text


def test_environments_in_which_the_same_happens_share_a_row() -> None:
    """All of three or more are counted, and on a narrow terminal the names give way before what happens."""
    result = review_of("key-type-changed")
    [table] = result.tables

    def rows(*environments: str, columns: int = 80) -> list[str]:
        tables = tuple(replace(table, environment=name) for name in environments)
        others = (replace(table, environment="staging", table="other"),)
        lines = render_review_text(replace(result, tables=tables + others), columns=columns).splitlines()
        return [line.split("  ")[0] for line in lines[4 : lines.index("", 4)]]

    assert rows("development", "production", columns=100) == ["development, production", "staging"]
    assert rows("development", "staging", "production") == ["all 3", "staging"]
    assert rows("development", "production", columns=76) == ["development,", "production", "staging"]


def test_colour_changes_no_text() -> None:
    result = review_of("index-and-ttl-together")
    assert re.sub(r"\x1b\[[0-9;]*m", "", render_review_text(result, color=True)) == render_review_text(result)


def test_a_long_hint_is_given_once() -> None:
    """Two tables, or two environments, of one edit: the second has a pointer to the first."""
    text = render_review_text(everything())
    steps = [line for line in text.splitlines() if "let the application write new sessions to the new table" in line]
    assert len(steps) == 1
    assert "= hint: as above, for `userSessions` in `production`" in text
