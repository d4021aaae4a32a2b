"""A review as a SARIF log: a result for each change that may harm, none for what is only for information."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from sessionform.diagnostics import Location, dotted
from sessionform.documentation import Documented
from sessionform.report.findings.sarif import Result, diagnostic_result, sarif_log
from sessionform.report.levels import OF_CHANGES
from sessionform.report.review.details import details
from sessionform.report.review.groups import ChangeGroup, merge_tables
from sessionform.review.effects import KINDS
from sessionform.review.model import GAP_HINT, Review
from sessionform.rules.catalogue import CHECKS

_NOT_COMPARED = Documented(
    id="not-compared",
    summary="There is nothing to compare with, or not everything could be compared.",
    why="A review that has not seen what is live says nothing about what becomes of it, so it is not a pass.",
    source="docs/review.md",
)


def render_review_sarif(review: Review, root: Path | None = None) -> str:
    """The log. A change that has no line left in the head stands at the nearest one; an accepted one is suppressed."""
    results = [*_gaps(review), *_changes(review), *map(diagnostic_result, review.diagnostics)]
    return sarif_log("review", results, [_NOT_COMPARED, *KINDS, *CHECKS], root)


def _gaps(review: Review) -> Iterator[Result]:
    for gap in review.gaps:
        yield Result(_NOT_COMPARED.id, "error", f"{gap}\nHint: {GAP_HINT}", Location(review.file, 1, 1, 1, 1), "")


def _changes(review: Review) -> Iterator[Result]:
    for group in merge_tables(review.changes):
        change = group.change
        if change.severity not in OF_CHANGES:
            continue
        yield Result(
            rule=change.rule,
            level="note" if change.accepted is not None else OF_CHANGES[change.severity],
            message=_message(group),
            location=change.nearest,
            subject=dotted(change.path),
            properties={
                "environments": list(group.where),
                "tables": list(group.tables),
                "address": change.address,
                "severity": str(change.severity),
                "terraform": change.terraform,
                "outcome": change.outcome,
            },
            accepted=change.accepted.reason if change.accepted is not None else None,
        )


def _message(group: ChangeGroup) -> str:
    return "\n".join([group.change.message, *(f"{line[0].upper()}{line[1:]}" for line in details(group).lines())])
