"""Every check has a fix for its failing example, or says why it has none."""

from __future__ import annotations

from pathlib import Path

import pytest

from sessionform.compile import compile_text
from sessionform.diagnostics import Diagnostic, Severity
from sessionform.documentation import Check, whole_example
from sessionform.edits import Fix
from sessionform.fixing.edit import done
from sessionform.fixing.fix import ends
from sessionform.rules.catalogue import CHECKS
from sessionform.source.edit.refused import EditRefusedError
from tests.golden import assert_golden
from tests.rules.examples import COMPILED, FILE, REVIEWED, TODAY, compiled, fix_of, found

FIXED = [check for check in COMPILED if not check.no_fix]
"""Those that have to end what they show."""


@pytest.mark.parametrize("check", FIXED, ids=lambda check: check.id)
def test_the_fix_of_a_failing_example_makes_it_pass(check: Check) -> None:
    """With every fix of it done, the example is not reported any more, and has no error that it had not."""
    text, before = whole_example(check.failing), compiled(check.failing)
    for _ in range(10):
        own = _own(check, text)
        if not own:
            break
        assert own[0].finding.fixes, "it has no fix, and does not say why"
        text = _done(text, own[0].finding.fixes[0])
    assert _own(check, text) == []
    errors = {item.finding.rule for item in compile_text(text, FILE, TODAY).diagnostics if _error(item)}
    assert errors <= {item.finding.rule for item in before.diagnostics if _error(item)} - {check.id}


@pytest.mark.parametrize("check", FIXED, ids=lambda check: check.id)
def test_each_fix_that_is_offered_works_alone(check: Check) -> None:
    before = compiled(check.failing)
    for item in [] if check in REVIEWED else _own(check, whole_example(check.failing)):
        for fix in item.finding.fixes:
            try:
                after = _done(whole_example(check.failing), fix)
            except EditRefusedError as error:
                pytest.fail(error.message)
            assert ends(before, compile_text(after, FILE, TODAY), item.finding), fix


@pytest.mark.parametrize("check", [check for check in COMPILED if check.no_fix], ids=lambda check: check.id)
def test_what_says_why_it_has_no_fix_has_none(check: Check) -> None:
    first = next(item for item in found(check, check.failing) if item.finding.rule == check.id)
    assert first.finding.fixes == ()


def test_the_fixes_of_examples_are_as_stored_where_no_edges_store_them() -> None:
    examples = [(check, _own(check, whole_example(check.failing))) for check in FIXED if not check.edges]
    assert_golden(
        "".join(
            f"{check.id}: {fix_of(fix)}\n" for check, own in examples for item in own for fix in item.finding.fixes
        ),
        Path(__file__).parent / "fixes.txt",
    )


def test_reasons_are_parts_of_a_sentence() -> None:
    reasons = [check.no_fix for check in CHECKS if check.no_fix]
    assert [reason for reason in reasons if reason.endswith(".") or reason[0].isupper()] == []


def _own(check: Check, text: str) -> list[Diagnostic]:
    return [item for item in found(check, text) if item.finding.rule == check.id]


def _error(item: Diagnostic) -> bool:
    return item.finding.severity is Severity.ERROR


def _done(text: str, fix: Fix) -> str:
    document = compile_text(text, FILE, TODAY).document
    assert document is not None
    return done({FILE: text}, fix, document)[FILE]
