"""The successor of CDKTF makes the same stacks, but for the version that it notes in them."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.node_support import node_22_folder

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]
CDKTN = ROOT / "node_modules/cdktn-cli/bundle/bin/cdktn.js"
EXTEND = """\
import cdktn
from sessionform.stacks import SessionTables, run_app

def extend(stack):
    cdktn.TerraformOutput(stack, "policy", value=cdktn.Fn.jsonencode({"Resource": [stack.table("userSessions").arn]}))

run_app(extend)
"""


def choose(repository: Path, library: str) -> None:
    settings = json.loads((repository / "cdktf.json").read_text(encoding="utf-8"))
    settings["context"]["library"] = library
    (repository / "cdktf.json").write_text(json.dumps(settings), encoding="utf-8")


def run_app(repository: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT), **variables}
    command = [sys.executable, "main.py"]
    return subprocess.run(
        command, cwd=repository, env=environment, capture_output=True, text=True, check=False, timeout=120
    )


def stacks(repository: Path) -> dict[str, Any]:
    made = {
        path.parent.name: json.loads(path.read_text(encoding="utf-8"))
        for path in repository.glob("cdktf.out/stacks/*/cdk.tf.json")
    }
    versions = {stack["//"]["metadata"].pop("version") for stack in made.values()}
    assert len(versions) == 1
    return {"version": versions.pop(), **made}


@pytest.mark.parametrize("declaration", ["sessions.yaml", "examples/every-setting.yaml", "examples/global.yaml"])
def test_the_stacks_are_the_same_but_for_the_version(declaration: str, repository: Path) -> None:
    shutil.copy(ROOT / declaration, repository / "sessions.yaml")
    assert run_app(repository).returncode == 0
    before = stacks(repository)
    choose(repository, "cdktn")
    done = run_app(repository)
    assert done.returncode == 0, done.stderr
    after = stacks(repository)
    assert (before.pop("version"), after.pop("version")) == ("0.21.0", "0.24.0")
    assert after == before


def test_what_the_app_imports_is_used(repository: Path) -> None:
    (repository / "main.py").write_text(EXTEND, encoding="utf-8")
    done = run_app(repository)
    assert done.returncode == 0, done.stderr
    made = stacks(repository)
    assert made["version"] == "0.24.0"
    policy = made["production"]["output"]["policy"]["value"]
    assert policy == '${jsonencode({"Resource" = [aws_dynamodb_table.userSessions.arn]})}'


def test_a_library_that_there_is_not_is_said(repository: Path) -> None:
    choose(repository, "cdkft")
    done = run_app(repository)
    assert (done.returncode, "Traceback" in done.stderr) == (2, False)
    assert "`context.library` of cdktf.json is 'cdkft'" in done.stderr
    assert not (repository / "cdktf.out").exists()


@pytest.mark.long
@pytest.mark.node
def test_its_command_synthesizes(repository: Path) -> None:
    if not CDKTN.is_file():
        pytest.skip("cdktn-cli is not installed: make test does it")
    choose(repository, "cdktn")
    bin_ = node_22_folder()
    done = subprocess.run(
        [str(bin_ / "node"), str(CDKTN), "synth"],
        cwd=repository,
        env={
            **os.environ,
            "PATH": f"{bin_}{os.pathsep}{os.environ['PATH']}",
            "PYTHONPATH": str(ROOT),
            "CHECKPOINT_DISABLE": "1",
            "CI": "1",
            "HOME": str(repository),
        },
        capture_output=True,
        text=True,
        check=False,
        timeout=240,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert stacks(repository)["version"] == "0.24.0"
