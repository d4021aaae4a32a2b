"""One thing to say about one place, as every system of continuous integration knows it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from sessionform.diagnostics import Diagnostic, Location
from sessionform.documentation import Check, documentation_address
from sessionform.fixing.suggestion import Suggest, Suggestion, no_suggestions
from sessionform.report.findings.bounded import MOST_LISTED, bounded
from sessionform.report.layout.characters import shown
from sessionform.report.layout.paths import from_root
from sessionform.report.levels import OF_CHANGES, OF_FINDINGS, Level
from sessionform.report.review.details import details
from sessionform.report.review.groups import merge_tables
from sessionform.review.model import GAP_HINT, Review


@dataclass(frozen=True, slots=True)
class Remark:
    """A remark. `place` names its file as seen from the repository's root; lines and columns count from 1.

    `page` is the address that explains it, empty where nobody knows it.
    """

    level: Level
    code: str
    message: str
    details: str
    place: Location
    page: str
    suggestions: tuple[Suggestion, ...] = ()


def remarks_of_findings(
    diagnostics: Iterable[Diagnostic], root: Path | None, suggest: Suggest = no_suggestions
) -> Iterator[Remark]:
    """The findings, the first of each rule."""
    found = bounded(diagnostics, MOST_LISTED)
    for item in found.shown:
        finding = item.finding
        details = [f"environments: {', '.join(finding.environments)}"] if finding.environments else []
        details += [f"hint: {finding.hint}"] if finding.hint else []
        details += [found.after(item)] if found.after(item) else []
        page = Check.web_page(finding.rule)
        remark = _remark(
            OF_FINDINGS[finding.severity], finding.rule, finding.message, details, item.location, root, page
        )
        yield replace(remark, suggestions=tuple(suggest(item)))


def remarks_of_review(review: Review, root: Path | None) -> Iterator[Remark]:
    """What could not be compared, the changes, and what is wrong with acceptances. An accepted change is a note."""
    top = Location(review.file, 1, 1, 1, 1)
    for gap in review.gaps:
        yield _remark(
            "error", "not-compared", gap, [f"hint: {GAP_HINT}"], top, root, documentation_address("docs/review.md")
        )
    for group in merge_tables(review.changes):
        change = group.change
        if change.severity in OF_CHANGES:
            level = "note" if change.accepted is not None else OF_CHANGES[change.severity]
            said = details(group)
            yield _remark(level, change.rule, change.message, list(said.lines()), change.nearest, root, said.page)
    yield from remarks_of_findings(review.diagnostics, root)


def _remark(
    level: Level, code: str, message: str, details: list[str], place: Location, root: Path | None, page: str
) -> Remark:
    details = [*details, f"see {page}"] if page else details
    lines = [shown(line) for text in details for line in text.split("\n")]
    named_place = Location(from_root(place.file, root), place.line, place.column, place.end_line, place.end_column)
    return Remark(level, code, shown(message), "\n".join(lines), named_place, page)
