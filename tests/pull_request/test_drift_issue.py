"""What has drifted stands in one issue, and in the workflow that `init --drift` writes."""

from __future__ import annotations

from pathlib import Path

import pytest

from sessionform.cli import main
from sessionform.errors import CommandError, UsageError
from sessionform.facts.github import COMMENT_CHARACTERS
from sessionform.pull_request.drift_issue import Issue, publish_issue
from tests.github.linter import complaints
from tests.pull_request.fake_github import BOT, READ_ONLY, REPOSITORY, TOKEN, FakeGitHub

ISSUE = Issue("Tables in AWS are not as `sessions.yaml` declares them", "## Drift\n", "sessions.yaml production")


@pytest.fixture
def job(github: FakeGitHub) -> dict[str, str]:
    return {"GITHUB_REPOSITORY": REPOSITORY, "GITHUB_GRAPHQL_URL": github.url, "GITHUB_TOKEN": TOKEN}


def test_one_issue_is_opened_updated_and_closed(github: FakeGitHub, job: dict[str, str]) -> None:
    assert publish_issue(ISSUE, job, drifted=False) == "nothing has drifted, and no issue is open"
    assert publish_issue(ISSUE, job, drifted=True) == "opened an issue"
    assert publish_issue(ISSUE, job, drifted=True) == "the issue says so already"
    worse = Issue(ISSUE.title, "## More drift\n", ISSUE.about)
    assert publish_issue(worse, job, drifted=True) == "updated the issue"
    assert [(each.title, each.body, each.versions, each.open) for each in github.opened] == [
        (worse.title, worse.body, 2, True)
    ]
    assert publish_issue(ISSUE, job, drifted=False) == "closed the issue: nothing has drifted any more"
    assert [each.open for each in github.opened] == [False]
    assert publish_issue(ISSUE, job, drifted=True) == "opened an issue"
    assert [each.open for each in github.opened] == [False, True]


def test_an_issue_that_somebody_else_wrote_is_left_alone(github: FakeGitHub, job: dict[str, str]) -> None:
    theirs = github.report("mallory", ISSUE.title, ISSUE.body)
    for number in range(100):
        github.report(BOT, "another", f"{number}\n\n<!-- drift 0123 -->")
    other = Issue(ISSUE.title, ISSUE.report, "sessions.yaml staging")
    assert publish_issue(other, job, drifted=True) == "opened an issue"
    assert publish_issue(ISSUE, job, drifted=True) == "opened an issue"
    assert publish_issue(ISSUE, job, drifted=True) == "the issue says so already"
    assert (theirs.versions, len(github.opened)) == (1, 103)


def test_a_long_report_keeps_its_mark(github: FakeGitHub, job: dict[str, str]) -> None:
    long = Issue(ISSUE.title, "x" * COMMENT_CHARACTERS, ISSUE.about)
    assert publish_issue(long, job, drifted=True) == "opened an issue"
    assert len(github.opened[0].body) == COMMENT_CHARACTERS
    assert publish_issue(long, job, drifted=True) == "the issue says so already"


def test_where_there_can_be_no_issue(github: FakeGitHub, job: dict[str, str]) -> None:
    with pytest.raises(UsageError, match="for GitHub Actions"):
        publish_issue(ISSUE, {}, drifted=True)
    with pytest.raises(UsageError, match="Resource not accessible by integration") as denied:
        publish_issue(ISSUE, {**job, "GITHUB_TOKEN": READ_ONLY}, drifted=True)
    assert "issues: write" in denied.value.hint
    with pytest.raises(UsageError, match="there is no issue"):
        publish_issue(ISSUE, {**job, "GITHUB_REPOSITORY": "acme/other"}, drifted=True)
    github.status = 502
    with pytest.raises(CommandError, match="GitHub answered 502"):
        publish_issue(ISSUE, job, drifted=True)


@pytest.mark.node
def test_the_workflow_of_init(tmp_path: Path) -> None:
    for below in ("", "shop"):
        (tmp_path / ".git").mkdir(exist_ok=True)
        assert main(["init", "-q", "--drift", str(tmp_path / below)]) == 0
    workflows = tmp_path / ".github/workflows"
    assert sorted(path.name for path in workflows.iterdir()) == [
        "drift-of-sessions-shop.yml",
        "drift-of-sessions.yml",
        "sessions-shop.yml",
        "sessions.yml",
    ]
    assert complaints(workflows) == ""
    text = (workflows / "drift-of-sessions-shop.yml").read_text(encoding="utf-8")
    assert "sessionform[aws]" in text
    assert "working-directory: shop" in text
