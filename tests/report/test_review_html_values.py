"""Values, steps and lines of the source, as the page of a review shows them."""

from __future__ import annotations

import re
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from sessionform.diagnostics import Location
from sessionform.report.review.html_values import MOST_LINES, before_and_after, source, way


def changed(before: Any, after: Any) -> str:
    return " ".join("".join(ET.fromstring(f"<p>{before_and_after(before, after)}</p>").itertext()).split(" "))


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("userId", "accountId", "userId → accountId"),
        (None, 5, "not set → 5"),
        (True, False, "true → false"),
        ("", "a", '"" → a'),
        ([1, 2], [1, 3], " [\n   1,\n-  2\n+  3\n ]"),
        (None, {"Effect": "Allow"}, '+{\n+  "Effect": "Allow"\n+}'),
    ],
)
def test_values_are_shown_side_by_side_or_line_by_line(before: Any, after: Any, expected: str) -> None:
    assert changed(before, after) == expected


def test_lines_of_a_value_that_begin_with_signs_are_not_lost() -> None:
    assert '-  "- a"' in changed(["- a", "++"], ["b"])
    assert '-  "++"' in changed(["- a", "++"], ["b"])
    assert f"and {2 * 500 - MOST_LINES + 2} more lines" in changed(["a"] * 500, ["b"] * 500)


def test_values_of_every_direction_keep_their_places() -> None:
    """Beside each other on a line, right-to-left texts would swap what was before with what is after."""
    shown = before_and_after("\u05d0\u05d1", "\u05d2\u05d3")
    assert shown == '<del class="code"><bdi>\u05d0\u05d1</bdi></del> → <ins class="code"><bdi>\u05d2\u05d3</bdi></ins>'


def test_steps_become_a_list() -> None:
    (first, steps, last) = way("one of these:\n1. wait for `a`\n2. deploy\nand look")
    assert (first, last) == ("<p>one of these:</p>", "<p>and look</p>")
    assert "<li>wait for <code>a</code></li>" in steps


@pytest.mark.parametrize(
    ("place", "expected"),
    [
        (Location("f", 2, 3, 2, 5), "1  first\n2  se<mark>co</mark>nd\n3  third"),
        (Location("f", 3, 1, 4, 1), "2  second\n3  <mark>third</mark>"),
        (Location("f", 9, 1, 9, 2), "<mark>(end of file)</mark>"),
    ],
)
def test_the_source_is_marked_where_the_change_is(place: Location, expected: str) -> None:
    shown_lines = source({"f": ("first", "second", "third")}, place)
    plain = re.sub(r'<span class="number">(.*?)</span>', r"\1", shown_lines)
    assert re.sub(r"</?(pre|code).*?>", "", plain) == expected
    assert source({}, place) == ""


def test_a_line_that_is_long_is_shown_where_it_is_marked() -> None:
    line = "a" * 5000 + "HERE" + "b" * 5000
    assert "<mark>HERE</mark>" in source({"f": (line,)}, Location("f", 1, 5001, 1, 5005))
    assert len(source({"f": (line,)}, Location("f", 1, 5001, 1, 5005))) < 1000
