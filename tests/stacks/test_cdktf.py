"""The `cdktf` command of the development dependencies, run once for real on our app: JSON, HCL, and a deploy."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.moto_support import MotoServer
from tests.node_support import node_22_folder

pytestmark = [pytest.mark.slow, pytest.mark.node]

ROOT = Path(__file__).parents[2]
CDKTF = ROOT / "node_modules/cdktf-cli/bundle/bin/cdktf"
GOLDEN = ROOT / "tests/stacks/golden"

Run = Callable[..., str]


@pytest.fixture
def cdktf(repository: Path) -> Run:
    """Runs the command in the repository, and gives what it printed without its spinner."""
    if not CDKTF.is_file():
        pytest.skip("cdktf-cli is not installed: make test does it")
    bin_ = node_22_folder()

    def run(*arguments: str, **variables: str) -> str:
        environment = {
            **os.environ,
            "PATH": f"{bin_}{os.pathsep}{os.environ['PATH']}",
            "PYTHONPATH": str(ROOT),
            "CHECKPOINT_DISABLE": "1",
            "CI": "1",
            "HOME": str(repository),
            **variables,
        }
        done = subprocess.run(
            [str(bin_ / "node"), str(CDKTF), *arguments],
            cwd=repository,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=240,
        )
        output = re.sub(r"\x1b\[[0-9;]*[A-Za-z]", "", done.stdout + done.stderr)
        assert done.returncode == 0, output
        return output

    return run


@pytest.mark.long
def test_synth(repository: Path, cdktf: Run) -> None:
    """The stacks that `sessionform synth` makes, and as HCL its HCL, with nothing of the one beside the other."""
    assert "Generated Terraform code for the stacks: development, production" in cdktf("synth")
    made = repository / "cdktf.out/stacks/production"
    golden = GOLDEN / "synth/stacks/production/cdk.tf.json"
    assert json.loads((made / "cdk.tf.json").read_text()) == json.loads(golden.read_text())
    cdktf("synth", "--hcl")
    assert {path.name for path in made.iterdir()} == {"cdk.tf", "metadata.json"}
    assert (made / "cdk.tf").read_text() == (ROOT / "tests/terraform/golden/sessions.tf").read_text()


@pytest.mark.long
def test_both_find_the_output_in_cdktf_json(repository: Path, cdktf: Run) -> None:
    """And what `--output` names is the command's own: neither writes into the other's folder."""
    settings = json.loads((repository / "cdktf.json").read_text())
    (repository / "cdktf.json").write_text(json.dumps({**settings, "output": "build/terraform"}))
    made = repository / "build/terraform/stacks/production/cdk.tf.json"
    cdktf("synth")
    theirs = made.read_bytes()
    made.unlink()
    subprocess.run(
        [sys.executable, "-m", "sessionform", "synth", "-q"],
        cwd=repository,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        check=True,
    )
    assert made.read_bytes() == theirs
    assert "production" in cdktf("list")
    cdktf("synth", "--output", "elsewhere")
    assert (repository / "elsewhere/stacks/production/cdk.tf.json").is_file()
    assert not (repository / "cdktf.out").exists()


@pytest.mark.long
@pytest.mark.terraform
def test_deploy(repository: Path, cdktf: Run, aws_environment: MotoServer) -> None:
    """What `cdktf deploy` makes, with its state beside the declaration, where our own commands find it too."""
    declaration = repository / "sessions.yaml"
    text = declaration.read_text()
    declaration.write_text(text.replace("version: 1\n", 'version: 1\ntable_name: "cdktf-{table}"\n', 1))
    # Locking asks the registry, whatever mirror Terraform is configured with
    alone = ("development", "--auto-approve", "--skip-provider-lock")
    assert "cdktf-userSessions" in cdktf("deploy", *alone)
    described = aws_environment.client("dynamodb").describe_table(TableName="cdktf-userSessions")["Table"]
    assert described["StreamSpecification"] == {"StreamEnabled": True, "StreamViewType": "NEW_AND_OLD_IMAGES"}
    assert (repository / "terraform.development.tfstate").is_file()

    plan = subprocess.run(
        [sys.executable, "-m", "sessionform", "plan", "-e", "development"],
        cwd=repository,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
        timeout=240,
    )
    assert plan.returncode == 0, plan.stderr
    assert "No changes." in plan.stdout
    cdktf("destroy", *alone)
    assert "cdktf-userSessions" not in aws_environment.client("dynamodb").list_tables()["TableNames"]
