"""A review as a comment on a pull request: the verdict, every table at a glance, the details folded.

The comment begins with MARKER, by which it is found again and updated. It is never longer than GitHub takes: the most
severe comes first, and what has no room is counted.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence

from sessionform.diagnostics import Diagnostic, dotted
from sessionform.report.markdown import clipped, code, prose, safe, size
from sessionform.report.review_told import Told, told_once
from sessionform.review.model import Change, PlanRemark, Review, ReviewSeverity

MARKER = "<!-- sessionform-review -->"

MOST_BYTES = 65_536
"""The longest comment that GitHub takes, in characters; counted in bytes, which are never fewer."""

_TABLE, _PLAN, _FINDINGS, _STATEMENTS = 24_000, 6_000, 6_000, 4_000
"""The room of each section in bytes. The details have the rest."""

_COUNTED = 200
"""Room for the sentence that counts what was left out."""

_MOST_MESSAGE, _MOST_HINT, _MOST_NAMES = 600, 2_000, 8

_MARKS = {
    ReviewSeverity.CRITICAL: "🔴",
    ReviewSeverity.HIGH: "🟠",
    ReviewSeverity.MEDIUM: "🟡",
    ReviewSeverity.LOW: "🔵",
    ReviewSeverity.NONE: "⚪",
}
_ACCEPTED = "✅"

_STEP = re.compile(r"\d+\. ")


def render_review_markdown(review: Review) -> str:
    """The whole comment."""
    told = told_once(review.changes)
    sections = [
        "\n".join(_verdict(review)),
        _fitting((f"> {_short(item)}" for item in review.statements), _STATEMENTS, "\n>\n", _more("statements")),
        _at_a_glance(told),
    ]
    after = [_plan(review.plan), _findings(review.diagnostics)]
    room = MOST_BYTES - sum(size(section) + 2 for section in (*sections, *after))
    details = _fitting(map(_details, told), room, "\n", _more("changes, none worse"))
    return "\n\n".join(section for section in (*sections, details, *after) if section) + "\n"


def _verdict(review: Review) -> Iterator[str]:
    yield MARKER
    yield f"### Session tables: {_MARKS[review.verdict]} {_in_words(review)}"
    yield ""
    against = f", compared with {code(review.base)}" if review.base else ""
    yield f"{_counts(review.changes)} in {code(review.file)}{against}"


def _in_words(review: Review) -> str:
    if review.changes:
        return str(review.verdict) if review.verdict else "nothing to worry about"
    return "nothing changes" if review.compared and not review.statements else "no change is known"


def _counts(changes: Sequence[Change]) -> str:
    accepted = sum(change.accepted is not None for change in changes)
    count = f"{len(changes)} change" + ("" if len(changes) == 1 else "s")
    return f"{count}, {accepted} of them accepted" if accepted else count


def _at_a_glance(told: Sequence[Told]) -> str:
    """One row for what happens to a table, in all the environments where the same does."""
    rows: dict[tuple[str, tuple[str, ...]], list[Told]] = {}
    for item in told:
        rows.setdefault((item.change.table, item.where), []).append(item)
    if not rows:
        return ""
    header = "| | environment | table | Terraform shows | really happens |\n|---|---|---|---|---|"
    lines = (_row(table, where, items) for (table, where), items in rows.items())
    return f"{header}\n" + _fitting(lines, _TABLE, "\n", _more("rows, none worse"))


def _row(table: str, where: Sequence[str], told: Sequence[Told]) -> str:
    """A table's row: told of is the worst of its changes, the others are counted."""
    change = told[0].change
    others = f" <sub>and {len(told) - 1} more</sub>" if len(told) > 1 else ""
    happens = f"**{change.outcome}**: {_short(change.message)}{others}"
    cells = (_mark(change), _names(where), code(table) if table else "", f"`{change.terraform}`", happens)
    return f"| {' | '.join(cells)} |"


def _details(told: Told) -> str:
    change = told.change
    title = f"{_mark(change)} {code(change.rule)} {code(change.table) if change.table else ''}".rstrip()
    parts = [f"<details><summary>{title}: {_names(told.where)}</summary>", _short(change.message)]
    place = f"{code(f'{change.location.file}:{change.location.line}')} {code(dotted(change.path))}"
    before = " (before)" if change.gone else ""
    parts.append(f"{place}{before}. Terraform shows `{change.terraform}`; really happens: {change.outcome}")
    if change.accepted is not None:
        until = f", until {change.accepted.expires}" if change.accepted.expires else ""
        parts.append(f"Accepted{until}: {safe(clipped(change.accepted.reason, _MOST_MESSAGE))}")
    if change.hint:
        parts.append("\n".join(_hint(change.hint)))
    return "\n\n".join([*parts, "</details>"])


def _hint(hint: str) -> Iterator[str]:
    """The safe way: numbered steps as a list, lines of anything else one below the other."""
    lines = clipped(hint, _MOST_HINT).split("\n")
    if all(_STEP.match(line) for line in lines):
        yield "The safe way:\n"
        for line in lines:
            number, _, step = line.partition(" ")
            yield f"{number} {prose(step)}"
    else:
        yield "Hint: " + "<br>".join(map(prose, lines))


def _plan(remarks: Sequence[PlanRemark]) -> str:
    if not remarks:
        return ""
    surprises = [remark for remark in remarks if remark.judgement != "confirmed"]
    confirmed = len(remarks) - len(surprises)
    lines = [f"- **{item.judgement}** in {safe(item.environment)}: {_short(item.message)}" for item in surprises]
    if confirmed:
        lines.append(f"- confirmed: {confirmed} of {len(remarks)}")
    return "**What Terraform's plan says**\n\n" + _fitting(lines, _PLAN, "\n", _more("remarks"))


def _findings(diagnostics: Sequence[Diagnostic]) -> str:
    if not diagnostics:
        return ""
    lines = (
        f"- **{item.finding.severity}** {code(f'{item.location.file}:{item.location.line}')} "
        f"{_short(item.finding.message)}" + (f" ({_short(item.finding.hint)})" if item.finding.hint else "")
        for item in diagnostics
    )
    return "**Acceptances**\n\n" + _fitting(lines, _FINDINGS, "\n", _more("findings"))


def _mark(change: Change) -> str:
    return f"{_ACCEPTED} accepted" if change.accepted is not None else f"{_MARKS[change.severity]} {change.severity}"


def _names(names: Sequence[str]) -> str:
    more = len(names) - _MOST_NAMES
    return ", ".join(map(safe, names[:_MOST_NAMES])) + (f" and {more} more" if more > 0 else "")


def _short(text: str) -> str:
    return prose(clipped(text, _MOST_MESSAGE))


def _more(things: str) -> Callable[[int], str]:
    return lambda count: f"\n{count} more {things}, for which there is no room here"


def _fitting(blocks: Iterable[str], room: int, separator: str, more: Callable[[int], str]) -> str:
    """The blocks that fit into so many bytes, in order; those from the first that does not are counted."""
    kept, blocks = [], list(blocks)
    room -= _COUNTED
    for block in blocks:
        room -= size(block) + size(separator)
        if room < 0:
            break
        kept.append(block)
    left = len(blocks) - len(kept)
    return separator.join(kept) + ((separator if kept else "") + more(left) if left else "")
