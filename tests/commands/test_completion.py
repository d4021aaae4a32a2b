"""`sessionform completion`: what a shell sources, and what it then completes."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from sessionform.cli import main
from sessionform.commands import COMMANDS
from sessionform.commands.complete import complete_rules_and_kinds
from sessionform.facts.change_kinds import CHANGE_KINDS
from sessionform.rules import TOPICS
from tests.git_support import Checkout

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish", "powershell"])
def test_every_shell_gets_its_own(shell: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["completion", shell]) == 0
    text = capsys.readouterr().out
    assert "sessionform" in text
    assert {
        "bash": "complete -o",
        "zsh": "compdef",
        "fish": "complete --command",
        "powershell": "Register-ArgumentCompleter",
    }[shell] in text


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_what_is_printed_is_a_script_of_that_shell(shell: str, capsys: pytest.CaptureFixture[str]) -> None:
    main(["completion", shell])
    script = capsys.readouterr().out
    if shutil.which(shell) is None:
        assert shell != "bash"
        return
    done = subprocess.run([shell, "-n"], input=script, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def completions(line: str, folder: Path) -> set[str]:
    """What the program offers at the end of this line, asked as argcomplete's shell code asks it."""
    output = folder / "completions"
    environment = {
        **os.environ, "PYTHONPATH": str(ROOT), "_ARGCOMPLETE": "1", "_ARGCOMPLETE_IFS": "\n", "COMP_LINE": line,
        "COMP_POINT": str(len(line)), "_ARGCOMPLETE_SUPPRESS_SPACE": "1", "_ARGCOMPLETE_STDOUT_FILENAME": str(output),
    }  # fmt: skip
    program = "import sys; sys.argv[0] = 'sessionform'; from sessionform.cli import main; main()"
    subprocess.run([sys.executable, "-c", program], env=environment, cwd=folder, capture_output=True, check=True)
    return {word.strip() for word in output.read_text(encoding="utf-8").split("\n") if word.strip()}


def test_commands_options_and_choices_are_completed(tmp_path: Path) -> None:
    assert completions("sessionform ", tmp_path) >= set(COMMANDS)
    assert completions("sessionform che", tmp_path) == {"check"}
    assert "--strict" in completions("sessionform check --", tmp_path)
    assert completions("sessionform check --format ", tmp_path) == {
        *("human", "json", "sarif", "github"),
        *("junit", "gitlab", "azure", "rdjson"),
    }


DECLARATION = """\
version: 1
environments:
  staging: {region: us-east-1}
  production:
    region: us-east-1
include: ["services/*.yaml"]
tables:
  userSessions:
    partition_key: userId
    ttl: expiresAt
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A folder with a declaration that includes another file."""
    (tmp_path / ".git").mkdir()
    (tmp_path / "services").mkdir()
    (tmp_path / "sessions.yaml").write_text(DECLARATION, encoding="utf-8")
    (tmp_path / "services/api.yaml").write_text("tables: {apiSessions: {partition_key: id}}\n", encoding="utf-8")
    return tmp_path


def test_tables_and_environments_come_from_the_declaration(project: Path) -> None:
    assert completions("sessionform explain ", project) >= {"userSessions", "apiSessions"}
    assert completions("sessionform explain user", project) == {"userSessions"}
    for command in ("explain userSessions", "review", "plan"):
        assert completions(f"sessionform {command} -e ", project) >= {"staging", "production"}
    assert completions("sessionform explain user", project / "services") == {"userSessions"}


def test_rules_kinds_and_libraries_are_completed(tmp_path: Path) -> None:
    assert completions("sessionform rules ttl-miss", tmp_path) == {"ttl-missing"}
    assert completions("sessionform rules stream-en", tmp_path) == {"stream-enabled"}
    assert completions("sessionform init --consumer connect-d", tmp_path) == {"connect-dynamodb"}


def test_every_rule_is_offered() -> None:
    """They are found by their files, since importing them takes longer than a shell waits."""
    assert set(complete_rules_and_kinds()) == {rule.id for _, rules in TOPICS for rule in rules} | set(CHANGE_KINDS)


@pytest.mark.parametrize("text", [None, "", "tables: [", "\ttables:", "include: [../x, '/etc/*']\ntables: {a: {}}\n"])
def test_where_nothing_can_be_read_nothing_is_offered_and_nothing_is_said(tmp_path: Path, text: str | None) -> None:
    if text is not None:
        (tmp_path / "sessions.yaml").write_text(text, encoding="utf-8")
    assert completions("sessionform plan -e sta", tmp_path) == set()


def test_branches_are_offered_as_a_base(tmp_path: Path) -> None:
    checkout = Checkout.new(tmp_path / "repository")
    checkout.commit("sessions.yaml", DECLARATION)
    checkout.git("branch", "release-1")
    assert completions("sessionform review --base ", checkout.folder) >= {"main", "release-1"}


def test_a_real_bash_completes_values(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["completion", "bash"])
    script = capsys.readouterr().out
    ask = 'COMP_LINE="sessionform explain user"; COMP_POINT=${#COMP_LINE}; COMP_TYPE=9; COMP_WORDS=(sessionform explain user); COMP_CWORD=2'
    call = "$(complete -p sessionform | sed -E 's/.*-F ([^ ]+).*/\\1/') sessionform user explain"
    environment = {**os.environ, "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"}
    done = subprocess.run(
        ["bash", "--norc", "-c", f'{script}\n{ask}\n{call}\nprintf "%s\\n" "${{COMPREPLY[@]}}"'],
        cwd=project, env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.stdout.split() == ["userSessions"], done.stderr
