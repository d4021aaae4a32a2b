"""Staged deploys as JSON that scripts may rely on."""

from __future__ import annotations

from sessionform.json_value import JsonObject, json_text
from sessionform.report.review.json import change_value
from sessionform.staging.stages import Stages, Step
from sessionform.staging.waits import Wait


def render_stages_json(stages: Stages) -> str:
    """All steps with their reviews. `files` says where the text of each file is, or null where it has not been written."""
    value: JsonObject = {
        "version": 1,
        "file": stages.file,
        "base": stages.base,
        "steps": [_step(stages, step) for step in stages.steps],
        "stuck": [change_value(change) for change in stages.stuck],
    }
    return json_text(value)


def _step(stages: Stages, step: Step) -> JsonObject:
    return {
        "step": step.number,
        "verdict": str(step.review.verdict),
        "environments": list(step.environments),
        "files": {name: stages.place(step, name) if stages.folder else None for name in step.texts},
        "changes": [change_value(change) for change in step.review.changes],
        "waits": [_wait(wait) for wait in step.waits],
    }


def _wait(wait: Wait) -> JsonObject:
    return {
        "environment": wait.environment,
        "table": wait.table,
        "for": wait.text,
        "command": wait.command or None,
        "expected": wait.expected or None,
        "at_least": wait.at_least or None,
    }
