"""Findings and reviews in the forms that systems of continuous integration read, as their documentation has them."""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from sessionform.cli import main

ROOT = Path(__file__).parents[2]
CI_FORMATS = ("junit", "gitlab", "azure", "rdjson")
HOSTILE = 'a ] ; % "quoted" <b> ##vso[task.complete] text'
DECLARATION = f"""\
version: 1
environments:
  production: {{region: us-east-1}}
tables:
  userSessions:
    partition_key: userId
    stream: BOTH
    {json.dumps(HOSTILE)}: 1
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".git").mkdir()
    (tmp_path / "sessions.yaml").write_text(DECLARATION, encoding="utf-8")
    return tmp_path


def printed(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str]:
    code = main(list(arguments))
    return code, capsys.readouterr().out


def test_junit_is_xml_with_a_failed_case_a_finding(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, text = printed(capsys, "check", "--format", "junit")
    assert code == 1
    suite = ET.fromstring(text)[0]
    names = [case.attrib["name"] for case in suite if case.find("failure") is not None]
    assert names == ["unknown-value at sessions.yaml:7", "unknown-key at sessions.yaml:8"]
    assert int(suite.attrib["failures"]) == len(names)
    assert any(HOSTILE[:10] in (case[0].attrib["message"]) for case in suite)


def test_gitlab_wants_a_fingerprint_of_its_own_for_each_issue(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, text = printed(capsys, "check", "--format", "gitlab")
    issues = json.loads(text)
    assert code == 1
    assert all(issue["location"]["path"] == "sessions.yaml" for issue in issues)
    assert {issue["severity"] for issue in issues} <= {"info", "minor", "major", "critical", "blocker"}
    assert len({issue["fingerprint"] for issue in issues}) == len(issues) > 1


def test_no_text_of_azures_log_is_a_command_of_somebody_elses(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _, text = printed(capsys, "check", "--format", "azure")
    commands = [line for line in text.splitlines() if line.startswith("##")]
    assert commands
    for line in text.splitlines():
        assert re.match(r"##vso\[task\.logissue type=(error|warning);sourcepath=sessions\.yaml;[^\]]*\]|note: ", line)


def test_reviewdog_gets_ranges(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _, text = printed(capsys, "check", "--format", "rdjson")
    made = json.loads(text)
    assert made["source"]["name"] == "sessionform"
    first = made["diagnostics"][0]
    assert first["severity"] in ("ERROR", "WARNING", "INFO")
    assert first["location"]["range"]["start"]["line"] >= 1


@pytest.mark.parametrize("form", CI_FORMATS)
def test_a_review_has_them_too(form: str, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    case = ROOT / "tests/review/cases/partition-key-changed"
    arguments = ("review", "--base", str(case / "before.yaml"), "-f", str(case / "after.yaml"), "--format", form)
    code, text = printed(capsys, *arguments)
    assert code == 1
    assert "partition-key-changed" in text


@pytest.mark.parametrize("form", CI_FORMATS)
def test_nothing_to_say_is_a_report_too(form: str, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = (ROOT / "sessions.yaml").read_text(encoding="utf-8")
    (folder / "sessions.yaml").write_text(text, encoding="utf-8")
    code, report = printed(capsys, "check", "--format", form)
    assert code == 0
    if form == "junit":
        assert ET.fromstring(report)[0].attrib["failures"] == "0"
    elif form in ("gitlab", "rdjson"):
        json.loads(report)
