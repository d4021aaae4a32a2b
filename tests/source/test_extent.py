"""A declaration that multiplies out to too much is refused before anything is made of it: at the limits, and far beyond."""

from __future__ import annotations

import pytest

from sessionform.compile import Compiled, compile_text
from sessionform.source import extent
from sessionform.source.extent import MAX_TABLES, MAX_VALUES, too_large
from sessionform.source.read import read


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
def test_the_most_tables_and_one_more(environments: int, tables: int) -> None:
    assert message(declaration(environments, tables)) is None
    assert message(declaration(environments, tables + 1)) == (
        "the environments and tables multiply out to more than 20,000 tables"
    )


def test_only_the_environments_of_a_table_count() -> None:
    assert message(declaration(201, 100, "partition_key: i, only_in: [e1, e2]")) is None
    assert message(declaration(201, 100, "partition_key: i, only_in: 5")) is not None


@pytest.mark.parametrize(
    "more",
    [
        "defaults: {tags: {" + ", ".join(f"k{number}: v" for number in range(450)) + "}}",
        "removed: {" + ", ".join(f"r{number}: {{keep: true}}" for number in range(4500)) + "}",
        "accept: [" + ", ".join(f"{{change: c{number}, reason: r}}" for number in range(3000)) + "]",
    ],
)
def test_what_is_inherited_counts_in_every_table(more: str) -> None:
    assert message(declaration(10, 10, more=more)) is None
    assert message(declaration(100, 10, more=more)) == (
        "the environments and tables multiply out to more than 400,000 values"
    )


def test_the_most_values_and_one_more(monkeypatch: pytest.MonkeyPatch) -> None:
    text = declaration(3, 2)
    counted = sum(map(abs, extent._multiplied(read(text, "f")[0].value)))  # type: ignore[union-attr]
    monkeypatch.setattr(extent, "MAX_VALUES", counted)
    assert message(text) is None
    monkeypatch.setattr(extent, "MAX_VALUES", counted - 1)
    assert message(text) is not None
    assert counted < MAX_VALUES


def test_it_is_said_with_its_line_and_nothing_is_made() -> None:
    compiled: Compiled = compile_text(declaration(600, 900), "sessions.yaml")
    assert compiled.declaration is None
    (item,) = compiled.problems
    assert (item.finding.rule, item.location.line, item.location.column) == ("too-large", 2, 1)


@pytest.mark.parametrize("value", ["5", "[1]", "null", "{a: 5}", "{a: [1]}", "{a: null}"])
@pytest.mark.parametrize("key", ["environments", "tables", "defaults", "removed", "accept"])
def test_what_the_schema_refuses_is_counted_without_a_crash(key: str, value: str) -> None:
    document = read(f"{declaration(1, 1)}\n".replace(key, "other") + f"{key}: {value}\n", "f")[0]
    assert document is not None
    assert too_large(document) is None
