"""The review while one types: what the text does to the tables that the merge base declares."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sessionform.compile import Compiled
from sessionform.diagnostics import Severity
from sessionform.lsp.analysis import Analysis
from sessionform.lsp.positions import Span
from sessionform.review.base.read import Base
from sessionform.review.base.usual_base import BASES, usual_base
from sessionform.review.model import Change, Review, ReviewSeverity
from sessionform.review.review import review

_SEVERITIES = {
    ReviewSeverity.CRITICAL: Severity.ERROR,
    ReviewSeverity.HIGH: Severity.WARNING,
    ReviewSeverity.MEDIUM: Severity.WARNING,
    ReviewSeverity.LOW: Severity.NOTE,
}


@dataclass(frozen=True, slots=True)
class Earlier:
    """The declaration of the base, compiled once. None where there is nothing to compare with."""

    base: Base
    compiled: Compiled | None


@dataclass(frozen=True, slots=True)
class Remark:
    """A change of the review, at the line that makes it."""

    change: Change
    span: Span
    severity: Severity
    message: str


@dataclass(frozen=True, slots=True)
class Lens:
    """What is said above a table."""

    span: Span
    title: str


def earlier(file: str, wanted: str | None) -> Earlier | None:
    """What the text is compared with; None where there is no such revision, or no git."""
    found = usual_base(file, (wanted,) if wanted else BASES)
    return None if found is None else Earlier(*found)


def reviewed(analysis: Analysis, before: Earlier) -> Review | None:
    """The review of the text; None where it has errors, or there is nothing to compare it with."""
    if analysis.compiled.failed or analysis.compiled.declaration is None or before.compiled is None:
        return None
    return review(before.compiled, analysis.compiled, date.today(), base=before.base.title)


def remarks(analysis: Analysis, result: Review) -> list[Remark]:
    """The changes that matter, at their lines in the text."""
    found = []
    for change in result.changes:
        if change.severity not in _SEVERITIES or change.nearest.file != analysis.file:
            continue
        severity = Severity.NOTE if change.accepted is not None else _SEVERITIES[change.severity]
        parts = [f"{change.severity} in {change.environment}: {change.message}"]
        parts += [f"accepted: {change.accepted.reason}"] if change.accepted is not None else []
        parts += [change.hint] if change.hint else []
        found.append(Remark(change, analysis.positions.span(change.nearest), severity, "\n".join(parts)))
    return found


def lenses(analysis: Analysis, result: Review | None) -> list[Lens]:
    """Above each table: what the change from the base does to it, the worst first."""
    declaration = analysis.declaration
    if result is None or declaration is None or not analysis.readable:
        return []
    found = []
    for key in declaration.table_keys:
        place = analysis.document.locate(("tables", key), on_key=True)
        if place.file != analysis.file:
            continue
        verdicts = sorted((item for item in result.tables if item.table == key), key=lambda item: -item.severity)
        if verdicts:
            worst = verdicts[0]
            others = f" (and in {len(verdicts) - 1} more)" if len(verdicts) > 1 else ""
            title = f"{worst.severity} in {worst.environment}: {worst.terraform}, {worst.happens}{others}"
        else:
            title = f"no change since {result.base}"
        found.append(Lens(analysis.positions.span(place), title))
    return found
