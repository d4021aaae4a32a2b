from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from sessionform.diagnostics import Diagnostic, Finding, Location, Severity
from sessionform.report.findings.text import render_text, tally
from sessionform.report.layout.characters import glyph
from tests.golden import assert_golden
from tests.report.samples import FILE, FINDINGS, TEXT, diagnostics

GOLDEN = Path(__file__).parent / "golden"
SOURCES = {FILE: TEXT.splitlines()}


@pytest.mark.parametrize("name", FINDINGS)
def test_each_kind_of_finding_looks_as_stored(name: str) -> None:
    assert_golden(render_text(diagnostics(name), SOURCES, columns=100), GOLDEN / f"{name}.txt")


@pytest.mark.parametrize(("name", "color", "encoding"), [("color", True, "utf-8"), ("ascii", False, "ascii")])
def test_a_whole_report_looks_as_stored(name: str, color: bool, encoding: str) -> None:
    text = render_text(diagnostics(), SOURCES, color, encoding=encoding, columns=100)
    text.encode(encoding)
    assert_golden(text, GOLDEN / f"report-{name}.txt")


def test_nothing_is_printed_where_nothing_is_wrong() -> None:
    assert render_text([], SOURCES) == ""


def test_colour_adds_nothing_but_colour() -> None:
    colored = render_text(diagnostics(), SOURCES, color=True)
    assert re.sub(r"\x1b\[[0-9;]*m", "", colored) == render_text(diagnostics(), SOURCES)


@pytest.mark.parametrize(
    ("severities", "expected"),
    [("E", "1 error"), ("EEW", "2 errors, 1 warning"), ("NWW", "2 warnings, 1 note"), ("NN", "2 notes"), ("", "")],
)
def test_the_tally_counts_each_severity_worst_first(severities: str, expected: str) -> None:
    kinds = {"E": Severity.ERROR, "W": Severity.WARNING, "N": Severity.NOTE}
    assert tally(_mark(1, 2, kinds[letter]) for letter in severities) == expected


def test_a_hint_of_several_lines_can_be_copied_and_pasted() -> None:
    lines = render_text(diagnostics("pasteable"), SOURCES).splitlines()
    hint = lines[next(number for number, line in enumerate(lines) if "= hint:" in line) + 1 :]
    yaml = [line for line in hint if line.strip() and "error" not in line]
    indent = len(yaml[0]) - len(yaml[0].lstrip())
    assert [line[indent:] for line in yaml] == [
        "global_secondary_indexes:",
        "  by_session:",
        "    partition_key: sessionId",
    ]


def test_an_empty_file_has_a_place_to_point_at() -> None:
    text = render_text([_mark(1, 1)], {FILE: []})
    assert "1 │ (empty file)\n  │ ^\n" in text


def test_a_file_whose_lines_are_unknown_is_named() -> None:
    text = render_text([_mark(1, 1)], {})
    assert text == f"error[rule]: message\n --> {FILE}:1:1\n\n1 error\n"


def test_the_lines_of_the_one_file_may_stand_for_themselves() -> None:
    assert render_text(diagnostics(), TEXT.splitlines()) == render_text(diagnostics(), SOURCES)


def test_a_place_in_another_file_is_shown_from_that_file() -> None:
    other = Location("base.yaml", 1, 6, 1, 10)
    item = Diagnostic(Finding("rule", Severity.ERROR, "message"), Location(FILE, 1, 1, 1, 4), ((other, "it was this"),))
    assert render_text([item], {FILE: ["new"], "base.yaml": ["the: old1"]}) == (
        "error[rule]: message\n"
        f" --> {FILE}:1:1\n"
        "  │\n"
        "1 │ new\n"
        "  │ ^^^\n"
        " ::: base.yaml:1:6\n"
        "  │\n"
        "1 │ the: old1\n"
        "  │      ---- it was this\n"
        "\n1 error\n"
    )


def test_many_related_places_are_counted_instead_of_shown() -> None:
    places = tuple((Location(FILE, line, 1, line, 3), "here too") for line in range(1, 21))
    item = Diagnostic(Finding("rule", Severity.ERROR, "message"), Location(FILE, 30, 1, 30, 3), places)
    text = render_text([item], {FILE: ["some text"] * 30})
    assert text.count("here too") == 8
    assert "12 more such places are not shown" in text


