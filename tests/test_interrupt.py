"""Ctrl-C at every import, of whichever command: one line, exit code 130, nothing on standard output."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from sessionform.interrupt import Importing, Running

ROOT = Path(__file__).parents[1]

HOOK = """\
import os, signal, sys

class Interrupt:
    def find_spec(self, name, path=None, target=None):
        if name == os.environ["INTERRUPT_AT"]:
            sys.meta_path.remove(self)
            os.kill(os.getpid(), signal.SIGINT)

sys.meta_path.insert(0, Interrupt())
"""
"""A `sitecustomize`: Python imports it before everything else. It presses Ctrl-C where a module is about to be imported."""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("sessions.yaml", "cdktf.json", "main.py"):
        shutil.copy(ROOT / name, tmp_path)
    (tmp_path / "site").mkdir()
    (tmp_path / "site/sitecustomize.py").write_text(HOOK)
    return tmp_path


def interrupted(folder: Path, module: str, *command: str) -> subprocess.CompletedProcess[str]:
    paths = os.pathsep.join([str(folder / "site"), str(ROOT)])
    variables = {**os.environ, "PYTHONPATH": paths, "INTERRUPT_AT": module}
    return subprocess.run(
        [sys.executable, *command], cwd=folder, env=variables, capture_output=True, text=True, check=False, timeout=60
    )


@pytest.mark.parametrize(
    ("command", "modules"),
    [
        ("check", "sessionform.cli argparse sessionform.commands.check sessionform.compile yaml gc"),
        ("review --base other.yaml", "sessionform.review sessionform.review.base.git difflib"),
        ("synth", "sessionform.stacks stacks.synth cdktf jsii constructs"),
        ("explain userSessions -e production", "sessionform.report.explain.settings"),
        ("rules", "sessionform.rules.catalogue"),
        ("--help", "gettext"),
    ],
)
def test_ctrl_c_while_a_module_is_imported(command: str, modules: str, folder: Path) -> None:
    shutil.copy(folder / "sessions.yaml", folder / "other.yaml")
    for module in modules.split():
        done = interrupted(folder, module, "-m", "sessionform", *command.split())
        assert (done.returncode, done.stdout, done.stderr) == (130, "", "sessionform: interrupted\n"), module


@pytest.mark.parametrize("module", ["stacks.app", "sessionform.compile", "yaml", "cdktf"])
def test_ctrl_c_in_an_app(module: str, folder: Path) -> None:
    done = interrupted(folder, module, "main.py")
    assert (done.returncode, done.stdout, done.stderr) == (130, "", "sessionform: interrupted\n")


def test_ctrl_c_is_not_lost_where_an_exception_is(folder: Path) -> None:
    """Python drops what is raised in a destructor, and a library may catch everything."""
    program = (
        "import sys\nimport sessionform.cli\nfrom sessionform.start import main\n"
        "def run():\n    try:\n        import wave\n    except BaseException:\n        pass\n    return 0\n"
        "sessionform.cli.main = run\nsys.exit(main())\n"
    )
    done = interrupted(folder, "wave", "-c", program)
    assert (done.returncode, done.stderr) == (130, "sessionform: interrupted\n")


def test_ctrl_c_while_a_text_is_executed_has_the_same_exit_code(folder: Path) -> None:
    """As dataclasses do when they are made. Python would end by the signal then, whatever code it was given."""
    program = (
        "import sys\nimport sessionform.cli\nfrom sessionform.start import main\n"
        "def run():\n    exec('import wave')\n    return 0\n"
        "sessionform.cli.main = run\nsys.exit(main())\n"
    )
    (folder / "program.py").write_text(program, encoding="utf-8")
    done = interrupted(folder, "wave", "-m", "program")
    assert (done.returncode, done.stderr) == (130, "sessionform: interrupted\n")


def test_after_the_command_its_exit_code_stands(folder: Path) -> None:
    program = "import sys\nfrom sessionform.start import main\ncode = main()\nimport wave\nsys.exit(code)\n"
    done = interrupted(folder, "wave", "-c", program, "check", "-q")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_who_ignores_ctrl_c_goes_on_to(folder: Path) -> None:
    """As a shell's background jobs do."""
    (folder / "site/sitecustomize.py").write_text(f"{HOOK}signal.signal(signal.SIGINT, signal.SIG_IGN)\n")
    done = interrupted(folder, "sessionform.cli", "-m", "sessionform", "check", "-q")
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("block", [Importing, Running])
def test_in_another_thread_nothing_changes(block: type[Importing | Running]) -> None:
    before = signal.getsignal(signal.SIGINT)
    failures: list[BaseException] = []

    def run() -> None:
        try:
            with block():
                pass
        except BaseException as error:  # noqa: BLE001 - whatever it is
            failures.append(error)

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()
    assert (failures, signal.getsignal(signal.SIGINT)) == ([], before)
