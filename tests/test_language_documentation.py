"""docs/language.md: its reference is the schema's, its examples compile, and what it says of merging is so."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from sessionform.compile import Compiled, compile_text
from sessionform.documentation import whole_example
from sessionform.source.read import read
from tests.golden import assert_golden
from tests.language_reference import BEGIN, END, reference

DOCUMENT = Path(__file__).parent.parent / "docs" / "language.md"
TEXT = DOCUMENT.read_text(encoding="utf-8")
PROSE = TEXT.partition(BEGIN)[0]

FENCE = re.compile(r"^```yaml\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def headings(text: str) -> set[str]:
    """The anchors that GitHub gives the headings."""
    titles = re.findall(r"^#{1,3} (.+)$", FENCE.sub("", text), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}


def compiled(example: str) -> Compiled:
    return compile_text(whole_example(example), "sessions.yaml")


def test_the_reference_is_that_of_the_schema() -> None:
    """`SESSIONFORM_ACCEPT=1 pytest tests/test_language_documentation.py` stores it anew."""
    head = PROSE.rstrip("\n")
    assert_golden(f"{head}\n\n{BEGIN}\n\n{reference()}\n{END}\n", DOCUMENT)


@pytest.mark.parametrize("example", FENCE.findall(PROSE))
def test_the_examples_compile(example: str) -> None:
    result = compiled(example)
    assert not result.failed, result.diagnostics


@pytest.mark.parametrize("example", FENCE.findall(reference()))
def test_the_examples_of_the_reference_are_yaml(example: str) -> None:
    for alternative in example.split("# or\n"):
        document, findings = read(alternative, "example.yaml")
        assert document is not None, findings
        assert not findings


def test_the_links_lead_somewhere() -> None:
    anchors = headings(TEXT)
    links = set(re.findall(r"\]\(#([^)]+)\)", TEXT))
    assert links - anchors == set()


def test_which_value_wins_is_as_told() -> None:
    example = next(text for text in FENCE.findall(PROSE) if "carts" in text)
    declaration = compiled(example).valid()
    tables = {name: environment.tables for name, environment in declaration.environments.items()}
    assert tables["production"]["userSessions"].tags == {"Team": "identity", "Cost": "logins"}
    assert tables["development"]["userSessions"].tags == {"Team": "identity"}
    assert tables["production"]["userSessions"].deletion_protection
    assert not any(tables[name]["carts"].deletion_protection for name in tables)


def test_the_short_forms_are_the_long_ones() -> None:
    rows = re.findall(r"^\| `(.+)` \| `(.+)` \|$", PROSE, re.MULTILINE)
    assert len(rows) == 6
    for short, long in rows:
        if short.startswith("get:"):
            short, long = (f"access_patterns: {{read: {{{form}}}}}" for form in (short, long))  # noqa: PLW2901 - in its place
        models = [settings(form) for form in (short, long)]
        assert models[0] == models[1], short


def settings(line: str) -> object:
    result = compiled(f"tables:\n  userSessions:\n    {line}\n")
    assert result.declaration is not None
    (environment,) = result.declaration.environments.values()
    return environment.tables["userSessions"].settings
