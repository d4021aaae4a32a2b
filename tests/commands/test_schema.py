"""`sessionform schema`: the JSON Schema for editors."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from sessionform.cli import main
from sessionform.editor_schema import editor_schema_text
from sessionform.source.read import read
from sessionform.source.schema import settings_schema

ROOT = Path(__file__).parents[2]
STORED = ROOT / "schema/sessions.schema.json"


def test_what_is_printed_is_a_schema_of_what_the_check_takes(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["schema"]) == 0
    printed = json.loads(capsys.readouterr().out)
    Draft202012Validator.check_schema(printed)
    validator = Draft202012Validator(printed)
    for example in sorted((ROOT / "examples").glob("*.yaml")):
        document, _ = read(example.read_text(encoding="utf-8"), example.name)
        assert document is not None
        assert not [error.message for error in validator.iter_errors(document.value)], example.name
    assert not validator.is_valid({"version": 1, "tables": {}})
    assert printed["$id"] == json.loads(STORED.read_text(encoding="utf-8"))["$id"]


def words(node: Any, *, names: bool = False) -> set[str]:
    """The keys of the schema itself, in a node; with `names` its keys are names of settings."""
    if isinstance(node, list):
        return set().union(*map(words, node))
    if not isinstance(node, dict):
        return set()
    below = (words(item, names=key in ("properties", "$defs")) for key, item in node.items() if key != "body")
    return set().union(*below) | (set() if names else set(node))


def test_what_is_made_for_the_check_is_kept_out() -> None:
    """An editor offers examples and defaults as they are, and hides keys for the sake of `maxProperties`."""
    keys = words(json.loads(editor_schema_text()))
    assert "markdownDescription" in keys
    assert not keys & {"examples", "maxProperties", "minProperties"}


@pytest.mark.parametrize("setting", sorted(settings_schema()))
def test_every_setting_is_described_for_a_plain_editor(setting: str) -> None:
    definitions = json.loads(editor_schema_text())["$defs"]
    settings = definitions["settings"]
    node = (settings["properties"] if "properties" in settings else settings["anyOf"][0]["properties"])[setting]
    described = node if "description" in node else definitions[node["$ref"].removeprefix("#/$defs/")]
    assert described["markdownDescription"].startswith(described["description"])


def test_it_can_be_stored_under_any_locale(tmp_path: Path) -> None:
    """As the documentation says: `sessionform schema > schema/sessions.schema.json`."""
    done = subprocess.run(
        [sys.executable, "-m", "sessionform", "schema"],
        cwd=tmp_path, env={"PYTHONPATH": str(ROOT), "LC_ALL": "C", "PYTHONUTF8": "0"}, capture_output=True, check=True,
    )  # fmt: skip
    assert done.stdout == editor_schema_text().encode()
