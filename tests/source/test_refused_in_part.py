"""Of which tables too little is known to judge them, where the schema refused something."""

from __future__ import annotations

import pytest

from sessionform.compile import Compiled, compile_text
from sessionform.source import recovery


def compiled(tables: str, environment: str = "region: us-east-1", before: str = "") -> Compiled:
    text = f"version: 1\n{before}environments:\n  staging: {{{environment}}}\n  production: {{region: us-east-1}}\ntables:\n{tables}"
    return compile_text(text, "sessions.yaml")


def judged(result: Compiled) -> list[str]:
    """The tables in which the two keys are found to be the same attribute, which every one here has."""
    return [str(item.finding.path[1]) for item in result.diagnostics if item.finding.rule == "key-attribute-twice"]


TWO = "  web: {partition_key: id, sort_key: id}\n  api: {partition_key: id, sort_key: id}\n"


@pytest.mark.parametrize(
    ("tables", "environment", "before", "unknown"),
    [
        (TWO.replace("id}", "id, billing_mode: 7}", 1), "region: us-east-1", "", {"web"}),
        (TWO.replace("id}", "id, environments: {staging: {capacity: 7}}}", 1), "region: us-east-1", "", {"web"}),
        (TWO.replace("id}", "id, nonsense: 7}", 1), "region: us-east-1", "", {"web"}),
        (TWO, "region: us-east-1, defaults: {capacity: 7}", "", {"web", "api"}),
        (TWO, "region: us-east-1", "defaults: {capacity: 7}\n", {"web", "api"}),
        (TWO, "region: us-east-1", "table_name: 7\n", {"web", "api"}),
        (TWO, "region: 7", "", set()),
        (TWO, "region: us-east-1", "accept: 7\n", set()),
        (TWO.replace("id}", "id, ttl: [[]]}", 1), "region: us-east-1", "", set()),
        (TWO, "region: us-east-1, defaults: {ttl: [[]]}", "", set()),
    ],
)
def test_nothing_is_said_of_what_a_decisive_value_reaches(
    tables: str, environment: str, before: str, unknown: set[str]
) -> None:
    result = compiled(tables, environment, before)
    assert result.unknown == unknown
    assert judged(result) == [name for name in ("web", "api") if name not in unknown]


def test_of_many_values_that_cannot_be_the_first_are_recovered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recovery, "_MOST_INVALID", 2)
    tables = [f"  {name}: {{partition_key: id, sort_key: id, ttl: [[]]}}\n" for name in ("one", "two", "three")]
    two = compiled("".join(tables[:2]))
    assert (two.unknown, judged(two)) == (set(), ["one", "two"])
    three = compiled("".join(tables))
    assert (three.unknown, judged(three)) == ({"three"}, ["one", "two"])
