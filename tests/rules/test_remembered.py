"""What is remembered of tables between two texts is what looking at them again would find."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from sessionform.compile import compile_text
from sessionform.diagnostics import Finding, Severity
from sessionform.documentation import whole_example
from sessionform.model import Environment, Table
from sessionform.rules.engine import run
from sessionform.rules.engine.remembered import Remembered
from tests.rules.examples import COMPILED, FILE, TODAY, compiled

HEAD = "version: 1\nenvironments: {staging: {region: us-east-1}, production: {region: us-east-1}}\ntables:\n"
TWO = HEAD + "  one: {partition_key: id}\n  other: {partition_key: id}\n"


def texts() -> Iterator[str]:
    """Every example, the failing and the passing one of a check after each other: most differ in one setting."""
    for check in COMPILED:
        yield whole_example(check.failing)
        yield whole_example(check.passing)


def test_every_text_after_every_other_is_found_what_a_first_look_finds() -> None:
    remembered = Remembered()
    for text in [*texts(), *texts()]:
        again = compile_text(text, FILE, TODAY, remembered=remembered).diagnostics
        assert again == compile_text(text, FILE, TODAY).diagnostics


def test_a_rule_for_tables_sees_only_the_names_of_the_others() -> None:
    """One that saw more would find something else once another table changes, and what it found before is remembered."""
    rules = run._RULES[Severity.NOTE]

    def findings(environment: Environment, seen: Environment) -> list[Finding]:
        return [item for table in environment.tables.values() for item in run._table_findings(rules, table, seen)]

    for check in COMPILED:
        for example in (check.failing, check.passing):
            result = compiled(example)
            if result.declaration is None:
                continue
            for environment in result.declaration.environments.values():
                blank = replace(environment, tables=dict.fromkeys(environment.tables))
                assert findings(environment, blank) == findings(environment, environment)


@pytest.mark.parametrize(
    ("text", "looked_at"),
    [
        (TWO, []),
        (TWO.replace("one: {", "one: {ttl: expiresAt, "), [("staging", "one"), ("production", "one")]),
        (
            TWO.replace("production: {", "production: {account_id: '123456789012', "),
            [("production", "one"), ("production", "other")],
        ),
        (
            TWO + "  third: {partition_key: id}\n",
            [(e, t) for e in ("staging", "production") for t in ("one", "other", "third")],
        ),
        (TWO.replace("  one: {partition_key: id}\n", "# a line above\n\n  one: {partition_key: id}\n"), []),
    ],
)
def test_rules_look_at_what_changed(
    text: str, looked_at: list[tuple[str, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    remembered, seen, look = Remembered(), [], run._table_findings
    compile_text(TWO, FILE, TODAY, remembered=remembered)

    def noted(rules: Any, table: Table, environment: Environment) -> Iterator[Finding]:
        seen.append((environment.name, table.key))
        return look(rules, table, environment)

    monkeypatch.setattr(run, "_table_findings", noted)
    compile_text(text, FILE, TODAY, remembered=remembered)
    assert seen == looked_at


def test_values_that_are_equal_and_not_the_same_are_told_apart() -> None:
    """A policy may say `true` where it said `1`, and what is found may name it."""
    remembered = Remembered()
    table = next(iter(compile_text(TWO, FILE, TODAY).valid().environments.values())).tables["one"]
    for value in (1, True, 1.0):
        found = remembered.of(replace(table, settings={"resource_policy": value}), lambda value=value: [value])
        assert repr(found) == f"[{value!r}]"
