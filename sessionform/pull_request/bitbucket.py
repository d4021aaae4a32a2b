"""Pull requests on Bitbucket Cloud, for Bitbucket Pipelines.

https://developer.atlassian.com/cloud/bitbucket/rest/api-group-pullrequests/

A repository's access token that may write pull requests, as the variable BITBUCKET_TOKEN. Only its author can change a
comment there. Its Markdown has no HTML.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import quote

from sessionform.facts.comments import BITBUCKET
from sessionform.pull_request.exchange import Exchange, answer_text
from sessionform.pull_request.job import Job, secret


def job(variables: Mapping[str, str]) -> Job | None:
    """The step of Bitbucket Pipelines that has these variables; None where they are of none."""
    if not variables.get("BITBUCKET_BUILD_NUMBER"):
        return None
    number = variables.get("BITBUCKET_PR_ID", "")
    if not number:
        return Job(None, "this runs for no pull request, as a pipeline under `pull-requests` would")
    token = secret(variables, "BITBUCKET_TOKEN")
    if not token:
        return Job(None, "no comment, as there is no BITBUCKET_TOKEN")
    api = variables.get("BITBUCKET_API_URL") or "https://api.bitbucket.org/2.0"
    owner, name = (quote(variables.get(f"BITBUCKET_{what}", ""), safe="") for what in ("WORKSPACE", "REPO_SLUG"))
    url = f"{api}/repositories/{owner}/{name}/pullrequests/{quote(number, safe='')}/comments"
    host = Bitbucket(url, Exchange("Bitbucket", {"Authorization": f"Bearer {token}"}))
    return Job(host, commit=variables.get("BITBUCKET_COMMIT", ""))


@dataclass(frozen=True, slots=True)
class Bitbucket:
    """A pull request on Bitbucket, by the address of its comments."""

    url: str
    exchange: Exchange
    name: str = "Bitbucket"
    longest: int = BITBUCKET
    html: bool = False

    def own_comments(self) -> dict[str, str]:
        """See `Host`. A repository's token has nobody behind it to compare an author with: all comments."""
        texts: dict[str, str] = {}
        number = 1
        with self.exchange.taking_apart(self.url):
            while True:
                page = self.exchange.ask("GET", f"{self.url}?pagelen=100&page={number}")
                kept = [item for item in page["values"] if not item.get("deleted")]
                texts |= {str(int(item["id"])): answer_text(item["content"]["raw"]) for item in kept}
                if not page.get("next"):
                    return texts
                number += 1

    def add(self, body: str) -> None:
        """See `Host`."""
        self.exchange.ask("POST", self.url, {"content": {"raw": body}})

    def update(self, comment: str, body: str) -> None:
        """See `Host`."""
        self.exchange.ask("PUT", f"{self.url}/{int(comment)}", {"content": {"raw": body}})
