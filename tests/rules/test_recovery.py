"""Errors of partly refused tables: only what is wrong with the declaration once what was refused is mended."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from typing import Any

import pytest
import yaml

from sessionform.compile import Compiled, compile_text
from sessionform.diagnostics import Severity
from sessionform.documentation import whole_example
from sessionform.rules import RULES
from sessionform.rules.engine.rule import Rule
from sessionform.source.schema import settings_schema
from tests.rules.examples import FILE, TODAY

ERRORS = [rule for rule in RULES if rule.severity is Severity.ERROR]


@pytest.mark.parametrize("rule", ERRORS, ids=lambda rule: rule.id)
def test_nothing_is_said_that_mending_alone_would_answer(rule: Rule) -> None:
    """Each setting of the rule's examples misspelled, and given a value that none can have, one at a time."""
    for example in (rule.failing, rule.passing):
        document = yaml.safe_load(whole_example(example))
        right = errors(compile_text(whole_example(example), FILE, TODAY))
        for what, spoiled in spoilt(document):
            compiled = compile_text(yaml.safe_dump(spoiled, sort_keys=False), FILE, TODAY)
            assert compiled.failed
            refused = {item.finding.rule for item in compiled.diagnostics} & {"unknown-key", "wrong-type"}
            assert errors(compiled, ignoring=refused) - right == set(), what


def errors(compiled: Compiled, ignoring: set[str] | None = None) -> set[tuple[str, str]]:
    return {
        (item.finding.rule, item.finding.message)
        for item in compiled.diagnostics
        if item.finding.severity is Severity.ERROR and item.finding.rule not in (ignoring or ())
    }


def spoilt(document: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """The document with one table setting spoiled, and what was done to it."""
    for path in layers(document):
        for name in at(document, path):
            if name not in settings_schema():
                continue
            misspelled, wrong = deepcopy(document), deepcopy(document)
            layer = at(misspelled, path)
            renamed = {key if key != name else f"{name[:-1]}q{name[-1]}": value for key, value in layer.items()}
            layer.clear()
            layer.update(renamed)
            yield f"{name} misspelled in {path}", misspelled
            at(wrong, path)[name] = [[]]
            yield f"{name} of a wrong type in {path}", wrong


def layers(document: dict[str, Any]) -> Iterator[tuple[str, ...]]:
    if document.get("defaults"):
        yield ("defaults",)
    for name, environment in document["environments"].items():
        if (environment or {}).get("defaults"):
            yield "environments", name, "defaults"
    for key, table in document["tables"].items():
        if isinstance(table, dict):
            yield "tables", key
            for name, overlay in (table.get("environments") or {}).items():
                if isinstance(overlay, dict):
                    yield "tables", key, "environments", name


def at(document: dict[str, Any], path: tuple[str, ...]) -> dict[str, Any]:
    for part in path:
        document = document[part]
    return document
