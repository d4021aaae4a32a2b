"""Thousands of findings are counted, in every format, and each costs as much whatever the line is that it stands in."""

from __future__ import annotations

import json

import pytest

from sessionform.diagnostics import Diagnostic, Finding, Location, Severity
from sessionform.report.findings.bounded import MOST_LISTED, MOST_READ, bounded
from sessionform.report.findings.github import render_github
from sessionform.report.findings.json import render_json
from sessionform.report.findings.sarif import render_sarif
from sessionform.report.findings.text import render_text
from sessionform.report.layout import characters, excerpt


def diagnostics(count: int, rule: str = "some-rule", column: int = 1) -> list[Diagnostic]:
    place = Location("sessions.yaml", 1, column, 1, column + 1)
    return [Diagnostic(Finding(rule, Severity.ERROR, f"message {n}", ("a",), hint="h"), place) for n in range(count)]


def test_the_first_of_each_rule_are_kept() -> None:
    found = bounded([*diagnostics(5), *diagnostics(2, "other")], 3)
    assert [item.finding.message for item in found.shown] == [
        "message 0",
        "message 1",
        "message 2",
        "message 0",
        "message 1",
    ]
    assert dict(found.more) == {"some-rule": 2}


@pytest.mark.parametrize("more", [0, 1, 312])
def test_people_read_the_first_ones_and_how_many_more(more: int) -> None:
    items = diagnostics(MOST_READ + more)
    text = render_text(items, ["a: b"])
    assert text.count("error[some-rule]") == MOST_READ
    assert text.endswith(f"\n\n{MOST_READ + more} errors\n")
    assert text.count("more of this rule") == bool(more)
    assert not more or f" = note: and {more} more of this rule\n" in text
    annotations = render_github(items)
    assert annotations.count("::error") == MOST_READ
    assert annotations.count(f"%0Aand {more} more of this rule\n") == bool(more)


@pytest.mark.parametrize("more", [0, 1, 312])
def test_programs_are_given_more(more: int) -> None:
    items = diagnostics(MOST_LISTED + more)
    value = json.loads(render_json(items))
    assert len(value["diagnostics"]) == MOST_LISTED
    assert value.get("more") == ({"some-rule": more} if more else None)
    (run,) = json.loads(render_sarif(items))["runs"]
    assert len(run["results"]) == MOST_LISTED
    assert run.get("properties") == ({"more": {"some-rule": more}} if more else None)


def test_the_environments_of_a_finding_are_counted_too() -> None:
    names = tuple(f"e{number}" for number in range(100))
    item = Diagnostic(Finding("r", Severity.ERROR, "m", environments=names), Location("f", 1, 1, 1, 2))
    assert "e28, e29 and 70 more\n" in render_text([item], ["a"])


@pytest.mark.parametrize("character", ["a", "\\u0301", "\\u65e5", "\\x1b"])
@pytest.mark.parametrize("column", [1, 30_000, 60_000])
def test_only_what_can_be_seen_of_a_line_is_looked_at(
    character: str, column: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked_at: list[str] = []

    def glyphs(text: str, encoding: str = "utf-8") -> list[str]:
        looked_at.extend(text)
        return characters.glyphs(text, encoding)

    monkeypatch.setattr(excerpt, "glyphs", glyphs)
    line = character.encode().decode("unicode_escape") * 60_000
    text = render_text(diagnostics(1, column=column), [line], columns=100)
    assert len(looked_at) <= 2 * 4 * 100
    assert "^" in text
