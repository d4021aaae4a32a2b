"""`accept`: what it accepts, until when, and what is said about one that accepts nothing."""

from __future__ import annotations

from datetime import date

import pytest

from sessionform.compile import compile_text
from sessionform.review.model import Review, ReviewSeverity
from sessionform.review.review import review

BEFORE = """\
version: 1
environments:
  development: {region: us-east-1}
  production: {region: us-east-1}
tables:
  userSessions: {partition_key: userId, ttl: expiresAt}
"""
AFTER = BEFORE.replace("userId", "accountId")
TODAY = date(2026, 12, 1)


def reviewed(
    *acceptances: str, before: str = BEFORE, today: date = TODAY, environments: tuple[str, ...] = ()
) -> Review:
    accept = "".join(f"  - {{{item}}}\n" for item in acceptances)
    after = f"{AFTER}accept:\n{accept}" if accept else AFTER
    base, head = compile_text(before, "before.yaml", today), compile_text(after, "sessions.yaml", today)
    return review(base, head, today, environments=environments)


def problems(result: Review) -> list[tuple[str, str, int]]:
    return [(item.finding.rule, str(item.finding.severity), item.location.line) for item in result.diagnostics]


def test_a_critical_change_fails_the_review() -> None:
    result = reviewed()
    assert result.verdict is ReviewSeverity.CRITICAL
    assert result.fails(ReviewSeverity.CRITICAL)


def test_an_acceptance_takes_the_change_out_of_the_verdict_and_keeps_it_in_sight() -> None:
    result = reviewed("change: partition-key-changed, reason: nobody is logged in yet")
    assert result.verdict is ReviewSeverity.NONE
    assert not result.fails(ReviewSeverity.CRITICAL)
    assert {change.accepted.reason for change in result.changes if change.accepted} == {"nobody is logged in yet"}
    assert {table.severity for table in result.tables} == {ReviewSeverity.CRITICAL}


@pytest.mark.parametrize("narrow", ["environment: development", "table: userSessions, environment: development"])
def test_an_acceptance_for_one_environment_leaves_the_other(narrow: str) -> None:
    result = reviewed(f"change: partition-key-changed, reason: empty, {narrow}")
    assert {change.environment: change.accepted is not None for change in result.changes} == {
        "development": True,
        "production": False,
    }
    assert result.fails(ReviewSeverity.CRITICAL)


def test_an_acceptance_holds_on_its_last_day_and_not_after_it() -> None:
    item = "change: partition-key-changed, reason: empty, expires: 2026-12-01"
    assert not reviewed(item).fails(ReviewSeverity.CRITICAL)
    late = reviewed(item, today=date(2026, 12, 2))
    assert late.fails(ReviewSeverity.CRITICAL)
    assert problems(late) == [("acceptance-expired", "warning", 8)]


@pytest.mark.parametrize(
    ("earlier", "said"),
    [
        ("change: partition-key-changed, reason: empty", True),
        ("change: partition-key-changed, reason: empty, expires: 2027-01-01", False),
        ("change: partition-key-changed, reason: another one", False),
        ("change: partition-key-changed, reason: empty, table: userSessions", False),
    ],
)
def test_an_acceptance_that_the_base_has_already_is_said_to_be_no_part_of_the_diff(earlier: str, said: bool) -> None:
    result = reviewed("change: partition-key-changed, reason: empty", before=f"{BEFORE}accept:\n  - {{{earlier}}}\n")
    sentence = "what `accept` says of `partition-key-changed` is already in the base"
    assert [item.startswith(sentence) for item in result.statements] == ([True] if said else [])
    assert not result.fails(ReviewSeverity.CRITICAL)


def test_an_acceptance_that_is_left_over_is_a_warning() -> None:
    """It stays in the file after the merge, when base and head are the same."""
    result = reviewed("change: partition-key-changed, reason: empty", before=AFTER)
    assert result.changes == ()
    assert problems(result) == [("acceptance-unused", "warning", 8)]
    assert not result.fails(ReviewSeverity.LOW)


def test_an_unknown_kind_of_change_is_an_error_without_a_base() -> None:
    head = compile_text(
        f"{AFTER}accept:\n  - {{change: partition-key-change, reason: empty}}\n", "sessions.yaml", TODAY
    )
    (found,) = (item for item in head.diagnostics if item.finding.rule == "acceptance-unknown")
    assert head.failed
    assert (str(found.finding.severity), found.location.line) == ("error", 8)
    assert "partition-key-changed" in found.finding.hint


@pytest.mark.parametrize("narrow", ["", ", environment: production"])
@pytest.mark.parametrize("expires", ["2026-11-30", "2026-12-31"])
def test_an_acceptance_is_not_left_over_where_its_environment_is_not_looked_at(narrow: str, expires: str) -> None:
    item = f"change: ttl-switched-off, reason: never, expires: {expires}{narrow}"
    assert problems(reviewed(item, environments=("development",))) == []
    assert len(problems(reviewed(item, environments=("development", "production")))) == (1 if narrow else 0)
    assert len(problems(reviewed(item))) == 1


def test_what_is_wrong_with_an_acceptance_is_said_where_its_environment_is_looked_at() -> None:
    unused = "change: ttl-switched-off, reason: never, environment: development"
    assert problems(reviewed(unused, environments=("development",))) == [("acceptance-unused", "warning", 8)]
    ended = "change: partition-key-changed, reason: empty, expires: 2026-11-30"
    assert problems(reviewed(ended, environments=("development",))) == [("acceptance-expired", "warning", 8)]


PROTECTED = """\
version: 1
environments: {production: {region: us-east-1}}
tables:
  userSessions: {partition_key: userId, ttl: expiresAt, deletion_protection: true%s}
accept:
  - {change: partition-key-changed, reason: nobody is logged in yet}
"""
REPLICAS = ", stream: NEW_AND_OLD_IMAGES, replicas: {eu-west-1: {}}"


@pytest.mark.parametrize(
    "more", ["", REPLICAS], ids=["alone", "with a replica, which is lost before AWS rejects the rest"]
)
def test_what_aws_rejects_nobody_can_accept(more: str) -> None:
    before = PROTECTED % more
    base, head = (
        compile_text(text, "sessions.yaml", TODAY) for text in (before, before.replace("userId", "accountId"))
    )
    result = review(base, head, TODAY)
    assert not any(change.accepted for change in result.changes)
    assert result.fails(ReviewSeverity.CRITICAL)
    assert [rule for rule, _, _ in problems(result)] == ["acceptance-unused"]
