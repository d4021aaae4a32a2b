"""Terraform (or OpenTofu) as a program: found, asked for its version, and run in the folder of a stack."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from sessionform.commands.progress import write_whole
from sessionform.errors import OutsideError
from sessionform.facts.version_constraints import version_text
from sessionform.facts.versions import REMOVED_BLOCKS_TOFU
from sessionform.programs import on_path

if TYPE_CHECKING:
    from sessionform.model import Environment

_STDERR = 2
_TOFU = re.compile(r"OpenTofu v([0-9]+)\.([0-9]+)")


@dataclass(frozen=True, slots=True)
class Program:
    """The program at `path`. `plain` says that it is to print no colours, `captured` that nobody watches it live:
    what it prints is printed when it is done.
    """

    path: str
    plain: bool
    captured: bool = False

    @property
    def name(self) -> str:
        """What people call it."""
        return Path(self.path).name

    @property
    def awaited(self) -> str:
        """The line for who has pressed Ctrl-C, which reaches the program too."""
        return f"sessionform: waiting for {self.name} to stop\n"

    def run(self, environment: str, folder: Path, words: Sequence[str], *, quiet: bool = False) -> str:
        """One run in the folder of a stack, on the user's own terminal; its output where it is `quiet`, or captured.

        What a quiet one prints is shown only where it fails. Raises OutsideError where it fails, and KeyboardInterrupt
        where it was interrupted.
        """
        colours = ["-no-color"] if self.plain and words[0] != "show" else []
        piped = quiet or self.captured
        output = subprocess.PIPE if piped else None
        errors = subprocess.STDOUT if piped and words[0] != "show" else None
        command = [self.path, f"-chdir={folder}", *words, *colours]
        with (
            _interruption_noted(self.awaited) as interruption,
            subprocess.Popen(command, stdout=output, stderr=errors, encoding="utf-8", errors="replace") as process,
        ):
            printed = process.communicate()[0] or ""
        if process.returncode == 0 and not interruption.is_set():
            return printed
        if printed:
            write_whole(printed, sys.stderr)
        if interruption.is_set() or process.returncode == -signal.SIGINT:
            raise KeyboardInterrupt
        message = f"{self.name} {words[0]} failed in `{environment}`, with exit code {process.returncode}"
        raise OutsideError(message, _outgrown(printed) or _unasked(words))


def find_terraform(name: str, *, plain: bool, captured: bool = False) -> Program:
    """The program of this name or path. Raises OutsideError where there is none."""
    path = shutil.which(name) if os.path.dirname(name) else on_path(name)  # noqa: PTH120  # pathlib drops a leading `./`
    if path is None:
        hint = "install it (https://developer.hashicorp.com/terraform/install), or name another with `--terraform PATH`"
        raise OutsideError(f"there is no `{name}` to run", hint)
    return Program(path, plain, captured)


def refuse_old_tofu(program: Program, environments: Sequence[Environment]) -> None:
    """Raise OutsideError where an OpenTofu is too old for the `removed` blocks of a table that is kept.

    Terraform knows them since 1.7, as the stack demands; OpenTofu counted on its own until 1.10.
    """
    kept = next((gone.table for item in environments for gone in item.removed if gone.keep), None)
    if kept is None:
        return
    done = subprocess.run([program.path, "version"], capture_output=True, text=True, check=False, errors="replace")
    version = _TOFU.match(done.stdout)
    if version is not None and (int(version[1]), int(version[2])) < REMOVED_BLOCKS_TOFU[:2]:
        needed = version_text(REMOVED_BLOCKS_TOFU)
        found = f"`{program.path}` is {version[1]}.{version[2]}"
        message = f"`removed.{kept}.keep` needs OpenTofu {needed} or later, and {found}"
        raise OutsideError(message, "update it, or run Terraform 1.7 or later")


@contextmanager
def _interruption_noted(line: str) -> Iterator[threading.Event]:
    """A block in which Ctrl-C is noted and answered with a line, and raises nothing: it reaches Terraform too, which has a state to save.

    Elsewhere than in the main thread, which no signal reaches, nothing is noted.
    """
    noted = threading.Event()
    if threading.current_thread() is not threading.main_thread():
        yield noted
        return

    def note(*_: object) -> None:
        noted.set()
        # Not `print`: the signal may have come in the middle of one.
        os.write(_STDERR, line.encode())

    before = signal.signal(signal.SIGINT, note)
    try:
        yield noted
    finally:
        signal.signal(signal.SIGINT, before)


def _outgrown(printed: str) -> str:
    mismatch = "does not match configured version constraint" in " ".join(printed.split())
    return "`--upgrade` takes a provider that the stack admits now, and keeps it" if mismatch else ""


def _unasked(words: Sequence[str]) -> str:
    asks = words[0] == "destroy" and "-auto-approve" not in words
    return "where nobody can answer, `--auto-approve` says yes" if asks and not sys.stdin.isatty() else ""
