"""What docs/pull-requests.md shows is what there is, and runs."""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.github.repository import PullRequestBranch, pull_request
from tests.github.steps import Job, evaluate, failed, load
from tests.github.test_action import BROKEN, DECLARATION, HARMLESS

pytestmark = [pytest.mark.slow, pytest.mark.node]

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "docs/pull-requests.md").read_text(encoding="utf-8")
BLOCKS = [
    yaml.load(text, yaml.BaseLoader) for text in re.findall(r"^```yaml\n(.*?)^```$", TEXT, re.MULTILINE | re.DOTALL)
]
DEPLOY = next(block for block in BLOCKS if block.get("name") == "deploy")
PATH = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"


def proposed(tmp_path: Path, after: str) -> PullRequestBranch:
    branch = pull_request(tmp_path / "origin", {"sessions.yaml": DECLARATION}, {"sessions.yaml": after})
    branch.check_out(tmp_path / "workspace", depth=0)
    return branch


def test_the_inputs_of_the_action_are_listed() -> None:
    rows = re.findall(r"^\| `([\w-]+)` \| (.*?) \| .+ \|$", TEXT, re.MULTILINE)
    defaults = {name: entry["default"] for name, entry in load(ROOT / "action.yml")["inputs"].items()}
    in_words = {"base": "what it would be merged into", "token": "the job's"}
    listed = {name: in_words.get(name, f"`{default}`") for name, default in defaults.items()}
    assert dict(rows) == listed


def test_the_commands_are_those_of_the_workflow_that_init_writes() -> None:
    [commands] = re.findall(r"^```sh\n(.*?)^```$", TEXT, re.MULTILINE | re.DOTALL)
    workflow = load(ROOT / "sessionform/templates/github.yml")
    ran = [step["run"] for step in workflow["jobs"]["review"]["steps"] if "run" in step]
    assert ran[1:] == commands.splitlines()


def test_the_sections_that_are_pointed_at_are_there() -> None:
    for file, anchor in re.findall(r"\]\(([\w-]+\.md)#([\w-]+)\)", TEXT):
        headings = re.findall(r"^#+ (.*)$", (ROOT / "docs" / file).read_text(encoding="utf-8"), re.MULTILINE)
        assert anchor in [re.sub(r"[^\w -]", "", heading).lower().replace(" ", "-") for heading in headings]


@pytest.mark.parametrize(
    ("after", "environments"),
    [(HARMLESS, ["production"]), (DECLARATION + "    access_patterns: {read: {get: [userId, sessionId]}}\n", [])],
    ids=["a change", "nothing to deploy"],
)
def test_the_matrix_of_the_deploy_is_what_changed(tmp_path: Path, after: str, environments: list[str]) -> None:
    branch = proposed(tmp_path, after)
    job = Job(tmp_path / "runner", tmp_path / "workspace", {"before": branch.base}, path=PATH)
    steps = [step for step in DEPLOY["jobs"]["affected"]["steps"] if "pip install" not in step.get("run", "")]
    ran = job.run(steps)
    assert failed(ran) == [], ran[-1].stderr
    [matrix] = (tmp_path / "runner/output").read_text().splitlines()
    name, _, value = matrix.partition("=")
    assert (name, json.loads(value)) == ("matrix", {"environment": environments})
    needs = {"needs": {"affected": {"outputs": {"matrix": value}}}}
    _, runs = evaluate({}, DEPLOY["jobs"]["deploy"]["if"], needs, failed=False)
    assert runs == bool(environments), "GitHub fails a job with an empty matrix"


def test_the_hook_for_pre_commit_checks_the_declaration(tmp_path: Path) -> None:
    [hook] = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    [named] = [block["repos"][0]["hooks"] for block in BLOCKS if "repos" in block]
    assert named == [{"id": hook["id"]}]
    assert [
        name for name in ("sessions.yaml", "a/sessions.yaml", "sessions.yaml.bak") if re.search(hook["files"], name)
    ] == ["sessions.yaml"]
    assert (hook["language"], hook["pass_filenames"]) == ("python", False)
    arguments: Any = re.search(r"`args: \[(.*?)\]`", TEXT)
    (tmp_path / "infra").mkdir()
    for text, code in ((DECLARATION, 0), (BROKEN, 1)):
        for place, extra in (("sessions.yaml", []), ("infra/sessions.yaml", arguments[1].split(", "))):
            (tmp_path / place).write_text(text)
            command = [*shlex.split(hook["entry"]), *extra]
            done = subprocess.run(
                command, cwd=tmp_path, env={"PATH": PATH}, capture_output=True, text=True, check=False
            )
            assert done.returncode == code, done.stderr
