"""The examples of every check are its tests: one fails with exactly what is stored, the same one passing is not reported."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from sessionform.diagnostics import Severity
from sessionform.documentation import Check
from sessionform.rules.catalogue import CHECKS
from tests.golden import assert_golden
from tests.rules.examples import COMMANDS, COMPILED, FILE, GOLDEN, found, rendered

every_compiled = pytest.mark.parametrize("check", COMPILED, ids=lambda check: check.id)
every_command = pytest.mark.parametrize("check", COMMANDS, ids=lambda check: check.id)


@every_compiled
def test_the_failing_example_is_reported_as_stored(check: Check) -> None:
    diagnostics = found(check, check.failing)
    severities = {item.finding.severity for item in diagnostics if item.finding.rule == check.id}
    assert severities == {check.severity}
    assert_golden(rendered(diagnostics, check.failing), GOLDEN / f"{check.id}.txt")


@every_compiled
def test_the_passing_example_is_not_reported_and_has_no_errors(check: Check) -> None:
    findings = [item.finding for item in found(check, check.passing)]
    assert [finding.rule for finding in findings if finding.rule == check.id] == []
    assert [finding.message for finding in findings if finding.severity is Severity.ERROR] == []


@every_compiled
def test_an_example_fails_by_nothing_worse_than_what_it_shows(check: Check) -> None:
    """Who copies it to try the rule must not be led to another mistake."""
    worse = [
        item.finding.rule
        for item in found(check, check.failing)
        if item.finding.severity > check.severity and item.finding.rule != check.id
    ]
    assert worse == []


@every_command
def test_the_command_that_fails_prints_what_is_stored(check: Check, tmp_path: Path, root: Path) -> None:
    done = _shell(check.failing, tmp_path, root)
    assert done.returncode == 1, done.stderr
    assert f"error[{check.id}]" in done.stdout
    assert_golden(done.stdout, GOLDEN / f"{check.id}.txt")


@every_command
def test_the_passing_command_passes(check: Check, tmp_path: Path, root: Path) -> None:
    done = _shell(check.passing, tmp_path, root)
    assert (done.returncode, done.stderr) == (0, "")


def test_no_stored_report_is_of_a_check_that_is_gone() -> None:
    assert {path.stem for path in GOLDEN.iterdir()} == {check.id for check in CHECKS}


def _shell(command: str, folder: Path, root: Path) -> subprocess.CompletedProcess[str]:
    """The command as a reader would type it, beside the reference declaration."""
    (folder / FILE).write_bytes((root / FILE).read_bytes())
    environment = {**os.environ, "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}", "LC_ALL": "C.UTF-8"}
    return subprocess.run(
        ["sh", "-c", command],
        cwd=folder,
        env=environment,
        encoding="utf-8",
        capture_output=True,
        check=False,
        timeout=60,
    )
