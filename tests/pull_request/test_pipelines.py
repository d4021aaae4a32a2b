"""The pipelines that `init --ci` writes, their commands run on a pull request as each system checks it out."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from sessionform.cli import main
from sessionform.commands.pipelines import SYSTEMS
from tests.github.repository import PullRequestBranch, pull_request
from tests.pull_request.fake_hosts import FakeHost, fake_host

DANGEROUS = ("partition_key: userId", "partition_key: {name: userId, type: N}")
HARMLESS = ("Environment: development", "Environment: dev")


def started(folder: Path, system: str, below: str = ".") -> dict[str, str]:
    """A new repository with what `init` writes, as texts by their names."""
    (folder / ".git").mkdir(parents=True)
    assert main(["init", "-q", "--ci", system, str(folder / below)]) == 0
    (folder / ".git").rmdir()
    return {path.relative_to(folder).as_posix(): path.read_text() for path in folder.rglob("*") if path.is_file()}


def proposed(tmp_path: Path, system: str, change: tuple[str, str], below: str) -> tuple[PullRequestBranch, Any]:
    """A pull request that changes the declaration, and the pipeline for it."""
    before = started(tmp_path / "new", system, below)
    name = (Path(below) / "sessions.yaml").as_posix()
    assert change[0] in before[name]
    branch = pull_request(tmp_path / "origin", before, {name: before[name].replace(*change)})
    stem = "sessions" if below == "." else "sessions-" + below.replace("/", "-")
    return branch, yaml.safe_load(before[SYSTEMS[system].place.replace("{file}", stem)])


def ran(script: list[str], folder: Path, variables: dict[str, str]) -> subprocess.CompletedProcess[str]:
    """The commands after the one that installs, in one shell that stops at the first that fails."""
    assert script[0].startswith("pip install ")
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GITHUB_")}
    return subprocess.run(
        ["bash", "-e", "-c", "\n".join(script[1:])],
        cwd=folder,
        env={**kept, **variables, "PATH": path},
        capture_output=True,
        text=True,
        check=False,
    )


def on_gitlab(branch: PullRequestBranch, pipeline: Any, folder: Path) -> tuple[list[str], Path, dict[str, str]]:
    (job,) = pipeline.values()
    assert job["rules"] == [{"if": "$CI_MERGE_REQUEST_IID"}]
    workspace = branch.check_out(folder, "refs/heads/change", depth=int(job["variables"]["GIT_DEPTH"]))
    variables = {"FOLDER": job["variables"]["FOLDER"], "CI_MERGE_REQUEST_DIFF_BASE_SHA": branch.base}
    return job["script"], workspace, variables


def on_bitbucket(branch: PullRequestBranch, pipeline: Any, folder: Path) -> tuple[list[str], Path, dict[str, str]]:
    assert pipeline["clone"] == {"depth": "full"}
    ((one,),) = pipeline["pipelines"]["pull-requests"].values()
    workspace = branch.check_out(folder, "refs/heads/change", depth=0)
    return one["step"]["script"], workspace, {"BITBUCKET_PR_DESTINATION_BRANCH": "main"}


def on_azure(branch: PullRequestBranch, pipeline: Any, folder: Path) -> tuple[list[str], Path, dict[str, str]]:
    checkout, python, install, *steps = pipeline["steps"]
    assert checkout == {"checkout": "self", "fetchDepth": 0}
    assert python["inputs"] == {"versionSpec": "3.13"}
    assert steps[-1]["env"] == {"SYSTEM_ACCESSTOKEN": "$(System.AccessToken)"}
    workspace = branch.check_out(folder, depth=0)
    script = [f"(cd {step['workingDirectory']} && {step['script']})" for step in steps]
    return [install["script"], *script], workspace, {}


WAYS = {"gitlab": ("GitLab", on_gitlab), "bitbucket": ("Bitbucket", on_bitbucket), "azure": ("Azure DevOps", on_azure)}


@pytest.fixture(params=WAYS)
def system(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def host(system: str) -> Iterator[FakeHost]:
    with fake_host(WAYS[system][0]) as server:
        yield server


@pytest.mark.slow
@pytest.mark.parametrize("below", [".", "infra/login"])
def test_a_dangerous_change_fails_and_is_commented_on(tmp_path: Path, system: str, host: FakeHost, below: str) -> None:
    branch, pipeline = proposed(tmp_path, system, DANGEROUS, below)
    script, workspace, variables = WAYS[system][1](branch, pipeline, tmp_path / "workspace")
    done = ran(script, workspace, variables | host.job())
    assert done.returncode == 1, done.stderr
    assert "commented on the pull request" in done.stderr
    [comment] = host.comments
    assert "critical" in comment.body


@pytest.mark.slow
def test_a_harmless_change_passes_without_a_token_too(tmp_path: Path, system: str, host: FakeHost) -> None:
    branch, pipeline = proposed(tmp_path, system, HARMLESS, ".")
    script, workspace, variables = WAYS[system][1](branch, pipeline, tmp_path / "workspace")
    job = {name: value for name, value in host.job().items() if "TOKEN" not in name}
    done = ran(script, workspace, variables | job)
    assert done.returncode == 0, done.stderr
    assert "no comment, as " in done.stderr
    assert host.requests == []


@pytest.mark.slow
def test_gitlab_gets_what_is_wrong_as_a_file(tmp_path: Path) -> None:
    branch, pipeline = proposed(tmp_path, "gitlab", ("ttl:", "tll:"), ".")
    script, workspace, variables = on_gitlab(branch, pipeline, tmp_path / "workspace")
    done = ran(script, workspace, variables)
    assert done.returncode == 1
    assert "unknown-key" in done.stderr + done.stdout
    (job,) = pipeline.values()
    report = job["artifacts"]["reports"]["codequality"].replace("$FOLDER", variables["FOLDER"])
    assert "unknown-key" in (workspace / report).read_text()


def test_gitlab_is_made_to_read_the_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    files = started(tmp_path / "new", "gitlab")
    assert yaml.safe_load(files[".gitlab-ci.yml"]) == {"include": [{"local": "/.gitlab/sessions.yml"}]}
    capsys.readouterr()
    assert main(["init", "--ci", "gitlab", str(tmp_path / "new")]) == 0
    assert "add `include: [{local: /.gitlab/sessions.yml}]` to it, or nothing runs" in capsys.readouterr().out


def test_a_pipeline_that_is_there_is_kept_and_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "bitbucket-pipelines.yml").write_text("mine\n")
    assert main(["init", "--ci", "bitbucket", str(tmp_path)]) == 0
    assert "`bitbucket-pipelines.yml` is yours and stays" in capsys.readouterr().out
    assert (tmp_path / "bitbucket-pipelines.yml").read_text() == "mine\n"


def test_without_a_system_none_is_written(tmp_path: Path) -> None:
    assert not [name for name in started(tmp_path / "new", "none") if name.endswith(".yml")]
