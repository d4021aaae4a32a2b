"""Completions in the shells themselves: a key is pressed in a terminal, and what the shell writes there is read."""

from __future__ import annotations

import os
import pty
import re
import select
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

DECLARATION = """\
version: 1
environments: {staging: {region: us-east-1}, production: {region: us-east-1}}
tables: {userSessions: {partition_key: userId, ttl: expiresAt}}
"""

PROMPT = "READY>"
PATIENCE = 60
"""Seconds after which a shell has answered nothing."""

_CONTROL = re.compile(rb"\x1b(?:\[[0-9;?]*[A-Za-z]|\][^\x07]*\x07|[=>]|\(B)")

SHELLS = {
    "bash": (
        ["bash", "--noprofile", "--rcfile", ".rc", "-i"],
        f'PS1="{PROMPT} "\neval "$(sessionform completion bash)"\n',
    ),
    "zsh": (
        ["zsh", "-i"],
        f'PS1="{PROMPT} "\nautoload -Uz compinit\ncompinit -u -D\neval "$(sessionform completion zsh)"\n',
    ),
    "fish": (
        ["fish", "--no-config", "-i", "--init-command", "source .rc"],
        f'function fish_prompt; echo "{PROMPT} "; end\nsessionform completion fish | source\n',
    ),
}
"""How each is started with nothing of the user's, and what docs/editors.md has one write into its settings."""


class Terminal:
    """A shell in a terminal of its own."""

    def __init__(self, command: list[str], folder: Path, environment: dict[str, str]) -> None:
        self._stream, end = pty.openpty()
        self._process = subprocess.Popen(
            ["setsid", "--ctty", *command], cwd=folder, env=environment, stdin=end, stdout=end, stderr=end
        )
        os.close(end)

    def type(self, keys: str) -> None:
        os.write(self._stream, keys.encode())

    def wait_for(self, text: str) -> None:
        """Read on until the terminal has shown the text."""
        shown, end = b"", time.monotonic() + PATIENCE
        while text.encode() not in _CONTROL.sub(b"", shown):
            ready, _, _ = select.select([self._stream], [], [], max(0, end - time.monotonic()))
            try:
                more = os.read(self._stream, 65_536) if ready else b""
            except OSError:  # the shell has ended
                more = b""
            assert more, f"{text!r} is not in {shown!r}"
            shown += more

    def close(self) -> None:
        self._process.kill()
        self._process.wait()
        os.close(self._stream)


@pytest.fixture(params=SHELLS)
def terminal(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Terminal]:
    """A shell that has read its completions, in a folder with a declaration."""
    command, settings = SHELLS[request.param]
    if shutil.which(command[0]) is None:
        pytest.skip(f"{command[0]} is not on the PATH")
    program = tmp_path / "bin/sessionform"
    program.parent.mkdir()
    program.write_text(f"#!/bin/sh\nexec '{sys.executable}' -m sessionform \"$@\"\n", encoding="utf-8")
    program.chmod(0o755)
    for name in (".rc", ".zshrc"):
        (tmp_path / name).write_text(settings, encoding="utf-8")
    (tmp_path / ".git").mkdir()
    (tmp_path / "sessions.yaml").write_text(DECLARATION, encoding="utf-8")
    environment = {
        "PATH": f"{program.parent}:{os.environ['PATH']}", "PYTHONPATH": str(ROOT), "HOME": str(tmp_path),
        "ZDOTDIR": str(tmp_path), "TERM": "xterm", "LC_ALL": "C.UTF-8",
    }  # fmt: skip
    opened = Terminal(command, tmp_path, environment)
    opened.wait_for(PROMPT)
    yield opened
    opened.close()


@pytest.mark.slow
@pytest.mark.shell
@pytest.mark.parametrize(
    ("typed", "completed"),
    [
        ("sessionform aff", "sessionform affected"),
        ("sessionform explain user", "explain userSessions"),
        ("sessionform plan -e stag", "-e staging"),
        ("sessionform rules ttl-miss", "rules ttl-missing"),
    ],
)
def test_a_shell_completes_what_is_typed(terminal: Terminal, typed: str, completed: str) -> None:
    terminal.type(f"{typed}\t")
    terminal.wait_for(completed)
