"""A declaration that multiplies out to too much is refused before anything is made of it: at the limits, and far beyond."""

from __future__ import annotations

import pytest

from sessionform.compile import Compiled, compile_text
from sessionform.source import extent
from sessionform.source.extent import LEAST_VALUES, MAX_TABLES, too_large
from sessionform.source.read import read

TABLES = "the environments and tables multiply to more than 20,000 tables"
VALUES = "the environments and tables multiply to more than the 60,000 values that a file of this size may have"


def declaration(environments: int, tables: int, settings: str = "partition_key: i", more: str = "") -> str:
    names = ", ".join(f"e{number}: {{region: us-east-1}}" for number in range(environments))
    keys = ", ".join(f"t{number}: {{{settings}}}" for number in range(tables))
    return f"version: 1\nenvironments: {{{names}}}\ntables: {{{keys}}}\n{more}"


def message(text: str) -> str | None:
    document, findings = read(text, "f")
    assert document is not None, findings
    finding = too_large(document)
    return None if finding is None else finding.message


@pytest.mark.parametrize(("environments", "tables"), [(200, 100), (1, MAX_TABLES), (MAX_TABLES, 1)])
def test_the_most_tables_and_one_more(environments: int, tables: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(extent, "LEAST_VALUES", 10**9)
    assert message(declaration(environments, tables)) is None
    assert message(declaration(environments, tables + 1)) == TABLES


def test_only_the_environments_of_a_table_count() -> None:
    assert message(declaration(201, 100, "partition_key: i, only_in: [e1, e2]")) is None
    assert message(declaration(201, 100, "partition_key: i, only_in: 5")) == TABLES


@pytest.mark.parametrize(
    "more",
    [
        "defaults: {tags: {" + ", ".join(f"k{number}: v" for number in range(420)) + "}}",
        "defaults: {description: " + "x" * 13_000 + "}",
        "table_name: " + "x" * 13_000,
        "removed: {" + ", ".join(f"r{number}: {{keep: true}}" for number in range(1500)) + "}",
        "accept: [" + ", ".join(f"{{change: c{number}, reason: r}}" for number in range(900)) + "]",
    ],
)
def test_what_is_inherited_counts_in_every_table(more: str) -> None:
    assert message(declaration(10, 10, more=more)) is None
    assert message(declaration(40, 10, more=more)) == VALUES


@pytest.mark.parametrize("spare", [0, 5_000])
def test_the_most_values_and_one_more(spare: int, monkeypatch: pytest.MonkeyPatch) -> None:
    text = declaration(3, 2) + "#" * spare
    counted = sum(extent._multiplied(read(text, "f")[0].value))  # type: ignore[union-attr]
    size = sum(map(len, text.splitlines()))
    monkeypatch.setattr(extent, "_SMALL", size - spare)
    monkeypatch.setattr(extent, "LEAST_VALUES", counted - 16 * spare)
    assert message(text) is None
    monkeypatch.setattr(extent, "LEAST_VALUES", counted - 16 * spare - 1)
    assert message(text) is not None
    assert counted < LEAST_VALUES


def test_twenty_thousand_tables_that_are_written_are_no_multiplication() -> None:
    """A thousand tables with a few settings in twenty environments, as a large company may have them."""
    settings = "partition_key: userId, sort_key: sessionId, ttl: expiresAt, stream: NEW_IMAGE, tags: {Team: identity}"
    assert message(declaration(20, 1000, settings)) is None


def test_it_is_said_with_its_line_and_nothing_is_made() -> None:
    compiled: Compiled = compile_text(declaration(600, 900), "sessions.yaml")
    assert compiled.declaration is None
    (item,) = compiled.problems
    assert (item.finding.rule, item.finding.message) == ("too-large", TABLES)
    assert (item.location.line, item.location.column) == (2, 1)


@pytest.mark.parametrize("value", ["5", "[1]", "null", "{a: 5}", "{a: [1]}", "{a: null}"])
@pytest.mark.parametrize("key", ["environments", "tables", "defaults", "removed", "accept", "table_name"])
def test_what_the_schema_refuses_is_counted_without_a_crash(key: str, value: str) -> None:
    document = read(f"{declaration(1, 1)}\n".replace(key, "other") + f"{key}: {value}\n", "f")[0]
    assert document is not None
    assert too_large(document) is None
