"""What has drifted, in the forms that need nothing of AWS to be looked at."""

from __future__ import annotations

import pytest

from sessionform.diagnostics import Location, Path
from sessionform.facts.github import JOB_ANNOTATIONS
from sessionform.live.drift import Drift, DriftReport
from sessionform.report.drift.github import drift_github
from sessionform.report.drift.json import render_drift_json
from sessionform.report.drift.markdown import drift_markdown
from sessionform.report.drift.text import drift_text
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


HOSTILE = "a\x1b]0;owned\x07\u202eb\n::error::c"


def hostile() -> DriftReport:
    """Text that acts on terminals and logs, wherever AWS or the declaration has text of its own."""
    found = Drift("one", ("tags", HOSTILE), HOSTILE, HOSTILE, ReviewSeverity.HIGH, ("tables", "one"))
    return DriftReport("production", 1, (found,), {"one": (HOSTILE,)}, (), (HOSTILE,), (HOSTILE,))


def place(path: Path) -> str:
    return "sessions.yaml:1"


@pytest.mark.parametrize(
    "text",
    [
        drift_text(hostile(), place),
        drift_markdown(hostile(), place),
        render_drift_json([hostile()], place),
        drift_github(hostile(), lambda _: Location("sessions.yaml", 1, 1, 1, 2), None),
    ],
    ids=["text", "markdown", "json", "github"],
)
def test_nothing_that_is_found_acts_on_who_reads_it(text: str) -> None:
    assert not set(text) & {"\x1b", "\x07", "\u202e"}
    assert not any(line.lstrip().startswith("::error::c") for line in text.splitlines())


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
