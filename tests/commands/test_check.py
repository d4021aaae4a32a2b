"""`sessionform check`: what is found, in which format, and with which exit code."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from sessionform.cli import main
from sessionform.compile import compile_text
from sessionform.report.layout.characters import width
from sessionform.source import read
from sessionform.source.read import MAX_BYTES

ROOT = Path(__file__).parents[2]
VALID = (ROOT / "sessions.yaml").read_text(encoding="utf-8")
WARNING = VALID.replace("    ttl: ttl\n", "")
ERROR = VALID.replace("billing_mode", "").replace("ttl: ttl", "ttl: userId")
BROKEN = VALID.replace("sort_key", "sorted_key")


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("FORCE_COLOR", "CLICOLOR_FORCE"):
        monkeypatch.delenv(name, raising=False)


def checked(text: str | bytes, *arguments: str) -> int:
    Path("sessions.yaml").write_bytes(text if isinstance(text, bytes) else text.encode())
    return main(["check", *arguments])


@pytest.mark.parametrize(
    ("text", "arguments", "code"),
    [
        (VALID, [], 0),
        (VALID, ["--strict"], 0),
        (WARNING, [], 0),
        (WARNING, ["--strict"], 1),
        (ERROR, [], 1),
        (BROKEN, [], 1),
        ("a: [", [], 1),
        ("", [], 1),
    ],
)
@pytest.mark.parametrize("form", ["human", "json", "sarif", "github"])
def test_the_exit_code_is_the_verdict_in_every_format(
    text: str, arguments: list[str], code: int, form: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert checked(text, *arguments, "--format", form) == code
    assert capsys.readouterr().err == ""


def test_nothing_found_is_said_in_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert checked(VALID) == 0
    assert capsys.readouterr().out.splitlines()[-1] == "sessions.yaml: 1 table in 2 environments, no problems found"
    assert checked(VALID, "-q") == 0
    assert capsys.readouterr().out == ""


def test_notes_are_counted_and_shown_on_request(capsys: pytest.CaptureFixture[str]) -> None:
    checked(VALID)
    brief = capsys.readouterr().out
    checked(VALID, "-v")
    full = capsys.readouterr().out
    number = full.count("note[")
    assert number > 0
    assert f"{number} notes more, which `sessionform check -v` shows\n" in brief
    assert "note[" not in brief
    assert "more, which" not in full


def test_errors_and_warnings_are_shown_even_quietly(capsys: pytest.CaptureFixture[str]) -> None:
    assert checked(WARNING, "-q") == 0
    out = capsys.readouterr().out
    assert "warning[ttl-missing]" in out
    assert out.endswith("1 warning\n")


def test_the_mark_stands_below_what_is_wrong_whatever_stands_before_it(capsys: pytest.CaptureFixture[str]) -> None:
    """Wide characters, emoji and combining marks take their columns; Windows' line ends are not characters."""
    text = VALID.replace("    ttl: ttl\n", '    tags: {"会话 🙂 é": [x]}\n    ttl: ttl\n')
    text = text.replace("    tags: {Application: user-session-management}\n", "").replace("\n", "\r\n")
    assert checked(text) == 1
    lines = capsys.readouterr().out.splitlines()
    source = next(line for line in lines if "[x]" in line)
    mark = lines[lines.index(source) + 1]
    before, marked, _ = source.partition('"会话 🙂 é"')
    assert mark.removeprefix("   │") == " " * width(before.removeprefix("19 │")) + "^" * width(marked)
    assert width(marked) == len(marked) + 3


def findings(text: str | bytes, capsys: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    checked(text, "--format", "json")
    found: list[dict[str, Any]] = json.loads(capsys.readouterr().out)["diagnostics"]
    return [item for item in found if item["severity"] == "error"]


def test_the_json_is_what_scripts_may_rely_on(capsys: pytest.CaptureFixture[str]) -> None:
    assert checked(BROKEN, "--format", "json") == 1
    value = json.loads(capsys.readouterr().out)
    assert value["version"] == 1
    assert value["diagnostics"][0] == {
        "rule": "unknown-key",
        "severity": "error",
        "message": "table `userSessions` has no key `sorted_key`",
        "hint": "did you mean `sort_key`?",
        "file": "sessions.yaml",
        "line": 18,
        "column": 5,
        "end_line": 18,
        "end_column": 15,
        "path": "tables.userSessions.sorted_key",
        "environments": [],
        "fixes": [
            {
                "title": "rename `sorted_key` to `sort_key`",
                "safe": True,
                "changes": [
                    {"file": "sessions.yaml", "line": 18, "last_line": 18, "text": "    sort_key: sessionId\n"}
                ],
            }
        ],
    }


@pytest.mark.parametrize("text", [VALID, WARNING, ERROR, BROKEN, "a: [", "", b"\xff\xfe"])
def test_the_sarif_is_valid(text: str | bytes, capsys: pytest.CaptureFixture[str]) -> None:
    checked(text, "--format", "sarif", "--strict")
    schema = json.loads((ROOT / "tests/report/data/sarif-2.1.0-rtm.5.json").read_text(encoding="utf-8"))
    log = json.loads(capsys.readouterr().out)
    jsonschema.validate(log, schema)
    rules = log["runs"][0]["tool"]["driver"]["rules"]
    assert all(rule["shortDescription"]["text"] for rule in rules), "a rule that nobody documented"


def test_github_gets_annotations(capsys: pytest.CaptureFixture[str]) -> None:
    assert checked(BROKEN, "--format", "github") == 1
    first = capsys.readouterr().out.splitlines()[0]
    place = "file=sessions.yaml,line=18,endLine=18,col=5,endColumn=15,title=unknown-key"
    assert first == f"::error {place}::table `userSessions` has no key `sorted_key`%0Ahint: did you mean `sort_key`?"


@pytest.mark.parametrize("form", ["json", "human"])
def test_standard_input_is_a_file_too(
    form: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(BROKEN.encode())))
    assert main(["check", "-f", "-", "--format", form]) == 1
    out = capsys.readouterr().out
    assert ('"file": "<stdin>"' if form == "json" else " --> <stdin>:18:5") in out


