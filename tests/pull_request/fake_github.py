"""A GitHub on loopback: the part of its GraphQL schema that we use, executed by a real GraphQL engine.

The types and their nullability are those of GitHub's public schema. What it cannot show is GitHub's own rules on who may
do what: a token is either the workflow's, or one that may only read, as a fork's pull request has it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from itertools import count
from typing import Any

from graphql import GraphQLError, GraphQLResolveInfo, build_schema, graphql_sync

from tests.http_support import serving

SCHEMA = build_schema("""
type Query { repository(owner: String!, name: String!): Repository }
type Repository {
  id: ID!
  pullRequest(number: Int!): PullRequest
  issues(after: String, first: Int, states: [IssueState!]): IssueConnection!
}
enum IssueState { OPEN CLOSED }
enum IssueClosedStateReason { COMPLETED NOT_PLANNED DUPLICATE }
type IssueConnection { nodes: [Issue], pageInfo: PageInfo! }
type Issue { id: ID!, title: String!, body: String!, viewerDidAuthor: Boolean! }
type PullRequest { id: ID!, comments(after: String, first: Int): IssueCommentConnection! }
type IssueCommentConnection { nodes: [IssueComment], pageInfo: PageInfo! }
type PageInfo { endCursor: String, hasNextPage: Boolean! }
type IssueComment { id: ID!, body: String!, viewerDidAuthor: Boolean! }
type Mutation {
  addComment(input: AddCommentInput!): AddCommentPayload
  updateIssueComment(input: UpdateIssueCommentInput!): UpdateIssueCommentPayload
  createIssue(input: CreateIssueInput!): CreateIssuePayload
  updateIssue(input: UpdateIssueInput!): UpdateIssuePayload
  closeIssue(input: CloseIssueInput!): CloseIssuePayload
}
input CreateIssueInput { body: String, clientMutationId: String, repositoryId: ID!, title: String! }
input UpdateIssueInput { body: String, clientMutationId: String, id: ID!, title: String }
input CloseIssueInput { clientMutationId: String, issueId: ID!, stateReason: IssueClosedStateReason }
type CreateIssuePayload { clientMutationId: String }
type UpdateIssuePayload { clientMutationId: String }
type CloseIssuePayload { clientMutationId: String }
input AddCommentInput { body: String!, clientMutationId: String, subjectId: ID! }
input UpdateIssueCommentInput { body: String!, clientMutationId: String, id: ID! }
type AddCommentPayload { clientMutationId: String }
type UpdateIssueCommentPayload { clientMutationId: String }
""")

BOT = "github-actions[bot]"
TOKEN, READ_ONLY = "of-the-workflow", "of-a-fork"
REPOSITORY, NUMBER = "acme/login", 7
MOST_CHARACTERS = 65_536


class RefusedError(GraphQLError):
    def __init__(self, kind: str, message: str) -> None:
        super().__init__(message)
        self.kind = kind


@dataclass
class Comment:
    author: str
    body: str
    id: str
    versions: int = 1


@dataclass
class Issue:
    author: str
    title: str
    body: str
    id: str
    open: bool = True
    versions: int = 1


@dataclass
class FakeGitHub:
    """What the server knows, and what it was asked for. `status` other than 200, or `raw`, is its answer to everything;
    `spoil` has the last word on every other.
    """

    comments: list[Comment] = field(default_factory=list)
    opened: list[Issue] = field(default_factory=list)
    requests: list[dict[str, str]] = field(default_factory=list)
    status: int = 200
    raw: str = ""
    spoil: Callable[[Any], Any] = field(default=lambda answer: answer)
    locked: bool = False
    url: str = ""
    _ids: Iterator[int] = field(default_factory=lambda: count(1))

    def say(self, author: str, body: str) -> Comment:
        comment = Comment(author, body, f"IC_{next(self._ids)}")
        self.comments.append(comment)
        return comment

    def report(self, author: str, title: str, body: str) -> Issue:
        issue = Issue(author, title, body, f"I_{next(self._ids)}")
        self.opened.append(issue)
        return issue

    # The resolvers. GraphQL calls what has the name of the field.

    def repository(self, _info: GraphQLResolveInfo, owner: str, name: str) -> FakeGitHub | None:
        if f"{owner}/{name}" != REPOSITORY:
            raise RefusedError("NOT_FOUND", f"Could not resolve to a Repository with the name '{owner}/{name}'.")
        return self

    def pullRequest(self, _info: GraphQLResolveInfo, number: int) -> dict[str, Any]:  # noqa: N802  # GitHub's name
        if number != NUMBER:
            raise RefusedError("NOT_FOUND", f"Could not resolve to a PullRequest with the number of {number}.")
        return {"id": f"PR_{number}", "comments": self._page}

    def _page(self, _info: GraphQLResolveInfo, after: str | None = None, first: int | None = None) -> dict[str, Any]:
        if first is None or not 1 <= first <= 100:
            raise RefusedError("MISSING_PAGINATION_BOUNDARIES", "`first` must be between 1 and 100")
        start = int(after or 0)
        nodes = [
            {"id": item.id, "body": item.body, "viewerDidAuthor": item.author == BOT}
            for item in self.comments[start : start + first]
        ]
        end = start + len(nodes)
        return {"nodes": nodes, "pageInfo": {"endCursor": str(end), "hasNextPage": end < len(self.comments)}}

    def id(self, _info: GraphQLResolveInfo) -> str:
        return "R_1"

    def issues(
        self, _info: GraphQLResolveInfo, states: list[str], after: str | None = None, first: int = 0
    ) -> dict[str, Any]:
        assert states == ["OPEN"]
        if not 1 <= first <= 100:
            raise RefusedError("MISSING_PAGINATION_BOUNDARIES", "`first` must be between 1 and 100")
        start = int(after or 0)
        all_ = [item for item in self.opened if item.open]
        nodes = [
            {"id": item.id, "title": item.title, "body": item.body, "viewerDidAuthor": item.author == BOT}
            for item in all_[start : start + first]
        ]
        end = start + len(nodes)
        return {"nodes": nodes, "pageInfo": {"endCursor": str(end), "hasNextPage": end < len(all_)}}

    def createIssue(self, info: GraphQLResolveInfo, input: dict[str, str]) -> dict[str, Any]:  # noqa: A002, N802
        self._writable(info, input["body"])
        if input["repositoryId"] != "R_1":
            raise RefusedError("NOT_FOUND", "Could not resolve to a node")
        self.report(BOT, input["title"], input["body"])
        return {}

    def updateIssue(self, info: GraphQLResolveInfo, input: dict[str, str]) -> dict[str, Any]:  # noqa: A002, N802
        self._writable(info, input["body"])
        issue = self._issue(input["id"])
        issue.title, issue.body, issue.versions = input["title"], input["body"], issue.versions + 1
        return {}

    def closeIssue(self, info: GraphQLResolveInfo, input: dict[str, str]) -> dict[str, Any]:  # noqa: A002, N802
        self._writable(info, "")
        self._issue(input["issueId"]).open = False
        return {}

    def _issue(self, id_: str) -> Issue:
        return next(item for item in self.opened if item.id == id_)

    def addComment(self, info: GraphQLResolveInfo, input: dict[str, str]) -> dict[str, Any]:  # noqa: A002, N802
        self._writable(info, input["body"])
        if input["subjectId"] != f"PR_{NUMBER}":
            raise RefusedError("NOT_FOUND", "Could not resolve to a node")
        self.say(BOT, input["body"])
        return {}

    def updateIssueComment(self, info: GraphQLResolveInfo, input: dict[str, str]) -> dict[str, Any]:  # noqa: A002, N802
        self._writable(info, input["body"])
        comment = next(item for item in self.comments if item.id == input["id"])
        comment.body, comment.versions = input["body"], comment.versions + 1
        return {}

    def _writable(self, info: GraphQLResolveInfo, body: str) -> None:
        if info.context != TOKEN:
            raise RefusedError("FORBIDDEN", "Resource not accessible by integration")
        if self.locked:
            raise RefusedError("UNPROCESSABLE", "Unable to create comment because issue is locked")
        if len(body) > MOST_CHARACTERS:
            raise RefusedError("UNPROCESSABLE", f"Body is too long (maximum is {MOST_CHARACTERS} characters)")

    def answer(self, token: str, body: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        if token not in (TOKEN, READ_ONLY):
            return 401, {"message": "Bad credentials"}
        result = graphql_sync(SCHEMA, body["query"], self, token, body["variables"])
        errors = [
            {"type": getattr(error.original_error, "kind", "INTERNAL"), "message": error.message}
            for error in result.errors or ()
        ]
        return 200, {"data": result.data, **({"errors": errors} if errors else {})}


@contextmanager
def fake_github() -> Iterator[FakeGitHub]:
    """The server, from start to stop."""
    github = FakeGitHub()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            github.requests.append(dict(self.headers))
            token = self.headers["Authorization"].removeprefix("Bearer ")
            status, answer = github.answer(token, body) if github.status == 200 else (github.status, {})
            text = (github.raw or json.dumps(github.spoil(answer))).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Location", "/elsewhere")  # means something with 3xx only
            self.send_header("Content-Length", str(len(text)))
            self.end_headers()
            self.wfile.write(text)

        do_GET = do_POST  # noqa: N815  # what a client that follows a redirect would ask

        def log_message(self, *_: object) -> None:
            """Stays silent."""

    with serving(Handler) as url:
        github.url = f"{url}/graphql"
        yield github
