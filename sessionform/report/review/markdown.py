"""A review as a comment on a pull request: the verdict, every table at a glance, the details folded.

The comment begins with MARKER, by which it is found again and updated. It is never longer than GitHub takes: the most
severe comes first, and what has no room is counted.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import dropwhile
from typing import TypeVar

from sessionform.diagnostics import Diagnostic, dotted
from sessionform.facts.github import COMMENT_CHARACTERS
from sessionform.report.layout.characters import shown
from sessionform.report.layout.markdown import code, markdown_size, prose, safe
from sessionform.report.layout.markup import clipped
from sessionform.report.layout.numbers import count, first_names
from sessionform.report.review.details import details
from sessionform.report.review.glance import Row, rows_of
from sessionform.report.review.groups import ChangeGroup, hints_once, merge_tables
from sessionform.review.model import GAP_HINT, Change, PlanRemark, Review, ReviewSeverity

NAME = "sessionform-review"
MARKER = f"<!-- {NAME} -->"

MOST_BYTES = COMMENT_CHARACTERS
"""The longest comment that GitHub takes, in characters; counted in bytes, which are never fewer."""

_TABLE, _INFORMATION, _PLAN, _FINDINGS, _STATEMENTS = 24_000, 4_000, 6_000, 6_000, 4_000
"""The room of each section in bytes. The details have the rest."""

_COUNTED = 200
"""Room for the sentence that counts what was left out."""

_MOST_NAME, _MOST_MESSAGE, _MOST_HINT = 128, 600, 2_000
"""Characters: the names of eight tables and environments, and a message, have room in a row of the table."""

_MARKS = {
    ReviewSeverity.CRITICAL: "🔴",
    ReviewSeverity.HIGH: "🟠",
    ReviewSeverity.MEDIUM: "🟡",
    ReviewSeverity.LOW: "🔵",
    ReviewSeverity.NONE: "⚪",
}
_ACCEPTED = "✅"

_Item = TypeVar("_Item")

_STEP = re.compile(r"[0-9]+\. ")


def render_review_markdown(review: Review) -> str:
    """The whole comment."""
    group = hints_once(merge_tables(review.changes))
    harmful = [item for item in group if item.change.severity]
    sections = [
        "\n".join(_verdict(review)),
        _gaps(review),
        _fitting(review.statements, lambda item: f"> {_short(item)}", _STATEMENTS, "statements", "\n>\n"),
        _at_a_glance(review),
    ]
    after = [
        _information([item for item in group if not item.change.severity]),
        _plan(review.plan),
        _findings(review.diagnostics),
        _way_to_accept(review.changes),
    ]
    room = MOST_BYTES - sum(markdown_size(section) + 2 for section in (*sections, *after))
    critical = (item for item in harmful if item.change.severity is ReviewSeverity.CRITICAL)
    worst = next((item for item in critical if item.change.accepted is None), None)
    described = _fitting(harmful, partial(_details, worst), room, "changes, none worse")
    return "\n\n".join(section for section in (*sections, described, *after) if section) + "\n"


def title_of(review: Review) -> str:
    """The heading of a comment."""
    return f"Session tables: {_MARKS[review.verdict]} {_in_words(review)}"


def _verdict(review: Review) -> Iterator[str]:
    yield MARKER
    yield f"### {title_of(review)}"
    yield ""
    accepted = sum(change.accepted is not None for change in review.changes)
    against = f", compared with {_place(review.base)}" if review.base else ""
    changes = count(len(review.changes), "change")
    yield f"{changes} in {_place(review.file)}{against}" + (f"; {accepted} accepted" if accepted else "")


def _gaps(review: Review) -> str:
    if not review.gaps:
        return ""
    gaps = _fitting(review.gaps, lambda item: f"> {_short(item)}", _STATEMENTS, "sentences", "\n>\n")
    return f"> [!CAUTION]\n{gaps}\n>\n> {_short(GAP_HINT)}"


def _in_words(review: Review) -> str:
    if review.changes or review.losses or review.gaps:
        return str(review.verdict) if review.verdict else "nothing to worry about"
    return "nothing changes" if review.compared else "no change is known"


def _at_a_glance(review: Review) -> str:
    rows = list(rows_of(review))
    if not rows:
        return ""
    header = "| | environment | table | Terraform shows | really happens |\n|---|---|---|---|---|"
    return f"{header}\n" + _fitting(rows, _row, _TABLE, "rows, none worse")


def _row(row: Row) -> str:
    others = f" <sub>and {row.others} more</sub>" if row.others else ""
    happens = f"**{row.happens}**: {_short(row.change.message)}{others}"
    tables = _names(row.tables, code)
    return f"| {_mark(row.change)} | {_names(row.environments)} | {tables} | `{row.terraform}` | {happens} |"


def _details(unfolded: ChangeGroup | None, group: ChangeGroup) -> str:
    change, said = group.change, details(group)
    title = f"{_mark(change)} {code(change.rule)} {_names(group.tables, code)}".rstrip()
    start = '<details open="">' if group is unfolded else "<details>"
    parts = [f"{start}<summary>{title} in {_names(group.where)}</summary>", _short(change.message)]
    place = f"{_place(f'{change.location.file}:{change.location.line}')} {_place(dotted(change.path))}"
    before = " (before)" if said.before else ""
    page = f" ([what that means]({said.page}))" if said.page else ""
    parts.append(f"{place}{before}. Terraform shows `{said.terraform}`; really happens: {said.outcome}{page}")
    if said.reason:
        until = f", until {said.until}" if said.until else ""
        parts.append(f"Accepted{until}: {safe(clipped(said.reason, _MOST_MESSAGE))}")
    if said.hint:
        parts.append("\n".join(_hint(said.hint)))
    return "\n\n".join([*parts, "</details>"])


def _information(group: Sequence[ChangeGroup]) -> str:
    """What harms nobody, in one fold."""
    if not group:
        return ""
    title = f"<details><summary>{_MARKS[ReviewSeverity.NONE]} for information: {len(group)}</summary>"
    lines = _fitting(group, _line, _INFORMATION, "of these")
    return f"{title}\n\n{lines}\n\n</details>"


def _line(group: ChangeGroup) -> str:
    return f"- in {_names(group.where)}: {_short(group.change.message)}"


def _hint(hint: str) -> Iterator[str]:
    """The safe way: numbered steps as a list, and what stands before them line by line."""
    lines = clipped(hint, _MOST_HINT).split("\n")
    steps = list(dropwhile(lambda line: not _STEP.match(line), lines))
    before = lines[: len(lines) - len(steps)]
    yield "Hint: " + "<br>".join(map(prose, before)) if before else "The safe way:"
    if steps:
        yield ""
    for line in steps:
        number, _, step = line.partition(" ")
        yield f"{number} {prose(step)}" if _STEP.match(line) else prose(line)


def _plan(remarks: Sequence[PlanRemark]) -> str:
    if not remarks:
        return ""
    surprises = [remark for remark in remarks if remark.judgement != "confirmed"]
    title = f"**What Terraform's plan says** ({len(remarks) - len(surprises)} of {len(remarks)} confirmed)"
    return f"{title}\n\n{_fitting(surprises, _remark, _PLAN, 'remarks')}".rstrip()


def _remark(remark: PlanRemark) -> str:
    return f"- **{remark.judgement}** in {_names([remark.environment])}: {_short(remark.message)}"


def _findings(diagnostics: Sequence[Diagnostic]) -> str:
    if not diagnostics:
        return ""
    return "**Acceptances**\n\n" + _fitting(diagnostics, _finding, _FINDINGS, "findings")


def _finding(item: Diagnostic) -> str:
    place = _place(f"{item.location.file}:{item.location.line}")
    hint = f" ({_short(item.finding.hint)})" if item.finding.hint else ""
    return f"- **{item.finding.severity}** {place} {_short(item.finding.message)}{hint}"


def _way_to_accept(changes: Sequence[Change]) -> str:
    """The lines that accept the worst change, if it can be meant: an apply that fails never is."""
    critical = (item for item in changes if item.severity is ReviewSeverity.CRITICAL and item.accepted is None)
    change = next((item for item in critical if item.outcome == "data-loss"), None)
    if change is None or len(change.table) + len(change.environment) > _MOST_HINT:
        return ""
    lines = ["accept:", f"  - change: {change.rule}"]
    if change.table:
        lines.append(f"    table: {shown(change.table)}")
    lines += [f"    environment: {shown(change.environment)}", "    reason: why this is meant"]
    title = "<details><summary>To accept a change that is meant</summary>"
    text = "The declaration itself says so, for a reason that is reviewed with it; `expires: YYYY-MM-DD` ends it:"
    return "\n".join([title, "", text, "", "```yaml", *lines, "```", "", "</details>"])


def _mark(change: Change) -> str:
    return f"{_ACCEPTED} accepted" if change.accepted is not None else f"{_MARKS[change.severity]} {change.severity}"


def _names(names: Sequence[str], style: Callable[[str], str] = safe) -> str:
    return first_names([style(clipped(name, _MOST_NAME)) for name in names])


def _place(text: str) -> str:
    return code(clipped(text, _MOST_MESSAGE))


def _short(text: str) -> str:
    return prose(clipped(text, _MOST_MESSAGE))


def _fitting(
    items: Sequence[_Item], render: Callable[[_Item], str], room: int, things: str, separator: str = "\n"
) -> str:
    """The items that fit into so many bytes, in order; those from the first that does not are counted."""
    room -= _COUNTED
    kept: list[str] = []
    for item in items:
        block = render(item)
        room -= markdown_size(block) + markdown_size(separator)
        if room < 0:
            break
        kept.append(block)
    left = len(items) - len(kept)
    if left:
        kept.append(f"\n{left} more {things}, for which there is no room here")
    return separator.join(kept)
