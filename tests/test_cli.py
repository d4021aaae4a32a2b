"""The command line as a whole: exit codes, streams, interruptions, and what a user sees of a bug."""

from __future__ import annotations

import json
import os
import platform
import re
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from sessionform import __version__, commands
from sessionform.cli import build_parser, main
from sessionform.commands import check
from sessionform.interrupt import INTERRUPTED
from sessionform.resources import schema_text

ROOT = Path(__file__).parent.parent
VALID = (ROOT / "sessions.yaml").read_text(encoding="utf-8")
COMMAND = [sys.executable, "-m", "sessionform"]

DECLARATION_COMMANDS = (
    ["check"],
    ["explain", "userSessions"],
    ["synth", "--out", "out"],
    ["review", "--base", "sessions.yaml"],
    ["affected", "--base", "sessions.yaml"],
    ["stage", "--base", "sessions.yaml"],
    ["plan"],
    ["prove"],
)
"""Every command that reads a declaration, with what else it needs."""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "sessions.yaml").write_text(VALID, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture(autouse=True)
def _plain_output(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("FORCE_COLOR", "CLICOLOR_FORCE", "NO_COLOR"):
        monkeypatch.delenv(name, raising=False)


def run(*arguments: str, cwd: Path, **options: Any) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT), **options.pop("env", {})}
    return subprocess.run(
        [*COMMAND, *arguments], cwd=cwd, env=environment, capture_output=True, text=True, check=False, **options
    )


def test_the_version_is_the_packages(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["--version"])
    assert stopped.value.code == 0
    first, *others = capsys.readouterr().out.splitlines()
    assert first == f"sessionform {__version__}"
    schema = json.loads(schema_text())
    assert others == [
        f"Python {platform.python_version()} on {platform.system()}",
        f"language version {schema['properties']['version']['const']}, schema {schema['$id']}",
        "AWS provider tested with 5.100.0, stacks allow >= 5.100.0, < 7.0.0",
        "Terraform tested with 1.11.4 and 1.15.5, stacks allow >= 1.2.0",
    ]


