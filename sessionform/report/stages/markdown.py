"""Staged deploys as a runbook: for each step what it does, what to do first, the commands, and what to wait for."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator

from sessionform.files import DECLARATION
from sessionform.report.layout.markdown import code, prose
from sessionform.report.review.groups import hints_once, merge_tables
from sessionform.report.stages.text import heading
from sessionform.review.model import Change
from sessionform.staging.stages import Stages, Step

_ABOUT = (
    "Every step was reviewed against the one before, and none is critical. A step begins when everything has come that the "
    "one before waits for. What comes in between from elsewhere was not reviewed: then stage again."
)

_PLAIN = re.compile(r"[\w .,:;/@{}()'=+-]+")
"""What Markdown leaves as it is between backticks. A runbook is read as a file, too."""


def render_runbook(stages: Stages) -> str:
    """The whole runbook. Where the steps are in no folder it has no commands that copy them."""
    title = heading(stages)
    lines = [f"# {_prose(title[0].upper() + title[1:])}", ""]
    if stages.stuck:
        lines += [line for group in hints_once(merge_tables(stages.stuck)) for line in _stuck(group.change)]
    elif len(stages.steps) > 1:
        lines += [_ABOUT, ""]
        for step in stages.steps:
            lines += _step(stages, step)
    return "\n".join(lines).rstrip("\n") + "\n"


def _step(stages: Stages, step: Step) -> Iterator[str]:
    last = step.number == len(stages.steps)
    yield f"## Step {step.number} of {len(stages.steps)}" + (", the declaration as it is" if last else "")
    yield ""
    groups = hints_once(merge_tables(step.review.changes))
    for group in groups:
        change = group.change
        where = f" ({', '.join(group.where)})" if group.where else ""
        yield f"- **{change.severity}** {_prose(change.message)}{where}"
        yield from (f"  > {_prose(line)}  " for line in change.hint.splitlines())
    if not groups:
        yield "- Nothing changes in AWS."
    yield ""
    yield from _commands(stages, step)
    if step.waits:
        yield "Wait" + (", before the next step:" if not last else ":")
        yield ""
    for wait in step.waits:
        about = f"{_code(wait.table)} in {wait.environment}"
        if wait.command:
            yield f"- {about}: until {_prose(wait.text)}. This command then prints {_code(wait.expected)}:"
            yield from ("", "  ```console", f"  {wait.command}", "  ```", "")
        else:
            yield f"- {about}: at least {wait.at_least}. {_prose(wait.text[0].upper() + wait.text[1:])}."
    yield ""


def _commands(stages: Stages, step: Step) -> Iterator[str]:
    words = "" if stages.file == DECLARATION else f" -f {shlex.quote(stages.file)}"
    chosen = "".join(f" -e {shlex.quote(name)}" for name in step.environments)
    yield "```console"
    if stages.folder:
        earlier = stages.steps[step.number - 2].texts if step.number > 1 else {}
        for name, text in step.texts.items():
            if earlier.get(name) != text:
                yield f"cp {shlex.quote(stages.place(step, name))} {shlex.quote(name)}"
    if step.review.changes:
        yield f"sessionform deploy{words}{chosen}"
    yield "```"
    yield ""


def _stuck(change: Change) -> Iterator[str]:
    yield f"- **{change.severity}** {_prose(change.message)}"
    yield from (f"  > {_prose(line)}  " for line in change.hint.splitlines())


def _prose(text: str) -> str:
    return prose(text, _code)


def _code(text: str) -> str:
    return f"`{text}`" if _PLAIN.fullmatch(text) else code(text)
