"""A program `terraform` that writes down how it is called, and the commands that call it."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

TIMEOUT = 120
"""Seconds after which a program hangs."""

FAKE = """\
#!{python}
import json, os, signal, sys, time
call = sys.argv[1:]
with open({log!r}, "a") as log:
    log.write(json.dumps(call) + "\\n")
if os.environ.get("FAKE_FAIL") in call:
    print("Error: the fake fails", file=sys.stderr)
    sys.exit(1)
if os.environ.get("FAKE_SLOW") in call:
    def stop(*_):
        time.sleep(0.5)
        with open({log!r}, "a") as log:
            log.write('"state saved"\\n')
        sys.exit(1)  # as Terraform does
    signal.signal(signal.SIGINT, stop)
    print("busy", flush=True)
    signal.pause()
if "init" in call and os.environ.get("FAKE_LOCK"):
    place = os.path.join(call[0].removeprefix("-chdir="), ".terraform.lock.hcl")
    print(os.path.exists(place) and open(place).read(), file=sys.stderr)
    if "-upgrade" in call or not os.path.exists(place):
        open(place, "w").write(os.environ["FAKE_LOCK"])
if "show" in call:
    print(os.environ.get("FAKE_PLAN", json.dumps({{"format_version": "1.2", "resource_changes": []}})))
    sys.exit(0)
for word in call:
    if word.startswith("-out="):
        open(word.removeprefix("-out="), "w").write("the plan of " + call[0].rpartition("/")[2])
    if word.endswith(".tfplan") and "apply" in call:
        print("applies", open(word).read())
if "init" not in call and "apply" not in call:
    print("changes of", call[0])
"""


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A folder with the declaration, and a program `terraform` that writes down how it is called."""
    shutil.copy(ROOT / "sessions.yaml", tmp_path)
    program = tmp_path / "bin/terraform"
    program.parent.mkdir()
    program.write_text(FAKE.format(python=sys.executable, log=str(tmp_path / "calls")), encoding="utf-8")
    program.chmod(0o755)
    return tmp_path


def command(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "sessionform", *arguments]


def variables(folder: Path, **more: str) -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(ROOT), "PATH": f"{folder}/bin:{os.environ['PATH']}", **more}


def run(folder: Path, *arguments: str, stdin: str = "", **more: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command(*arguments),
        cwd=folder,
        env=variables(folder, **more),
        input=stdin,
        capture_output=True,
        text=True,
        check=False,
    )


def calls(folder: Path) -> list[list[str]]:
    log = folder / "calls"
    return [json.loads(line) for line in log.read_text().splitlines()] if log.exists() else []


def in_stack(environment: str, *words: str) -> list[str]:
    return [f"-chdir=cdktf.out/stacks/{environment}", *words]


def words(folder: Path) -> list[list[str]]:
    """What was called besides init, without the places of plans."""
    found = [call[1:] for call in calls(folder) if "init" not in call]
    return [[re.sub(r"[^=]*/(\w+\.tfplan)$", r"\1", word) for word in call if word != "-no-color"] for call in found]


PLANNED = [["plan", "-input=false", "-out=development.tfplan"], ["show", "-json", "development.tfplan"]]
APPLIED = ["apply", "-input=false", "development.tfplan"]
