"""A short run of `make fuzz`, and its generator under hypothesis, which makes what fails small."""

from __future__ import annotations

from collections import Counter
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sessionform.report.formats import names, render
from sessionform.report.formats.renderer import FINDINGS, REVIEW, TABLE, TABLES, Subject, View
from tests.fuzz import reports
from tests.fuzz.declarations import failures, judge
from tests.fuzz.generate import CORPUS, ROOT, Maker, corpus, mended
from tests.fuzz.small import case


def test_a_short_run_finds_nothing() -> None:
    counts: Counter[str] = Counter()
    found = list(failures(seed=1, cases=150, seconds=600, counts=counts, known=set()))
    assert found == []
    assert counts["cases"] == 150
    assert counts["valid"] > 15, "what is generated has to pass the check often enough"


@settings(max_examples=30, suppress_health_check=list(HealthCheck))
@given(st.randoms(use_true_random=False))
def test_no_declaration_of_the_generator_fails(random: Random) -> None:
    judge(case(random, corpus()).encode("utf-8", "surrogatepass"), None)


@pytest.mark.parametrize("path", CORPUS, ids=lambda path: path.name)
def test_the_corpus(path: object) -> None:
    judge(path.read_bytes(), None)  # type: ignore[attr-defined]


def test_the_same_seed_makes_the_same_declarations() -> None:
    first, second = (mended(Maker(Random(7), odd=0.02).declaration()) for _ in range(2))
    assert first == second


def test_every_format_of_the_registry_is_rendered(monkeypatch: pytest.MonkeyPatch) -> None:
    """So that one that is added is fuzzed as well."""
    seen: set[tuple[str, str]] = set()

    def noted(subject: Subject[Any], name: str, value: object, view: View) -> str:
        seen.add((subject.name, name))
        return render(subject, name, value, view)

    monkeypatch.setattr(reports, "render", noted)
    judge((ROOT / "sessions.yaml").read_bytes(), None)
    fuzzed = (FINDINGS, REVIEW, TABLE, TABLES)
    assert seen == {(subject.name, name) for subject in fuzzed for name in names(subject)}
    seen.clear()
    for turn in range(len(names(FINDINGS))):
        judge(b"version: 1\n", None, turn)
    assert seen == {(FINDINGS.name, name) for name in names(FINDINGS)}
