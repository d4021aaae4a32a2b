from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from sessionform.report.explain.json import render_explain_json
from sessionform.report.explain.settings import Grid, Section, Text, explained_settings
from sessionform.report.explain.text import plain_value, render_explain_text
from sessionform.report.layout.characters import width
from tests.golden import assert_golden
from tests.report.explained import TEXT, explained

GOLDEN = Path(__file__).parent / "golden"

SECTIONS = [
    Section(
        "access_patterns",
        "Access patterns",
        [Grid(("pattern", "served by", "operation"), [("read_session", "the table", "GetItem")], flexible=1)],
        [{"pattern": "read_session"}],
    ),
    Section("iam", "IAM statement", [Text('{\n  "Effect": "Allow"\n}')], {"Effect": "Allow"}),
]


@pytest.mark.parametrize(
    ("name", "options"),
    [("wide", {"columns": 110}), ("narrow", {"columns": 72, "encoding": "ascii"}), ("color", {"color": True})],
)
def test_the_explanation_looks_as_stored(name: str, options: dict[str, Any]) -> None:
    table, environment, document = explained()
    assert_golden(
        render_explain_text(table, environment, document, SECTIONS, **options), GOLDEN / f"explain-{name}.txt"
    )


def test_the_json_looks_as_stored() -> None:
    assert_golden(render_explain_json(*explained(), SECTIONS), GOLDEN / "explain.json")


@pytest.mark.parametrize(
    ("environment", "setting", "value", "source", "written"),
    [
        ("production", "ttl.attribute", "expires", "table environments", "        ttl: {attribute: expires}"),
        ("staging", "ttl.attribute", "expiresAt", "table", "    ttl: expiresAt"),
        ("production", "table_name", "live-{table}", "environment", "    table_name: live-{table}"),
        ("staging", "table_name", "{table}-{environment}", "declaration", 'table_name: "{table}-{environment}"'),
        ("staging", "deletion_protection", True, "defaults", "  deletion_protection: true"),
        (
            "production",
            "point_in_time_recovery.recovery_period_in_days",
            7,
            "environment defaults",
            "      point_in_time_recovery: {recovery_period_in_days: 7}",
        ),
        ("staging", "stream", False, "default", None),
        ("staging", "capacity.read.target_utilization", 70, "default", None),
        ("staging", "capacity.read.min", 5, "table", "      read: {min: 5, max: 50}"),
        ("production", "capacity.write", 20, "table environments", "        capacity: {write: 20}"),
        ("production", "tags.Team", "platform", "defaults", "  tags: {Team: platform}"),
        (
            "production",
            "tags.Environment",
            "production",
            "environment",
            "    tags: {Team: everybody, Environment: production}",
        ),
        ("staging", 'tags["cost:center"]', "42", "table", '    tags: {"cost:center": "42"}'),
    ],
)
def test_a_setting_names_the_layer_and_the_line_that_set_it(
    environment: str, setting: str, value: object, source: str, written: str | None
) -> None:
    settings = json.loads(render_explain_json(*explained(environment)))["settings"]
    found = {item["setting"]: item for item in settings}[setting]
    assert (found["value"], found["source"]) == (value, source)
    assert (found["line"] and TEXT.splitlines()[found["line"] - 1]) == written
    assert found["file"] == (written and "sessions.yaml")


def test_every_setting_is_explained_even_one_that_no_group_knows() -> None:
    table, environment, document = explained()
    table = replace(table, settings={**table.settings, "invented": {"deep": [1]}, "tags": {}, "replicas": {}})
    environment = replace(environment, tags={})
    explained_names = {str(item.path[0]) for item in explained_settings(table, environment, document)}
    assert explained_names == set(table.settings)
    text = render_explain_text(table, environment, document)
    assert "Other\n  invented\n    deep" in text
    assert "Tags\n  tags" in text


@pytest.mark.parametrize("columns", [60, 72, 90, 140])
def test_columns_line_up_and_fit(columns: int) -> None:
    header, rule, *rows = render_explain_text(*explained(), columns=columns).split("\n")[2:]
    value, place = header.index("value"), header.index("set by")
    assert max(map(width, rows)) <= max(columns, width(rule))
    for row in (row for row in rows if row.startswith("  ")):
        cells = "".join(character + "\0" * (width(character) - 1) for character in row)
        assert cells[value - 2 : value].strip() == ""
        assert cells[place - 2 : place].strip() == ""


def test_control_characters_in_values_do_not_reach_the_terminal() -> None:
    table, environment, document = explained()
    table = replace(table, settings={"description": "a\x1b[31mb\nc"})
    assert r"a\x1b[31mb\x0ac" in render_explain_text(table, environment, document)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("plain text: free", "plain text: free"),
        ("", '""'),
        (" padded", '" padded"'),
        (None, "null"),
        (True, "true"),
        (3, "3"),
        ([], "[]"),
        ({}, "{}"),
        (["userId", "a b", "true", "1"], '[userId, "a b", "true", "1"]'),
        ({"Action": "dynamodb:*", "n": [1, {"a": None}]}, '{Action: "dynamodb:*", n: [1, {a: null}]}'),
    ],
)
def test_values_are_written_as_in_the_file(value: object, expected: str) -> None:
    assert plain_value(value) == expected