def test_without_a_command_the_help_is_shown(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert re.findall(r"^    ([a-z]+)", err, re.MULTILINE) == list(commands.COMMANDS)


def test_a_misspelled_command_is_suggested(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["chekc"]) == 2
    assert capsys.readouterr().err == ("sessionform: there is no command `chekc`\n  hint: did you mean `check`?\n")


@pytest.mark.parametrize("arguments", [["check", "--format", "xml"], ["check", "-q", "-v"], ["review"]])
def test_arguments_that_do_not_exist_are_used_wrongly(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(arguments)
    assert stopped.value.code == 2
    assert f"sessionform {arguments[0]}: error:" in capsys.readouterr().err


@pytest.mark.parametrize(("command", "extra"), [("check", "--stri"), ("affected --base main", "another")])
def test_an_argument_that_a_command_does_not_know_is_named(
    command: str, extra: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """An abbreviation is none: it could be one of another option tomorrow."""
    assert main([*command.split(), extra]) == 2
    name = command.split(maxsplit=1)[0]
    hint = f"  hint: `sessionform {name} --help` lists what it knows\n"
    assert capsys.readouterr().err == f"sessionform: `{name}` knows no `{extra}`\n{hint}"


def test_every_module_that_declares_a_command_is_listed() -> None:
    files = Path(commands.__file__).parent.glob("*.py")
    declaring = {file.stem for file in files if "\ndef add_parser(" in file.read_text(encoding="utf-8")}
    assert {command.module for command in commands.COMMANDS.values()} == declaring


def test_every_module_declares_the_commands_that_are_listed_for_it() -> None:
    (subparsers,) = build_parser()._subparsers._group_actions
    assert list(subparsers.choices) == list(commands.COMMANDS)
    for parser in subparsers.choices.values():
        assert parser.get_default("run") is not None


def test_only_the_module_of_the_command_that_is_named_is_imported() -> None:
    program = "import sys; from sessionform.cli import main; main(sys.argv[1:]); print(*sys.modules, file=sys.stderr)"
    listed = [sys.executable, "-c", program, "rules", "ttl-missing"]
    done = subprocess.run(listed, capture_output=True, text=True, check=True, cwd=ROOT)
    imported = {name for name in done.stderr.split() if name.startswith("sessionform.commands.")}
    assert imported == {
        f"sessionform.commands.{name}" for name in ("arguments", "common", "complete", "find", "lines", "rules")
    }


@pytest.mark.parametrize("name", list(commands.COMMANDS))
def test_every_command_has_the_common_options_and_a_description(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main([name, "--help"])
    assert stopped.value.code == 0
    text = capsys.readouterr().out
    assert all(option in text for option in ("--color", "--quiet", "--verbose"))
    assert re.search(r"\n\n[A-Z].*\.\n", text, re.DOTALL)


@pytest.mark.parametrize("arguments", DECLARATION_COMMANDS, ids=lambda arguments: arguments[0])
def test_a_missing_file_is_used_wrongly_everywhere(
    arguments: list[str], folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*arguments, "-f", "nothing.yaml"]) == 2
    assert "sessionform: there is no file `nothing.yaml`\n  hint: run this where" in capsys.readouterr().err


@pytest.mark.parametrize("arguments", DECLARATION_COMMANDS, ids=lambda arguments: arguments[0])
def test_a_declaration_with_errors_fails_everywhere(
    arguments: list[str], folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "broken.yaml").write_text(VALID.replace("partition_key", "partitionkey"), encoding="utf-8")
    assert main([*arguments, "-f", "broken.yaml"]) == 1
    out, err = capsys.readouterr()
    assert "error[unknown-key]: table `userSessions` has no key `partitionkey`" in out + err
    assert not (folder / "out").exists()


@pytest.mark.parametrize("place", ["/proc/self/mem", "."])
def test_what_cannot_be_read_says_so(place: str, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "-f", place]) == (2 if place == "." else 3)
    assert (
        capsys.readouterr().err
        == {
            "/proc/self/mem": "sessionform: `/proc/self/mem` cannot be read: Input/output error\n",
            ".": "sessionform: `.` is a folder\n  hint: name the declaration in it: `--file sessions.yaml`\n",
        }[place]
    )


def test_a_bug_is_one_line_and_a_report(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(*arguments: object) -> int:
        raise ZeroDivisionError("division by zero")

    monkeypatch.setattr(check, "compile_named", fail)
    monkeypatch.setenv("TMPDIR", str(folder))
    monkeypatch.setattr("tempfile.tempdir", None)
    assert main(["check"]) == 3
    out, err = capsys.readouterr()
    assert out == ""
    message, hint = err.splitlines()
    assert message == "sessionform: a bug in sessionform itself: ZeroDivisionError: division by zero"
    place = re.fullmatch(r"  hint: please file an issue with the report in (.+)", hint)
    assert place is not None
    report = Path(place[1]).read_text(encoding="utf-8")
    assert report.startswith(f"sessionform {__version__}, `check`, Python ")
    assert "Traceback (most recent call last)" in report
    assert main(["check", "-v"]) == 3
    assert "Traceback (most recent call last)" in capsys.readouterr().err


def test_a_bug_whose_report_cannot_be_written_says_how_to_see_it(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(*arguments: object, **options: object) -> tuple[int, str]:
        raise PermissionError

    monkeypatch.setattr("tempfile.mkstemp", fail)
    monkeypatch.setattr(check, "compile_named", lambda *_: 1 / 0)
    assert main(["check"]) == 3
    assert "run it again with `-v` for the full report" in capsys.readouterr().err


def test_the_reader_of_a_pipe_may_leave(folder: Path) -> None:
    """As `| head -1` does, before everything is written: what is written is more than a pipe holds, so the writer waits."""
    big = VALID.replace("tables:\n", "tables:\n" + "".join(f"  t{n}: {{partition_keyy: x}}\n" for n in range(3000)))
    (folder / "sessions.yaml").write_text(big, encoding="utf-8")
    for arguments in (["check", "--format", "json"], ["rules", "--format", "json"]):
        process = subprocess.Popen(
            [*COMMAND, *arguments], cwd=folder, env={**os.environ, "PYTHONPATH": str(ROOT)},
            stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        )  # fmt: skip
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.readline()
        process.stdout.close()
        assert process.wait(60) == 128 + signal.SIGPIPE  # and not the 0 of a verdict that nobody has heard
        assert process.stderr.read() == b""
        process.stderr.close()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full on this system")
@pytest.mark.parametrize("arguments", [["check"], ["schema"], ["rules"]])
def test_a_full_disk_is_said(arguments: list[str], folder: Path) -> None:
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [*COMMAND, *arguments], cwd=folder, env={**os.environ, "PYTHONPATH": str(ROOT)},
            stdout=full, stderr=subprocess.PIPE, text=True, check=False,
        )  # fmt: skip
    assert (done.returncode, done.stderr) == (3, "sessionform: No space left on device\n")


@pytest.mark.parametrize(
    ("closed", "arguments", "code"), [("<&-", "check -f -", 2), (">&-", "schema", 0), ("2>&-", "check", 0)]
)
def test_a_stream_that_is_closed_is_no_bug(closed: str, arguments: str, code: int, folder: Path) -> None:
    done = subprocess.run(
        ["sh", "-c", f"{sys.executable} -m sessionform {arguments} {closed}"],
        cwd=folder, env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == code
    assert "bug" not in done.stderr
    if code:
        assert done.stderr.startswith("sessionform: standard input is closed\n  hint: ")


def test_ctrl_c_is_one_line(folder: Path) -> None:
    process = subprocess.Popen(
        [*COMMAND, "check", "-f", "-"], cwd=folder, env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert process.stdin is not None
    process.stdin.write(" " * 1_000_000)  # more than a pipe holds: this waits until the process reads from it
    process.stdin.flush()
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=60)
    assert (process.returncode, out, err) == (130, "", "sessionform: interrupted\n")


def test_a_terminal_without_unicode_gets_escapes(folder: Path) -> None:
    (folder / "sessions.yaml").write_text(VALID.replace("ttl: ttl", 'table_class: "日本 🙂"'), encoding="utf-8")
    done = run("check", cwd=folder, env={"PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"})
    assert done.returncode == 1
    assert r"`table_class` cannot be `\u65e5\u672c \U0001f642`" in done.stdout
    assert done.stdout.isascii()


@pytest.mark.parametrize(
    "arguments", [["check"], ["check", "-v", "--format", "json"], ["explain", "userSessions", "-e", "production"]]
)
def test_output_depends_on_neither_hash_seed_nor_locale_nor_folder(arguments: list[str], tmp_path: Path) -> None:
    """The same declaration, the same bytes."""
    broken = (
        VALID.replace("get:", "gett:").replace("deletion_protection", "deletion_protektion").replace("S]", "S, &x]")
    )
    text = broken if arguments[0] == "check" else VALID
    outputs = set()
    for seed, locale in (("0", "C"), ("1", "C.UTF-8"), ("2", "POSIX"), ("3", "C")):
        folder = tmp_path / seed / "deep" / "down"
        folder.mkdir(parents=True)
        (folder / "sessions.yaml").write_text(text, encoding="utf-8")
        settings = {"PYTHONHASHSEED": seed, "LC_ALL": locale, "HOME": str(folder), "TZ": "Asia/Tokyo"}
        done = run(*arguments, cwd=folder, env=settings)
        outputs.add((done.returncode, done.stdout, done.stderr))
    assert len(outputs) == 1
    ((code, out, _),) = outputs
    assert code == (1 if arguments[0] == "check" else 0)
    assert out
    assert str(tmp_path) not in out


def test_colour_is_for_those_who_want_it(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "sessions.yaml").write_text("version: 3\n", encoding="utf-8")

    def coloured(*arguments: str) -> bool:
        assert main(["check", *arguments]) == 1
        return "\x1b[" in capsys.readouterr().out

    assert not coloured()  # the output is not a terminal
    assert coloured("--color", "always")
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert coloured()
    assert not coloured("--color", "never")
    monkeypatch.setenv("NO_COLOR", "1")
    assert not coloured()
    assert coloured("--color", "always")


def test_main_returns_what_the_program_exits_with(folder: Path) -> None:
    assert run("check", cwd=folder).returncode == 0
    assert run("nothing", cwd=folder).returncode == 2
    assert INTERRUPTED == 130


@pytest.mark.parametrize(
    "words", [["review", "--base=--"], ["check", "-f--"], ["check", "--format=--"], ["explain", "a", "-e--"]]
)
def test_two_dashes_are_no_value(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    """argparse takes them for the end of the options, and hands a list to whoever expects a word."""
    assert main(words) == 2
    assert capsys.readouterr().err == f"sessionform: `{words[-1]}` gives no value, as `--` is none\n"
