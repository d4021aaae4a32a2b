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
type PullRequest {
  id: ID!
  comments(after: String, first: Int): IssueCommentConnection!
  reviewThreads(after: String, first: Int): PullRequestReviewThreadConnection!
}
type PullRequestReviewThreadConnection { nodes: [PullRequestReviewThread], pageInfo: PageInfo! }
type PullRequestReviewThread {
  id: ID!
  path: String!
  line: Int
  startLine: Int
  isResolved: Boolean!
  comments(after: String, first: Int): PullRequestReviewCommentConnection!
}
type PullRequestReviewCommentConnection { nodes: [PullRequestReviewComment], pageInfo: PageInfo! }
type PullRequestReviewComment { id: ID!, body: String!, isMinimized: Boolean!, viewerDidAuthor: Boolean! }
scalar GitObjectID
enum DiffSide { LEFT RIGHT }
enum PullRequestReviewEvent { APPROVE COMMENT DISMISS REQUEST_CHANGES }
enum ReportedContentClassifiers { ABUSE DUPLICATE LOW_QUALITY OFF_TOPIC OUTDATED RESOLVED SPAM }
type IssueCommentConnection { nodes: [IssueComment], pageInfo: PageInfo! }
type PageInfo { endCursor: String, hasNextPage: Boolean! }
type IssueComment { id: ID!, body: String!, viewerDidAuthor: Boolean! }
type Mutation {
  addComment(input: AddCommentInput!): AddCommentPayload
  updateIssueComment(input: UpdateIssueCommentInput!): UpdateIssueCommentPayload
  createIssue(input: CreateIssueInput!): CreateIssuePayload
  updateIssue(input: UpdateIssueInput!): UpdateIssuePayload
  closeIssue(input: CloseIssueInput!): CloseIssuePayload
  addPullRequestReview(input: AddPullRequestReviewInput!): AddPullRequestReviewPayload
  minimizeComment(input: MinimizeCommentInput!): MinimizeCommentPayload
  resolveReviewThread(input: ResolveReviewThreadInput!): ResolveReviewThreadPayload
}
input AddPullRequestReviewInput {
  body: String, clientMutationId: String, commitOID: GitObjectID, event: PullRequestReviewEvent, pullRequestId: ID!
  threads: [DraftPullRequestReviewThread]
}
input DraftPullRequestReviewThread {
  body: String!, line: Int, path: String, side: DiffSide = RIGHT, startLine: Int, startSide: DiffSide = RIGHT
}
input MinimizeCommentInput { classifier: ReportedContentClassifiers!, clientMutationId: String, subjectId: ID! }
input ResolveReviewThreadInput { clientMutationId: String, threadId: ID! }
type AddPullRequestReviewPayload { clientMutationId: String }
type MinimizeCommentPayload { clientMutationId: String }
type ResolveReviewThreadPayload { clientMutationId: String }
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
class Thread:
    """A thread on lines, `start` being None where it is on one; `line` is None once the diff lacks it."""

    author: str
    path: str
    start: int | None
    line: int | None
    body: str
    id: str
    resolved: bool = False
    minimized: bool = False

    def node(self) -> dict[str, Any]:
        comment = {
            "id": f"PRRC_{self.id}",
            "body": self.body,
            "isMinimized": self.minimized,
            "viewerDidAuthor": self.author == BOT,
        }
        place = {"path": self.path, "line": self.line, "startLine": self.start}
        return {"id": self.id, **place, "isResolved": self.resolved, "comments": {"nodes": [comment]}}


@dataclass
class FakeGitHub:
    """What the server knows, and what it was asked for. `status` other than 200, or `raw`, is its answer to everything;
    `spoil` has the last word on every other. `reviews` has the number of threads of each review, `hidden` are lines that
    the diff lacks, and `denied` mutations that the token may not do.
    """

    comments: list[Comment] = field(default_factory=list)
    opened: list[Issue] = field(default_factory=list)
    threads: list[Thread] = field(default_factory=list)
    reviews: list[int] = field(default_factory=list)
    commits: list[str] = field(default_factory=list)
    hidden: set[int] = field(default_factory=set)
    denied: set[str] = field(default_factory=set)
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

    def discuss(self, author: str, path: str, line: int | None, body: str, start: int | None = None) -> Thread:
        thread = Thread(author, path, start, line, body, f"PRRT_{next(self._ids)}")
        self.threads.append(thread)
        return thread

    # The resolvers. GraphQL calls what has the name of the field.

    def repository(self, _info: GraphQLResolveInfo, owner: str, name: str) -> FakeGitHub | None:
        if f"{owner}/{name}" != REPOSITORY:
            raise RefusedError("NOT_FOUND", f"Could not resolve to a Repository with the name '{owner}/{name}'.")
        return self

    def pullRequest(self, _info: GraphQLResolveInfo, number: int) -> dict[str, Any]:  # noqa: N802  # GitHub's name
        if number != NUMBER:
            raise RefusedError("NOT_FOUND", f"Could not resolve to a PullRequest with the number of {number}.")
        return {"id": f"PR_{number}", "comments": self._page, "reviewThreads": self._threads}

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

    def _threads(self, _info: GraphQLResolveInfo, after: str | None = None, first: int = 0) -> dict[str, Any]:
        if not 1 <= first <= 100:
            raise RefusedError("MISSING_PAGINATION_BOUNDARIES", "`first` must be between 1 and 100")
        start = int(after or 0)
        nodes = [thread.node() for thread in self.threads[start : start + first]]
        end = start + len(nodes)
        return {"nodes": nodes, "pageInfo": {"endCursor": str(end), "hasNextPage": end < len(self.threads)}}

    def addPullRequestReview(self, info: GraphQLResolveInfo, input: dict[str, Any]) -> dict[str, Any]:  # noqa: A002, N802
        self._writable(info, "")
        assert (input["pullRequestId"], input["event"]) == (f"PR_{NUMBER}", "COMMENT")
        for thread in input["threads"]:
            assert (thread["side"], thread["startSide"]) == ("RIGHT", "RIGHT")
            assert thread.get("startLine", 0) < thread["line"]
            self._writable(info, thread["body"])
            if thread["line"] in self.hidden:
                raise RefusedError("UNPROCESSABLE", "Pull request review thread line must be part of the diff")
        for thread in input["threads"]:
            self.discuss(BOT, thread["path"], thread["line"], thread["body"], thread.get("startLine"))
        self.reviews.append(len(input["threads"]))
        self.commits.append(input["commitOID"])
        return {}

    def minimizeComment(self, info: GraphQLResolveInfo, input: dict[str, str]) -> dict[str, Any]:  # noqa: A002, N802
        self._writable(info, "")
        assert input["classifier"] == "OUTDATED"
        next(item for item in self.threads if f"PRRC_{item.id}" == input["subjectId"]).minimized = True
        return {}

    def resolveReviewThread(self, info: GraphQLResolveInfo, input: dict[str, str]) -> dict[str, Any]:  # noqa: A002, N802
        self._writable(info, "")
        next(item for item in self.threads if item.id == input["threadId"]).resolved = True
        return {}

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
        if info.context != TOKEN or info.field_name in self.denied:
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
