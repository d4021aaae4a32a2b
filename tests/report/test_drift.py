"""What has drifted, in the forms that need nothing of AWS to be looked at."""

from __future__ import annotations

import pytest

from sessionform.diagnostics import Location, Path
from sessionform.facts.github import JOB_ANNOTATIONS
from sessionform.live.drift import Drift, DriftReport
from sessionform.report.drift.github import drift_github
from sessionform.review.model import ReviewSeverity


def report(number: int) -> DriftReport:
    """So many of everything that is found in an environment."""
    names = tuple(f"t{at}" for at in range(number))
    return DriftReport(
        environment="production",
        tables=number,
        drifts=tuple(
            Drift(name, ("ttl",), "expiresAt", "ttl", ReviewSeverity.HIGH, ("tables", name, "ttl")) for name in names
        ),
        beside={"one": tuple(f"the index `{name}`" for name in names)},
        missing=names,
        undeclared=names,
        unread=names,
    )


def locate(path: Path) -> Location:
    return Location("sessions.yaml", 1, 1, 1, 2)


def test_each_table_that_nobody_declares_is_annotated() -> None:
    text = drift_github(report(3), locate, None)
    assert text.count("::notice title=drift::nobody declares the table ") == 3


@pytest.mark.parametrize("more", [0, 1])
def test_what_a_job_cannot_keep_is_counted(more: int) -> None:
    lines = drift_github(report(JOB_ANNOTATIONS + more), locate, None).splitlines()
    rest = [line for line in lines if line.endswith(f": {more} more")]
    assert len(lines) - len(rest) == 5 * JOB_ANNOTATIONS
    assert [line.removeprefix("::notice title=drift::").removeprefix("production: ") for line in rest] == [
        "drifted settings, none worse: 1 more",
        "tables that are declared, and not in AWS: 1 more",
        "what is not declared of declared tables: 1 more",
        "tables that nobody declares, whose names fit: 1 more",
        "what was not looked at: 1 more",
    ][: 5 * more]
