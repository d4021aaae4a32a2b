"""The workflow that `init` writes, run step by step on a pull request of the repository that `init` started."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from sessionform.cli import main
from tests.github.repository import pull_request
from tests.github.steps import Job, Ran, failed, load
from tests.pull_request.fake_github import READ_ONLY, REPOSITORY, TOKEN, FakeGitHub

pytestmark = [pytest.mark.slow, pytest.mark.node]

CHECK = "sessionform check --format github --comment"
REVIEW = "sessionform review --base HEAD^1 --format github --comment"


def run(
    tmp_path: Path,
    github: FakeGitHub,
    change: tuple[str, str],
    *,
    below: str = ".",
    token: str = TOKEN,
) -> tuple[Job, list[Ran]]:
    """Starts a repository, proposes a change of the declaration, and runs the workflow for it."""
    new = tmp_path / "new"
    (new / ".git").mkdir(parents=True)  # the root of a repository
    assert main(["init", "-q", str(new / below)]) == 0
    (new / ".git").rmdir()
    before = {path.relative_to(new).as_posix(): path.read_text() for path in new.rglob("*") if path.is_file()}
    name = (Path(below) / "sessions.yaml").as_posix()
    assert change[0] in before[name]
    branch = pull_request(tmp_path / "origin", before, {name: before[name].replace(*change)})
    [written] = (new / ".github/workflows").iterdir()
    workflow = load(written)
    steps = workflow["jobs"]["review"]["steps"]
    depth = next(
        int(step["with"]["fetch-depth"]) for step in steps if step.get("uses", "").startswith("actions/checkout@")
    )
    branch.check_out(tmp_path / "workspace", depth=depth)
    job = Job(
        tmp_path / "runner",
        tmp_path / "workspace",
        branch.event(),
        {"token": token},
        {"GITHUB_REPOSITORY": REPOSITORY, "GITHUB_GRAPHQL_URL": github.url},
        path=f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
    )
    there = [step for step in steps if not step.get("run", "").startswith("pip install ")]
    assert len(there) == len(steps) - 1
    return job, job.run(there, working_directory=workflow["defaults"]["run"]["working-directory"])


@pytest.mark.parametrize("below", [".", "infra/login"])
def test_a_dangerous_change(tmp_path: Path, github: FakeGitHub, below: str) -> None:
    change = ("partition_key: userId", "partition_key: {name: userId, type: N}")
    job, steps = run(tmp_path, github, change, below=below)
    assert failed(steps) == [REVIEW], steps
    assert "critical" in github.comments[0].body
    assert "critical" in job.summary
    name = (Path(below) / "sessions.yaml").as_posix()
    assert f"::error file={name},line=" in steps[-1].stdout


def test_a_harmless_change(tmp_path: Path, github: FakeGitHub) -> None:
    _, steps = run(tmp_path, github, ("tags: {Application: user-session-management}", "tags: {Application: login}"))
    assert failed(steps) == []
    assert len(github.comments) == 1


def test_a_fork(tmp_path: Path, github: FakeGitHub) -> None:
    job, steps = run(tmp_path, github, ("Application: user-session-management", "Application: x"), token=READ_ONLY)
    assert failed(steps) == []
    assert github.comments == []
    assert job.summary


def test_a_broken_declaration(tmp_path: Path, github: FakeGitHub) -> None:
    _, steps = run(tmp_path, github, ("    ttl: ttl", "    tll: ttl"))
    assert failed(steps) == [CHECK]
    assert "::error file=sessions.yaml,line=" in steps[-2].stdout
    assert steps[-1].outcome == "skipped"
    assert ["```suggestion\n    ttl: ttl" in thread.body for thread in github.threads] == [True]
