"""`rules`: every id that a report shows can be looked up, by people and by scripts."""

from __future__ import annotations

import json

import pytest

from sessionform.cli import main
from sessionform.report.layout.table import Layout
from sessionform.report.layout.terminal import Charset, Painter
from sessionform.report.reference.rules import render_list
from sessionform.review.effects import BY_ID
from sessionform.rules.catalogue import CHECKS, TOPICS

Captured = pytest.CaptureFixture[str]


def test_the_list_names_every_check_once_under_its_topic(capsys: Captured) -> None:
    assert main(["rules"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].split() == ["RULE", "SEVERITY", "WHAT", "IT", "SAYS"]
    shown = [line.split()[0] for line in lines if line.split()[1:2] and line.split()[1] in ("error", "warning", "note")]
    assert shown == [check.id for check in CHECKS]
    assert [line for line in lines if line in dict(TOPICS)] == list(dict(TOPICS))


def test_a_narrow_terminal_loses_no_word_of_the_list() -> None:
    text = render_list(Layout(70, Charset.of("utf-8"), Painter(color=False), flexible=2))
    assert max(map(len, text.splitlines())) <= 70
    words = set(text.split())
    assert [word for check in CHECKS for word in check.summary.split() if word not in words] == []


def test_a_rule_is_explained_with_its_reason_both_examples_and_the_way_to_live_with_it(capsys: Captured) -> None:
    assert main(["rules", "ttl-missing"]) == 0
    assert (
        capsys.readouterr().out
        == """\
warning[ttl-missing]: A session table without TTL grows for ever

Without TTL nothing removes a session once it has ended: storage grows, and a stolen
session id stays valid until the application itself rejects it. DynamoDB deletes expired
items at no cost.

Fails:
    tables:
      userSessions:
        partition_key: sessionId

Passes:
    tables:
      userSessions:
        partition_key: sessionId
        ttl: expiresAt

No fix is offered: the application has to store another value first.

To live with it, at the table or in `defaults`:
    waivers: [{rule: ttl-missing, reason: why it has to wait, expires: YYYY-MM-DD}]

Source: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/howitworks-ttl.html
"""
    )


@pytest.mark.parametrize("rule", [check.id for check in CHECKS])
def test_every_check_is_explained(rule: str, capsys: Captured) -> None:
    check = next(check for check in CHECKS if check.id == rule)
    assert main(["rules", rule]) == 0
    output = capsys.readouterr().out
    assert output.startswith(f"{check.severity}[{rule}]: {check.summary}\n")
    assert " ".join(check.why.split()) in " ".join(output.split())


@pytest.mark.parametrize("rule", ["key-attribute-twice", "waiver-unused", "yaml-syntax"])
def test_nobody_is_told_to_waive_what_cannot_be_waived(rule: str, capsys: Captured) -> None:
    main(["rules", rule])
    assert "To live with it" not in capsys.readouterr().out


@pytest.mark.parametrize("kind", list(BY_ID))
def test_a_kind_of_change_is_explained_too_since_reports_name_it(kind: str, capsys: Captured) -> None:
    assert main(["rules", kind]) == 0
    output = capsys.readouterr().out
    assert output.startswith(f"{BY_ID[kind].severity}[{kind}]: {BY_ID[kind].summary}\n")
    assert f"Terraform shows `{BY_ID[kind].terraform}`; really happens: {BY_ID[kind].outcome}.\n" in output
    assert f"accept: [{{change: {kind}, " in output


def test_checks_and_kinds_of_change_share_no_id() -> None:
    assert not {check.id for check in CHECKS} & BY_ID.keys()


def test_scripts_get_every_check_in_the_same_order(capsys: Captured) -> None:
    assert main(["rules", "--format", "json"]) == 0
    report = json.loads(capsys.readouterr().out)
    assert report["version"] == 1
    assert [rule["id"] for rule in report["rules"]] == [check.id for check in CHECKS]


def test_scripts_get_one_rule_with_everything_that_people_get(capsys: Captured) -> None:
    assert main(["rules", "ttl-attribute-nested", "--format", "json"]) == 0
    (rule,) = json.loads(capsys.readouterr().out)["rules"]
    assert rule["why"].endswith("and deletes nothing.")
    assert {key: rule[key] for key in rule if key != "why"} == {
        "kind": "check",
        "id": "ttl-attribute-nested",
        "severity": "error",
        "summary": "The TTL attribute is a top-level attribute",
        "source": "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/howitworks-ttl.html",
        "help": "docs/rules/ttl-attribute-nested.md",
        "form": "yaml",
        "failing": "tables:\n  userSessions:\n    partition_key: sessionId\n    ttl: session.expires\n",
        "passing": "tables:\n  userSessions:\n    partition_key: sessionId\n    ttl: expires\n",
        "no_fix": "",
    }


def test_scripts_get_a_kind_of_change_with_what_it_does(capsys: Captured) -> None:
    assert main(["rules", "partition-key-changed", "--format", "json"]) == 0
    (kind,) = json.loads(capsys.readouterr().out)["rules"]
    assert (kind["kind"], kind["terraform"], kind["outcome"]) == ("change", "replace", "data-loss")
    assert kind["help"] == "docs/changes/partition-key-changed.md"


@pytest.mark.parametrize(
    ("asked", "hint"),
    [
        ("ttl-mising", "did you mean `ttl-missing`?"),
        ("TTL_MISSING", "did you mean `ttl-missing`?"),
        ("partition-key-change", "did you mean `partition-key-changed`"),
        ("xyzzy", "`sessionform rules` lists them"),
    ],
)
@pytest.mark.parametrize("form", ["human", "json"])
def test_an_unknown_id_is_a_use_error_with_the_one_that_was_meant(
    asked: str, hint: str, form: str, capsys: Captured
) -> None:
    assert main(["rules", asked, "--format", form]) == 2
    output = capsys.readouterr()
    assert output.out == ""
    assert f"there is no rule `{asked}`" in output.err
    assert hint in output.err


def test_colour_is_given_when_asked_for(capsys: Captured) -> None:
    main(["rules", "ttl-missing", "--color", "always"])
    coloured = capsys.readouterr().out
    assert coloured.startswith("\x1b[")
    main(["rules", "ttl-missing", "--color", "never"])
    assert "\x1b" not in capsys.readouterr().out
