"""What has drifted as GitHub workflow commands: annotations on the lines that declare it."""

from __future__ import annotations

import pathlib
from collections.abc import Callable, Iterator, Sequence

from sessionform.diagnostics import Location, Path, dotted
from sessionform.facts.github import JOB_ANNOTATIONS
from sessionform.live.drift import Drift, DriftReport
from sessionform.report.drift.text import value_or_none
from sessionform.report.findings.github import annotation, workflow_command
from sessionform.report.layout.characters import shown
from sessionform.review.model import ReviewSeverity


def drift_github(report: DriftReport, locate: Callable[[Path], Location], root: pathlib.Path | None) -> str:
    """Annotations on the lines that declare what has drifted, the worst first, and commands for all that has no line.
    Of each kind as many as GitHub keeps of a job; what is more is counted.
    """
    drifts = sorted(report.drifts, key=lambda drift: -drift.severity)
    where = report.environment
    beside = [(name, item) for name, items in report.beside.items() for item in items]
    return "".join(
        [
            *_first([_drift(drift, where, locate, root) for drift in drifts], f"{where}: drifted settings, none worse"),
            *_first(
                [_command("error", f"{where}: {name} is declared, and not in AWS") for name in report.missing],
                f"{where}: tables that are declared, and not in AWS",
            ),
            *_first(
                [_command("warning", f"{where}: {name}: {item} is not declared") for name, item in beside],
                f"{where}: what is not declared of declared tables",
            ),
            *_first(
                [
                    _command("notice", f"nobody declares the table {name}, whose name fits")
                    for name in report.undeclared
                ],
                "tables that nobody declares, whose names fit",
            ),
            *_first(
                [_command("error", f"{where}: not looked at: {text}") for text in report.unread],
                f"{where}: what was not looked at",
            ),
        ]
    )


def _first(commands: Sequence[str], what: str) -> Iterator[str]:
    """As many commands as a job keeps, and how many more there are."""
    yield from commands[:JOB_ANNOTATIONS]
    if len(commands) > JOB_ANNOTATIONS:
        yield _command("notice", f"{what}: {len(commands) - JOB_ANNOTATIONS:,} more")


def _drift(drift: Drift, environment: str, locate: Callable[[Path], Location], root: pathlib.Path | None) -> str:
    live, declared = value_or_none(drift.live), value_or_none(drift.declared)
    text = f"{environment}: {drift.table}: {dotted(drift.setting)} is {live}, declared {declared}"
    message = "\n".join(map(shown, [text, *([f"a deploy: {drift.meaning}"] if drift.meaning else [])]))
    command = "error" if drift.severity is ReviewSeverity.CRITICAL else "warning"
    return annotation(command, locate(drift.place), f"{drift.severity}: drift", message, root)


def _command(command: str, message: str) -> str:
    return workflow_command(command, {"title": "drift"}, shown(message))
