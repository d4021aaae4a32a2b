"""docs/rules.md is what the rules say, and points at what is there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from sessionform.documentation import Check
from sessionform.report.reference.rules import rules_markdown
from sessionform.rules.catalogue import CHECKS
from tests.golden import assert_golden


def test_the_documentation_is_that_of_the_rules(root: Path) -> None:
    """`SESSIONFORM_ACCEPT=1 pytest tests/rules/test_documentation.py` stores it anew."""
    assert_golden(rules_markdown(), root / Check.PAGES)


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.id)
def test_the_help_address_of_a_check_leads_to_it(check: Check, root: Path) -> None:
    page, _, anchor = check.help_address.partition("#")
    headings = re.findall(r"^### (.*)$", (root / page).read_text(encoding="utf-8"), re.MULTILINE)
    assert headings.count(anchor) == 1


def test_every_link_inside_the_page_leads_somewhere(root: Path) -> None:
    text = (root / Check.PAGES).read_text(encoding="utf-8")
    anchors = {heading.lower().replace(" ", "-") for heading in re.findall(r"^#+ (.*)$", text, re.MULTILINE)}
    assert set(re.findall(r"\]\(#([^)]+)\)", text)) <= anchors


def test_the_page_says_how_many_checks_there_are() -> None:
    assert f": {len(CHECKS)} checks." in rules_markdown()
