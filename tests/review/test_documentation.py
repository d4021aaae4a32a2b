"""docs/review.md names every kind of change as the code has it, and only promises what is there."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import get_args

import pytest

from sessionform.report.formats import names
from sessionform.report.formats.renderer import REVIEW
from sessionform.report.reference.kinds import BEGIN, END, kind_page, kinds_markdown
from sessionform.report.review.json import render_review_json
from sessionform.review.effects import KINDS
from sessionform.review.effects.effect import ChangeKind
from sessionform.review.model import PlanJudgement, ReviewSeverity
from sessionform.review.outcome import Outcome
from tests.golden import ACCEPTING, assert_golden
from tests.report.reviews import everything


def test_the_kinds_in_the_documentation_are_those_of_the_code(root: Path) -> None:
    """`SESSIONFORM_ACCEPT=1 pytest tests/review/test_documentation.py` stores them again."""
    document = root / "docs" / "review.md"
    head, _, rest = document.read_text(encoding="utf-8").partition(BEGIN)
    tail = rest.partition(END)[2]
    assert_golden(f"{head}{BEGIN}\n\n{kinds_markdown()}\n{END}{tail}", document)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.id)
def test_the_page_of_a_kind_is_what_the_kind_says(kind: ChangeKind, root: Path) -> None:
    assert_golden(kind_page(kind), root / kind.help_address)


def test_no_page_is_of_a_kind_that_is_gone(root: Path) -> None:
    stale = {path for path in (root / ChangeKind.PAGES).iterdir() if path.stem not in {kind.id for kind in KINDS}}
    if ACCEPTING:
        for path in stale:
            path.unlink()
    else:
        assert stale == set()


def test_the_documentation_speaks_of_kinds_that_exist(root: Path) -> None:
    text = (root / "docs" / "review.md").read_text(encoding="utf-8").partition(BEGIN)[0]
    known = {kind.id for kind in KINDS}
    assert set(re.findall(r"\(changes/([a-z-]+)\.md\)", text)) <= known
    assert set(re.findall(r"\(#([a-z-]+)\)", text)) <= {
        "accepting-on-purpose",
        "joined-with-the-plan",
        "a-review-without-a-base-is-not-a-pass",
        "what-it-cannot-know",
    }
    assert set(re.findall(r"change: ([a-z-]+)", text)) <= known
    assert all(f"**{severity}**" in text for severity in ReviewSeverity)


def test_the_documentation_lists_what_there_is(root: Path) -> None:
    rows = set(
        re.findall(
            r"^\| [`*]+([a-z-]+)[`*]+ \|", (root / "docs" / "review.md").read_text(encoding="utf-8"), re.MULTILINE
        )
    )
    assert rows == {*names(REVIEW), *Outcome, *get_args(PlanJudgement)}


def test_the_guard_of_a_matrix_compares_with_what_is_printed(root: Path) -> None:
    """tests/commands/test_affected.py holds what is printed where nothing is affected."""
    text = (root / "docs" / "review.md").read_text(encoding="utf-8")
    assert """if: needs.affected.outputs.matrix != '{"environment":[]}'""" in text


def test_the_json_in_the_documentation_has_the_keys_that_are_printed(root: Path) -> None:
    (block,) = re.findall(r"```json\n(.*?)```", (root / "docs" / "review.md").read_text(encoding="utf-8"), re.DOTALL)
    shown, printed = json.loads(block), json.loads(render_review_json(everything()))
    assert list(shown) == list(printed)
    for name in ("changes", "tables", "plan"):
        assert {tuple(item) for item in shown[name]} == {tuple(item) for item in printed[name]}
    accepted = [change["accepted"] for change in printed["changes"] if change["accepted"]]
    assert {tuple(item) for item in accepted} == {tuple(shown["changes"][0]["accepted"])}
