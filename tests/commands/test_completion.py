"""`sessionform completion`: what a shell sources, and what it then completes."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from sessionform.cli import build_parser, main

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_every_shell_gets_its_own(shell: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["completion", shell]) == 0
    text = capsys.readouterr().out
    assert "sessionform" in text
    assert {"bash": "complete -o", "zsh": "compdef", "fish": "complete --command"}[shell] in text


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
    assert completions("sessionform ", tmp_path) >= set(build_parser()[1])
    assert completions("sessionform che", tmp_path) == {"check"}
    assert "--strict" in completions("sessionform check --", tmp_path)
    assert completions("sessionform check --format ", tmp_path) == {
        *("human", "json", "sarif", "github"),
        *("junit", "gitlab", "azure", "rdjson"),
    }
