"""Of which tables too little is known to judge them, where the schema refused something."""

from __future__ import annotations

from pathlib import Path

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


@pytest.mark.parametrize("number", [str(2**63), "1e400", ".nan", "-.inf"])
@pytest.mark.parametrize(
    ("tables", "environment"),
    [
        ("  web: {partition_key: NUMBER, ttl: exp}\n", "region: us-east-1"),
        ("  web: {partition_key: id, ttl: NUMBER}\n", "region: us-east-1"),
        (
            "  web: {partition_key: id, ttl: exp, billing_mode: PROVISIONED, capacity: {read: NUMBER, write: 5}}\n",
            "region: us-east-1",
        ),
        ("  web: {partition_key: id, ttl: exp, warm_throughput: {read: NUMBER}}\n", "region: us-east-1"),
        ("  web: {partition_key: id, ttl: exp, consumer: {library: NUMBER}}\n", "region: us-east-1"),
        ("  web: {partition_key: id, ttl: exp, kinesis_stream: {stream_arn: NUMBER}}\n", "region: us-east-1"),
        ("  web: {partition_key: id, ttl: exp, restore_from: {table: NUMBER, to: latest}}\n", "region: us-east-1"),
        ("  web: {partition_key: id, ttl: &t NUMBER}\n  api: {partition_key: id, ttl: *t}\n", "region: us-east-1"),
        ("  web: {partition_key: id, ttl: exp}\n", "region: NUMBER"),
    ],
)
def test_a_number_that_is_not_read_is_not_missing(tables: str, environment: str, number: str) -> None:
    result = compiled(tables.replace("NUMBER", number), environment.replace("NUMBER", number))
    assert [item.finding.rule for item in result.problems] == ["unusable-number"]


def test_a_number_that_is_not_read_in_an_included_file(tmp_path: Path) -> None:
    (tmp_path / "more.yaml").write_text(
        f"accept: [{{change: table-removed, reason: {2**63}}}]\ntables: {{api: {{partition_key: {2**63}, ttl: exp}}}}\n"
    )
    text = "version: 1\ninclude: [more.yaml]\nenvironments: {staging: {region: us-east-1}}\ntables: {web: {partition_key: id, ttl: exp}}\naccept: [{change: table-removed, reason: over}]\n"
    result = compile_text(text, str(tmp_path / "sessions.yaml"))
    assert [(item.finding.rule, item.location.line) for item in result.problems] == [
        ("unusable-number", 1),
        ("unusable-number", 2),
    ]


def test_one_number_that_is_not_read_in_two_places() -> None:
    result = compiled("  web: {partition_key: id, ttl: .nan}\n  api: {partition_key: id, ttl: .nan}\n")
    assert [(item.finding.rule, item.location.line) for item in result.problems] == [
        ("unusable-number", line) for line in (6, 7)
    ]
