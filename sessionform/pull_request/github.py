"""Pull requests on GitHub, for GitHub Actions, whose variables say which one it is and where the API is.

https://docs.github.com/en/actions/reference/workflows-and-actions/variables

GraphQL and not REST, since it alone says whether a comment is the token's own (`viewerDidAuthor`). Whoever may comment
can write one that begins with our marker, and would own what a run then put into it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sessionform.errors import OutsideError
from sessionform.facts.github import COMMENT_CHARACTERS
from sessionform.pull_request.exchange import LATER, Exchange, answer_text
from sessionform.pull_request.job import DeniedError, Job, secret

_DENIED = ("FORBIDDEN", "NOT_FOUND", "INSUFFICIENT_SCOPES")
_REFUSED = "UNPROCESSABLE"
_NOT_SHOWN = "part of the diff"
_ELSEWHERE = "the job's summary has the review"
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


class RefusedError(OutsideError):
    """GitHub does not take what it was given, as a comment on a line that the pull request does not show."""


@dataclass(frozen=True, slots=True)
class Api:
    """GitHub's GraphQL, at the address that the job names, asked with one token."""

    url: str
    exchange: Exchange

    @classmethod
    def of(cls, variables: Mapping[str, str], token: str) -> Api:
        """That of a job with these variables."""
        url = variables.get("GITHUB_GRAPHQL_URL", "https://api.github.com/graphql")
        return cls(url, Exchange("GitHub", {"Authorization": f"Bearer {token}"}))

    def ask(self, query: str, **variables: Any) -> dict[str, Any]:
        """What GraphQL answers; DeniedError where the token may not, OutsideError for every other failure, of which
        RefusedError says that what was given is at fault.
        """
        answer = self.exchange.ask("POST", self.url, {"query": query, "variables": variables})
        with self.taking_apart():
            for failure in answer.get("errors", ()):
                if failure.get("type") in _DENIED:
                    raise DeniedError(failure["message"])
                refused = failure.get("type") == _REFUSED or _NOT_SHOWN in failure["message"]
                raise (RefusedError if refused else OutsideError)(f"GitHub says: {failure['message']}", LATER)
            return dict(answer["data"])

    def taking_apart(self) -> AbstractContextManager[None]:
        """A block that looks into an answer; what is none of GitHub's raises OutsideError there."""
        return self.exchange.taking_apart(self.url)


def following(page: dict[str, Any], cursor: str | None) -> str | None:
    """The cursor of the next page, None after the last one. Raises TypeError and ValueError where the answer goes nowhere."""
    if not page["hasNextPage"]:
        return None
    after = answer_text(page["endCursor"])
    if after == cursor:
        raise ValueError("the next page is this one")
    return after


@dataclass(frozen=True, slots=True)
class PullRequest:
    """A pull request, `owner/name` of the repository that it is for, and the commit that it proposes."""

    repository: str
    number: int
    commit: str


def job(variables: Mapping[str, str]) -> Job | None:
    """The job of GitHub Actions that has these variables; None where they are of none."""
    event, repository = variables.get("GITHUB_EVENT_PATH", ""), variables.get("GITHUB_REPOSITORY", "")
    if not event or not repository:
        return None
    pull_request, summary = _running_for(event, repository), variables.get("GITHUB_STEP_SUMMARY", "")
    token = secret(variables, "GITHUB_TOKEN")
    if pull_request is None:
        return Job(None, "this runs for no pull request", elsewhere=_ELSEWHERE, summary=summary)
    if not token:
        return Job(None, "no comment, as there is no GITHUB_TOKEN", elsewhere=_ELSEWHERE, summary=summary)
    host = GitHub(pull_request, Api.of(variables, token))
    return Job(host, commit=pull_request.commit, elsewhere=_ELSEWHERE, summary=summary)


def _running_for(path: str, repository: str) -> PullRequest | None:
    """The pull request of the event; None where it is of something else."""
    try:
        body = json.loads(Path(path).read_text(encoding="utf-8")).get("pull_request")
        return None if body is None else PullRequest(repository, int(body["number"]), str(body["head"]["sha"]))
    except OSError as error:
        raise OutsideError(f"`{path}` cannot be read: {error.strerror}") from None
    except (ValueError, KeyError, TypeError, AttributeError):
        raise OutsideError(f"`{path}` is not the event of a workflow") from None


@dataclass(slots=True)
class GitHub:
    """A pull request on GitHub; `subject` is the id that GraphQL knows it by, once it has been asked for."""

    pull_request: PullRequest
    api: Api
    subject: str = ""
    name: str = "GitHub"
    longest: int = COMMENT_CHARACTERS
    html: bool = True

    def own_comments(self) -> dict[str, str]:
        """See `Host`."""
        owner, _, name = self.pull_request.repository.partition("/")
        texts: dict[str, str] = {}
        after: str | None = None
        while True:
            data = self.api.ask(_FIND, owner=owner, name=name, number=self.pull_request.number, after=after)
            with self.api.taking_apart():
                found = (data.get("repository") or {}).get("pullRequest")
                if found is None:
                    number, repository = self.pull_request.number, self.pull_request.repository
                    raise DeniedError(f"there is no pull request {number} in {repository}")
                page = found["comments"]
                texts |= {
                    answer_text(item["id"]): answer_text(item["body"])
                    for item in page["nodes"]
                    if item["viewerDidAuthor"]
                }
                self.subject = answer_text(found["id"])
                after = following(page["pageInfo"], after)
            if after is None:
                return texts

    def add(self, body: str) -> None:
        """See `Host`."""
        self.api.ask(_ADD, subject=self.subject, body=body)

    def update(self, comment: str, body: str) -> None:
        """See `Host`."""
        self.api.ask(_UPDATE, comment=comment, body=body)
