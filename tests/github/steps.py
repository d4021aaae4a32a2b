"""Runs the steps of a job or of a composite action on this machine, as GitHub's runner does.

`run` steps run in bash, with the files and variables that a runner gives them, and expressions are evaluated by GitHub's
own evaluator. `uses` steps are written down, not run: the outputs that the later steps need are given.
"""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.node_support import node

EVALUATOR = Path(__file__).with_name("expressions.mjs")
PACKAGE = Path(__file__).parents[2] / "node_modules/@actions/expressions"

SHELLS = {
    "": ["bash", "-e"],  # what a `run` without a `shell` gets on Linux and macOS
    "bash": ["bash", "--noprofile", "--norc", "-eo", "pipefail"],
}


def load(path: Path) -> Any:
    """A workflow or an action; `on` stays a key, and every value a string."""
    return yaml.load(path.read_text(encoding="utf-8"), yaml.BaseLoader)


@dataclass
class Ran:
    """What became of a step. `inputs` are those of a `uses` step."""

    name: str
    outcome: str
    code: int = 0
    stdout: str = ""
    stderr: str = ""
    inputs: Mapping[str, str] = field(default_factory=dict)


@dataclass
class Job:
    """A job on a runner. `folder` is a scratch folder of the runner, `workspace` where the repository is checked out."""

    folder: Path
    workspace: Path
    event: Mapping[str, Any]
    github: Mapping[str, str] = field(default_factory=dict)
    variables: Mapping[str, str] = field(default_factory=dict)
    path: str = ""

    def run(
        self,
        steps: Sequence[Mapping[str, Any]],
        inputs: Mapping[str, str] | None = None,
        *,
        working_directory: str = ".",
        given: Mapping[str, Mapping[str, str]] | None = None,
        failing: Sequence[str] = (),
    ) -> list[Ran]:
        """Every step in order. `given` are the outputs of steps by their ids; a `failing` action fails."""
        outputs: dict[str, Any] = {}
        done: list[Ran] = []
        failed = False
        for step in steps:
            texts = {**step.get("env", {}), **{f"with:{key}": value for key, value in step.get("with", {}).items()}}
            contexts = {
                "github": {"event": self.event, **self.github},
                "inputs": dict(inputs or {}),
                "steps": outputs,
                "runner": {"temp": str(self.folder / "temp")},
            }
            values, runs = evaluate(texts, step.get("if", "success()"), contexts, failed=failed)
            name = str(step.get("name") or step.get("uses") or step.get("run"))
            if not runs:
                ran, made = Ran(name, "skipped"), {}
            elif "uses" in step:
                wanted = {key.removeprefix("with:"): value for key, value in values.items() if key.startswith("with:")}
                fails = any(step["uses"].startswith(f"{action}@") for action in failing)
                ran = Ran(name, "failure" if fails else "success", inputs=wanted)
                made = dict((given or {}).get(step.get("id", ""), {}))
            else:
                ran, made = self._shell(step, values, name, self.workspace / working_directory)
            done.append(ran)
            if "id" in step:
                outputs[step["id"]] = {"outputs": made, "outcome": ran.outcome}
            failed = failed or (ran.outcome == "failure" and step.get("continue-on-error") != "true")
        return done

    @property
    def summary(self) -> str:
        path = self.folder / "summary.md"
        return path.read_text(encoding="utf-8") if path.exists() else ""

    def _shell(
        self, step: Mapping[str, Any], values: Mapping[str, str], name: str, folder: Path
    ) -> tuple[Ran, dict[str, str]]:
        (self.folder / "temp").mkdir(parents=True, exist_ok=True)
        output, event, script = (self.folder / file for file in ("output", "event.json", "script.sh"))
        output.write_text("")
        event.write_text(json.dumps(self.event), encoding="utf-8")
        script.write_text(step["run"], encoding="utf-8")
        environment = {
            "HOME": os.environ["HOME"],
            "PATH": self.path or os.environ["PATH"],
            "GITHUB_EVENT_PATH": str(event),
            "GITHUB_OUTPUT": str(output),
            "GITHUB_STEP_SUMMARY": str(self.folder / "summary.md"),
            "GITHUB_WORKSPACE": str(self.workspace),
            "RUNNER_TEMP": str(self.folder / "temp"),
            **self.variables,
            **{key: value for key, value in values.items() if not key.startswith("with:")},
        }
        done = subprocess.run(
            [*SHELLS[step.get("shell", "")], str(script)],
            cwd=folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
            timeout=300,
        )
        made = dict(line.split("=", 1) for line in output.read_text().splitlines())
        outcome = "failure" if done.returncode else "success"
        return Ran(name, outcome, done.returncode, done.stdout, done.stderr), made


def evaluate(
    texts: Mapping[str, str], condition: str, contexts: Mapping[str, Any], *, failed: bool
) -> tuple[dict[str, str], bool]:
    """The texts with their expressions filled in, and whether the condition of a step lets it run."""
    if condition == "success()" and not any("${{" in text for text in texts.values()):
        return dict(texts), not failed
    if not PACKAGE.is_dir():
        pytest.skip("@actions/expressions is not installed: make test does it")
    asked = json.dumps({"texts": texts, "condition": condition, "contexts": contexts, "failed": failed})
    done = subprocess.run([node(), EVALUATOR], input=asked, capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 0, done.stderr
    answer = json.loads(done.stdout)
    return answer["texts"], answer["runs"]


def failed(steps: Sequence[Ran]) -> list[str]:
    """The names of the steps that failed."""
    return [step.name for step in steps if step.outcome == "failure"]
