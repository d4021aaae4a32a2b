"""What has drifted as JSON that scripts may rely on."""

from __future__ import annotations

from collections.abc import Iterable

from sessionform.json_value import JsonObject, json_text
from sessionform.live.drift import Drift, DriftReport
from sessionform.report.drift.text import Place


def render_drift_json(reports: Iterable[DriftReport], place: Place) -> str:
    """All environments. docs/drift.md describes it."""
    return json_text({"version": 1, "environments": [_environment(report, place) for report in reports]})


def _environment(report: DriftReport, place: Place) -> JsonObject:
    return {
        "environment": report.environment,
        "tables": report.tables,
        "drifts": [_drift(drift, place) for drift in report.drifts],
        "not_declared": {name: list(items) for name, items in report.beside.items()},
        "missing": list(report.missing),
        "undeclared": list(report.undeclared),
        "unread": list(report.unread),
    }


def _drift(drift: Drift, place: Place) -> JsonObject:
    return {
        "table": drift.table,
        "setting": list(drift.setting),
        "declared": drift.declared,
        "live": drift.live,
        "severity": str(drift.severity),
        "meaning": drift.meaning,
        "place": place(drift.place),
    }
