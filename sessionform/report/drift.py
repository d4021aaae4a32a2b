"""What has drifted, for people, as Markdown and as JSON."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from sessionform.diagnostics import Path, dotted
from sessionform.json_value import Json, JsonObject
from sessionform.live.drift import Drift, DriftReport
from sessionform.report.findings.json import to_json
from sessionform.report.layout.characters import shown
from sessionform.report.layout.markdown import code, prose
from sessionform.source.flow import flow

Place = Callable[[Path], str]
"""Gives the file and line of a document path."""


def drift_text(report: DriftReport, place: Place) -> str:
    """For a terminal."""
    return "".join(f"{shown(line)}\n" for line in _lines(report, place))


def _lines(report: DriftReport, place: Place) -> Iterator[str]:
    for drift in report.drifts:
        yield f"{drift.severity}: {drift.table}: {dotted(drift.setting)} is {value_text(drift.live)}, declared {value_text(drift.declared)}"
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
    tables = f"{report.tables} table" if report.tables == 1 else f"{report.tables} tables"
    if not report.drifted:
        return f"{tables}, no drift" + (" in what could be looked at" if report.unread else "")
    number = len(report.drifts)
    return f"{tables}, {number} setting{'' if number == 1 else 's'} drifted"


def drift_markdown(report: DriftReport, place: Place) -> str:
    """For an issue or a comment."""
    lines = [f"## Drift in {prose(report.environment)}", "", f"{prose(summary(report))}.", ""]
    if report.drifts:
        lines += ["| severity | table | setting | declared | live | where |", "|---|---|---|---|---|---|"]
        for drift in report.drifts:
            cells = (
                drift.table,
                dotted(drift.setting),
                value_text(drift.declared),
                value_text(drift.live),
                place(drift.place),
            )
            lines.append("| " + " | ".join([str(drift.severity), *map(_cell, cells)]) + " |")
        lines.append("")
    rest = [f"- `{name}`: {prose(item)}" for name, items in report.beside.items() for item in items]
    rest += [f"- {code(name)} is declared, and not in AWS" for name in report.missing]
    rest += [f"- nobody declares {code(name)}, whose name fits" for name in report.undeclared]
    rest += [f"- not looked at: {prose(text)}" for text in report.unread]
    return "\n".join([*lines, *rest]).rstrip() + "\n"


def _cell(text: str) -> str:
    return code(text)


def drift_json(report: DriftReport, place: Place) -> JsonObject:
    """For programs."""
    return {
        "environment": report.environment,
        "tables": report.tables,
        "drifts": [_as_json(drift, place) for drift in report.drifts],
        "not_declared": {name: list(items) for name, items in report.beside.items()},
        "missing": list(report.missing),
        "undeclared": list(report.undeclared),
        "unread": list(report.unread),
    }


def json_text(reports: list[JsonObject]) -> str:
    """The whole answer."""
    return to_json({"version": 1, "environments": reports})


def _as_json(drift: Drift, place: Place) -> JsonObject:
    return {
        "table": drift.table,
        "setting": list(drift.setting),
        "declared": drift.declared,
        "live": drift.live,
        "severity": str(drift.severity),
        "meaning": drift.meaning,
        "place": place(drift.place),
    }


def value_text(value: Json) -> str:
    """A value as one would write it; `none` where there is none."""
    return "none" if value is None else flow(value)
