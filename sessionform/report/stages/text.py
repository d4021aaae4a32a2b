"""Staged deploys as people read them in a terminal: every step with what it does, and what to wait for after it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sessionform.report.formats.renderer import View
from sessionform.report.layout.line import Part, line
from sessionform.report.layout.terminal import Painter
from sessionform.report.review.groups import hints_once, merge_tables
from sessionform.report.review.text import STYLES
from sessionform.review.model import Change
from sessionform.staging.stages import Stages, Step

_Line = Sequence[Part]


def render_stages_text(stages: Stages, view: View) -> str:
    """The whole of it. Nothing is cut: whoever prints it folds long lines."""
    paint = Painter(view.color)
    lines = _stuck(stages) if stages.stuck else _steps(stages)
    return "".join(f"{line(parts, paint, view.encoding)}\n" for parts in lines)


def heading(stages: Stages) -> str:
    """How many deploys it takes, in a sentence."""
    between = f"{stages.base} to {stages.file}"
    if stages.stuck:
        return f"from {between}: a part of the change cannot be staged"
    if not stages.steps:
        return f"from {between}: nothing changes, and there is nothing to deploy"
    if len(stages.steps) == 1:
        return f"from {between}: one deploy is enough, and there is nothing to stage"
    return f"from {between} in {len(stages.steps)} deploys"


def _steps(stages: Stages) -> Iterator[_Line]:
    yield [("bold", heading(stages))]
    for step in stages.steps if len(stages.steps) > 1 else ():
        yield []
        yield from _step(stages, step)
    if len(stages.steps) > 1 and not stages.folder:
        yield []
        yield [
            "`--out DIR` writes these declarations and a runbook; `--next` writes the first of them into the declaration."
        ]


def _step(stages: Stages, step: Step) -> Iterator[_Line]:
    last = step.number == len(stages.steps)
    what = f", {stages.file} as it is" if last else ""
    where = f" in {', '.join(step.environments)}" if step.environments else ""
    verdict = step.review.verdict
    yield [("bold", f"step {step.number}"), f"{where}: ", (STYLES[verdict], str(verdict)), what]
    for group in hints_once(merge_tables(step.review.changes)):
        change = group.change
        yield ["  ", (STYLES[change.severity], str(change.severity)), f"[{change.rule}]: {change.message}"]
    if not step.review.changes:
        yield ["  nothing changes in AWS"]
    for wait in step.waits:
        about = f"{wait.table} in {wait.environment}"
        if wait.command:
            yield [f"  {about}: wait until {wait.text}; this command then prints {wait.expected}:"]
            yield [f"    {wait.command}"]
        else:
            yield [f"  {about}: wait at least {wait.at_least}; {wait.text}"]


def _stuck(stages: Stages) -> Iterator[_Line]:
    yield [("bold", heading(stages))]
    for group in hints_once(merge_tables(stages.stuck)):
        yield []
        yield from _change(group.change)


def _change(change: Change) -> Iterator[_Line]:
    yield [(STYLES[change.severity], f"{change.severity}[{change.rule}]"), f": {change.message}"]
    yield [f"  --> {change.location}"]
    for at, text in enumerate(change.hint.splitlines()):
        yield [f"  {'hint:' if not at else '     '} {text}"]