REFUSED: dict[str, tuple[bytes, str, int]] = {
    "empty": (b"", "empty-file", 1),
    "only comments": (b"# nothing\n\n", "empty-file", 1),
    "UTF-16": (VALID.encode("utf-16"), "encoding", 1),
    "UTF-32": (VALID.encode("utf-32-be"), "encoding", 1),
    "Latin-1": (VALID.replace("user-session", "séssion").encode("latin-1"), "encoding", 21),
    "a tab": (VALID.replace("    ttl: ttl", "\tttl: ttl").encode(), "tab", 19),
    "a null": (VALID.replace("ttl: ttl", "ttl: t\0tl").encode(), "encoding", 19),
    "too large": (VALID.encode() + b"#" * MAX_BYTES, "file-too-large", 1),
    "too many values": (b"- a\n" * 500_000, "file-too-large", 500_000),
    "two documents": (VALID.encode() + b"---\n" + VALID.encode(), "yaml-syntax", 32),
    "a Python tag": (VALID.replace("ttl: ttl", "ttl: !!python/name:os.system").encode(), "yaml-tag", 19),
    "a key twice": (VALID.replace("ttl: ttl", "ttl: ttl\n    ttl: x").encode(), "duplicate-key", 20),
    "deep": (b"a: " + b"[" * 2000, "nesting", 1),
    "deep blocks": (b"\n".join(b" " * n + b"a:" for n in range(500)), "nesting", 65),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_no_declaration_can_be_is_refused_at_its_line(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    text, rule, line = REFUSED[name]
    (finding,) = findings(text, capsys)
    assert (finding["rule"], finding["line"]) == (rule, line)
    assert finding["hint"]
    assert checked(text) == 1
    assert f"error[{rule}]" in capsys.readouterr().out


def test_a_byte_order_mark_and_the_line_ends_of_windows_change_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    for text in (b"\xef\xbb\xbf" + VALID.encode(), VALID.replace("\n", "\r\n").encode()):
        assert findings(text, capsys) == []
        assert checked(text) == 0
        capsys.readouterr()


LAUGHS = "a0: &a0 [x]\n" + "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 30))


def test_a_billion_laughs_are_refused_before_they_are_counted(capsys: pytest.CaptureFixture[str]) -> None:
    """Written out, the last line would hold more nodes than there are atoms in a person: nobody would see the end."""
    (finding,) = findings(LAUGHS, capsys)
    assert finding["rule"] == "alias-expansion"
    assert finding["message"] == "aliases expand to more than 10000 nodes"


LOADERS = [yaml.SafeLoader, *([yaml.CSafeLoader] if yaml.__with_libyaml__ else [])]
TEXTS = [
    VALID,
    WARNING,
    ERROR,
    BROKEN,
    LAUGHS,
    *(text[:100_000].decode("utf-8", "ignore") for text, _, _ in REFUSED.values()),
]


@pytest.mark.parametrize("text", TEXTS, ids=range(len(TEXTS)))
def test_the_parser_in_python_gives_the_same_result(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """PyYAML comes without libyaml on some systems."""
    results = []
    for loader in LOADERS:
        monkeypatch.setattr(read.read, "__defaults__", (loader,))
        results.append(compile_text(text, "sessions.yaml").diagnostics)
    assert results == [results[0]] * len(LOADERS)


def test_it_imports_nothing_that_it_does_not_need() -> None:
    """A check runs before every commit: it pays for YAML, JSON Schema and the rules alone."""
    program = "import sys; from sessionform.cli import main; code = main(['check', '-q']); print(code, *sys.modules)"
    Path("sessions.yaml").write_text(WARNING, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-c", program], env={"PYTHONPATH": str(ROOT)}, capture_output=True, text=True, check=True
    )
    code, *modules = done.stdout.splitlines()[-1].split(" ")
    assert code == "0"
    heavy = ["cdktf", "constructs", "jsii", "boto3", "botocore", "moto", "rich", "git", "argcomplete", "stacks"]
    quick = ["sessionform.review", "sessionform.prove", "sessionform.report.findings.sarif", "asyncio", "http"]
    assert [name for name in [*heavy, *quick] if name in modules] == []
