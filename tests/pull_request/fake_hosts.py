"""GitLab, Bitbucket and Azure DevOps on loopback: the few addresses that a comment needs, as their documentation has them.

What they cannot show are the hosts' own rules on who may do what, but for two: a token that is unknown is refused, and
on Bitbucket only its author changes a comment.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from itertools import count
from typing import Any
from urllib.parse import parse_qs, urlsplit

from tests.http_support import serving

ME, SOMEBODY = "me", "somebody"
TOKEN = "of-the-job"
COMMIT = "1f3870be274f6c49b3e31a0c6728957f12345678"

Answer = tuple[int, Any, dict[str, str]]


@dataclass
class Comment:
    author: str
    body: str
    id: int
    versions: int = 1


@dataclass
class FakeHost:
    """What the server knows, and what it was asked for. `status` other than 200, or `raw`, is its answer to everything;
    `spoil` has the last word on every other.
    """

    variables: Callable[[str], dict[str, str]]
    respond: Callable[[FakeHost, str, str, dict[str, str], Any], Answer]
    token_header: str
    comments: list[Comment] = field(default_factory=list)
    requests: list[dict[str, str]] = field(default_factory=list)
    status: int = 200
    raw: str | None = None
    spoil: Callable[[Any], Any] = field(default=lambda answer: answer)
    url: str = ""
    _ids: Iterator[int] = field(default_factory=lambda: count(1))

    def say(self, author: str, body: str) -> Comment:
        comment = Comment(author, body, next(self._ids))
        self.comments.append(comment)
        return comment

    def change(self, number: str, body: str) -> Comment:
        comment = next(item for item in self.comments if item.id == int(number))
        comment.body, comment.versions = body, comment.versions + 1
        return comment

    def job(self) -> dict[str, str]:
        """The variables of a job that runs for a pull request."""
        return self.variables(self.url)


def _gitlab(host: FakeHost, method: str, path: str, query: dict[str, str], value: Any) -> Answer:
    if path == "/api/v4/user":
        return 200, {"id": 1, "username": ME}, {}
    notes = re.fullmatch(r"/api/v4/projects/42/merge_requests/7/notes(?:/(\d+))?", path)
    if notes is None:
        return 404, {"message": "404 Not found"}, {}
    if method == "POST":
        return 201, {"id": host.say(ME, value["body"]).id}, {}
    if method == "PUT":
        host.change(notes[1], value["body"])
        return 200, {}, {}
    size, page = int(query["per_page"]), int(query["page"])
    shown = host.comments[(page - 1) * size : page * size]
    following = str(page + 1) if page * size < len(host.comments) else ""
    items = [{"id": item.id, "body": item.body, "author": {"id": 1 if item.author == ME else 2}} for item in shown]
    return 200, items, {"X-Next-Page": following}


def _bitbucket(host: FakeHost, method: str, path: str, query: dict[str, str], value: Any) -> Answer:
    comments = re.fullmatch(r"/2\.0/repositories/acme/log%20in/pullrequests/7/comments(?:/(\d+))?", path)
    if comments is None:
        return 404, {"type": "error"}, {}
    if method == "POST":
        return 201, {"id": host.say(ME, value["content"]["raw"]).id}, {}
    if method == "PUT":
        if next(item for item in host.comments if item.id == int(comments[1])).author != ME:
            return 403, {"type": "error"}, {}
        host.change(comments[1], value["content"]["raw"])
        return 200, {}, {}
    size, page = int(query["pagelen"]), int(query["page"])
    shown = host.comments[(page - 1) * size : page * size]
    more = {"next": "http://127.0.0.1:9/elsewhere"} if page * size < len(host.comments) else {}
    values = [{"id": item.id, "content": {"raw": item.body}, "deleted": False} for item in shown]
    return 200, {"values": [*values, {"id": 0, "deleted": True}], **more}, {}


def _azure(host: FakeHost, method: str, path: str, query: dict[str, str], value: Any) -> Answer:
    if path == "/acme/_apis/connectionData":
        return 200, {"authenticatedUser": {"id": ME}}, {}
    threads = re.fullmatch(
        r"/acme/log%20in/_apis/git/repositories/r-1/pullRequests/7/threads(?:/(\d+)/comments/1)?", path
    )
    if threads is None or query.get("api-version") != "7.1":
        return 404, {}, {}
    if method == "POST":
        assert value["status"] == 4, "a thread that has to be resolved holds up the merge"
        return 200, {"id": host.say(ME, value["comments"][0]["content"]).id}, {}
    if method == "PATCH":
        host.change(threads[1], value["content"])
        return 200, {}, {}
    # Azure's own threads, such as those about votes, and threads whose comments are all gone
    values: list[dict[str, Any]] = [{"id": 900, "comments": []}, {"id": 901, "isDeleted": True, "comments": None}]
    for item in host.comments:
        author = {"id": item.author}
        values.append({"id": item.id, "comments": [{"id": 1, "content": item.body, "author": author}]})
    return 200, {"value": values, "count": len(values)}, {}


HOSTS: dict[str, Callable[[], FakeHost]] = {
    "GitLab": lambda: FakeHost(
        lambda url: {
            "GITLAB_CI": "true",
            "CI_API_V4_URL": f"{url}/api/v4",
            "CI_MERGE_REQUEST_IID": "7",
            "CI_MERGE_REQUEST_PROJECT_ID": "42",
            "CI_MERGE_REQUEST_SOURCE_BRANCH_SHA": COMMIT,
            "CI_COMMIT_SHA": "0" * 40,
            "GITLAB_TOKEN": TOKEN,
        },
        _gitlab,
        "PRIVATE-TOKEN",
    ),
    "Bitbucket": lambda: FakeHost(
        lambda url: {
            "BITBUCKET_BUILD_NUMBER": "12",
            "BITBUCKET_API_URL": f"{url}/2.0",
            "BITBUCKET_PR_ID": "7",
            "BITBUCKET_WORKSPACE": "acme",
            "BITBUCKET_REPO_SLUG": "log in",
            "BITBUCKET_COMMIT": COMMIT,
            "BITBUCKET_TOKEN": TOKEN,
        },
        _bitbucket,
        "Authorization",
    ),
    "Azure DevOps": lambda: FakeHost(
        lambda url: {
            "TF_BUILD": "True",
            "SYSTEM_COLLECTIONURI": f"{url}/acme/",
            "SYSTEM_TEAMPROJECT": "log in",
            "BUILD_REPOSITORY_ID": "r-1",
            "SYSTEM_PULLREQUEST_PULLREQUESTID": "7",
            "SYSTEM_PULLREQUEST_SOURCECOMMITID": COMMIT,
            "BUILD_SOURCEVERSION": "0" * 40,
            "SYSTEM_ACCESSTOKEN": TOKEN,
        },
        _azure,
        "Authorization",
    ),
}


@contextmanager
def fake_host(name: str) -> Iterator[FakeHost]:
    """The server, from start to stop."""
    host = HOSTS[name]()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            size = int(self.headers.get("Content-Length") or 0)
            value = json.loads(self.rfile.read(size)) if size else None
            host.requests.append({**dict(self.headers), "path": self.path, "method": self.command})
            address = urlsplit(self.path)
            query = {key: values[0] for key, values in parse_qs(address.query).items()}
            if self.headers.get(host.token_header, "").removeprefix("Bearer ") != TOKEN:
                status, answer, headers = 401, {}, {}
            elif host.status != 200:
                status, answer, headers = host.status, {}, {}
            else:
                status, answer, headers = host.respond(host, self.command, address.path, query, value)
            text = (json.dumps(host.spoil(answer)) if host.raw is None else host.raw).encode()
            self.send_response(status)
            for key, header in {**headers, "Location": "/elsewhere", "Content-Length": str(len(text))}.items():
                self.send_header(key, header)
            self.end_headers()
            self.wfile.write(text)

        do_POST = do_PUT = do_PATCH = do_GET  # noqa: N815  # the names that the server looks for

        def log_message(self, *_: object) -> None:
            """Stays silent."""

    with serving(Handler) as url:
        host.url = url
        yield host
