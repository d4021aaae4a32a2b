"""Secrets of a backend are refused with the variable that Terraform reads instead."""

from __future__ import annotations

import pytest

from sessionform.compile import compile_text
from sessionform.source.schema_keys import _SECRETS

PAIRS = [(kind, name, variable) for kind, names in _SECRETS.items() for name, variable in names.items()]


@pytest.mark.parametrize(("kind", "name", "variable"), PAIRS)
def test_a_secret_is_refused_with_the_variable_to_use(kind: str, name: str, variable: str) -> None:
    text = (
        f"version: 1\nenvironments:\n  production:\n    region: us-east-1\n    backend: {{{kind}: {{{name}: hunter2}}}}\n"
        "tables:\n  sessions: {partition_key: id, ttl: expires}\n"
    )
    found = [item.finding for item in compile_text(text, "sessions.yaml").problems if item.finding.path[-1] == name]
    assert [(item.rule, variable in item.hint) for item in found] == [("unknown-key", True)]


def test_vector_indexes_say_what_they_wait_for() -> None:
    text = (
        "version: 1\nenvironments: {production: {region: us-east-1}}\n"
        "tables:\n  sessions: {partition_key: id, ttl: expires, vector_indexes: {}}\n"
    )
    (found,) = [
        item.finding for item in compile_text(text, "sessions.yaml").problems if "vector_indexes" in item.finding.path
    ]
    assert "aws_dynamodb_vector_index" in found.hint
