"""A review as GitHub workflow commands: annotations on the head's lines, the worst first.

GitHub shows ten annotations of a level for a step and drops lines that the file does not have, so a change that has
no line left in the head stands at the nearest one.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from sessionform.diagnostics import Location
from sessionform.facts.github import JOB_ANNOTATIONS
from sessionform.report.findings.github import annotation, render_github, workflow_command
from sessionform.report.layout.characters import shown
from sessionform.report.layout.numbers import count
from sessionform.report.review.details import details
from sessionform.report.review.groups import ChangeGroup, merge_tables
from sessionform.review.model import GAP_HINT, PlanRemark, Review, ReviewSeverity

COMMANDS = {
    ReviewSeverity.CRITICAL: "error",
    ReviewSeverity.HIGH: "warning",
    ReviewSeverity.MEDIUM: "warning",
    ReviewSeverity.LOW: "notice",
}
"""What harms nothing at all is not an annotation."""


def render_review_github(review: Review, root: Path | None = None) -> str:
    """What could not be compared, one command a change, then what the plan adds, the statements and the acceptances."""
    group = [item for item in merge_tables(review.changes) if item.change.severity in COMMANDS]
    lines = [_gap(gap, review, root) for gap in review.gaps]
    lines += [_change(item, root) for item in group[:JOB_ANNOTATIONS]]
    if len(group) > JOB_ANNOTATIONS:
        lines.append(_plain("notice", "review", f"{count(len(group) - JOB_ANNOTATIONS, 'more change')}, none worse"))
    lines += (_plain("notice", "review", statement) for statement in review.statements)
    lines += _remarks(review.plan)
    return "".join(lines) + render_github(review.diagnostics, root)


def _gap(gap: str, review: Review, root: Path | None) -> str:
    top = Location(review.file, 1, 1, 1, 1)
    return annotation("error", top, "critical: not compared", f"{shown(gap)}\nhint: {shown(GAP_HINT)}", root)


def _change(group: ChangeGroup, root: Path | None) -> str:
    change = group.change
    command = "notice" if change.accepted is not None else COMMANDS[change.severity]
    return annotation(command, change.nearest, f"{change.severity}: {change.rule}", "\n".join(_lines(group)), root)


def _lines(group: ChangeGroup) -> Iterator[str]:
    said = details(group)
    yield shown(group.change.message)
    yield from (shown(line) for text in said.lines() for line in text.split("\n"))
    if said.page:
        yield f"see {said.page}"


def _remarks(remarks: tuple[PlanRemark, ...]) -> Iterator[str]:
    """The plan's surprises; they are about no line of the file."""
    group = [remark for remark in remarks if remark.judgement != "confirmed"]
    for remark in group[:JOB_ANNOTATIONS]:
        command = "error" if remark.loss else "warning"
        yield _plain(command, f"plan: {remark.judgement}", f"{remark.environment}: {remark.message}")
    if len(group) > JOB_ANNOTATIONS:
        yield _plain("notice", "plan", f"{count(len(group) - JOB_ANNOTATIONS, 'more remark')} on the plan")


def _plain(command: str, title: str, message: str) -> str:
    return workflow_command(command, {"title": title}, shown(message))
