"""The strict gate: moto's server, completed (`tests.emulator`), behind the judgement that AWS would give.

Every request is logged in order, with the refusal that it met; what is refused never reaches moto. A client that lost the
answer to what was done, and asks again, gets that answer again.
Run as a module from the repository: `python -m tests.gate.server -p 5000`. Under /gate/ it answers tests: `log` (GET),
`hours` (POST a number: its clock moves on by that much), `lenient` (POST on or off: it only notes what AWS would
refuse, so that the whole of what a provider sends can be seen) and `reset` (POST).
"""

from __future__ import annotations

import io
import json
import threading
from collections.abc import Callable, Iterable
from typing import Any

from tests.emulator import moto_application, serve
from tests.gate.refusal import Refused, first
from tests.gate.refusals import REFUSALS
from tests.gate.request import Request, read_request
from tests.gate.world import World

Environ = dict[str, Any]
StartResponse = Callable[..., Any]


class Gate:
    """A WSGI application in front of moto's."""

    def __init__(self, behind: Callable[[Environ, StartResponse], Iterable[bytes]]) -> None:
        self.behind = behind
        self.world = World()
        self.log: list[dict[str, Any]] = []
        self.answered: dict[str, tuple[str, list[tuple[str, str]], list[bytes]]] = {}
        self.lenient = False
        self.lock = threading.Lock()

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        length = int(environ.get("CONTENT_LENGTH") or 0)
        body = environ["wsgi.input"].read(length)
        environ["wsgi.input"] = io.BytesIO(body)
        path = environ.get("PATH_INFO", "")
        if path.startswith("/gate/"):
            return self._told(path.removeprefix("/gate/"), body, start_response)
        request = read_request(environ, body)
        invocation = environ.get("HTTP_AMZ_SDK_INVOCATION_ID", "")
        with self.lock:  # what is judged must not change before it is done, and moto reads no table that changes
            if not request.service or request.reads:
                return list(self.behind(environ, start_response))
            if invocation in self.answered:
                status, headers, answer = self.answered[invocation]
                start_response(status, headers)
                return answer
            refused = first(REFUSALS, request, self.world)
            if refused is not None and not self.lenient:
                self._note(request, refused)
                return _answer(start_response, "400 Bad Request", _error(request, refused))
            started: list[tuple[str, list[tuple[str, str]]]] = []

            def noted(status: str, headers: list[tuple[str, str]], *rest: Any) -> Any:
                started.append((status, headers))
                return start_response(status, headers, *rest)

            answer = list(self.behind(environ, noted))
            ((status, headers),) = started
            done = status.startswith("2")
            self._note(request, refused, "" if done else f"{status} {b''.join(answer).decode()}")
            if done:
                self.world.accepted.append((self.world.hours, request))
            if done and invocation:
                self.answered[invocation] = status, headers, answer
            return answer

    def _note(self, request: Request, refused: Refused | None, failure: str = "") -> None:
        entry: dict[str, Any] = {
            "service": request.service,
            "action": request.action,
            "region": request.region,
            "table": request.table,
            "body": request.body,
        }
        if refused is not None:
            entry |= {"refused_by": refused.refusal.name, "error": refused.refusal.error, "text": refused.text}
        if failure:
            entry["failure"] = failure  # of moto, where the gate knew of no refusal
        self.log.append(entry)

    def _told(self, command: str, body: bytes, start_response: StartResponse) -> Iterable[bytes]:
        with self.lock:
            if command == "hours":
                self.world.hours += float(body)
            if command == "lenient":
                self.lenient = body == b"on"
            if command == "reset":
                self.world, self.log, self.answered, self.lenient = World(), [], {}, False
            return _answer(start_response, "200 OK", json.dumps(self.log if command == "log" else {}))


def _error(request: Request, refused: Refused) -> str:
    spaces = {"dynamodb": "com.amazonaws.dynamodb.v20120810"}
    return json.dumps(
        {
            "__type": f"{spaces.get(request.service, 'com.amazonaws')}#{refused.refusal.error}",
            "message": refused.text,
            "Message": refused.text,
        }
    )


def _answer(start_response: StartResponse, status: str, text: str) -> Iterable[bytes]:
    body = text.encode()
    start_response(status, [("Content-Type", "application/x-amz-json-1.0"), ("Content-Length", str(len(body)))])
    return [body]


if __name__ == "__main__":
    serve(Gate(moto_application()))
