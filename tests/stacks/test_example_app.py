"""The example app: its own tests, and the `cdktf` command on it, up to what a deploy prints."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.moto_support import MotoServer
from tests.node_support import node_22_folder

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]
CDKTF = ROOT / "node_modules/cdktf-cli/bundle/bin/cdktf"


@pytest.fixture
def app(tmp_path: Path) -> Path:
    shutil.copytree(ROOT / "examples/app", tmp_path / "app", ignore=shutil.ignore_patterns("__pycache__", "cdktf.out"))
    return tmp_path / "app"


def environment(app: Path) -> dict[str, str]:
    places = (str(Path(sys.executable).parent), str(node_22_folder()), os.environ["PATH"])
    return {
        **os.environ,
        "PATH": os.pathsep.join(places),
        "PYTHONPATH": str(ROOT),
        "CHECKPOINT_DISABLE": "1",
        "CI": "1",
        "HOME": str(app),
    }


def run(app: Path, *command: str) -> str:
    done = subprocess.run(
        command, cwd=app, env=environment(app), capture_output=True, text=True, check=False, timeout=240
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_its_own_tests_pass(app: Path) -> None:
    assert "2 passed" in run(app, sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "-q", ".")


@pytest.mark.node
def test_the_command_synthesizes_both_stacks(app: Path) -> None:
    if not CDKTF.is_file():
        pytest.skip("cdktf-cli is not installed: make test does it")
    assert "production, web" in run(app, "node", str(CDKTF), "synth")
    sessions, web = (
        json.loads((app / f"cdktf.out/stacks/{name}/cdk.tf.json").read_text()) for name in ("production", "web")
    )
    mapping = sessions["resource"]["aws_lambda_event_source_mapping"]["audit"]
    assert mapping["event_source_arn"] == "${aws_dynamodb_table.userSessions.stream_arn}"
    assert sessions["resource"]["aws_dynamodb_table"]["userSessions"]["tags"]["Owner"] == "identity"
    (state,) = web["data"]["terraform_remote_state"].values()
    assert state["backend"] == "s3"
    assert state["config"]["key"] == sessions["terraform"]["backend"]["s3"]["key"]
    assert "data.terraform_remote_state" in web["resource"]["aws_iam_policy"]["sessions"]["policy"]


@pytest.mark.long
@pytest.mark.node
@pytest.mark.terraform
def test_a_deploy_prints_the_outputs(tmp_path: Path, aws_environment: MotoServer) -> None:
    """`cdktf deploy` prints what the guide exports: the table's name."""
    if not CDKTF.is_file():
        pytest.skip("cdktf-cli is not installed: make test does it")
    for name in ("sessions.yaml", "main.py", "cdktf.json"):
        shutil.copy(ROOT / name, tmp_path)
    text = (tmp_path / "sessions.yaml").read_text()
    (tmp_path / "sessions.yaml").write_text(text.replace("version: 1\n", 'version: 1\ntable_name: "out-{table}"\n', 1))
    (tmp_path / ".venv").symlink_to(sys.prefix)
    alone = ("development", "--auto-approve", "--skip-provider-lock")
    printed = run(tmp_path, "node", str(CDKTF), "deploy", *alone)
    assert "No outputs found" not in printed
    assert "userSessions_name = out-userSessions" in printed
    run(tmp_path, "node", str(CDKTF), "destroy", *alone)
