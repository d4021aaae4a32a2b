"""Merge requests on GitLab: https://docs.gitlab.com/api/notes/#merge-requests, for the pipelines of GitLab CI.

A job's own token may not write notes; a project's access token with the scope `api` may, as the variable GITLAB_TOKEN.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sessionform.facts.comments import GITLAB
from sessionform.pull_request.exchange import Exchange, answer_text
from sessionform.pull_request.job import Job, secret

_PAGE = 100


def job(variables: Mapping[str, str]) -> Job | None:
    """The job of GitLab CI that has these variables; None where they are of none."""
    if not variables.get("GITLAB_CI"):
        return None
    number, project = variables.get("CI_MERGE_REQUEST_IID", ""), variables.get("CI_MERGE_REQUEST_PROJECT_ID", "")
    if not number or not project:
        return Job(None, "this runs for no merge request, as `rules: [{if: $CI_MERGE_REQUEST_IID}]` would have it")
    token = secret(variables, "GITLAB_TOKEN")
    if not token:
        return Job(None, "no comment, as there is no GITLAB_TOKEN")
    api = variables.get("CI_API_V4_URL") or "https://gitlab.com/api/v4"
    # A pipeline of merged results runs on a commit of its own.
    commit = variables.get("CI_MERGE_REQUEST_SOURCE_BRANCH_SHA") or variables.get("CI_COMMIT_SHA", "")
    return Job(GitLab(api, project, number, Exchange("GitLab", {"PRIVATE-TOKEN": token})), commit=commit)


@dataclass(frozen=True, slots=True)
class GitLab:
    """A merge request on GitLab."""

    api: str
    project: str
    number: str
    exchange: Exchange
    name: str = "GitLab"
    longest: int = GITLAB
    html: bool = True

    @property
    def _notes(self) -> str:
        return f"{self.api}/projects/{self.project}/merge_requests/{self.number}/notes"

    def own_comments(self) -> dict[str, str]:
        """See `Host`. Whoever may maintain a project may edit the notes of others, so that their authors count."""
        texts: dict[str, str] = {}
        page = "1"
        with self.exchange.taking_apart(self._notes):
            me = self.exchange.ask("GET", f"{self.api}/user")["id"]
            while page:
                url = f"{self._notes}?sort=asc&order_by=created_at&per_page={_PAGE}&page={int(page)}"
                notes, headers = self.exchange.ask_for_page("GET", url)
                texts |= {
                    str(int(note["id"])): answer_text(note["body"]) for note in notes if note["author"]["id"] == me
                }
                page = headers.get("X-Next-Page", "")
        return texts

    def add(self, body: str) -> None:
        """See `Host`."""
        self.exchange.ask("POST", self._notes, {"body": body})

    def update(self, comment: str, body: str) -> None:
        """See `Host`."""
        self.exchange.ask("PUT", f"{self._notes}/{int(comment)}", {"body": body})
