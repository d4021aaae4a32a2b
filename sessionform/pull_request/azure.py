"""Pull requests on Azure DevOps, for Azure Pipelines.

https://learn.microsoft.com/rest/api/azure/devops/git/pull-request-threads

The job's own token, which a step sees where it says `env: {SYSTEM_ACCESSTOKEN: $(System.AccessToken)}`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import quote

from sessionform.facts.comments import AZURE
from sessionform.pull_request.exchange import Exchange, answer_text
from sessionform.pull_request.job import Job, secret

_VERSION = "api-version=7.1"
_CLOSED = 4
"""The status of a thread that nobody has to resolve: an open one can hold up the merge."""

_TEXT = 1
"""The type of a comment that people read."""

_DENIED = (203, 302, 401, 403, 404)
"""A token that is not known is answered with the page to sign in, or sent there."""


def job(variables: Mapping[str, str]) -> Job | None:
    """The job of Azure Pipelines that has these variables; None where they are of none."""
    if not variables.get("TF_BUILD"):
        return None
    number = variables.get("SYSTEM_PULLREQUEST_PULLREQUESTID", "")
    if not number:
        return Job(None, "this runs for no pull request, as a build validation of a branch policy would")
    token = secret(variables, "SYSTEM_ACCESSTOKEN")
    if not token:
        return Job(None, "no comment, as the step has no `env: {SYSTEM_ACCESSTOKEN: $(System.AccessToken)}`")
    collection = variables.get("SYSTEM_COLLECTIONURI", "").rstrip("/")
    project, repository = (
        quote(variables.get(name, ""), safe="") for name in ("SYSTEM_TEAMPROJECT", "BUILD_REPOSITORY_ID")
    )
    url = f"{collection}/{project}/_apis/git/repositories/{repository}/pullRequests/{quote(number, safe='')}/threads"
    exchange = Exchange("Azure DevOps", {"Authorization": f"Bearer {token}"}, _DENIED)
    commit = variables.get("SYSTEM_PULLREQUEST_SOURCECOMMITID") or variables.get("BUILD_SOURCEVERSION", "")
    return Job(AzureDevOps(collection, url, exchange), commit=commit)


@dataclass(frozen=True, slots=True)
class AzureDevOps:
    """A pull request on Azure DevOps, by the addresses of its organization and of its threads."""

    collection: str
    url: str
    exchange: Exchange
    name: str = "Azure DevOps"
    longest: int = AZURE
    html: bool = True

    def own_comments(self) -> dict[str, str]:
        """See `Host`. An id is that of the thread; the comment is the first in it."""
        texts: dict[str, str] = {}
        with self.exchange.taking_apart(self.url):
            me = self.exchange.ask("GET", f"{self.collection}/_apis/connectionData")["authenticatedUser"]["id"]
            for thread in self.exchange.ask("GET", f"{self.url}?{_VERSION}")["value"]:
                comments = thread.get("comments") or [{}]
                first = comments[0]
                if thread.get("isDeleted") or first.get("isDeleted") or first.get("author", {}).get("id") != me:
                    continue
                texts[f"{int(thread['id'])}/comments/{int(first['id'])}"] = answer_text(first.get("content") or "")
        return texts

    def add(self, body: str) -> None:
        """See `Host`."""
        comment = {"parentCommentId": 0, "content": body, "commentType": _TEXT}
        self.exchange.ask("POST", f"{self.url}?{_VERSION}", {"comments": [comment], "status": _CLOSED})

    def update(self, comment: str, body: str) -> None:
        """See `Host`."""
        self.exchange.ask("PATCH", f"{self.url}/{comment}?{_VERSION}", {"content": body})
