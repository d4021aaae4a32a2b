"""What the schema refuses becomes plain sentences about the user's words, each once, at its line and column."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from sessionform.compile import compile_text
from sessionform.diagnostics import Diagnostic, Severity
from sessionform.report.findings.text import render_text
from sessionform.source import schema
from sessionform.source.schema import takes
from tests.golden import assert_golden

CASES = sorted((Path(__file__).parent / "schema").glob("*.yaml"))

JARGON = re.compile(
    r"is not valid under|is not of type|is a required property|Additional properties|does not match|is not one of|"
    r"was expected|non-empty|is too (long|short)|None|\bTrue\b|\bFalse\b|(?<!\w)'|\bnull\b|oneOf|anyOf|\benum\b|schema|instance"
)
"""What a JSON Schema library or Python would say. What the user wrote stands in backticks, and may say so too."""


def errors(text: str, file: str = "sessions.yaml") -> list[Diagnostic]:
    return [item for item in compile_text(text, file).diagnostics if item.finding.severity is Severity.ERROR]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_the_errors_read_as_stored(case: Path) -> None:
    text = case.read_bytes().decode("utf-8")
    assert_golden(render_text(errors(text, case.name), text.splitlines(), columns=100), case.with_suffix(".txt"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_the_errors_have_the_stored_fixes(case: Path) -> None:
    text = "".join(map(_fixes, errors(case.read_bytes().decode("utf-8"), case.name)))
    stored = case.with_suffix(".fixes.txt")
    if text:
        assert_golden(text, stored)
    else:
        assert not stored.exists()


def _fixes(found: Diagnostic) -> str:
    return "".join(
        f"{found.location.line}: {found.finding.message}\n"
        f"  {'safe' if fix.safe else 'changes the meaning'}: {', '.join(map(str, fix.edits))}\n"
        for fix in found.finding.fixes
    )


def test_what_fits_is_not_shown_to_the_library(monkeypatch: pytest.MonkeyPatch) -> None:
    """Importing it takes longer than all the rest of a check."""
    monkeypatch.setattr(schema, "_errors", lambda _value: pytest.fail("the library was asked"))
    text = "version: 1\nenvironments: {a: {region: us-east-1}}\ntables: {s: {partition_key: id, ttl: at}}\n"
    assert errors(text) == []


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_they_stand_in_file_order_each_once_in_plain_words(case: Path) -> None:
    found = errors(case.read_bytes().decode("utf-8"))
    places = [(item.location.line, item.location.column) for item in found]
    assert places == sorted(places)
    said = [(item.finding.rule, item.finding.message, item.location) for item in found]
    assert len(said) == len(set(said)) > 0
    for item in found:
        words = re.sub(r"`[^`]*`", "", f"{item.finding.message}\n{item.finding.hint}")
        assert not JARGON.search(words), words
        assert item.finding.hint


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_the_line_ends_of_windows_change_nothing(case: Path) -> None:
    text = case.read_bytes().decode("utf-8")
    assert errors(text.replace("\n", "\r\n")) == errors(text)


@pytest.mark.parametrize(("target", "taken"), [(9, False), (10, True), (90, True), (91, False)])
def test_the_target_of_autoscaling_is_what_aws_was_seen_to_take(target: int, taken: bool) -> None:
    assert takes("capacity", {"read": {"min": 5, "max": 50, "target_utilization": target}, "write": 5}) == taken


ACCEPTED = """\
version: 1
environments: {a: {region: us-east-1}}
tables: {s: {partition_key: id, ttl: at, waivers: [{rule: ttl-missing, reason: "%s"}]}}
accept: [{change: partition-key-changed, reason: "%s"}]
"""


@pytest.mark.parametrize(
    "reason", [" ", r"\n", r"\t ", r"\u00a0", r"\u200b", r"\u3164", r"\u2800 \ufe0f", r"\u2060\u00ad"]
)
def test_a_reason_that_cannot_be_seen_is_none(reason: str) -> None:
    found = errors(ACCEPTED % (reason, reason))
    assert [item.finding.rule for item in found] == ["bad-format"] * 2
    assert all("is not a reason in words" in item.finding.message for item in found)


@pytest.mark.parametrize("reason", ["x", "-", " x ", "夜", "ㄱ", r"\u200bx", "🙂"])
def test_a_reason_may_be_anything_that_can_be_seen(reason: str) -> None:
    assert errors(ACCEPTED % (reason, reason)) == []


def test_an_empty_reason_is_reported_once() -> None:
    assert [item.finding.rule for item in errors(ACCEPTED % ("", ""))] == ["missing-value"] * 2


ADDRESSES = """\
version: 1
environments: {a: {region: us-east-1, endpoint_url: "%s", backend: {http: {address: "%s"}}}}
tables: {s: {partition_key: id, ttl: at}}
"""


HOSTS = ("a", "127.0.0.1:1", "localhost:65535", "local_stack.team-a.example.", "[::1]:4566", "[::]")
HOSTS_OF_IPV6 = ("[1:2:3:4:5:6:7:8]", "[1::3:4:5:6:7:8]", "[::2:3:4:5:6:7:8]", "[FE80::abcd]")
NO_HOSTS = ("", "a b", "a/ b", "-", ".", "a..b", "me:secret@a", "häuser", "a\u00a0", ":80", "::1")
NO_PORTS = ("a:0", "a:65536", "a:99999", "a:", "a:b", "[::1]:65536")
NO_IPV6 = ("[", "[]", "[:]", "[::1", "[1::2::3]", "[1:2:3:4:5:6:7]", "[1::3:4:5:6:7:8:9]", "[12345::]", "[::1]x")


@pytest.mark.parametrize("authority", HOSTS + HOSTS_OF_IPV6)
def test_an_address_has_a_host_and_a_port_that_there_can_be(authority: str) -> None:
    for text in (f"http://{authority}", f"https://{authority}/a/b"):
        assert errors(ADDRESSES % (text, text)) == []


@pytest.mark.parametrize("authority", NO_HOSTS + NO_PORTS + NO_IPV6)
def test_what_is_not_an_address_is_refused_at_its_line(authority: str) -> None:
    text = f"http://{authority}"
    assert [item.finding.path[-1] for item in errors(ADDRESSES % (text, text))] == ["endpoint_url", "address"]