def test_two_marks_on_one_line_share_it() -> None:
    second = Location(FILE, 1, 6, 1, 9)
    item = Diagnostic(Finding("rule", Severity.ERROR, "message"), Location(FILE, 1, 1, 1, 4), ((second, "label"),))
    assert "1 │ one, two\n  │ ^^^\n  │      --- label\n" in render_text([item], {FILE: ["one, two"]})


def test_a_mark_over_several_lines_underlines_the_first() -> None:
    item = Diagnostic(Finding("rule", Severity.ERROR, "message"), Location(FILE, 1, 3, 2, 5))
    assert "1 │ - first line\n  │   ^^^^^^^^^^\n" in render_text([item], {FILE: ["- first line ", "  second"]})


CHARACTERS = st.one_of(
    st.sampled_from("abc: {}'\t\x1b\x00\x07\u202e\u200d\u0301é会話ｗﾊ🙂👍️\u2028\x85"),
    # Without the categories in which versions of Unicode differ about widths.
    st.characters(exclude_categories=["Cs", "Cn", "Mc", "So", "Sk", "No"], exclude_characters="\u3164\uffa0"),
)
LINES = st.text(CHARACTERS, max_size=60) | st.text("ab会", min_size=60, max_size=400)


@given(LINES, st.data(), st.sampled_from(["utf-8", "ascii", "latin-1"]), st.integers(1, 150))
def test_the_mark_is_under_the_exact_columns_of_any_text(
    line: str, data: st.DataObject, encoding: str, columns: int
) -> None:
    start = data.draw(st.integers(0, len(line)))
    end = data.draw(st.integers(start, len(line)))
    text = render_text([_mark(start + 1, end + 1)], {FILE: [line]}, encoding=encoding, columns=columns)
    text.encode(encoding)
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", text)
    source, underline = text.split("\n")[3:5]
    before = underline.index("^")
    marked = "".join(_column_characters(source)[before : before + underline.count("^")]).rstrip()
    expected = "".join(glyph(character, encoding) for character in line[start:end]).rstrip()
    if not cell_len(expected):
        assert underline.count("^") >= 1
    elif cell_len("".join(glyph(character, encoding) for character in line)) <= max(columns - 4, 24):
        assert _printable(marked) == _printable(expected)
    else:
        assert marked
        assert _printable(expected).startswith(_printable(marked))


PLACES = st.builds(
    lambda file, line, column, lines, columns: Location(file, line, column, line + lines, column + columns),
    st.sampled_from([FILE, "base.yaml", "gone.yaml"]),
    *[st.integers(1, 6)] * 2,
    st.integers(0, 2),
    st.integers(0, 9),
)


@given(
    st.lists(LINES, max_size=4),
    st.lists(st.tuples(PLACES, st.lists(st.tuples(PLACES, LINES), max_size=12).map(tuple), LINES), max_size=3),
    st.booleans(),
)
def test_any_place_in_any_text_can_be_shown(
    lines: list[str], items: list[tuple[Location, tuple[tuple[Location, str], ...], str]], color: bool
) -> None:
    found = [
        Diagnostic(Finding("rule", Severity.NOTE, text, (text,), hint=text), place, related)
        for place, related, text in items
    ]
    rows = render_text(found, {FILE: lines, "base.yaml": ["one line"]}, color).split("\n")
    assert sum("-->" in row for row in rows) >= len(items)
    assert sum("note[rule]" in row for row in rows) >= len(items)


def _column_characters(row: str) -> list[str]:
    """What stands in each column of a terminal: a wide character in its first, nothing in its second."""
    cells: list[str] = []
    for character in row:
        size = cell_len(character)
        if size:
            cells.extend([character, *[""] * (size - 1)])
        elif cells:
            cells[-1] += character
    return cells


def _printable(text: str) -> str:
    return "".join(character for character in text if cell_len(character))


def _mark(column: int, end_column: int, severity: Severity = Severity.ERROR) -> Diagnostic:
    """A finding whose place is these columns of the file's first line."""
    return Diagnostic(Finding("rule", severity, "message"), Location(FILE, 1, column, 1, end_column))
