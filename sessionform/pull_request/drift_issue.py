"""A report of drift as one issue on GitHub: opened where something has drifted, updated by later runs, closed when nothing is left.

For GitHub Actions, by GraphQL and with the job's own token, as comments under pull requests are (`pull_request/`).
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

from sessionform.errors import UsageError
from sessionform.facts.github import COMMENT_CHARACTERS
from sessionform.pull_request.exchange import answer_text
from sessionform.pull_request.github import Api, following
from sessionform.pull_request.job import DeniedError, secret

_FIND = """\
query ($owner: String!, $name: String!, $after: String) {
  repository(owner: $owner, name: $name) {
    id
    issues(first: 100, after: $after, states: [OPEN]) {
      nodes { id title body viewerDidAuthor }
      pageInfo { endCursor hasNextPage }
    }
  }
}
"""
_OPEN = """\
mutation ($repository: ID!, $title: String!, $body: String!) {
  createIssue(input: {repositoryId: $repository, title: $title, body: $body}) { clientMutationId }
}
"""
_UPDATE = """\
mutation ($issue: ID!, $title: String!, $body: String!) {
  updateIssue(input: {id: $issue, title: $title, body: $body}) { clientMutationId }
}
"""
_CLOSE = """\
mutation ($issue: ID!) {
  closeIssue(input: {issueId: $issue, stateReason: COMPLETED}) { clientMutationId }
}
"""


@dataclass(frozen=True, slots=True)
class Issue:
    """What the issue says. `about` names the declaration and its environments: each has an issue of its own."""

    title: str
    report: str
    about: str

    @property
    def body(self) -> str:
        """The text with a mark at its end, by which a later run finds it."""
        end = f"\n\n{self.mark}\n"
        return self.report.rstrip()[: COMMENT_CHARACTERS - len(end)] + end

    @property
    def mark(self) -> str:
        """A comment that readers do not see."""
        return f"<!-- drift {hashlib.sha256(self.about.encode('utf-8', 'surrogateescape')).hexdigest()[:16]} -->"


@dataclass(frozen=True, slots=True)
class _Open:
    """An open issue of an earlier run."""

    id: str
    title: str
    body: str


def publish_issue(issue: Issue, variables: Mapping[str, str], *, drifted: bool) -> str:
    """Open, update or close the one issue about it; the value is a sentence about what was done.

    Raises UsageError outside of GitHub Actions, or where the token may not write issues.
    """
    repository, token = variables.get("GITHUB_REPOSITORY", ""), secret(variables, "GITHUB_TOKEN")
    if not repository or not token:
        hint = "it takes the repository from GITHUB_REPOSITORY, and the job's token from GITHUB_TOKEN"
        raise UsageError("`--issue` is for GitHub Actions, and this is none of its jobs", hint)
    try:
        return _publish(Api.of(variables, token), repository, issue, drifted=drifted)
    except DeniedError as denied:
        hint = "give the job `permissions: {issues: write}`, and let the repository have issues"
        raise UsageError(f"there is no issue, as GitHub says: {denied}", hint) from None


def _publish(api: Api, repository: str, issue: Issue, *, drifted: bool) -> str:
    node, earlier = _find(api, repository, issue.mark)
    if not drifted:
        if earlier is None:
            return "nothing has drifted, and no issue is open"
        api.ask(_CLOSE, issue=earlier.id)
        return "closed the issue: nothing has drifted any more"
    if earlier is None:
        api.ask(_OPEN, repository=node, title=issue.title, body=issue.body)
        return "opened an issue"
    if (earlier.title, earlier.body.strip()) == (issue.title, issue.body.strip()):
        return "the issue says so already"
    api.ask(_UPDATE, issue=earlier.id, title=issue.title, body=issue.body)
    return "updated the issue"


def _find(api: Api, repository: str, mark: str) -> tuple[str, _Open | None]:
    """The repository's id, and the token's own open issue with the mark. Anybody may write one that looks the same."""
    owner, _, name = repository.partition("/")
    after: str | None = None
    while True:
        found = api.ask(_FIND, owner=owner, name=name, after=after).get("repository")
        if found is None:
            raise DeniedError(f"there is no repository {repository}")
        with api.taking_apart():
            node = answer_text(found["id"])
            for item in found["issues"]["nodes"]:
                if item["viewerDidAuthor"] and item["body"].rstrip().endswith(mark):
                    return node, _Open(*(answer_text(item[name]) for name in ("id", "title", "body")))
            after = following(found["issues"]["pageInfo"], after)
        if after is None:
            return node, None
