"""Our own workflow: the scripts of its steps that are in no other file."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from tests.github.steps import Job, failed, load
from tests.terraform_support import terraform_env

pytestmark = [pytest.mark.slow, pytest.mark.node]

ROOT = Path(__file__).parents[2]
COMMANDS = (".ci/run", "make test-long")
JOBS = load(ROOT / ".github/workflows/ci.yml")["jobs"]


def scripts(job: str, *without: str) -> list[dict[str, str]]:
    """The steps of a job that run something, but for those that begin so."""
    return [step for step in JOBS[job]["steps"] if "run" in step and not step["run"].startswith(without)]


@pytest.mark.terraform
def test_the_provider_lies_where_the_tests_look_for_a_mirror(tmp_path: Path) -> None:
    job = Job(tmp_path / "runner", tmp_path, {}, variables=terraform_env())
    [ran] = job.run(scripts("test", *COMMANDS))
    assert ran.outcome == "success", ran.stderr
    [provider] = (tmp_path / "runner/temp/mirror/providers").glob("*/hashicorp/aws/5.100.0/*/terraform-provider-aws_v*")
    assert provider.is_file()


def test_the_wheel_starts_a_repository_and_compiles_it_both_ways(tmp_path: Path) -> None:
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    job = Job(tmp_path / "runner", tmp_path, {}, variables={"PYTHONPATH": str(ROOT)}, path=path)
    ran = job.run(scripts("installed", "pip install"))
    assert (len(ran), failed(ran)) == (1, []), ran[0].stderr


def test_the_commands_that_it_runs_are_those_of_this_repository() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert "\ndist:" in makefile
    assert [step["run"] for step in scripts("wheel")] == ["make dist"]
    assert [step["run"] for step in scripts("test")[-2:]] == [*COMMANDS]
    assert "\ntest-long:" in makefile
    assert os.access(ROOT / ".ci/run", os.X_OK)
