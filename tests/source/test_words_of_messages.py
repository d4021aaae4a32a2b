"""The words that messages are made of: lists, steps, and values that are shown within a sentence."""

from __future__ import annotations

import pytest

from sessionform.source.words import shown
from sessionform.words import listed, numbered


@pytest.mark.parametrize(
    ("words", "written"),
    [(["a"], "`a`"), (["a", "b"], "`a` or `b`"), (["a", "b", "c"], "`a`, `b` or `c`")],
)
def test_a_list_ends_with_its_joint(words: list[str], written: str) -> None:
    assert listed(words, "or") == written


def test_steps_are_numbered_from_one() -> None:
    assert numbered(["put it back", "deploy"]) == "1. put it back\n2. deploy"


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("x" * 60, "x" * 60),
        ("x" * 61, "x" * 59 + "…"),
        ("two\n  lines", "two lines"),
        ({"schlüssel": 1}, '{"schlüssel": 1}'),
        (None, "null"),
    ],
)
def test_a_value_is_shown_on_one_line_and_cut_behind_sixty_characters(value: object, written: str) -> None:
    assert shown(value) == written
