"""A report under a pull request on GitHub: one comment, which the first run makes and every later one updates.

For GitHub Actions, whose variables say which pull request it is and where the API is:
https://docs.github.com/en/actions/reference/workflows-and-actions/variables

GraphQL and not REST, since it alone says whether a comment is the token's own (`viewerDidAuthor`). Whoever may comment
can write one that begins with our marker, and would own what a run then put into it.
"""

from __future__ import annotations

import hashlib
import json
import urllib.error
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass
from http.client import HTTPException
from pathlib import Path
from typing import Any

from sessionform.errors import OutsideError, UsageError
from sessionform.facts.github import COMMENT_CHARACTERS

_TIMEOUT = 30
_DENIED = ("FORBIDDEN", "NOT_FOUND", "INSUFFICIENT_SCOPES")

_FIND = """\
query ($owner: String!, $name: String!, $number: Int!, $after: String) {
  repository(owner: $owner, name: $name) {
    pullRequest(number: $number) {
      id
      comments(first: 100, after: $after) {
        nodes { id body viewerDidAuthor }
        pageInfo { endCursor hasNextPage }
      }
    }
  }
}
"""
_ADD = """\
mutation ($subject: ID!, $body: String!) {
  addComment(input: {subjectId: $subject, body: $body}) { clientMutationId }
}
"""
_UPDATE = """\
mutation ($comment: ID!, $body: String!) {
  updateIssueComment(input: {id: $comment, body: $body}) { clientMutationId }
}
"""


class _DeniedError(Exception):
    """The token may not do that; the text is GitHub's reason."""


@dataclass(frozen=True, slots=True)
class PullRequest:
    """A pull request, `owner/name` of the repository that it is for, and the commit that it proposes."""

    repository: str
    number: int
    commit: str


@dataclass(frozen=True, slots=True)
class _Comment:
    """A report with the commit that it is about, so that nobody takes it for one about a later commit."""

    report: str
    marker: str
    about: str
    commit: str

    @property
    def body(self) -> str:
        end = f"\n\n<sub>About commit {self.commit[:10]}.</sub>\n{self._end}\n"
        return self.report.rstrip()[: COMMENT_CHARACTERS - len(end)] + end

    def is_earlier(self, text: str) -> bool:
        """Whether a comment with this text is an earlier version of this one. GitHub takes white space off its end."""
        return text.startswith(self.marker) and text.rstrip().endswith(self._end)

    @property
    def _end(self) -> str:
        return f"<!-- {hashlib.sha256(self.about.encode('utf-8', 'surrogateescape')).hexdigest()[:16]} -->"


def publish(report: str, marker: str, about: str, variables: Mapping[str, str], *, update_only: bool = False) -> str:
    """Put the report, which begins with the marker, into the job's summary and under the pull request.

    `about` names the declaration: each has a comment of its own. With `update_only` a pull request without such a comment
    stays without one. The value is a sentence about what was done. Where the token may not comment, as on a fork's pull
    request, the summary has to do: that is not an error.
    """
    pull_request = running_for(variables)
    _summarize(report, variables.get("GITHUB_STEP_SUMMARY", ""))
    if pull_request is None:
        return "this runs for no pull request: the job's summary has the review"
    token = variables.get("GITHUB_TOKEN", "")
    if not token:
        return "no comment, as there is no GITHUB_TOKEN: the job's summary has the review"
    api = _Api(variables.get("GITHUB_GRAPHQL_URL", "https://api.github.com/graphql"), token)
    comment = _Comment(report, marker, about, pull_request.commit)
    try:
        return _upsert(api, pull_request, comment, update_only=update_only)
    except _DeniedError as denied:
        return f"no comment, as GitHub says: {denied}; the job's summary has the review"


