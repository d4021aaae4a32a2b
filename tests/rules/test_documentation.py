"""docs/rules.md and the page of each rule are what the rules say, and point at what is there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from sessionform.documentation import Check
from sessionform.report.reference.rules import rule_page, rules_markdown
from sessionform.rules.catalogue import CHECKS
from tests.golden import ACCEPTING, assert_golden
from tests.rules.examples import GOLDEN


def test_the_index_is_that_of_the_rules(root: Path) -> None:
    """`SESSIONFORM_ACCEPT=1 pytest tests/rules/test_documentation.py` stores it again."""
    assert_golden(rules_markdown(), root / "docs" / "rules.md")


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.id)
def test_the_page_of_a_check_is_what_the_check_says(check: Check, root: Path) -> None:
    reported = (GOLDEN / f"{check.id}.txt").read_text(encoding="utf-8")
    assert_golden(rule_page(check, reported), root / check.help_address)


def test_no_page_is_of_a_check_that_is_gone(root: Path) -> None:
    stale = {path for path in (root / Check.PAGES).iterdir() if path.stem not in {check.id for check in CHECKS}}
    if ACCEPTING:
        for path in stale:
            path.unlink()
    else:
        assert stale == set()


def test_every_link_of_the_index_leads_somewhere(root: Path) -> None:
    text = (root / "docs" / "rules.md").read_text(encoding="utf-8")
    anchors = {heading.lower().replace(" ", "-") for heading in re.findall(r"^#+ (.*)$", text, re.MULTILINE)}
    assert set(re.findall(r"\]\(#([^)]+)\)", text)) <= anchors
    assert set(re.findall(r"\]\(([^#)]+)\)", text)) == {check.help_address.removeprefix("docs/") for check in CHECKS}


def test_the_index_says_how_many_checks_there_are() -> None:
    assert f": {len(CHECKS)} checks." in rules_markdown()
