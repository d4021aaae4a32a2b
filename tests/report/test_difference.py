"""Where two texts begin to differ."""

from __future__ import annotations

import pytest

from sessionform.report.layout.difference import first_difference

TEXT = "".join(f"line {number}\n" for number in range(1, 301))


@pytest.mark.parametrize(
    ("after", "line", "diff"),
    [
        (TEXT.replace("line 7\n", "seven\n"), 7, ["line 5", "line 6", "-line 7", "+seven", "line 8", "line 9"]),
        (TEXT.replace("line 1\n", ""), 1, ["-line 1", "line 2", "line 3"]),
        (TEXT + "more\n", 301, ["line 299", "line 300", "+more"]),
        (TEXT.rstrip("\n"), 301, []),
    ],
)
def test_the_first_difference_is_shown_with_what_is_around_it(after: str, line: int, diff: list[str]) -> None:
    at, shown = first_difference(TEXT, after)
    assert (at, [text.removeprefix(" ") for text in shown]) == (line, diff)


def test_what_is_left_out_is_said() -> None:
    two = TEXT.replace("line 7\n", "seven\n").replace("line 200\n", "two hundred\n")
    assert first_difference(TEXT, two)[1][-1] == "…"
    long = TEXT.replace("line 7\n", "".join(f"new {number}\n" for number in range(50)))
    at, shown = first_difference(TEXT, long)
    assert (at, len(shown), shown[-1]) == (7, 13, "…")


def test_a_long_text_that_changes_all_through_is_no_work() -> None:
    """A whole diff of these would take minutes."""
    before = "".join(f"  name = {number % 7}\n" for number in range(60_000))
    after = "".join(f"  name = {number % 5}\n" for number in range(60_000))
    assert first_difference(before, after)[0] == 6


def test_nothing_in_it_acts_on_a_terminal() -> None:
    assert first_difference("a\x1b[2J\n", "b\n")[1] == ["-a\\x1b[2J", "+b"]
