"""The one comment of a pull request: made, found again, updated, and done without where it cannot be."""

from __future__ import annotations

import json
from datetime import date
from hashlib import sha256
from pathlib import Path

import pytest

from sessionform.compile import compile_text
from sessionform.errors import OutsideError, UsageError
from sessionform.pull_request import comment
from sessionform.pull_request.comment import Report
from sessionform.pull_request.github import GitHub
from sessionform.pull_request.github import job as job_of
from sessionform.report.review.markdown import render_review_markdown
from sessionform.review.review import review
from tests.pull_request.fake_github import BOT, MOST_CHARACTERS, NUMBER, READ_ONLY, REPOSITORY, TOKEN, FakeGitHub

MARKER = "<!-- ours -->"
COMMIT = "1f3870be274f6c49b3e31a0c6728957f12345678"
FILE = "sessions.yaml"
END = f"<!-- {sha256(FILE.encode()).hexdigest()[:16]} -->"
SIGNED = f"\n\n<sub>About commit 1f3870be27.</sub>\n{END}\n"


def publish(text: str, marker: str, about: str, variables: dict[str, str], *, update_only: bool = False) -> str:
    name = marker.removeprefix("<!-- ").removesuffix(" -->")
    return comment.publish(Report(name, about, text, "title", "plain"), variables, update_only=update_only)


@pytest.fixture
def job(github: FakeGitHub, tmp_path: Path) -> dict[str, str]:
    """The variables of a job that runs for a pull request."""
    return {
        "GITHUB_EVENT_PATH": event(tmp_path, {"pull_request": {"number": NUMBER, "head": {"sha": COMMIT}}}),
        "GITHUB_REPOSITORY": REPOSITORY,
        "GITHUB_GRAPHQL_URL": github.url,
        "GITHUB_STEP_SUMMARY": str(tmp_path / "summary.md"),
        "GITHUB_TOKEN": TOKEN,
    }


def event(folder: Path, value: object) -> str:
    path = folder / "event.json"
    path.write_text(json.dumps(value))
    return str(path)


def summary(job: dict[str, str]) -> str:
    return Path(job["GITHUB_STEP_SUMMARY"]).read_text(encoding="utf-8")


def test_the_first_run_comments_and_the_next_one_updates(github: FakeGitHub, job: dict[str, str]) -> None:
    first = f"{MARKER}\n🔴 every user is logged out\n"
    assert publish(first, MARKER, FILE, job) == "commented on the pull request"
    assert [comment.body for comment in github.comments] == [first.rstrip() + SIGNED]
    assert summary(job) == first
    assert publish(f"{MARKER}\nnothing\n", MARKER, FILE, job) == "updated the comment"
    assert [(comment.body, comment.versions) for comment in github.comments] == [(f"{MARKER}\nnothing{SIGNED}", 2)]
    assert publish(f"{MARKER}\nnothing\n", MARKER, FILE, job) == "the comment says so already"
    assert github.comments[0].versions == 2


def test_only_a_comment_of_its_own_is_updated(github: FakeGitHub, job: dict[str, str]) -> None:
    """Who writes one that begins with the marker would own the review: GitHub lets authors edit theirs at any time."""
    planted = github.say("somebody", f"{MARKER}\nall is well{SIGNED}")
    other = github.say(BOT, f"Something else that quotes {MARKER}")
    publish(f"{MARKER}\ncritical", MARKER, FILE, job)
    publish(f"{MARKER}\nstill critical", MARKER, FILE, job)
    assert [comment.versions for comment in (planted, other)] == [1, 1]
    assert [comment.body for comment in github.comments[2:]] == [f"{MARKER}\nstill critical{SIGNED}"]


@pytest.mark.parametrize("others", [99, 100, 250])
def test_it_is_found_among_many(github: FakeGitHub, job: dict[str, str], others: int) -> None:
    for number in range(others):
        github.say("somebody", f"comment {number}")
    github.say(BOT, f"{MARKER}\nbefore{SIGNED}".rstrip())
    assert publish(f"{MARKER}\nafter", MARKER, FILE, job) == "updated the comment"
    assert len(github.comments) == others + 1


def test_a_pull_request_that_changes_nothing_is_left_alone(github: FakeGitHub, job: dict[str, str]) -> None:
    assert publish(f"{MARKER}\nnothing", MARKER, FILE, job, update_only=True) == "nothing to comment on"
    assert github.comments == []
    assert summary(job) == f"{MARKER}\nnothing"
    github.say(BOT, f"{MARKER}\ncritical{SIGNED}")
    assert publish(f"{MARKER}\nnothing", MARKER, FILE, job, update_only=True) == "updated the comment"


def test_every_declaration_has_its_own_comment(github: FakeGitHub, job: dict[str, str]) -> None:
    for text in ("first", "second"):
        for file in ("sessions.yaml", "infra/sessions.yaml"):
            publish(f"{MARKER}\n{text} of {file}", MARKER, file, job)
    assert [comment.body.splitlines()[1] for comment in github.comments] == [
        "second of sessions.yaml",
        "second of infra/sessions.yaml",
    ]


def test_what_is_longer_than_a_comment_may_be_loses_its_end(github: FakeGitHub, job: dict[str, str]) -> None:
    for text in ("x", "y"):
        publish(MARKER + text * MOST_CHARACTERS, MARKER, FILE, job)
    [comment] = github.comments
    assert len(comment.body) == MOST_CHARACTERS
    assert comment.body.endswith("y" + SIGNED)


