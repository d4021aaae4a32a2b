"""Findings as GitHub workflow commands, which show up as annotations on the changed lines.

Escaping as actions/toolkit does it: https://github.com/actions/toolkit/blob/main/packages/core/src/command.ts
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from sessionform.diagnostics import Diagnostic, Location, Severity
from sessionform.documentation import Check
from sessionform.report.findings.bounded import MOST_READ, Bounded, bounded
from sessionform.report.layout.characters import shown
from sessionform.report.layout.paths import from_root

_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "notice"}
_DATA = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A"})
_PROPERTY = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A", ":": "%3A", ",": "%2C"})


def render_github(diagnostics: Iterable[Diagnostic], root: Path | None = None) -> str:
    """One command a diagnostic, the first of each rule: GitHub keeps 50 annotations of a job.

    Files are named as seen from `root`, the repository's.
    """
    found = bounded(diagnostics, MOST_READ)
    return "".join(_diagnostic(item, found, root) for item in found.shown)


def annotation(command: str, place: Location, title: str, message: str, root: Path | None = None) -> str:
    """The line that makes GitHub annotate `place`; `command` is `error`, `warning` or `notice`."""
    properties = {"file": from_root(place.file, root), "line": place.line, "endLine": place.end_line}
    if place.line == place.end_line:  # GitHub knows columns only within one line
        properties |= {"col": place.column, "endColumn": place.end_column}
    return workflow_command(command, properties | {"title": title}, message)


def workflow_command(command: str, properties: Mapping[str, object], message: str) -> str:
    """A workflow command with its line end, everything in it escaped."""
    listed = ",".join(f"{name}={str(value).translate(_PROPERTY)}" for name, value in properties.items())
    return f"::{command} {listed}::{message.translate(_DATA)}\n"


def _diagnostic(item: Diagnostic, found: Bounded, root: Path | None) -> str:
    finding = item.finding
    parts = [finding.message]
    if finding.environments:
        parts.append(f"environments: {', '.join(finding.environments)}")
    if finding.hint:
        parts.append(f"hint: {finding.hint}")
    if found.after(item):
        parts.append(found.after(item))
    if Check.web_page(finding.rule):
        parts.append(f"see {Check.web_page(finding.rule)}")
    lines = "\n".join(parts).split("\n")
    return annotation(_COMMANDS[finding.severity], item.location, finding.rule, "\n".join(map(shown, lines)), root)
