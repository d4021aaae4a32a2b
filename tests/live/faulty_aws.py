"""AWS on a bad day: a server on loopback that answers some calls with errors, and has an emulator answer the others."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from socket import SHUT_RDWR
from urllib.parse import parse_qs

from tests.http_support import serving

CUT = "cut"
"""No code of AWS's: the connection ends without an answer."""

_XML = """\
<ErrorResponse><Error><Type>Sender</Type><Code>{code}</Code><Message>{message}</Message></Error></ErrorResponse>"""


@dataclass
class FaultyAws:
    """`faults` says by operation with which error code its next calls fail; a number of times, or always (-1).

    An operation may be of one table alone: `DescribeTable carts`. `asked` are the operations that were called.
    """

    behind: str
    url: str = ""
    faults: dict[str, tuple[str, int]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    def fault(self, operation: str, body: str) -> str | None:
        """The code with which this call fails; None where it does not."""
        self.asked.append(operation)
        for name, (code, times) in self.faults.items():
            wanted, _, table = name.partition(" ")
            if wanted == operation and times and (not table or f'"{table}"' in body):
                self.faults[name] = (code, times - 1)
                return code
        return None


@contextmanager
def faulty_aws(behind: str) -> Iterator[FaultyAws]:
    """The server, from start to stop."""
    aws = FaultyAws(behind)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            target = self.headers.get("X-Amz-Target", "")
            text = body.decode("utf-8", "replace")
            operation = target.rpartition(".")[2] or parse_qs(text).get("Action", [""])[0]
            code = aws.fault(operation, text)
            if code == CUT:
                self.connection.shutdown(SHUT_RDWR)
                return
            if code is not None:
                self._say(400, _error(code, json_=bool(target)), "application/x-amz-json-1.0")
                return
            passed = {name: value for name, value in self.headers.items() if name.lower() != "host"}
            request = urllib.request.Request(aws.behind + self.path, body, passed, method="POST")
            try:
                with urllib.request.urlopen(request, timeout=60) as answer:
                    self._say(answer.status, answer.read(), answer.headers.get("Content-Type", ""))
            except urllib.error.HTTPError as error:
                self._say(error.code, error.read(), error.headers.get("Content-Type", ""))

        def _say(self, status: int, body: bytes, kind: str) -> None:
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Stays silent."""

    with serving(Handler) as url:
        aws.url = url
        yield aws


def _error(code: str, *, json_: bool) -> bytes:
    if json_:
        return json.dumps({"__type": f"com.amazonaws#{code}", "message": "not today"}).encode()
    return _XML.format(code=code, message="not today").encode()