def test_a_huge_review_leaves_room_for_its_commit(github: FakeGitHub, job: dict[str, str]) -> None:
    """The renderer counts what has no room; that sentence must not be what a comment loses."""
    head = "version: 1\nenvironments: {production: {region: us-east-1}}\ntables:\n"
    tables = "".join(f"  sessions{number}: {{partition_key: KEY, ttl: expiresAt}}\n" for number in range(400))
    before, after = (compile_text(head + tables.replace("KEY", key), "sessions.yaml") for key in ("id", "userId"))
    report = render_review_markdown(review(before, after, date(2026, 1, 1)))
    assert len(report) > MOST_CHARACTERS - 8_000
    publish(report, MARKER, FILE, job)
    assert [comment.body for comment in github.comments] == [report.rstrip() + SIGNED]


@pytest.mark.parametrize(
    ("token", "said"),
    [
        (READ_ONLY, "no comment, as GitHub says: Resource not accessible by integration"),
        ("expired", "no comment, as GitHub says: 401 Unauthorized"),
        ("", "no comment, as there is no GITHUB_TOKEN"),
    ],
)
def test_without_the_right_to_comment_the_summary_has_it(
    github: FakeGitHub, job: dict[str, str], token: str, said: str
) -> None:
    assert publish(f"{MARKER}\ncritical", MARKER, FILE, job | {"GITHUB_TOKEN": token}).startswith(said)
    assert github.comments == []
    assert summary(job) == f"{MARKER}\ncritical"


def test_a_pull_request_that_the_token_does_not_see_is_no_failure(job: dict[str, str], tmp_path: Path) -> None:
    event(tmp_path, {"pull_request": {"number": 8, "head": {"sha": COMMIT}}})
    assert "Could not resolve to a PullRequest with the number of 8" in publish("x", MARKER, FILE, job)
    assert "Could not resolve to a Repository" in publish("x", MARKER, FILE, job | {"GITHUB_REPOSITORY": "acme/other"})


@pytest.mark.parametrize("status", [301, 307, 500, 502])
def test_when_github_fails_the_summary_is_written_all_the_same(
    github: FakeGitHub, job: dict[str, str], status: int
) -> None:
    github.status = status
    with pytest.raises(OutsideError, match=f"GitHub answered {status}") as raised:
        publish(f"{MARKER}\ncritical", MARKER, FILE, job)
    assert "run the job again" in raised.value.hint
    assert summary(job) == f"{MARKER}\ncritical"
    assert len(github.requests) == 1, "the token must not follow a redirect"


def test_an_unreachable_github_is_an_outside_failure(job: dict[str, str]) -> None:
    with pytest.raises(OutsideError, match=r"GitHub cannot be reached at `http://127.0.0.1:9/graphql`: .*refused"):
        publish("x", MARKER, FILE, job | {"GITHUB_GRAPHQL_URL": "http://127.0.0.1:9/graphql"})


def test_an_error_that_is_no_refusal_is_an_outside_failure(github: FakeGitHub, job: dict[str, str]) -> None:
    github.locked = True
    with pytest.raises(OutsideError, match="GitHub says: Unable to create comment because issue is locked"):
        publish("x", MARKER, FILE, job)


@pytest.mark.parametrize("answer", ["<html>", "[]", "{}", '{"data": null}', '{"errors": [7]}'])
def test_what_does_not_answer_as_github_is_an_outside_failure(
    github: FakeGitHub, job: dict[str, str], answer: str
) -> None:
    github.raw = answer
    with pytest.raises(OutsideError, match="does not answer as GitHub does"):
        publish("x", MARKER, FILE, job)


def test_an_address_that_is_none_is_an_outside_failure(job: dict[str, str]) -> None:
    with pytest.raises(OutsideError, match="GitHub cannot be asked at `nowhere`"):
        publish("x", MARKER, FILE, job | {"GITHUB_GRAPHQL_URL": "nowhere"})


@pytest.mark.parametrize("value", [{"ref": "refs/heads/main"}, {"merge_group": {"base_sha": COMMIT}}])
def test_what_runs_for_no_pull_request_has_the_summary(
    github: FakeGitHub, job: dict[str, str], tmp_path: Path, value: object
) -> None:
    event(tmp_path, value)
    assert publish("x", MARKER, FILE, job) == "this runs for no pull request: the job's summary has the review"
    assert (summary(job), github.requests) == ("x", [])


def test_outside_of_a_job_it_is_used_wrongly() -> None:
    with pytest.raises(UsageError, match="commenting is for jobs of continuous integration"):
        publish("x", MARKER, FILE, {"GITHUB_TOKEN": TOKEN})


@pytest.mark.parametrize("value", [[], {"pull_request": {}}, {"pull_request": {"number": "seven", "head": {}}}, 1])
def test_an_event_that_is_none_is_an_outside_failure(job: dict[str, str], tmp_path: Path, value: object) -> None:
    event(tmp_path, value)
    with pytest.raises(OutsideError, match="is not the event of a workflow"):
        job_of(job)
    (tmp_path / "event.json").unlink()
    with pytest.raises(OutsideError, match="cannot be read: No such file"):
        job_of(job)


def test_it_reads_the_pull_request_from_the_event(job: dict[str, str]) -> None:
    found = job_of(job)
    assert found is not None
    assert isinstance(found.host, GitHub)
    assert (found.host.pull_request.repository, found.host.pull_request.number) == (REPOSITORY, NUMBER)
    assert found.commit == COMMIT


def test_a_summary_that_cannot_be_written_is_an_outside_failure(job: dict[str, str], tmp_path: Path) -> None:
    with pytest.raises(OutsideError, match="cannot be written: Is a directory"):
        publish("x", MARKER, FILE, job | {"GITHUB_STEP_SUMMARY": str(tmp_path)})
