"""One request to an API that speaks JSON, with a token that goes nowhere else."""

from __future__ import annotations

import json
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPException, HTTPResponse
from typing import Any

from sessionform.errors import OutsideError
from sessionform.pull_request.job import DeniedError

LATER = "the report itself is done, and stands in the job's summary or log; run the job again to post it"

_SECONDS = 30
"""How long the API may be silent; twice that, and an answer is given up."""

_MOST_BYTES = 32 * 2**20
"""No answer is longer: a page of a hundred comments is not."""

_DENIED = (401, 403, 404)


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """The token goes to the address that the job named, and nowhere else."""

    def redirect_request(self, *_: Any) -> None:
        return None


@dataclass(frozen=True, slots=True)
class Exchange:
    """An API: who it is to people, what proves who asks, and the codes with which it says that a token may not."""

    name: str
    headers: Mapping[str, str]
    denied: tuple[int, ...] = _DENIED

    def ask(self, method: str, url: str, value: object = None) -> Any:
        """What the API answers to the value. Raises DeniedError where the token may not, else OutsideError."""
        return self.ask_for_page(method, url, value)[0]

    def ask_for_page(self, method: str, url: str, value: object = None) -> tuple[Any, Mapping[str, str]]:
        """As `ask`, with the headers of the answer."""
        body = None if value is None else json.dumps(value).encode()
        headers = {**self.headers, "Accept": "application/json", "User-Agent": "sessionform"}
        if body is not None:
            headers["Content-Type"] = "application/json"
        try:
            request = urllib.request.Request(url, body, headers, method=method)  # noqa: S310  # the job's address
            with urllib.request.build_opener(_NoRedirect).open(request, timeout=_SECONDS) as response:
                if response.status in self.denied:
                    raise DeniedError(f"{response.status} {response.reason}")
                answer, received = _read(response), response.headers
        except urllib.error.HTTPError as error:
            error.close()
            if error.code in self.denied:
                raise DeniedError(f"{error.code} {error.reason}") from None
            raise OutsideError(f"{self.name} answered {error.code} {error.reason}", LATER) from None
        except (OSError, HTTPException) as error:
            reason = getattr(error, "reason", error)
            raise OutsideError(f"{self.name} cannot be reached at `{url}`: {reason}", LATER) from None
        except ValueError:  # an address or a token that is none; its text would have the token in it
            hint = f"look at the variables that name the API of {self.name} and the token"
            raise OutsideError(f"{self.name} cannot be asked at `{url}` with this token", hint) from None
        try:
            return json.loads(answer), received
        except (ValueError, RecursionError):
            raise self.nonsense(url) from None

    @contextmanager
    def taking_apart(self, url: str) -> Iterator[None]:
        """A block that looks into an answer: where a key is missing or a value is of another kind, the answer is none of this
        API's. Raises OutsideError then.
        """
        try:
            yield
        except (AttributeError, LookupError, TypeError, ValueError):
            raise self.nonsense(url) from None

    def nonsense(self, url: str) -> OutsideError:
        """The error for an answer that is none of this API's."""
        return OutsideError(f"`{url}` does not answer as {self.name} does", LATER)


def answer_text(value: Any) -> str:
    """A text of an answer. Raises TypeError where it is none."""
    if not isinstance(value, str):
        raise TypeError(f"{value!r} is not a text")
    return value


def _read(response: HTTPResponse) -> bytes:
    """The whole answer. Raises OSError where it is too long, or does not end."""
    end, parts, size = time.monotonic() + 2 * _SECONDS, [], 0
    while part := response.read1(2**16):
        parts.append(part)
        size += len(part)
        if size > _MOST_BYTES:
            raise OSError(f"an answer of more than {_MOST_BYTES // 2**20} MiB")
        if time.monotonic() > end:
            raise OSError("the answer does not end")
    return b"".join(parts)
