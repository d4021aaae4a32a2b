from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sessionform import __version__
from sessionform.diagnostics import Diagnostic, Finding, Location, Severity
from sessionform.documentation import Check
from sessionform.report.findings.github import render_github, workflow_command
from sessionform.report.findings.json import render_json
from sessionform.report.findings.sarif import render_sarif
from sessionform.report.layout.paths import from_root, source_root
from sessionform.rules.catalogue import CHECKS
from tests.golden import assert_golden
from tests.report.samples import diagnostics

HERE = Path(__file__).parent
SARIF_SCHEMA = json.loads((HERE / "data" / "sarif-2.1.0-rtm.5.json").read_text(encoding="utf-8"))


RULES = [
    Check(
        id=name,
        severity=Severity.ERROR,
        summary="The TTL attribute is a string",
        why="DynamoDB expires items by a Number of epoch seconds alone.",
        source="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/TTL.html",
        failing="tables:\n  sessions: {partition_key: id, ttl: id}\n",
        passing="tables:\n  sessions: {partition_key: id, ttl: expiresAt}\n",
    )
    for name in ("ttl-attribute-type", "never-matched")
]


def test_json_looks_as_stored() -> None:
    assert_golden(render_json(diagnostics()), HERE / "golden" / "report.json")


def test_json_has_the_keys_that_scripts_rely_on_in_their_order() -> None:
    assert json.loads(render_json([])) == {"version": 1, "diagnostics": []}
    item = json.loads(render_json(diagnostics("environments")))["diagnostics"][0]
    assert list(item.items()) == [
        ("rule", "point-in-time-recovery-of-sessions"),
        ("severity", "warning"),
        ("message", "backups keep sessions that have expired"),
        ("hint", ""),
        ("file", "sessions.yaml"),
        ("line", 12),
        ("column", 29),
        ("end_line", 12),
        ("end_column", 33),
        ("path", "tables.userSessions.point_in_time_recovery"),
        ("environments", ["staging", "production"]),
        ("fixes", []),
    ]


def test_sarif_looks_as_stored() -> None:
    text = render_sarif(diagnostics(), RULES).replace(
        f'"semanticVersion": "{__version__}"', '"semanticVersion": "VERSION"'
    )
    assert_golden(text, HERE / "golden" / "report.sarif")


@pytest.mark.parametrize("items", [diagnostics(), []], ids=["findings", "nothing"])
def test_sarif_is_valid_by_its_schema(items: list[Diagnostic]) -> None:
    jsonschema.Draft4Validator.check_schema(SARIF_SCHEMA)
    validator = jsonschema.Draft4Validator(SARIF_SCHEMA, format_checker=jsonschema.FormatChecker())
    assert list(validator.iter_errors(json.loads(render_sarif(items, RULES)))) == []


def test_sarif_lists_the_rules_that_matched_and_no_others() -> None:
    driver = _run(diagnostics("related"))["tool"]["driver"]
    assert [rule["id"] for rule in driver["rules"]] == ["ttl-attribute-type"]
    assert driver["rules"][0]["helpUri"].startswith("https://docs.aws.amazon.com/")


def test_sarif_shows_examples_in_the_language_that_they_are_in() -> None:
    check = next(check for check in CHECKS if check.form == "sh")
    item = Diagnostic(Finding(check.id, check.severity, "message"), Location("sessions.yaml", 1, 1, 1, 2))
    (rule,) = json.loads(render_sarif([item], CHECKS))["runs"][0]["tool"]["driver"]["rules"]
    assert f"```sh\n{check.failing}```" in rule["help"]["markdown"]


def test_sarif_results_point_at_their_rules() -> None:
    run = _run(diagnostics())
    rules = run["tool"]["driver"]["rules"]
    assert [rules[result["ruleIndex"]]["id"] for result in run["results"]] == [
        item.finding.rule for item in diagnostics()
    ]


def test_fingerprints_survive_moved_lines_and_tell_everything_else_apart() -> None:
    items = diagnostics()
    moved = [replace(item, location=Location("sessions.yaml", 90, 1, 90, 2)) for item in items]
    assert _fingerprints(moved) == _fingerprints(items)
    twice = _fingerprints([items[0], items[0], items[1]])
    assert len(set(twice)) == 3


