"""`check --fix` as users run it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from sessionform.cli import main

TEXT = """\
version: 1
environments:
  staging: {region: us-east-1}
tables:
  userSessions:
    partition_key: userId
    tll: expiresAt   # when it ends
"""


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "sessions.yaml"
    path.write_bytes(b"\xef\xbb\xbf" + TEXT.encode())
    path.chmod(0o640)
    return path


def test_fix_writes_the_file_and_keeps_its_mark_and_mode(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--fix"]) == 0
    assert file.read_bytes() == b"\xef\xbb\xbf" + TEXT.replace("tll", "ttl").encode()
    assert file.stat().st_mode & 0o777 == 0o640
    assert [path.name for path in file.parent.iterdir()] == ["sessions.yaml"]
    assert capsys.readouterr().out == (
        "sessions.yaml:7:5: rename `tll` to `ttl` (unknown-key)\nsessions.yaml: 1 fix done\n"
    )


def test_diff_shows_it_and_writes_nothing(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = file.read_bytes()
    assert main(["check", "--fix", "--diff"]) == 1
    assert file.read_bytes() == before
    out = capsys.readouterr().out
    assert "-    tll: expiresAt   # when it ends\n+    ttl: expiresAt   # when it ends\n" in out


def test_a_difference_acts_on_nothing_that_prints_it(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Lines of the file stand in it, and the file may be a stranger's."""
    strange = '    description: "hidden \u200b about ::error::no\n      ::error::yes"\n'
    file.write_text(f"{TEXT}{strange}", encoding="utf-8")
    assert main(["check", "--diff"]) == 1
    assert capsys.readouterr().out.splitlines()[-3:] == [
        "+    ttl: expiresAt   # when it ends",
        '     description: "hidden \\u200b about ::error::no',
        '       \\x3a:error::yes"',
    ]


def test_what_is_left_decides_the_exit_code(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file.write_text(TEXT.replace("partition_key: userId", "sort_key: 7"))
    assert main(["check", "--fix"]) == 1
    assert "partition-key-missing" in capsys.readouterr().out


def test_a_check_says_what_could_be_fixed(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check"]) == 1
    assert capsys.readouterr().out.endswith("`sessionform check --fix` corrects 1\n")


@pytest.mark.parametrize(
    "arguments",
    [["--unsafe"], ["--fix", "--format", "json"], ["--fix", "-f", "-"], ["--fix", "-f", "absent.yaml"]],
    ids=" ".join,
)
def test_what_cannot_be_is_a_wrong_use(file: Path, arguments: list[str]) -> None:
    assert main(["check", *arguments]) == 2


def test_what_an_included_file_holds_is_fixed_there(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    part = file.with_name("part.yaml")
    part.write_text("tables:\r\n  userSessions:\r\n    partition_key: userId\r\n    tll: expiresAt\r\n", newline="")
    file.write_text("version: 1\nenvironments:\n  staging: {region: us-east-1}\ninclude: [part.yaml]\n")
    before = file.read_text()
    assert main(["check", "--fix"]) == 0
    assert part.read_bytes() == b"tables:\r\n  userSessions:\r\n    partition_key: userId\r\n    ttl: expiresAt\r\n"
    assert file.read_text() == before


def test_sarif_has_the_fix_as_lines_to_replace(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--format", "sarif"]) == 1
    [result] = json.loads(capsys.readouterr().out)["runs"][0]["results"]
    [fix] = result["fixes"]
    assert fix["description"]["text"] == "rename `tll` to `ttl`"
    [change] = fix["artifactChanges"]
    assert change["artifactLocation"]["uri"] == "sessions.yaml"
    assert change["replacements"] == [
        {
            "deletedRegion": {"startLine": 7, "startColumn": 1, "endLine": 8, "endColumn": 1},
            "insertedContent": {"text": "    ttl: expiresAt   # when it ends\n"},
        }
    ]


def test_rdjson_has_the_fix_as_a_suggestion(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--format", "rdjson"]) == 1
    [found] = json.loads(capsys.readouterr().out)["diagnostics"]
    assert found["suggestions"] == [
        {"range": {"start": {"line": 7}, "end": {"line": 7}}, "text": "    ttl: expiresAt   # when it ends"}
    ]
