"""The server as an editor starts it: a process of its own, JSON-RPC over its standard input and output."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.lsp.client import PATIENCE, Client

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "sessions.yaml").read_text(encoding="utf-8")
EXAMPLE = """\
version: 1
environments: {e: {region: us-east-1}}
tables:
  "é😀": {partition_key: [a, b}
  t:
    ttl: {attribute: x, enabled: true}
    tags:
      - &a b
      - *a
    capacity: !x |
      text
    stream: 'KEYS
"""


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    folder = tmp_path_factory.mktemp("repository")
    (folder / "sessions.yaml").write_text(TEXT, encoding="utf-8")
    for words in (["init", "-q", "-b", "main"], ["add", "."]):
        subprocess.run(["git", *words], cwd=folder, check=True)
    who = ["-c", "user.name=a", "-c", "user.email=a@example.com"]
    subprocess.run(["git", *who, "commit", "-qm", "first"], cwd=folder, check=True)
    with Client(folder) as started:
        yield started
    assert b"Traceback" not in started.errors, started.errors.decode()


def _ask_everything(client: Client, uri: str, line: int, character: int) -> None:
    for method in ("completion", "hover", "definition", "prepareRename"):
        client.ask(method, uri, line, character)
    client.ask("references", uri, line, character, context={"includeDeclaration": True})
    document: dict[str, Any] = {"textDocument": {"uri": uri}}
    whole = {"start": {"line": 0, "character": 0}, "end": {"line": 10_000, "character": 0}}
    for method in ("documentSymbol", "foldingRange", "codeLens"):
        client.request(f"textDocument/{method}", document)
    client.request("textDocument/inlayHint", {**document, "range": whole})
    here = {"start": {"line": line, "character": 0}, "end": {"line": line, "character": character}}
    client.request("textDocument/codeAction", {**document, "range": here, "context": {"diagnostics": []}})


def test_it_says_what_it_can(client: Client) -> None:
    capabilities = client.server["capabilities"]
    for name in ("completion", "hover", "definition", "references", "rename", "documentSymbol", "foldingRange"):
        assert capabilities[f"{name}Provider"]
    for name in ("inlayHint", "codeLens", "codeAction"):
        assert capabilities[f"{name}Provider"]


def test_findings_come_as_one_types(client: Client) -> None:
    uri = client.open("sessions.yaml", TEXT)
    client.change(uri, TEXT.replace("    ttl: ttl", "    tll: ttl"), 2)
    [found] = client.diagnostics(lambda items: [item["code"] for item in items] == ["unknown-key"])
    assert found["range"] == {"start": {"line": 18, "character": 4}, "end": {"line": 18, "character": 7}}
    client.change(uri, TEXT + "  :", 3)
    assert client.diagnostics(lambda items: [item["code"] for item in items] == ["yaml-syntax"])
    client.change(uri, TEXT, 4)
    assert client.diagnostics(lambda items: all(item["severity"] > 1 for item in items))


def test_findings_name_the_text_that_they_are_of(client: Client) -> None:
    """So that an editor can leave out those of a text that has been typed over since. The newest text always gets its own."""
    uri = client.open("sessions.yaml", TEXT)
    for version in range(2, 30):
        client.change(uri, TEXT.replace("    ttl: ttl", f"    ttl: ttl{version}"), version)
    versions = []
    while versions[-1:] != [29]:
        message = client.notifications.get(timeout=PATIENCE)
        if message["method"] == "textDocument/publishDiagnostics" and "version" in message["params"]:
            versions.append(message["params"]["version"])
    assert versions == sorted(versions)


def test_a_fix_is_applied_from_the_editor(client: Client) -> None:
    text = TEXT.replace("    ttl: ttl", "    tll: ttl")
    uri = client.open("sessions.yaml", text)
    here = {"start": {"line": 18, "character": 5}, "end": {"line": 18, "character": 5}}
    parameters = {"textDocument": {"uri": uri}, "range": here, "context": {"diagnostics": []}}
    action = client.request("textDocument/codeAction", parameters)[0]
    assert action["title"] == "Rename `tll` to `ttl`"
    assert action["edit"]["changes"] == {
        uri: [
            {
                "range": {"start": {"line": 18, "character": 0}, "end": {"line": 19, "character": 0}},
                "newText": "    ttl: ttl\n",
            }
        ]
    }


def test_the_review_against_the_merge_base_comes_by_itself(client: Client) -> None:
    uri = client.open("sessions.yaml", TEXT)
    client.change(uri, TEXT.replace("    ttl: ttl", "    ttl: expiresAt"), 2)
    found = client.diagnostics(lambda items: any(item["source"] == "sessionform review" for item in items))
    change = next(item for item in found if item["source"] == "sessionform review")
    assert (change["code"], change["severity"], change["range"]["start"]["line"]) == ("ttl-attribute-changed", 1, 18)
    [lens] = client.request("textDocument/codeLens", {"textDocument": {"uri": uri}})
    assert lens["command"]["title"].startswith("critical in ")
    action = client.request(
        "textDocument/codeAction",
        {"textDocument": {"uri": uri}, "range": change["range"], "context": {"diagnostics": [change]}},
    )
    assert any(item["title"].startswith("Accept `ttl-attribute-changed`") for item in action)


def test_places_are_counted_in_utf_16(client: Client) -> None:
    line = '    consumer: {library: flask-session, options: {"😀": 1, xyzzy: 2}}'
    uri = client.open("sessions.yaml", TEXT + "  other:\n    partition_key: id\n" + line)
    found = client.diagnostics(lambda items: any("xyzzy" in item["message"] for item in items))
    place = next(item["range"]["start"] for item in found if "xyzzy" in item["message"])
    assert place["character"] == line.index("xyzzy") + 1
    about = client.ask("hover", uri, place["line"], line.index("flask-session") + 2)
    assert "Flask-Session" in about["contents"]["value"]


@pytest.mark.parametrize("source", [TEXT, EXAMPLE], ids=["half typed", "broken"])
def test_every_prefix_of_a_file_is_answered(client: Client, source: str) -> None:
    """Every request, at the end of every beginning of a file; the longer one in steps."""
    uri = client.open("prefix.yaml", "")
    step = max(len(source) // 150, 1)
    for version, end in enumerate(range(0, len(source) + 1, step), 2):
        text = source[:end]
        client.change(uri, text, version)
        lines = text.split("\n")
        _ask_everything(client, uri, len(lines) - 1, len(lines[-1]))
    assert client.alive


def test_a_file_that_is_not_open_is_answered_with_nothing(client: Client) -> None:
    _ask_everything(client, client.uri("absent.yaml"), 0, 0)


@pytest.mark.parametrize("place", [(-1 % 2**31, 0), (0, 2**31 - 1), (10_000, 10_000)])
def test_places_outside_of_the_text_are_answered(client: Client, place: tuple[int, int]) -> None:
    _ask_everything(client, client.open("sessions.yaml", TEXT), *place)


def test_a_wrong_name_is_refused_in_words(client: Client) -> None:
    uri = client.open("sessions.yaml", TEXT)
    with pytest.raises(RuntimeError, match="there is an environment `development`"):
        client.ask("rename", uri, 8, 4, newName="development")
