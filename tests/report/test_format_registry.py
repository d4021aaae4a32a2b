"""The registry of formats: a file and a line each, and every file has what its line says."""

from __future__ import annotations

import argparse
import inspect
from pathlib import Path

import pytest

from sessionform.commands.arguments import add_format
from sessionform.report.formats import FORMATS, HUMAN, formats_of, help_of, names, renderer
from sessionform.report.formats.renderer import (
    CATALOGUE,
    DRIFT,
    ENTRY,
    FINDINGS,
    PROOF,
    REVIEW,
    STAGES,
    TABLE,
    TABLES,
    Checked,
    View,
    of_remarks,
)
from sessionform.report.remarks.remark import Remark
from tests.report.samples import diagnostics

FOLDER = Path(inspect.getfile(View)).parent
CONTRACT = {"__init__", "renderer"}
SUBJECTS = (FINDINGS, REVIEW, STAGES, DRIFT, PROOF, TABLE, TABLES, CATALOGUE, ENTRY)


def test_every_format_is_a_file_and_every_file_a_format() -> None:
    assert {item.name for item in FORMATS} == {path.stem for path in FOLDER.glob("*.py")} - CONTRACT


@pytest.mark.parametrize(
    ("subject", "name"), [(subject, item.name) for item in FORMATS for subject in item.subjects], ids=str
)
def test_the_file_of_a_format_renders_the_subjects_of_its_line(subject: object, name: str) -> None:
    assert len(inspect.signature(renderer(subject, name)).parameters) == 2  # type: ignore[arg-type]


@pytest.mark.parametrize("item", FORMATS, ids=lambda item: item.name)
def test_the_file_of_a_format_renders_nothing_that_its_line_leaves_out(item: object) -> None:
    from importlib import import_module

    module = import_module(f"sessionform.report.formats.{item.name}")  # type: ignore[attr-defined]
    rendered = {subject.name for subject in SUBJECTS if hasattr(module, subject.name)}
    assert rendered == {subject.name for subject in item.subjects}  # type: ignore[attr-defined]


@pytest.mark.parametrize("subject", SUBJECTS, ids=lambda subject: subject.name)
def test_people_come_first_and_the_help_names_every_reader(subject: object) -> None:
    assert names(subject)[0] == HUMAN  # type: ignore[arg-type]
    help_ = help_of(subject)  # type: ignore[arg-type]
    assert all(f"{item.name} for {item.reader}" in help_ for item in formats_of(subject))  # type: ignore[arg-type]


def test_the_command_line_takes_the_formats_of_its_subject_and_no_other(capsys: pytest.CaptureFixture[str]) -> None:
    parser = argparse.ArgumentParser()
    add_format(parser, DRIFT)
    assert [parser.parse_args(["--format", name]).format for name in names(DRIFT)] == [
        "human",
        "json",
        "markdown",
        "html",
        "github",
    ]
    with pytest.raises(SystemExit):
        parser.parse_args(["--format", "sarif"])
    assert "invalid choice: 'sarif'" in capsys.readouterr().err


def test_a_format_of_remarks_gets_the_findings_as_remarks() -> None:
    seen: list[Remark] = []

    def render(remarks: object) -> str:
        seen.extend(remarks)  # type: ignore[call-overload]
        return f"{len(seen)}"

    found = diagnostics()
    findings, _ = of_remarks(render)
    assert findings(Checked([], found), View()) == f"{len(found)}"
    assert {item.code for item in seen} == {item.finding.rule for item in found}