def test_sarif_encodes_the_file_name_as_an_address() -> None:
    place = Location("infra dir/sitzungen ü#1%.yaml", 1, 1, 1, 2)
    result = _run([Diagnostic(Finding("rule", Severity.ERROR, "message"), place)])["results"][0]
    address = result["locations"][0]["physicalLocation"]["artifactLocation"]
    assert address == {"uri": "infra%20dir/sitzungen%20%C3%BC%231%25.yaml", "uriBaseId": "%SRCROOT%"}
    absolute = _run([Diagnostic(Finding("rule", Severity.ERROR, "message"), replace(place, file="/a b"))])["results"][0]
    assert absolute["locations"][0]["physicalLocation"]["artifactLocation"] == {"uri": "file:///a%20b"}


def test_github_annotations_look_as_stored() -> None:
    assert_golden(render_github(diagnostics()), HERE / "golden" / "report.github.txt")


def test_no_control_character_reaches_a_workflow_log() -> None:
    assert "\x1b" not in render_github(diagnostics("control"))
    assert r"\x1b]0;owned" in render_github(diagnostics("control"))


def test_github_escapes_what_would_end_a_property_or_a_message() -> None:
    command = workflow_command("error", {"file": "a:b,c%.yaml", "title": "x\ny"}, "100%: a, b\r\nc")
    assert command == "::error file=a%3Ab%2Cc%25.yaml,title=x%0Ay::100%25: a, b%0D%0Ac\n"


@given(st.dictionaries(st.from_regex(r"[a-z]+", fullmatch=True), st.text(), min_size=1), st.text())
def test_a_runner_reads_back_what_was_written(properties: dict[str, str], message: str) -> None:
    command = workflow_command("notice", properties, message)
    assert command.count("\n") == 1
    assert "\r" not in command
    head, read_message = command.removesuffix("\n").removeprefix("::notice ").split("::", 1)
    read = dict(part.split("=", 1) for part in head.split(","))
    assert {name: _unescaped(value) for name, value in read.items()} == properties
    assert _unescaped(read_message) == message


def _unescaped(text: str) -> str:
    for escape in ("%0D", "%0A", "%3A", "%2C", "%25"):
        text = text.replace(escape, unquote(escape))
    return text


def test_files_are_named_from_the_root_of_the_repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / ".git").mkdir()
    folder = tmp_path / "infra"
    folder.mkdir()
    monkeypatch.chdir(folder)
    root = source_root()
    assert root == tmp_path
    assert from_root("sessions.yaml", root) == "infra/sessions.yaml"
    assert from_root("../sessions.yaml", root) == "sessions.yaml"
    assert from_root(str(folder / "a.yaml"), root) == "infra/a.yaml"
    assert from_root("/elsewhere/a.yaml", root) == "/elsewhere/a.yaml"
    assert from_root("<stdin>", root) == "<stdin>"
    assert from_root("./a.yaml", None) == "a.yaml"
    item = Diagnostic(Finding("rule", Severity.ERROR, "message"), Location("sessions.yaml", 1, 1, 1, 2))
    assert "file=infra/sessions.yaml," in render_github([item], root)
    assert '"infra/sessions.yaml"' in render_sarif([item], root=root)


def test_outside_of_a_repository_the_root_is_the_folder(tmp_path: Path) -> None:
    assert source_root(tmp_path) == tmp_path


def _run(items: list[Diagnostic]) -> dict[str, Any]:
    return dict(json.loads(render_sarif(items, RULES))["runs"][0])


def _fingerprints(items: list[Diagnostic]) -> list[str]:
    return [result["partialFingerprints"]["sessionformRuleAndPath/v1"] for result in _run(items)["results"]]


def test_sarif_has_no_links_but_those_of_its_own() -> None:
    """A viewer makes `[text](1)` in a message a link, and takes `\\[` for the bracket itself."""
    text = "`[log in](https://example.com)` and tags[0] \\ [a](1)"
    finding = Finding("some-rule", Severity.ERROR, text, ("a",), hint="write `[x](2)`")
    place = Location("sessions.yaml", 1, 1, 1, 2)
    log = json.loads(render_sarif([Diagnostic(finding, place, ((place, "see [here](3)"),))]))
    (result,) = log["runs"][0]["results"]
    messages = [result["message"]["text"], result["relatedLocations"][0]["message"]["text"]]
    for message, plain in zip(messages, [f"{text}\nHint: write `[x](2)`", "see [here](3)"], strict=True):
        assert not re.search(r"(?<!\\)(\\\\)*[\[\]]", message)
        assert re.sub(r"\\(.)", r"\1", message) == plain
