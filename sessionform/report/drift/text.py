"""What has drifted, for people on a terminal."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from sessionform.diagnostics import Path, dotted
from sessionform.json_value import Json
from sessionform.live.drift import DriftReport
from sessionform.report.layout.characters import shown
from sessionform.report.layout.numbers import count
from sessionform.source.flow import flow

Place = Callable[[Path], str]
"""Gives the file and line of a document path."""


def drift_text(report: DriftReport, place: Place, encoding: str = "utf-8") -> str:
    """One environment. `encoding` is the output's: what it cannot hold is escaped."""
    return "".join(f"{shown(line, encoding)}\n" for line in _lines(report, place))


def _lines(report: DriftReport, place: Place) -> Iterator[str]:
    for drift in report.drifts:
        yield f"{drift.severity}: {drift.table}: {dotted(drift.setting)} is {value_or_none(drift.live)}, declared {value_or_none(drift.declared)}"
        yield f"  {place(drift.place)}"
        if drift.meaning:
            yield f"  a deploy: {drift.meaning}"
    for name, items in report.beside.items():
        yield from (f"not declared: {name}: {item}" for item in items)
    yield from (f"missing: {name}: there is no such table in AWS" for name in report.missing)
    yield from (f"nobody declares the table `{name}`, whose name fits" for name in report.undeclared)
    yield from (f"not looked at: {text}" for text in report.unread)
    yield f"{report.environment}: {summary(report)}"


def summary(report: DriftReport) -> str:
    """How many tables were compared, and how much of them has drifted."""
    tables = count(report.tables, "table")
    if not report.drifted:
        return f"{tables}, no drift" + (" in what could be looked at" if report.unread else "")
    return f"{tables}, {count(len(report.drifts), 'setting')} drifted"


def value_or_none(value: Json) -> str:
    """A value as one would write it; `none` where there is none."""
    return "none" if value is None else flow(value)
