"""docs/consumers.md is what the registry says, and its links lead somewhere."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from sessionform.consumers.registry import library_ids
from sessionform.report.reference.consumers import consumers_markdown
from tests.golden import assert_golden

PAGE = "docs/consumers.md"


def test_the_documentation_is_that_of_the_registry(root: Path) -> None:
    """`SESSIONFORM_ACCEPT=1 pytest tests/consumers/test_documentation.py` stores it anew."""
    assert_golden(consumers_markdown(), root / PAGE)


@pytest.mark.parametrize("library_id", library_ids())
def test_every_library_has_a_section_under_its_name(library_id: str) -> None:
    """`explain` points there."""
    assert re.findall(rf"^### {library_id}$", consumers_markdown(), re.MULTILINE) == [f"### {library_id}"]


def test_every_link_into_the_documentation_leads_somewhere(root: Path) -> None:
    links = re.findall(r"\]\(((?!https:)[^)]+)\)", consumers_markdown())
    assert links
    for link in links:
        name, _, anchor = link.partition("#")
        text = (root / "docs" / name).read_text(encoding="utf-8") if name else consumers_markdown()
        headings = {heading.lower().replace(" ", "-") for heading in re.findall(r"^#+ (.*)$", text, re.MULTILINE)}
        assert not anchor or anchor in headings, link
