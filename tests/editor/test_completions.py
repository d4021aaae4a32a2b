"""What a plain editor offers with the schema that `sessionform schema` prints, asked of the real language server."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from sessionform.compile import compile_text
from sessionform.consumers.registry import library_ids
from sessionform.editor_schema import editor_schema_text
from sessionform.facts.change_kinds import CHANGE_KINDS
from sessionform.source.checks import language, reading
from tests.editor.client import SERVER, Editor

pytestmark = [
    pytest.mark.node,
    pytest.mark.skipif(not SERVER.is_file(), reason="the language server is not installed: make test does it"),
]

HEAD = "version: 1\nenvironments:\n  production: {region: us-east-1}\n  staging:\n    region: us-east-1\n"
TABLE = "tables:\n  sessions:\n    partition_key: userId\n    ttl: expiresAt\n"
INDEX = "    global_secondary_indexes:\n      by_a:\n        partition_key: a\n"

PLACES = {
    "environment": f"version: 1\n{TABLE}environments:\n  staging:\n    region: us-east-1\n    |\n",
    "backend": f"{HEAD}    backend:\n      |\n{TABLE}",
    "region": f"version: 1\nenvironments:\n  staging:\n    region: |\n{TABLE}",
    "terraform": f"{HEAD}terraform:\n  |\n{TABLE}",
    "defaults": f"{HEAD}defaults:\n  |\n{TABLE}",
    "table": f"{HEAD}{TABLE}    |\n",
    "table without settings": f"{HEAD}tables:\n  sessions:\n    partition_key: userId\n    |\n",
    "partition_key": f"{HEAD}tables:\n  sessions:\n    partition_key: |\n",
    "sort_key": f"{HEAD}{TABLE}    sort_key: |\n",
    "ttl": f"{HEAD}tables:\n  sessions:\n    partition_key: userId\n    ttl: |\n",
    "stream": f"{HEAD}{TABLE}    stream: |\n",
    "billing_mode": f"{HEAD}{TABLE}    capacity: {{read: 1, write: 1}}\n    billing_mode: |\n",
    "point_in_time_recovery": f"{HEAD}{TABLE}    point_in_time_recovery: |\n",
    "server_side_encryption": f"{HEAD}{TABLE}    server_side_encryption: |\n",
    "table_class": f"{HEAD}{TABLE}    table_class: |\n",
    "contributor_insights": f"{HEAD}{TABLE}    contributor_insights: |\n",
    "index": f"{HEAD}{TABLE}{INDEX}        |\n",
    "projection": f"{HEAD}{TABLE}{INDEX}        projection: |\n",
    "consumer": f"{HEAD}{TABLE}    consumer: |\n",
    "waiver": f"{HEAD}{TABLE}    waivers:\n      - reason: it is so\n        rule: |\n",
    "acceptance": f"{HEAD}{TABLE}accept:\n  - reason: it is so\n    change: |\n",
    "removed": f"{HEAD}{TABLE}removed:\n  old:\n    |\n",
}

FILLED = {"region": "us-east-1", "address": "https://state.example.com/a", "path": "state.tfstate"}
"""What a person writes where an editor leaves a gap; any name otherwise."""

LANGUAGE = {check.id for check in (*language.CHECKS, *reading.CHECKS)}

ALONE = {("removed", "only_in")}
"""What says nothing by itself: which environments a table leaves, and not what becomes of it."""


@pytest.fixture(scope="module")
def editor(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Editor]:
    schema = tmp_path_factory.mktemp("schema") / "sessions.schema.json"
    schema.write_text(editor_schema_text(), encoding="utf-8")
    with Editor(schema) as running:
        running.problems("version: 1\n")  # what is asked before the schema is loaded is answered without it
        yield running


def accepted(text: str, item: dict[str, Any]) -> str:
    """The text after this completion, its gaps filled in, as an editor indents it."""
    before, after = text.split("|")
    inserted: str = item["textEdit"]["newText"] if "textEdit" in item else item.get("insertText", item["label"])
    indent = re.search(r"[^\n]*\Z", before)
    start = len(indent[0]) - len(indent[0].lstrip()) if indent else 0
    inserted = inserted.replace("\n", "\n" + " " * start)
    inserted = re.sub(
        r"(\w+): *(?:\$\d+|\$\{\d+:?\w*\})", lambda gap: f"{gap[1]}: {FILLED.get(gap[1], 'name')}", inserted
    )
    inserted = re.sub(r"\$\{\d+:([^}]*)\}|\$\d+", r"\1", inserted)
    gap = "|" if re.search(r":(?: |\n +)\Z", inserted) else ""
    return before + inserted.replace("\\$", "$") + gap + after


def settled(editor: Editor, text: str, item: dict[str, Any]) -> list[str]:
    """The texts that one comes to: where the editor has left a value open, with each that it offers for it."""
    after = accepted(text, item)
    if "|" not in after:
        return [after]
    offered = editor.completions(after)
    return [_filled(accepted(after, each)) for each in offered] or [_filled(after)]


def _filled(text: str) -> str:
    return re.sub(r"([\w-]+):(\s+)\|", lambda gap: f"{gap[1]}:{gap[2]}{FILLED.get(gap[1], 'name')}", text)


def complaints(text: str) -> list[str]:
    """What `check` says of the language, and of nothing else: which key a table has to have is the author's to know."""
    return [
        f"{item.finding.rule}: {item.finding.message}"
        for item in compile_text(text, "sessions.yaml").problems
        if item.finding.rule in LANGUAGE
    ]


