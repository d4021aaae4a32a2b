"""What has drifted as GitHub workflow commands: annotations on the lines that declare it."""

from __future__ import annotations

import pathlib
from collections.abc import Callable

from sessionform.diagnostics import Location, Path, dotted
from sessionform.facts.github import JOB_ANNOTATIONS
from sessionform.live.drift import DriftReport
from sessionform.report.drift import value_text
from sessionform.report.findings.github import annotation, workflow_command
from sessionform.report.layout.characters import shown
from sessionform.review.model import ReviewSeverity


def drift_github(report: DriftReport, locate: Callable[[Path], Location], root: pathlib.Path | None) -> str:
    """Annotations on the lines that declare what has drifted, the worst first, and commands for all that has no line."""
    drifts = sorted(report.drifts, key=lambda drift: -drift.severity)
    lines = []
    for drift in drifts[:JOB_ANNOTATIONS]:
        is_, declared = value_text(drift.live), value_text(drift.declared)
        text = f"{report.environment}: {drift.table}: {dotted(drift.setting)} is {is_}, declared {declared}"
        message = "\n".join(map(shown, [text, *([f"a deploy: {drift.meaning}"] if drift.meaning else [])]))
        command = "error" if drift.severity is ReviewSeverity.CRITICAL else "warning"
        lines.append(annotation(command, locate(drift.place), f"{drift.severity}: drift", message, root))
    if len(drifts) > JOB_ANNOTATIONS:
        lines.append(_command("notice", f"{len(drifts) - JOB_ANNOTATIONS} more settings have drifted, none worse"))
    lines += [_command("error", f"{report.environment}: {name} is declared, and not in AWS") for name in report.missing]
    lines += [
        _command("warning", f"{report.environment}: {name}: {item} is not declared")
        for name, items in report.beside.items()
        for item in items
    ][:JOB_ANNOTATIONS]
    lines += [_command("notice", f"nobody declares the table {name}, whose name fits") for name in report.undeclared][
        :1
    ]
    lines += [
        _command("error", f"{report.environment}: not looked at: {text}") for text in report.unread[:JOB_ANNOTATIONS]
    ]
    return "".join(lines)


def _command(command: str, message: str) -> str:
    return workflow_command(command, {"title": "drift"}, shown(message))
