"""What is shown below the text: the findings of a check, with their related places."""

from __future__ import annotations

import os
from dataclasses import dataclass

from sessionform.diagnostics import Diagnostic, Severity
from sessionform.lsp.analysis import Analysis
from sessionform.lsp.positions import Span
from sessionform.report.findings.bounded import MOST_LISTED, bounded
from sessionform.rules.catalogue import CHECKS

_SOURCES = {check.id: check.source for check in CHECKS if "://" in check.source}


@dataclass(frozen=True, slots=True)
class Shown:
    """A finding in one file. `related` are other places, of which each may be in another file."""

    code: str
    severity: Severity
    message: str
    span: Span
    related: tuple[tuple[str, Span, str], ...] = ()
    source: str = ""
    faded: bool = False


def shown(analysis: Analysis) -> list[Shown]:
    """The findings of the declaration's own file; of included files their first finding is said at the file's top."""
    found = bounded(analysis.compiled.diagnostics, MOST_LISTED)
    return [_shown(item, analysis) for item in found.shown if _same_file(item.location.file, analysis.file)]


def _shown(item: Diagnostic, analysis: Analysis) -> Shown:
    finding, positions = item.finding, analysis.positions
    parts = [finding.message]
    declared = () if analysis.declaration is None else analysis.declaration.environments
    if 0 < len(finding.environments) < len(declared):
        parts.append(f"in {', '.join(finding.environments)}")
    if finding.hint:
        parts.append(finding.hint)
    related = tuple(
        (place.file, positions.span(place), label)
        for place, label in item.related
        if _same_file(place.file, analysis.file)
    )
    useless = finding.rule in ("waiver-unused", "waiver-expired", "acceptance-expired", "repeated-value")
    address = _SOURCES.get(finding.rule, "")
    span = positions.span(item.location)
    return Shown(finding.rule, finding.severity, "\n".join(parts), span, related, address, faded=useless)


def _same_file(one: str, other: str) -> bool:
    return os.path.normpath(one) == os.path.normpath(other)
