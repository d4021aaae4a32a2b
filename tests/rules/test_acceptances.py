"""What is said of `accept` without a base: a kind of change, a table or an environment that there is not, and a day that is past."""

from __future__ import annotations

from datetime import date

import pytest

from sessionform.compile import compile_text
from tests.rules.examples import fix_of

HEAD = """\
version: 1
environments:
  staging: {region: us-east-1}
tables:
  userSessions: {partition_key: userId, ttl: expiresAt, renamed_from: loginSessions}
removed:
  deviceSessions: {keep: true}
accept:
"""

TODAY = date(2026, 12, 1)


def said(item: str) -> list[tuple[str, str, list[str]]]:
    """The message, the hint and the fixes of everything that is said of one acceptance."""
    text = f"{HEAD}  - {{change: partition-key-changed, reason: nobody is logged in yet, {item}}}\n"
    if item.startswith("change:"):
        text = text.replace("change: partition-key-changed, ", "")
    findings = [item.finding for item in compile_text(text, "sessions.yaml", TODAY).diagnostics]
    return [(finding.message, finding.hint, list(map(fix_of, finding.fixes))) for finding in findings]


@pytest.mark.parametrize(
    ("kind", "hint", "fixes"),
    [
        (
            "partition-key-change",
            "did you mean `partition-key-changed`?",
            ["safe fix: accept[0].change = partition-key-changed"],
        ),
        ("partition", "did you mean `partition-key-changed`?", ["fix: accept[0].change = partition-key-changed"]),
        ("xyz", "docs/review.md lists the kinds of change", []),
    ],
)
def test_a_kind_of_change_that_does_not_exist(kind: str, hint: str, fixes: list[str]) -> None:
    message = f"`{kind}` is not a kind of change, so this accepts nothing"
    assert said(f"change: {kind}") == [(message, hint, fixes)]


@pytest.mark.parametrize(
    ("key", "written", "meant"),
    [
        ("table", "userSession", "userSessions"),
        ("table", "loginSesions", "loginSessions"),
        ("table", "deviceSesions", "deviceSessions"),
        ("environment", "stagging", "staging"),
    ],
)
def test_a_name_that_is_almost_one_of_the_files(key: str, written: str, meant: str) -> None:
    message = f"the acceptance of `partition-key-changed` names the {key} `{written}`, which does not exist"
    fix = f"safe fix: accept[0].{key} = {meant}"
    assert said(f"{key}: {written}") == [(message, f"did you mean `{meant}`?", [fix])]


@pytest.mark.parametrize(
    "names",
    [
        "table: userSessions",
        "table: loginSessions",
        "table: deviceSessions",
        "table: carts",
        "environment: staging",
        "environment: sandbox",
        "expires: 2026-12-01",
    ],
)
def test_nothing_is_said_of_a_name_that_is_there_or_unlike_any_other(names: str) -> None:
    assert said(names) == []


def test_past_its_day_it_can_be_removed() -> None:
    message = "the acceptance of `partition-key-changed` expired on 2026-11-30"
    assert said("expires: 2026-11-30") == [
        (message, "remove it, or set a new day", ["safe fix: no accept[0]"]),
    ]