@pytest.mark.parametrize("place", PLACES)
def test_what_is_offered_passes_the_check(editor: Editor, place: str) -> None:
    text = PLACES[place]
    offered = editor.completions(text)
    assert offered
    assert not [item["label"] for item in offered if "[object" in item["label"] or item["label"] == "null"]
    wrong = {
        item["label"]: (after, found)
        for item in offered
        if (place, item["label"]) not in ALONE
        for after in settled(editor, text, item)
        if (found := complaints(after))
    }
    assert not wrong


def labels(editor: Editor, place: str) -> set[str]:
    return {item["label"] for item in editor.completions(PLACES[place])}


def test_what_has_names_offers_them_all(editor: Editor) -> None:
    assert labels(editor, "consumer") >= set(library_ids())
    assert labels(editor, "acceptance") == set(CHANGE_KINDS)
    assert {"ttl-missing", "production-unprotected"} <= labels(editor, "waiver")
    assert "tab" not in labels(editor, "waiver")
    assert {"eu-central-1", "us-east-1"} <= labels(editor, "region")


def test_where_one_key_excludes_the_others_all_are_offered(editor: Editor) -> None:
    assert labels(editor, "backend") >= {"s3", "cloud", "http", "gcs", "azurerm", "local"}
    assert labels(editor, "removed") >= {"keep", "delete", "only_in"}


def test_short_and_long_forms_are_offered_as_they_are_written(editor: Editor) -> None:
    assert labels(editor, "ttl") == {"expiresAt", "{attribute: expiresAt, enabled: false}", "false"}
    assert labels(editor, "projection") == {"ALL", "KEYS_ONLY", "{include: [data, device]}"}


@pytest.mark.parametrize("key", ["ttl", "partition_key", "consumer", "removed", "table_name", "accept"])
def test_what_is_shown_of_a_key_has_no_backslash(editor: Editor, key: str) -> None:
    text = f"{HEAD}{TABLE}    consumer: auth-js\n    table_name: a\nremoved:\n  old: {{keep: true}}\naccept: []\n"
    shown = editor.hover(re.sub(rf"\b{key}:", f"{key[0]}|{key[1:]}:", text, count=1))
    assert len(shown) > 20
    assert "\\" not in shown


def test_what_the_check_passes_is_no_problem_in_an_editor(editor: Editor) -> None:
    for text in (
        HEAD + TABLE,
        TABLE,  # a file that is included
        f"{HEAD}{TABLE}    stream: null\n",
        Path("examples/every-setting.yaml").read_text(encoding="utf-8").partition("\n")[2],
    ):
        assert editor.problems(text) == []
    assert editor.problems(f"{HEAD}{TABLE}    tttl: expiresAt\n") == ["Property tttl is not allowed."]
    assert editor.problems("version: 1\n" + TABLE) == ['Missing property "environments".']
