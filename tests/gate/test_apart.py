"""Which cases of the review are not held against a deploy: all of them are named, each with its reason."""

from __future__ import annotations

from tests.gate.test_truth import APART, PROOFS
from tests.review.case import CASES


def test_what_stands_apart_is_a_case_that_would_be_run() -> None:
    run = {case.name for case in CASES if case.proof in PROOFS}
    assert APART.keys() - run == set()
    assert len(run) - len(APART) >= 175


def test_every_reason_is_one_or_names_a_case_that_has_it() -> None:
    for reason in APART.values():
        named = reason.removeprefix("as ")
        assert reason == named or (named in APART and not APART[named].startswith("as "))
