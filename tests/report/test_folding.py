"""Text folded at words to the width of a terminal."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import struct
import termios
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from sessionform.report.layout.characters import width
from sessionform.report.layout.folding import folded, for_reading
from sessionform.report.layout.table import Layout, render_table
from sessionform.report.layout.terminal import Charset, Painter

STYLE = re.compile(r"\x1b\[[0-9;]*m")


@pytest.mark.parametrize(
    ("text", "columns", "expected"),
    [
        ("one two three", 13, ["one two three"]),
        ("one two three", 12, ["one two", "three"]),
        ("  indented words that go on and on", 24, ["  indented words that go", "  on and on"]),
        ("  = hint: words for the hint and more", 30, ["  = hint: words for the hint", "          and more"]),
        ("  = hint: 1. wait until all of them do", 36, ["  = hint: 1. wait until all of them", "             do"]),
        ("      2. wait until all of it is there", 32, ["      2. wait until all of it is", "         there"]),
        ("a `command with words` is one word", 24, ["a `command with words`", "is one word"]),
        ("a`b c`d e", 6, ["a`b c`d", "e"]),
        ("an unclosed ` tick goes on here", 20, ["an unclosed ` tick", "goes on here"]),
        ("1234567890123456`````", 20, ["1234567890123456`````"]),
        ("    key: [a, b, c, d, e, f, g, h, i, j]", 20, ["    key: [a, b, c, d, e, f, g, h, i, j]"]),
        ("    - name: a b c d e f g h i j", 20, ["    - name: a b c d e f g h i j"]),
        ("word-that-is-longer-than-the-line and more", 20, ["word-that-is-longer-than-the-line", "and more"]),
        ("one\n\ntwo three four", 9, ["one", "", "two three", "four"]),
        ("日本 日本 日本", 9, ["日本 日本", "日本"]),
    ],
)
def test_a_line_goes_on_below_where_its_words_began(text: str, columns: int, expected: list[str]) -> None:
    assert folded(text, columns).split("\n") == expected


def test_a_style_ends_with_its_line_and_goes_on_in_the_next() -> None:
    assert folded("\x1b[1mone two\x1b[0m three", 5).split("\n") == [
        "\x1b[1mone\x1b[0m",
        "\x1b[1mtwo\x1b[0m",
        "three",
    ]


@example("1111111111111111`````", 20)
@given(st.text("ab `:-1.\n", max_size=80), st.integers(20, 60))
def test_nothing_is_lost_and_what_can_be_fits(text: str, columns: int) -> None:
    result = folded(text, columns)
    assert result.split() == text.split()
    for line in result.split("\n"):
        words = line.split("`")[0].split()
        breakable = len(words) > 1 and not re.match(r"\s+(- )?[\w.-]+:(\s|$)", line)
        assert width(line.rstrip()) <= columns or "`" in line or not breakable or len(max(words, key=len)) > 20


def test_only_a_terminal_gets_folded_text(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("COLUMNS", raising=False)
    master, slave = pty.openpty()
    try:
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 30, 0, 0))
        with os.fdopen(os.dup(slave), "w", encoding="utf-8") as terminal:
            assert for_reading("word " * 10, terminal).count("\n") == 1
    finally:
        os.close(master)
        os.close(slave)
    with Path(os.devnull).open("w", encoding="utf-8") as file:
        assert for_reading("word " * 100, file) == "word " * 100


ROWS = [("", [("production", "userSessions", "one two three four", "critical")])]
HEADER = ("environment", "table", "what happens to it", "severity")


@pytest.mark.parametrize("columns", [53, 80])
def test_a_table_that_just_fits_is_a_table(columns: int) -> None:
    lines = render_table(HEADER, ROWS, Layout(columns, Charset.of("utf-8"), Painter(False), flexible=2))
    assert lines[0].startswith("environment  table")
    assert max(map(width, lines)) <= columns


def test_rows_become_lists_where_no_column_can_give_way() -> None:
    layout = Layout(52, Charset.of("utf-8"), Painter(True), flexible=2, words={"critical": "red"})
    assert render_table(HEADER, ROWS, layout) == [
        "\x1b[1mproduction\x1b[0m",
        "  table: userSessions",
        "  what happens to it: one two three four",
        "  severity: \x1b[1;31mcritical\x1b[0m",
    ]
