"""What the proof's tests stand on: declarations, a run of the command, a second emulator, and a proxy that meddles."""

from __future__ import annotations

import contextlib
import http.client
import io
import json
import os
import socket
import subprocess
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from sessionform.cli import main
from tests.node_support import node

HERE = Path(__file__).parent
TIMEOUT = 60

Body = dict[str, Any]


@dataclass(frozen=True)
class Run:
    """How the command came out: `proof` is what it printed as JSON."""

    code: int
    proof: Body
    errors: str

    def table(self, key: str) -> Body:
        return next(table for table in self.proof["tables"] if table["table"] == key)

    def statuses(self, *kinds: str) -> dict[str, str]:
        """Everything that did not just keep its promise, or what has one of these statuses, with what was found."""
        return {
            name: text
            for table in self.proof["tables"]
            for name, text, status in [
                *((item["name"], item["problem"], item["status"]) for item in table["patterns"]),
                *((item["subject"], item["found"], item["status"]) for item in table["checks"]),
            ]
            if status in kinds
        }

    def broken(self) -> dict[str, str]:
        return self.statuses("broken")


def prove(file: Path, *arguments: str) -> Run:
    """Run the command in this process, and read its JSON."""
    output, errors = io.StringIO(), io.StringIO()
    with redirect_stdout(output), redirect_stderr(errors):
        code = main(["prove", "-q", "-f", str(file), "--format", "json", *arguments])
    return Run(code, json.loads(output.getvalue() or "{}"), errors.getvalue())


def declare(folder: Path, tables: str, *, environments: str = "  production: {region: us-east-1}\n") -> Path:
    """A declaration of these tables, written with the indentation that they have below `tables`."""
    file = folder / "sessions.yaml"
    file.write_text(f"version: 1\nenvironments:\n{environments}tables:\n{tables}", encoding="utf-8")
    return file


@dataclass
class Meddler:
    """A proxy before an emulator. `before` changes the body of a request, `after` that of an answer, by the name of the
    operation; `refused` are operations that are answered with an error code instead.
    """

    url: str = ""
    before: dict[str, Callable[[Body], Body]] = field(default_factory=dict)
    after: dict[str, Callable[[Body, Body], Body]] = field(default_factory=dict)
    refused: dict[str, str] = field(default_factory=dict)
    seen: list[str] = field(default_factory=list)


@contextmanager
def meddling(upstream: str) -> Iterator[Meddler]:
    meddler = Meddler()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            raw = self.rfile.read(int(self.headers["Content-Length"]))
            operation = self.headers.get("X-Amz-Target", "").partition(".")[2]
            meddler.seen.append(operation)
            if operation in meddler.refused:
                error = {
                    "__type": f"com.amazonaws.dynamodb#{meddler.refused[operation]}",
                    "message": "the test says so",
                }
                self._answer(400, json.dumps(error).encode())
                return
            body = json.loads(raw or b"{}")
            if operation in meddler.before:
                body = meddler.before[operation](body)
            headers = {name: value for name, value in self.headers.items() if name.lower() not in _CHANGED}
            request = urllib.request.Request(upstream + self.path, json.dumps(body).encode(), headers, method="POST")
            try:
                answer = _passed_on(request)
            except urllib.error.HTTPError as error:
                self._answer(error.code, error.read())
                return
            if operation in meddler.after:
                answer = json.dumps(meddler.after[operation](body, json.loads(answer))).encode()
            self._answer(200, answer)

        def _answer(self, status: int, body: bytes) -> None:
            self.send_response(status)
            self.send_header("Content-Type", "application/x-amz-json-1.0")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *arguments: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    meddler.url = f"http://127.0.0.1:{server.server_port}"
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    try:
        yield meddler
    finally:
        server.shutdown()
        server.server_close()


def _passed_on(request: urllib.request.Request) -> bytes:
    """The answer to a request, which a busy server may have to be asked twice for: moto's resets connections then."""
    for _ in range(3):
        try:
            with urllib.request.urlopen(request, timeout=TIMEOUT) as response:
                answer: bytes = response.read()
                return answer
        except urllib.error.HTTPError:
            raise
        except OSError as error:
            broken = error
    raise broken


_CHANGED = {"host", "content-length"}


def start_dynalite() -> Iterator[str]:
    """The second emulator, on a free loopback port; stopped by its process id."""
    program = HERE / "node_modules" / "dynalite" / "cli.js"
    if not program.is_file():
        pytest.skip("dynalite is not installed: `make test` does that, or `npm ci` in tests/prove")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [node(), str(program), "--host", "127.0.0.1", "--port", str(port)]
    command += ["--createTableMs", "20", "--deleteTableMs", "300"]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            _wait_for(port, process)
            yield f"http://127.0.0.1:{port}"
        finally:
            process.kill()


def _wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + TIMEOUT
    while time.monotonic() < deadline and process.poll() is None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=TIMEOUT)
        with contextlib.suppress(ConnectionError):
            connection.request("GET", "/")
            connection.getresponse().read()
            connection.close()
            return
        time.sleep(0.05)
    raise RuntimeError("dynalite does not answer")


def without_aws() -> dict[str, str]:
    """This process's environment without anything of AWS."""
    return {name: value for name, value in os.environ.items() if not name.startswith("AWS_")}
