"""Staged changes applied one step after the other by real Terraform, through the strict gate: every deploy goes through."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from tests.gate.batch import A_MONTH, PARALLEL
from tests.gate.gate import Gate
from tests.review.case import CASES, Case
from tests.review.combined import combine, units_of
from tests.staging.staged import of_case, texts
from tests.terraform_support import Workspace

pytestmark = [pytest.mark.terraform, pytest.mark.slow, pytest.mark.long]

STAGED = (
    "index-and-ttl-together",
    "index-edited-under-autoscaling",
    "protection-with-stream-and-caps",
    "stream-with-capacity",
    "ttl-attribute-changed",
)
HOURS = {"an hour": 1}


def _applied(cases: Sequence[Case], workspace: Workspace) -> None:
    """Each case's `after`, all in one stack, where another plan then has nothing to do."""
    workspace.write(combine(dict.fromkeys(units_of(cases), "after")))
    workspace.run("apply", "-auto-approve", "-no-color", PARALLEL)
    assert set(workspace.changes(PARALLEL).values()) <= {"no-op"}


def _steps(case: Case) -> list[Case]:
    """A case for each step, from the one before."""
    written = texts(of_case(case))
    return [
        replace(case, before=before, after=after)
        for before, after in zip([case.before, *written], written, strict=False)
    ]


def test_every_step_of_what_needs_several_deploys_is_applied(gated: Workspace, gate: Gate) -> None:
    cases = [case for case in CASES if case.name in STAGED]
    steps = [_steps(case) for case in cases]
    gate.judge(strictly=False)
    gated.write(combine(dict.fromkeys(units_of(cases), "before")))
    gated.init()
    gated.run("apply", "-auto-approve", "-no-color", PARALLEL)
    gate.judge(strictly=True)
    gate.pass_hours(A_MONTH)
    for number in range(max(map(len, steps))):
        _applied([own[min(number, len(own) - 1)] for own in steps], gated)
        done = (found.steps[number] for found in map(of_case, cases) if number < len(found.steps))
        gate.pass_hours(max(HOURS.get(wait.at_least, 0) for step in done for wait in step.waits))
