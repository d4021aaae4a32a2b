"""Comments on the lines of a pull request on GitHub: found again, written as one review, and ended."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sessionform.pull_request.exchange import answer_text
from sessionform.pull_request.github import GitHub, RefusedError, following
from sessionform.pull_request.job import DeniedError

MOST_PAGES = 20
"""Pages of a hundred threads that are read: hardly a pull request has so many."""

_FIND = """\
query ($owner: String!, $name: String!, $number: Int!, $after: String) {
  repository(owner: $owner, name: $name) {
    pullRequest(number: $number) {
      id
      reviewThreads(first: 100, after: $after) {
        nodes {
          id path line startLine isResolved
          comments(first: 1) { nodes { id body isMinimized viewerDidAuthor } }
        }
        pageInfo { endCursor hasNextPage }
      }
    }
  }
}
"""
_REVIEW = """\
mutation ($subject: ID!, $commit: GitObjectID!, $threads: [DraftPullRequestReviewThread!]!) {
  addPullRequestReview(input: {pullRequestId: $subject, commitOID: $commit, event: COMMENT, threads: $threads}) {
    clientMutationId
  }
}
"""
_MINIMIZE = """\
mutation ($comment: ID!) {
  minimizeComment(input: {subjectId: $comment, classifier: OUTDATED}) { clientMutationId }
}
"""
_RESOLVE = """\
mutation ($thread: ID!) {
  resolveReviewThread(input: {threadId: $thread}) { clientMutationId }
}
"""


@dataclass(frozen=True, slots=True)
class LineComment:
    """A comment on lines of a file, the last one included; `path` is seen from the repository's root."""

    path: str
    first: int
    last: int
    body: str


@dataclass(frozen=True, slots=True)
class WrittenThread:
    """A thread that begins with a comment of the token's own. Both lines are 0 where GitHub finds them in the diff no longer."""

    id: str
    comment: str
    content: LineComment
    resolved: bool


@dataclass(slots=True)
class Threads:
    """The threads of one pull request; `subject` is the id that GraphQL knows it by, once it has been asked for."""

    host: GitHub
    subject: str = ""

    def own(self) -> list[WrittenThread] | None:
        """Those that the token's owner began and nobody has minimized; None where there are too many to look at."""
        pull_request, api = self.host.pull_request, self.host.api
        owner, _, name = pull_request.repository.partition("/")
        found: list[WrittenThread] = []
        after: str | None = None
        for _ in range(MOST_PAGES):
            data = api.ask(_FIND, owner=owner, name=name, number=pull_request.number, after=after)
            with api.taking_apart():
                item = (data.get("repository") or {}).get("pullRequest")
                if item is None:
                    raise DeniedError(f"there is no pull request {pull_request.number} in {pull_request.repository}")
                self.subject = answer_text(item["id"])
                page = item["reviewThreads"]
                found += [_written(node, first) for node in page["nodes"] for first in _own_start(node)]
                after = following(page["pageInfo"], after)
            if after is None:
                return found
        return None

    def write(self, comments: Sequence[LineComment]) -> int:
        """Write them as one review, and where GitHub refuses that, each by itself; the value is how many it took.

        It refuses all of a review for one line that the pull request does not show.
        """
        if not comments:
            return 0
        try:
            self._review(comments)
        except RefusedError:
            return 0 if len(comments) == 1 else sum(self.write([comment]) for comment in comments)
        return len(comments)

    def end(self, thread: WrittenThread) -> bool:
        """Minimize it as outdated, and resolve it; False where the token may do neither.

        Minimized is what tells it from one that a person has resolved: that is an answer, and not asked again.
        """
        minimized = self._may(_MINIMIZE, comment=thread.comment)
        return (not thread.resolved and self._may(_RESOLVE, thread=thread.id)) or minimized

    def _may(self, mutation: str, **variables: str) -> bool:
        try:
            self.host.api.ask(mutation, **variables)
        except (DeniedError, RefusedError):
            return False
        return True

    def _review(self, comments: Sequence[LineComment]) -> None:
        threads = [_draft(comment) for comment in comments]
        self.host.api.ask(_REVIEW, subject=self.subject, commit=self.host.pull_request.commit, threads=threads)


def _draft(comment: LineComment) -> dict[str, Any]:
    draft = {"path": comment.path, "line": comment.last, "side": "RIGHT", "body": comment.body}
    if comment.first < comment.last:
        draft |= {"startLine": comment.first, "startSide": "RIGHT"}
    return draft


def _own_start(thread: dict[str, Any]) -> list[dict[str, Any]]:
    """The comment that the thread begins with, where it is the token's own and not minimized."""
    return [item for item in thread["comments"]["nodes"] if item["viewerDidAuthor"] and not item["isMinimized"]]


def _written(thread: dict[str, Any], first: dict[str, Any]) -> WrittenThread:
    last = int(thread["line"] or 0)
    body = answer_text(first["body"]).replace("\r\n", "\n").strip()
    content = LineComment(answer_text(thread["path"]), int(thread["startLine"] or last), last, body)
    return WrittenThread(answer_text(thread["id"]), answer_text(first["id"]), content, bool(thread["isResolved"]))
