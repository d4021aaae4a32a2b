"""What a library asks of DynamoDB, and an IAM policy that is held against it: a proxy before the emulator."""

from __future__ import annotations

import json
import threading
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

TIMEOUT = 30
"""Seconds that the emulator may take to answer."""


@dataclass(frozen=True)
class Call:
    """A request to DynamoDB: its operation, the table, and the index where one was named."""

    operation: str
    table: str
    index: str | None = None

    @property
    def action(self) -> str:
        return f"dynamodb:{self.operation}"

    @property
    def resource(self) -> str:
        return f"table/{self.table}/index/{self.index}" if self.index else f"table/{self.table}"


@dataclass
class Recorder:
    """A proxy before the emulator that notes every DynamoDB call, and refuses those that `policy` does not allow."""

    url: str = ""
    calls: list[Call] = field(default_factory=list)
    policy: Mapping[str, Any] | None = None

    def used(self) -> set[tuple[str, str]]:
        """The actions that were called, each with its resource, as the end of an ARN."""
        return {(call.action, call.resource) for call in self.calls}

    def allows(self, call: Call) -> bool:
        return self.policy is None or (call.action, call.resource) in granted(self.policy)


def granted(policy: Mapping[str, Any]) -> set[tuple[str, str]]:
    """The actions that a policy allows, each with its resource, as the end of an ARN."""
    return {
        (action, statement["Resource"].split(":", 5)[5])
        for statement in policy["Statement"]
        for action in statement["Action"]
    }


@contextmanager
def recording(upstream: str) -> Iterator[Recorder]:
    """A recorder on a free loopback port."""
    recorder = Recorder()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            target = self.headers.get("X-Amz-Target", "")
            if target.startswith("DynamoDB"):
                call = _call(target.partition(".")[2], json.loads(body))
                recorder.calls.append(call)
                if not recorder.allows(call):
                    self._answer(400, {"Content-Type": "application/x-amz-json-1.0"}, _denied(call))
                    return
            headers = {name: value for name, value in self.headers.items() if name.lower() != "host"}
            if signature := headers.get("Authorization"):
                # The signer of OpenAuth reads the service out of the host's name, which here holds none; DynamoDB Local
                # passes over that, and the emulator does not
                headers["Authorization"] = signature.replace("//aws4_request", "/dynamodb/aws4_request")
            request = urllib.request.Request(upstream + self.path, body, headers, method="POST")
            try:
                with urllib.request.urlopen(request, timeout=TIMEOUT) as response:
                    self._answer(response.status, response.headers, response.read())
            except urllib.error.HTTPError as error:
                self._answer(error.code, error.headers, error.read())

        def _answer(self, status: int, headers: Any, body: bytes) -> None:
            self.send_response(status)
            for name, value in headers.items():
                if name.lower().startswith(("x-amz", "content-type")):
                    self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *arguments: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    recorder.url = f"http://127.0.0.1:{server.server_port}"
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    try:
        yield recorder
    finally:
        server.shutdown()
        server.server_close()


def _call(operation: str, body: Mapping[str, Any]) -> Call:
    batch = next(iter(body.get("RequestItems") or {}), "")
    return Call(operation, body.get("TableName", batch), body.get("IndexName"))


def _denied(call: Call) -> bytes:
    message = f"User is not authorized to perform: {call.action} on resource: {call.resource}"
    name = "com.amazon.coral.service#AccessDeniedException"
    return json.dumps({"__type": name, "Message": message}).encode()
