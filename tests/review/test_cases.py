"""Every case gives the stored result, and together the cases show every kind of change."""

from __future__ import annotations

import pytest

from sessionform.report.formats import render
from sessionform.report.formats.renderer import REVIEW, View
from sessionform.review.effects import KINDS
from tests.golden import assert_golden, assert_golden_json
from tests.review.case import CASES, Case, stored, stored_beside


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_the_case_compiles_on_both_sides(case: Case) -> None:
    before, after = case.compiled()
    assert not before.failed, before.diagnostics
    assert not after.failed, after.diagnostics


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_the_review_of_the_case_is_the_stored_one(case: Case) -> None:
    assert_golden_json(stored(case.review()), case.expected)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_the_review_of_the_case_is_said_in_the_stored_words(case: Case) -> None:
    """So that no sentence changes unseen."""
    assert_golden(render(REVIEW, "human", case.review(), View()), case.said)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_what_stands_beside_a_table_is_changed_by_the_stored_calls(case: Case) -> None:
    if beside := stored_beside(case.review()):
        assert_golden(beside, case.beside)
    else:
        assert not case.beside.exists()


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_change_has_a_table_or_none_and_a_place_of_the_head(case: Case) -> None:
    sides = [side.valid().environments.values() for side in case.compiled()]
    tables = {table for side in sides for environment in side for table in environment.tables}
    tables |= {removed.table for side in sides for environment in side for removed in environment.removed}
    for change in case.review().changes:
        assert change.table in tables | {""}
        assert change.table or not change.address
        assert change.table in change.address or not change.address
        assert change.nearest.file == "after.yaml"
        if change.gone:
            assert change.location.file == "before.yaml"
        else:
            assert change.location == change.nearest


def test_every_kind_of_change_has_a_case() -> None:
    shown = {change.rule for case in CASES for change in case.review().changes}
    assert {kind.id for kind in KINDS} - shown == set()