def running_for(variables: Mapping[str, str]) -> PullRequest | None:
    """The pull request that the workflow runs for; None where it runs for something else."""
    event_path, repository = variables.get("GITHUB_EVENT_PATH", ""), variables.get("GITHUB_REPOSITORY", "")
    if not event_path or not repository:
        hint = "it finds the pull request in the variables GITHUB_EVENT_PATH and GITHUB_REPOSITORY"
        raise UsageError("commenting is for GitHub Actions, and this is none of its jobs", hint)
    try:
        event = json.loads(Path(event_path).read_text(encoding="utf-8"))
        body = event.get("pull_request")
        return None if body is None else PullRequest(repository, int(body["number"]), str(body["head"]["sha"]))
    except OSError as error:
        raise OutsideError(f"`{event_path}` cannot be read: {error.strerror}") from None
    except (ValueError, KeyError, TypeError, AttributeError):
        raise OutsideError(f"`{event_path}` is not the event of a workflow") from None


def _summarize(report: str, file: str) -> None:
    if not file:
        return
    try:
        with Path(file).open("a", encoding="utf-8", newline="\n") as summary:
            summary.write(report)
    except OSError as error:
        raise OutsideError(f"the job's summary `{file}` cannot be written: {error.strerror}") from None


def _upsert(api: _Api, pull_request: PullRequest, comment: _Comment, *, update_only: bool) -> str:
    subject, texts = _own_comments(api, pull_request)
    for earlier, text in texts.items():
        if not comment.is_earlier(text):
            continue
        if text.strip() == comment.body.strip():
            return "the comment says so already"
        api.ask(_UPDATE, comment=earlier, body=comment.body)
        return "updated the comment"
    if update_only:
        return "nothing to comment on"
    api.ask(_ADD, subject=subject, body=comment.body)
    return "commented on the pull request"


def _own_comments(api: _Api, pull_request: PullRequest) -> tuple[str, dict[str, str]]:
    """The id that GraphQL knows the pull request by, and the token's own comments, their texts by their ids."""
    owner, _, name = pull_request.repository.partition("/")
    texts: dict[str, str] = {}
    after = None
    while True:
        data = api.ask(_FIND, owner=owner, name=name, number=pull_request.number, after=after)
        found = (data.get("repository") or {}).get("pullRequest")
        if found is None:
            raise _DeniedError(f"there is no pull request {pull_request.number} in {pull_request.repository}")
        page = found["comments"]
        texts |= {comment["id"]: comment["body"] for comment in page["nodes"] if comment["viewerDidAuthor"]}
        if not page["pageInfo"]["hasNextPage"]:
            return found["id"], texts
        after = page["pageInfo"]["endCursor"]


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """The token goes to the address that the runner named, and nowhere else."""

    def redirect_request(self, *_: Any) -> None:
        return None


@dataclass(frozen=True, slots=True)
class _Api:
    url: str
    token: str

    def ask(self, query: str, **variables: Any) -> dict[str, Any]:
        """What GitHub answers; _DeniedError where the token may not, OutsideError for every other failure."""
        body = json.dumps({"query": query, "variables": variables}).encode()
        headers = {
            "Authorization": f"Bearer {self.token}",
            "Content-Type": "application/json",
            "User-Agent": "sessionform",
        }
        try:
            request = urllib.request.Request(self.url, body, headers)  # noqa: S310  # the address is the runner's
            with urllib.request.build_opener(_NoRedirect).open(request, timeout=_TIMEOUT) as response:
                answer = response.read()
        except urllib.error.HTTPError as error:
            error.close()
            if error.code in (401, 403, 404):
                raise _DeniedError(f"{error.code} {error.reason}") from None
            raise OutsideError(f"GitHub answered {error.code} {error.reason}", _LATER) from None
        except (OSError, HTTPException, ValueError) as error:  # ValueError: an address that is none
            reason = getattr(error, "reason", error)
            raise OutsideError(f"GitHub cannot be reached at `{self.url}`: {reason}", _LATER) from None
        try:
            return _data(json.loads(answer))
        except (ValueError, KeyError, TypeError, AttributeError):
            raise OutsideError(f"`{self.url}` does not answer as GitHub does", _LATER) from None


def _data(answer: dict[str, Any]) -> dict[str, Any]:
    for failure in answer.get("errors", ()):
        if failure.get("type") in _DENIED:
            raise _DeniedError(failure["message"])
        raise OutsideError(f"GitHub says: {failure['message']}", _LATER)
    return dict(answer["data"])


_LATER = "the review itself is done, and stands in the job's summary; run the job again for the comment"
