"""Whole numbers, and that nothing here takes the digits of other scripts for those of YAML, AWS or a shell."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from sessionform.whole_numbers import whole_number

ANY_SCRIPT = re.compile(r"\\d|\.is(digit|decimal|numeric)\(")
"""What takes `１` for a digit."""


@pytest.mark.parametrize(("text", "number"), [("1", 1), ("32", 32), ("07", 7)])
def test_what_is_a_whole_number(text: str, number: int) -> None:
    assert whole_number(text, 1, 32) == number


@pytest.mark.parametrize(
    "text", ["0", "33", "007", "", " 1", "1\n", "+1", "-1", "1.0", "1_0", "１", "٣", "²", "9" * 5000]
)
def test_what_is_none(text: str) -> None:
    assert whole_number(text, 1, 32) is None


def test_no_digit_of_another_script_passes(root: Path) -> None:
    files = [*root.glob("sessionform/**/*.py"), *root.glob("stacks/**/*.py"), *root.glob("schema/*.json")]
    lines = [
        f"{file.relative_to(root)}:{number}: write `[0-9]`, or call whole_number"
        for file in files
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1)
        if ANY_SCRIPT.search(line) and ".isascii() and" not in line
    ]
    assert lines == []
