"""The declaration that fits a library, and the short YAML that people paste."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from sessionform.cli import main
from sessionform.consumers import yaml
from sessionform.consumers.declare import declaration_for
from sessionform.consumers.registry import library, library_ids
from sessionform.model import Consumer
from sessionform.patterns.serve import judge
from sessionform.patterns.verdict import Served
from tests.consumers.declared import preset, table_of
from tests.golden import assert_golden

GOLDEN = Path(__file__).parent / "golden"


@pytest.mark.parametrize("library_id", library_ids())
def test_the_declaration_checks_without_a_warning(
    library_id: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    text = declaration_for(library_id)
    assert_golden(text, GOLDEN / library_id / "declaration.yaml")
    Path("sessions.yaml").write_text(text)
    assert main(["check", "--strict", "--format", "json"]) == 0
    found = json.loads(capsys.readouterr().out)["diagnostics"]
    assert {item["severity"] for item in found} <= {"note"}


@pytest.mark.parametrize("library_id", library_ids())
def test_every_access_pattern_of_the_library_is_served(library_id: str) -> None:
    """And none reads strongly consistent from where that cannot be had, nor by a Scan."""
    table = table_of(preset(library_id))
    assert {pattern.name for pattern in table.access_patterns} == set(library(library_id).access_patterns)
    assert all(isinstance(judge(table, pattern), Served) for pattern in table.access_patterns)


@pytest.mark.parametrize("library_id", library_ids())
def test_the_librarys_calls_and_its_patterns_are_the_same(library_id: str) -> None:
    """What it is granted on the table's items is what its access patterns use, batches and scans apart."""
    operations = {"get": "GetItem", "query": "Query", "put": "PutItem", "update": "UpdateItem", "delete": "DeleteItem"}
    used = {operations[pattern.operation] for pattern in table_of(preset(library_id)).access_patterns}
    granted = {action for grant in library(library_id).grants for action in grant.actions}
    assert used <= granted


def test_an_unknown_library_is_a_key_error() -> None:
    with pytest.raises(KeyError, match="home-grown"):
        declaration_for("home-grown")


@pytest.mark.parametrize(
    ("options", "name", "text"),
    [
        ({}, "hashKey", "{hashKey: id}"),
        ({"prefix": "Null"}, "hashKey", '{prefix: "Null", hashKey: id}'),
        ({"hashKey": "old"}, "hashKey", "{hashKey: id}"),
        ({}, "table.hashKey", "{table: {hashKey: id}}"),
        ({"table": {"name": "web"}}, "table.hashKey", "{table: {name: web, hashKey: id}}"),
        ({"table.hashKey": "old"}, "table.hashKey", "{table.hashKey: id}"),
        ({"table": "no group"}, "table.hashKey", "{table: {hashKey: id}}"),
    ],
)
def test_an_option_joins_those_that_are_declared(options: dict[str, Any], name: str, text: str) -> None:
    assert yaml.consumer(Consumer("store", options), name, "id") == f"consumer: {{library: store, options: {text}}}"


def test_a_key_is_written_short_where_it_can_be() -> None:
    assert yaml.key("partition_key", "id", "S") == "partition_key: id"
    assert yaml.key("partition_key", "sid", "B") == "partition_key: {name: sid, type: B}"


def test_an_option_says_what_speaks_against_it() -> None:
    options = library("auth-js").options
    assert [option.name for option in options.values() if option.caveat] == ["partitionKey", "sortKey"]
