from __future__ import annotations

import fcntl
import io
import os
import re
import struct
import subprocess
import sys
import termios
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from sessionform.report.layout.characters import glyph, shown, width, wrap
from sessionform.report.layout.table import Layout, render_table
from sessionform.report.layout.terminal import Charset, Painter, encoding_of, use_color, width_of

TERMINAL = {"TERM": "xterm-256color"}


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("environ", "terminal", "expected"),
    [
        (TERMINAL, True, True),
        (TERMINAL, False, False),
        ({}, True, True),
        (TERMINAL | {"NO_COLOR": "1"}, True, False),
        (TERMINAL | {"NO_COLOR": ""}, True, True),
        (TERMINAL | {"NO_COLOR": "1", "FORCE_COLOR": "1"}, True, False),
        (TERMINAL | {"FORCE_COLOR": "1"}, False, True),
        (TERMINAL | {"FORCE_COLOR": "0"}, False, False),
        (TERMINAL | {"CLICOLOR_FORCE": "1"}, False, True),
        (TERMINAL | {"CLICOLOR": "0"}, True, False),
        ({"TERM": "dumb"}, True, False),
        ({"TERM": "dumb", "FORCE_COLOR": "1"}, True, True),
    ],
)
def test_colour_follows_the_environment(environ: dict[str, str], terminal: bool, expected: bool) -> None:
    stream = Terminal() if terminal else io.StringIO()
    assert use_color("auto", stream, environ) is expected
    assert use_color("always", stream, environ) is True
    assert use_color("never", stream, environ) is False


def test_a_closed_stream_is_no_terminal() -> None:
    stream = Terminal()
    stream.close()
    closed = io.StringIO()
    closed.close()
    assert use_color("auto", closed, TERMINAL) is False
    assert width_of(closed) == 120


def test_the_width_is_the_terminals(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "77")
    assert width_of(Terminal()) == 77
    assert width_of(io.StringIO()) == 120


@pytest.mark.parametrize("columns", ["0", "10001", "９０", "9" * 5000])
def test_the_width_of_a_real_terminal_is_asked_for(columns: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    leader, follower = os.openpty()
    try:
        fcntl.ioctl(follower, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 61, 0, 0))
        with os.fdopen(follower, "w") as stream:
            assert width_of(stream) == 61
            assert use_color("auto", stream, TERMINAL)
    finally:
        os.close(leader)
    assert width_of(Terminal()) == 120


def test_the_encoding_is_the_streams() -> None:
    assert encoding_of(io.TextIOWrapper(io.BytesIO(), "latin-1")) == "latin-1"
    assert encoding_of(io.StringIO()) == "utf-8"


@pytest.mark.parametrize(
    ("text", "encoding", "expected"),
    [
        ("plain", "utf-8", "plain"),
        ("a\tb", "utf-8", "a    b"),
        ("\x1b[31m\x9b\x7f", "utf-8", r"\x1b[31m\x9b\x7f"),
        ("a\nb\r\u2028", "utf-8", r"a\x0ab\x0d\u2028"),
        ("\u202eevil\u200b", "utf-8", r"\u202eevil\u200b"),
        ("\U000e0041", "utf-8", r"\U000e0041"),
        ("\ud800", "utf-8", r"\ud800"),
        ("é会🙂", "utf-8", "é会🙂"),
        ("é会🙂", "latin-1", r"é\u4f1a\U0001f642"),
        ("é", "ascii", r"\xe9"),
        ("❤\ufe0f", "utf-8", "❤"),
    ],
)
def test_text_that_would_act_on_the_terminal_is_escaped(text: str, encoding: str, expected: str) -> None:
    assert shown(text, encoding) == expected


BLOCKS = """
0020-05FF 1100-11FF 2010-23FF 2E80-3029 3041-30FF 4E00-9FFF AC00-D7FB FF01-FF9F 1F300-1F3FA 1F400-1FAFF 20000-200FF
"""


@pytest.mark.parametrize("block", BLOCKS.split())
def test_widths_are_those_that_terminals_use(block: str) -> None:
    """Checked against rich's table, in the blocks that no version of Unicode has changed its mind about."""
    first, last = (int(code, 16) for code in block.split("-"))
    characters = map(chr, range(first, last + 1))
    assigned = [glyph(character) for character in characters if unicodedata.category(character) != "Cn"]
    assert [text for text in assigned if width(text) != cell_len(text)] == []


@given(st.text(st.sampled_from("ab ,会é")), st.integers(1, 20))
def test_wrapping_loses_nothing_and_fits(text: str, columns: int) -> None:
    pieces = wrap(text, columns)
    assert "".join(pieces) == text
    assert all(width(piece) <= columns or len(piece) == 1 for piece in pieces)


def test_wrapping_prefers_spaces() -> None:
    assert wrap("one two three", 8) == ["one two ", "three"]


LAYOUT = Layout(42, Charset.of("utf-8"), Painter(False), flexible=1)


def test_a_table_lines_up_and_wraps_its_flexible_column() -> None:
    rows = [("ttl", "expiresAt", "sessions.yaml:7"), ("tags", "会话 of all users, everywhere", "default")]
    assert render_table(("setting", "value", "from"), [("", rows[:1]), ("Other", rows[1:])], LAYOUT) == [
        "setting  value             from",
        "──────────────────────────────────────────",
        "ttl      expiresAt         sessions.yaml:7",
        "",
        "Other",
        "tags     会话 of all       default",
        "         users,",
        "         everywhere",
    ]


def test_a_cell_that_is_far_too_long_is_cut_visibly() -> None:
    lines = render_table(("a", "b"), [("", [("x", "y" * 900)])], LAYOUT)
    assert len(lines) == 2 + LAYOUT.most_lines
    assert lines[-1].endswith("y…")
    assert max(map(len, lines)) <= 42


def test_colour_does_not_move_columns() -> None:
    colored = Layout(42, Charset.of("utf-8"), Painter(True), flexible=1, styles=("cyan", "", "dim"))
    groups = [("Title", [("ttl", "expiresAt " * 5, "sessions.yaml:7")])]
    plain = render_table(("setting", "value", "from"), groups, LAYOUT)
    lines = render_table(("setting", "value", "from"), groups, colored)
    assert [re.sub(r"\x1b\[[0-9;]*m", "", line).rstrip() for line in lines] == plain


def test_the_text_formats_import_nothing_slow() -> None:
    code = (
        "import sys, sessionform.report.findings.text, sessionform.report.findings.json, sessionform.report.findings.github,"
        " sessionform.report.findings.sarif, sessionform.report.layout.table\n"
        "print(sorted(sys.modules.keys() & {'rich', 'yaml', 'jsonschema', 'cdktf', 'boto3'}))"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=dict(os.environ))
    assert ran.stdout == "[]\n"
