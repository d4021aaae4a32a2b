"""The real yaml-language-server of npm, asked over its protocol as an editor asks it."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Self

from tests.node_support import node

SERVER = Path(__file__).parent / "node_modules/yaml-language-server/bin/yaml-language-server"


class Editor:
    """An editor with one file open at a time."""

    def __init__(self, schema: Path) -> None:
        self._schema = schema.as_uri()
        self._process = subprocess.Popen(
            [node(), str(SERVER), "--stdio"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
        self._number = 0
        capabilities = {
            "textDocument": {
                "completion": {"completionItem": {"snippetSupport": True, "documentationFormat": ["markdown"]}},
                "hover": {"contentFormat": ["markdown"]},
            },
            "workspace": {"configuration": True, "didChangeConfiguration": {"dynamicRegistration": True}},
        }
        self._ask("initialize", {"processId": None, "rootUri": None, "capabilities": capabilities})
        self._tell("initialized", {})
        self._files = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._process.kill()
        self._process.communicate()

    def completions(self, text: str) -> list[dict[str, Any]]:
        """What is offered where `|` stands."""
        answer = self._ask("textDocument/completion", self._at(text))
        items: list[dict[str, Any]] = answer["items"] if isinstance(answer, dict) else answer or []
        return items

    def hover(self, text: str) -> str:
        """What is shown of the word where `|` stands."""
        answer = self._ask("textDocument/hover", self._at(text))
        return str(answer["contents"]["value"]) if answer else ""

    def problems(self, text: str) -> list[str]:
        """What the server says of the whole text."""
        uri = self._open(text)
        while True:
            message = self._read()
            self._answer(message)
            if message.get("method") == "textDocument/publishDiagnostics" and message["params"]["uri"] == uri:
                return [item["message"] for item in message["params"]["diagnostics"]]

    def _at(self, text: str) -> dict[str, Any]:
        before = text[: text.index("|")]
        uri = self._open(text.replace("|", "", 1))
        place = {"line": before.count("\n"), "character": len(before.rpartition("\n")[2])}
        return {"textDocument": {"uri": uri}, "position": place}

    def _open(self, text: str) -> str:
        self._files += 1
        uri = f"file:///project/{self._files}/sessions.yaml"
        document = {"uri": uri, "languageId": "yaml", "version": 1, "text": text}
        self._tell("textDocument/didOpen", {"textDocument": document})
        return uri

    def _ask(self, method: str, params: Mapping[str, Any]) -> Any:
        self._number += 1
        self._send({"jsonrpc": "2.0", "id": self._number, "method": method, "params": params})
        while True:
            message = self._read()
            if "method" not in message and message.get("id") == self._number:
                assert "error" not in message, message
                return message["result"]
            self._answer(message)

    def _tell(self, method: str, params: Mapping[str, Any]) -> None:
        self._send({"jsonrpc": "2.0", "method": method, "params": params})

    def _answer(self, message: Mapping[str, Any]) -> None:
        """What the server asks of an editor: its settings."""
        if "id" not in message or "method" not in message:
            return
        result = None
        if message["method"] == "workspace/configuration":
            yaml = {"schemas": {self._schema: "sessions.yaml"}, "completion": True, "hover": True, "validate": True}
            result = [
                {**yaml, "schemaStore": {"enable": False}} if item.get("section") == "yaml" else {}
                for item in message["params"]["items"]
            ]
        self._send({"jsonrpc": "2.0", "id": message["id"], "result": result})

    def _send(self, message: Mapping[str, Any]) -> None:
        assert self._process.stdin is not None
        data = json.dumps(message).encode()
        self._process.stdin.write(b"Content-Length: %d\r\n\r\n%s" % (len(data), data))
        self._process.stdin.flush()

    def _read(self) -> Any:
        assert self._process.stdout is not None
        length = 0
        while line := self._process.stdout.readline().strip():
            name, _, value = line.partition(b":")
            length = int(value) if name.lower() == b"content-length" else length
        assert length, "the server has ended"
        return json.loads(self._process.stdout.read(length))
