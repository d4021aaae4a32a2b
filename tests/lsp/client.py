"""A language client of a few lines: a server of its own process, spoken to over its standard input and output."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from queue import Queue
from types import TracebackType
from typing import Any, Self

PATIENCE = 60
"""Seconds after which a test gives up on an answer, so that a hanging server fails it."""


class Client:
    """Starts the server in a folder. `request` waits for the answer; notifications that came are kept in order."""

    def __init__(self, folder: Path, capabilities: dict[str, Any] | None = None, options: Any = None) -> None:
        self._folder = folder
        self._process = subprocess.Popen(
            [sys.executable, "-m", "sessionform", "lsp"],
            cwd=folder,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        self._number = 0
        self._answers: dict[int, Queue[Any]] = {}
        self.notifications: Queue[dict[str, Any]] = Queue()
        self.errors = b""
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()
        self._listener = threading.Thread(target=self._listen, daemon=True)
        self._listener.start()
        self.server = self.request(
            "initialize",
            {
                "processId": None,
                "rootUri": folder.as_uri(),
                "capabilities": capabilities or {},
                "initializationOptions": options,
            },
        )
        self.notify("initialized", {})

    def __enter__(self) -> Self:
        return self

    def __exit__(self, _: type[BaseException] | None, __: BaseException | None, ___: TracebackType | None) -> None:
        self.request("shutdown", None)
        self.notify("exit", None)
        self._process.wait(PATIENCE)
        for thread in (self._reader, self._listener):
            thread.join(PATIENCE)
        for stream in (self._process.stdin, self._process.stdout, self._process.stderr):
            assert stream is not None
            stream.close()

    @property
    def process(self) -> int:
        """The number of the server's process."""
        return self._process.pid

    @property
    def alive(self) -> bool:
        return self._process.poll() is None

    def uri(self, name: str) -> str:
        return (self._folder / name).as_uri()

    def open(self, name: str, text: str) -> str:
        uri = self.uri(name)
        document = {"uri": uri, "languageId": "yaml", "version": 1, "text": text}
        self.notify("textDocument/didOpen", {"textDocument": document})
        return uri

    def change(self, uri: str, text: str, version: int) -> None:
        document = {"uri": uri, "version": version}
        self.notify("textDocument/didChange", {"textDocument": document, "contentChanges": [{"text": text}]})

    def ask(self, method: str, uri: str, line: int, character: int, **more: Any) -> Any:
        place = {"textDocument": {"uri": uri}, "position": {"line": line, "character": character}}
        return self.request(f"textDocument/{method}", {**place, **more})

    def request(self, method: str, parameters: Any) -> Any:
        """The result. Raises RuntimeError with the server's words where it answers with an error."""
        self._number += 1
        number, queue = self._number, Queue[Any]()
        self._answers[number] = queue
        self._send({"id": number, "method": method, "params": parameters})
        answer = queue.get(timeout=PATIENCE)
        if "error" in answer:
            raise RuntimeError(answer["error"]["message"])
        return answer["result"]

    def notify(self, method: str, parameters: Any) -> None:
        self._send({"method": method, "params": parameters})

    def diagnostics(self, until: Callable[[list[Any]], bool]) -> list[Any]:
        """The published diagnostics, the first of which this holds."""
        while True:
            message = self.notifications.get(timeout=PATIENCE)
            if message["method"] == "textDocument/publishDiagnostics" and until(message["params"]["diagnostics"]):
                found: list[Any] = message["params"]["diagnostics"]
                return found

    def _send(self, message: dict[str, Any]) -> None:
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        assert self._process.stdin is not None
        self._process.stdin.write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
        self._process.stdin.flush()

    def _read(self) -> None:
        stream = self._process.stdout
        assert stream is not None
        while header := stream.readline():
            length = int(header.split(b":")[1])
            while stream.readline().strip():
                pass
            message = json.loads(stream.read(length))
            if "method" not in message:
                self._answers[message["id"]].put(message)
            elif "id" in message:
                self._send({"id": message["id"], "result": None})
            else:
                self.notifications.put(message)

    def _listen(self) -> None:
        assert self._process.stderr is not None
        self.errors = self._process.stderr.read()
