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

from sessionform.cli import build_parser
from tests.github.repository import PullRequestBranch, git, pull_request
from tests.github.steps import Job, evaluate, failed, load
from tests.github.test_action import BROKEN, DANGEROUS, DECLARATION, HARMLESS

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
    commands, *_ = re.findall(r"^```sh\n(.*?)^```$", TEXT, re.MULTILINE | re.DOTALL)
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


HOOKS = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))


def hooked(folder: Path, name: str, *more: str) -> subprocess.CompletedProcess[str]:
    """The hook as pre-commit runs it: its entry, its arguments or those that the user gives instead, and no files."""
    (hook,) = (hook for hook in HOOKS if hook["id"] == name)
    assert (hook["language"], hook["pass_filenames"]) == ("python", False)
    command = [*shlex.split(hook["entry"]), *(more or hook.get("args", []))]
    return subprocess.run(command, cwd=folder, env={"PATH": PATH}, capture_output=True, text=True, check=False)


def test_every_hook_is_shown_and_runs_for_the_declaration() -> None:
    [named] = [block["repos"][0]["hooks"] for block in BLOCKS if "repos" in block]
    assert named == [{"id": hook["id"]} for hook in HOOKS]
    names = ("sessions.yaml", "a/sessions.yaml", "sessions.yaml.bak", "plans/production.tf")
    ran = {hook["id"]: [name for name in names if re.search(hook["files"], name)] for hook in HOOKS}
    assert ran.pop("sessionform-rendered") == ["sessions.yaml", "plans/production.tf"]
    assert set(map(tuple, ran.values())) == {("sessions.yaml",)}


def test_the_hook_for_pre_commit_checks_the_declaration(tmp_path: Path) -> None:
    arguments: Any = re.search(r"`args: \[(--file.*?)\]`", TEXT)
    (tmp_path / "infra").mkdir()
    for text, code in ((DECLARATION, 0), (BROKEN, 1)):
        for place, extra in (("sessions.yaml", []), ("infra/sessions.yaml", arguments[1].split(", "))):
            (tmp_path / place).write_text(text)
            done = hooked(tmp_path, "sessionform-check", *extra)
            assert done.returncode == code, done.stderr


def test_the_hook_for_rendered_plans_fails_where_they_are_old(tmp_path: Path) -> None:
    (tmp_path / "sessions.yaml").write_text(DECLARATION)
    assert hooked(tmp_path, "sessionform-rendered").returncode == 1
    subprocess.run(["sessionform", "synth", "--rendered"], cwd=tmp_path, env={"PATH": PATH}, check=True)
    assert hooked(tmp_path, "sessionform-rendered").returncode == 0
    (tmp_path / "sessions.yaml").write_text(HARMLESS)
    assert hooked(tmp_path, "sessionform-rendered").returncode == 1


@pytest.mark.parametrize(("after", "code"), [(HARMLESS, 0), (DANGEROUS, 1)], ids=["fine", "bad"])
def test_the_hook_for_a_push_reviews_the_change(tmp_path: Path, after: str, code: int) -> None:
    branch = pull_request(tmp_path / "origin", {"sessions.yaml": DECLARATION}, {"sessions.yaml": after})
    git(tmp_path, "clone", "-q", branch.origin.as_uri(), "clone")
    (tmp_path / "clone/sessions.yaml").write_text(after)
    assert hooked(tmp_path / "clone", "sessionform-review").returncode == code


COMMANDS = [
    *re.findall(
        r"(?:^|[\s(])(sessionform [a-z-]+(?: [^#\n|&)]*)?)",
        "\n".join(re.findall(r"```(?:sh|yaml)\n(.*?)```", TEXT, re.DOTALL)),
    ),
    *(" ".join(re.findall(r'"([^"]*)"', words)) for words in re.findall(r"execute += \[(.*?)\]", TEXT)),
]


@pytest.mark.parametrize("command", sorted(set(COMMANDS)))
def test_every_command_of_the_recipes_has_these_options(command: str) -> None:
    parser = build_parser()
    program, *words = shlex.split(command)
    assert program == "sessionform"
    assert parser.parse_args(words).command == words[0]


def test_the_image_is_built_from_what_is_there() -> None:
    """No docker is needed for this: what it copies exists and is let through, and it runs as nobody special."""
    lines = (ROOT / "Dockerfile").read_text(encoding="utf-8").splitlines()
    let_through = {line[1:] for line in (ROOT / ".dockerignore").read_text().splitlines() if line.startswith("!")}
    copied = [
        name for line in lines if line.startswith("COPY ") and "--from" not in line for name in line.split()[1:-1]
    ]
    assert set(copied) == let_through
    assert all((ROOT / name).exists() for name in copied)
    assert "USER sessionform" in lines
    assert all(re.fullmatch(r"FROM python:3\.\d+-slim( AS build)?", line) for line in lines if line.startswith("FROM"))
