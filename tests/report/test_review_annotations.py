"""A review on the lines of files: as a SARIF log and as GitHub's workflow commands."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft4Validator

from sessionform import __version__
from sessionform.diagnostics import Location
from sessionform.facts.github import JOB_ANNOTATIONS
from sessionform.report.review.github import render_review_github
from sessionform.report.review.sarif import render_review_sarif
from sessionform.review.model import PlanRemark, Review, ReviewSeverity
from sessionform.review.outcome import Terraform
from tests.golden import assert_golden
from tests.report.reviews import AFTER, BEFORE, everything, reviewed
from tests.review.case import CASES

HERE = Path(__file__).parent
SARIF = Draft4Validator(json.loads((HERE / "data" / "sarif-2.1.0-rtm.5.json").read_text(encoding="utf-8")))


def results(review: Review) -> list[dict[str, Any]]:
    log = json.loads(render_review_sarif(review))
    SARIF.validate(log)
    found: list[dict[str, Any]] = log["runs"][0]["results"]
    return found


def test_the_log_looks_as_stored() -> None:
    text = render_review_sarif(everything())
    SARIF.validate(json.loads(text))
    assert_golden(text.replace(f'"{__version__}"', '"@@VERSION@@"'), HERE / "golden" / "review-everything.sarif")


def test_the_annotations_look_as_stored() -> None:
    assert_golden(render_review_github(everything()), HERE / "golden" / "review-everything.github")


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_every_place_is_in_the_head(case: Any) -> None:
    """GitHub has no other file to show, and drops what lies behind a file's end."""
    review = case.review()
    lines = len(case.after.splitlines())
    for result in results(review):
        (location,) = result["locations"]
        assert location["physicalLocation"]["artifactLocation"]["uri"] == "after.yaml"
        assert 1 <= location["physicalLocation"]["region"]["startLine"] <= lines
    for line in render_review_github(review).splitlines():
        properties = dict(item.split("=", 1) for item in line.split("::")[1].partition(" ")[2].split(","))
        assert properties.get("file", "after.yaml") == "after.yaml"
        assert 1 <= int(properties.get("line", 1)) <= lines


def test_what_is_gone_stands_at_what_is_left_around_it() -> None:
    """The stream's line is gone from the table, and the table `oldSessions` from `tables`."""
    found = {
        (item["ruleId"], item["locations"][0]["physicalLocation"]["region"]["startLine"])
        for item in results(everything())
    }
    line = {text.strip().partition(":")[0]: number for number, text in enumerate(AFTER.splitlines(), 1)}
    assert ("stream-disabled", line["userSessions"]) in found
    assert ("table-removed", line["tables"]) in found
    message = next(item for item in results(everything()) if item["ruleId"] == "table-removed")["message"]["text"]
    assert "Before: main:sessions.yaml:14" in message


def test_a_line_of_defaults_that_is_gone_stands_at_its_table() -> None:
    after = BEFORE.replace("defaults:\n  ttl: expires\n", "")
    (result, *_) = results(reviewed(BEFORE, after))
    line = result["locations"][0]["physicalLocation"]["region"]["startLine"]
    assert after.splitlines()[line - 1].strip() == "userSessions:"


def test_an_accepted_change_is_suppressed_in_the_source() -> None:
    accepted = [item for item in results(everything()) if "suppressions" in item]
    assert [(item["ruleId"], item["level"], item["properties"]["environments"]) for item in accepted] == [
        ("partition-key-changed", "note", ["development"])
    ]
    (suppression,) = accepted[0]["suppressions"]
    assert suppression["kind"] == "inSource"
    assert suppression["justification"].startswith("nobody works there")
    commands = [line for line in render_review_github(everything()).splitlines() if "accepted: nobody" in line]
    assert [line.split(" ")[0] for line in commands] == ["::notice"]


@pytest.mark.parametrize(
    ("severity", "level", "command"),
    [
        ("CRITICAL", "error", "error"),
        ("HIGH", "warning", "warning"),
        ("MEDIUM", "warning", "warning"),
        ("LOW", "note", "notice"),
    ],
)
def test_severities_become_levels(severity: str, level: str, command: str) -> None:
    result = reviewed()
    change = next(item for item in result.changes if item.accepted is None)
    result = replace(result, changes=(replace(change, severity=ReviewSeverity[severity]),), diagnostics=())
    assert [item["level"] for item in results(result)] == [level]
    assert render_review_github(result).startswith(f"::{command} file=sessions.yaml,line=")


def test_what_is_only_for_information_is_no_annotation() -> None:
    result = reviewed(None, AFTER)
    assert {change.severity for change in result.changes} == {ReviewSeverity.NONE}
    assert {item["ruleId"] for item in results(result)} == {"acceptance-unused"}
    assert "table-added" not in render_review_github(result)


def test_rules_come_with_the_facts_and_their_source() -> None:
    (run,) = json.loads(render_review_sarif(everything()))["runs"]
    rules = {rule["id"]: rule for rule in run["tool"]["driver"]["rules"]}
    assert rules["partition-key-changed"]["help"]["text"].startswith("A table's key is fixed")
    assert rules["partition-key-changed"]["helpUri"].startswith("https://docs.aws.amazon.com/")
    assert run["automationDetails"] == {"id": "sessionform/review/"}


def test_no_more_annotations_than_a_job_keeps() -> None:
    result = reviewed()
    change = next(item for item in result.changes if item.accepted is None)
    changes = tuple(
        replace(change, location=Location("sessions.yaml", line, 1, line, 2)) for line in range(1, JOB_ANNOTATIONS + 4)
    )
    remarks = (PlanRemark("production", "a", "aws_dynamodb_table.a", "drift", Terraform.UPDATE, "changed by hand"),) * (
        JOB_ANNOTATIONS + 2
    )
    text = render_review_github(replace(result, changes=changes, plan=remarks, diagnostics=()))
    assert text.count("::error ") == JOB_ANNOTATIONS
    assert "::notice title=review::3 more changes, none worse\n" in text
    assert text.count("::warning title=plan%3A drift::production: changed by hand\n") == JOB_ANNOTATIONS
    assert "::notice title=plan::2 more remarks on the plan\n" in text


def test_nothing_that_a_user_wrote_is_a_command() -> None:
    result = everything()
    change = replace(result.changes[0], message="x\n::error::y", hint="a\n::stop-commands::b", rule="r,file=z")
    text = render_review_github(replace(result, changes=(change,), statements=("::debug::c\r\n::debug::d",)))
    assert [
        line.split(" ")[0] for line in text.splitlines() if not line.startswith(("::error ", "::warning ", "::notice "))
    ] == []
