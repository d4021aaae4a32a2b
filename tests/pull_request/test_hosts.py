"""The one comment of a pull request on GitLab, Bitbucket and Azure DevOps."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from sessionform.errors import OutsideError
from sessionform.facts.comments import AZURE, BITBUCKET, GITLAB
from sessionform.pull_request import exchange
from sessionform.pull_request.comment import Report, publish
from tests.pull_request.fake_hosts import COMMIT, HOSTS, ME, SOMEBODY, TOKEN, FakeHost, fake_host

LONGEST = {"GitLab": GITLAB, "Bitbucket": BITBUCKET, "Azure DevOps": AZURE}
TOKEN_OF = {"GitLab": "GITLAB_TOKEN", "Bitbucket": "BITBUCKET_TOKEN", "Azure DevOps": "SYSTEM_ACCESSTOKEN"}
NUMBER_OF = {
    "GitLab": "CI_MERGE_REQUEST_IID",
    "Bitbucket": "BITBUCKET_PR_ID",
    "Azure DevOps": "SYSTEM_PULLREQUEST_PULLREQUESTID",
}


@pytest.fixture(params=HOSTS)
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def host(name: str) -> Iterator[FakeHost]:
    with fake_host(name) as server:
        yield server


def report(text: str, about: str = "sessions.yaml") -> Report:
    return Report("ours", about, f"<!-- ours -->\n{text}\n", "Session tables", f"{text}\n")


def test_the_first_run_comments_and_the_next_one_updates(host: FakeHost, name: str) -> None:
    assert publish(report("all are logged out"), host.job()) == "commented on the pull request"
    assert publish(report("nothing"), host.job()) == "updated the comment"
    assert publish(report("nothing"), host.job()) == "the comment says so already"
    [comment] = host.comments
    assert comment.versions == 2
    assert f"About commit {COMMIT[:10]}." in comment.body
    if name == "Bitbucket":
        assert comment.body.startswith("[//]: # (ours)\n\n### Session tables\n\n    nothing\n")
        assert "<" not in comment.body
    else:
        assert comment.body.startswith("<!-- ours -->\nnothing\n")


def test_lines_may_end_as_on_windows(host: FakeHost) -> None:
    publish(report("one"), host.job())
    host.comments[0].body = host.comments[0].body.replace("\n", "\r\n")
    assert publish(report("one"), host.job()) == "the comment says so already"


def test_only_a_comment_of_its_own_is_updated(host: FakeHost) -> None:
    publish(report("first"), host.job())
    planted = host.say(SOMEBODY, host.comments[0].body)
    host.comments.reverse()
    other = host.say(ME, "something else that quotes <!-- ours -->")
    publish(report("second"), host.job())
    assert [planted.versions, other.versions] == [1, 1]
    assert "second" in host.comments[1].body
    assert len(host.comments) == 3


@pytest.mark.parametrize("others", [99, 100, 250])
def test_it_is_found_among_many(host: FakeHost, others: int) -> None:
    for number in range(others):
        host.say(SOMEBODY, f"comment {number}")
    publish(report("before"), host.job())
    assert publish(report("after"), host.job()) == "updated the comment"
    assert len(host.comments) == others + 1


def test_a_pull_request_that_changes_nothing_is_left_alone(host: FakeHost) -> None:
    assert publish(report("nothing"), host.job(), update_only=True) == "nothing to comment on"
    assert host.comments == []


def test_every_declaration_has_its_own_comment(host: FakeHost) -> None:
    for text in ("first", "second"):
        for file in ("sessions.yaml", "infra/sessions.yaml"):
            publish(report(f"{text} of {file}", file), host.job())
    assert len(host.comments) == 2
    assert "second of sessions.yaml" in host.comments[0].body
    assert "second of infra/sessions.yaml" in host.comments[1].body


def test_what_is_longer_than_a_comment_may_be_loses_its_end(host: FakeHost, name: str) -> None:
    for text in ("x", "y"):
        publish(report(text * LONGEST[name]), host.job())
    [comment] = host.comments
    assert len(comment.body) == LONGEST[name]
    assert "About commit" in comment.body


@pytest.mark.parametrize("line_end", ["", "\n", " \r\n"])
def test_a_secret_may_have_the_end_of_its_line(host: FakeHost, name: str, line_end: str) -> None:
    variables = host.job() | {TOKEN_OF[name]: TOKEN + line_end}
    assert publish(report("x"), variables) == "commented on the pull request"


def test_a_token_is_in_no_message(host: FakeHost, name: str) -> None:
    with pytest.raises(OutsideError) as raised:
        publish(report("x"), host.job() | {TOKEN_OF[name]: "se\ncret"})
    assert "cret" not in raised.value.message.replace("secret", "") + raised.value.hint
    assert host.requests == []


def test_a_fork_has_no_token_and_that_is_no_failure(host: FakeHost, name: str) -> None:
    said = publish(report("x"), host.job() | {TOKEN_OF[name]: ""})
    assert re.fullmatch(r"no comment, as .*: the job's log has the review", said)
    assert host.requests == []


def test_what_runs_for_no_pull_request_has_the_log(host: FakeHost, name: str) -> None:
    said = publish(report("x"), host.job() | {NUMBER_OF[name]: ""})
    assert re.match("this runs for no (pull|merge) request, as", said)
    assert said.endswith(": the job's log has the review")
    assert host.requests == []


@pytest.mark.parametrize("status", [401, 403, 404])
def test_a_token_that_may_not_is_no_failure(host: FakeHost, name: str, status: int) -> None:
    host.status = status
    assert publish(report("x"), host.job()).startswith(f"no comment, as {name} says: {status} ")


def test_a_token_that_azure_does_not_know_is_sent_to_sign_in() -> None:
    with fake_host("Azure DevOps") as host:
        for status in (203, 302):
            host.status, host.raw = status, "<html>Sign in</html>"
            assert publish(report("x"), host.job()).startswith(f"no comment, as Azure DevOps says: {status} ")


@pytest.mark.parametrize("status", [307, 429, 500, 503])
def test_when_the_host_fails_the_job_can_run_again(host: FakeHost, name: str, status: int) -> None:
    host.status = status
    with pytest.raises(OutsideError, match=f"{name} answered {status}") as raised:
        publish(report("x"), host.job())
    assert "run the job again" in raised.value.hint
    assert len(host.requests) == 1, "the token must not follow a redirect"


@pytest.mark.parametrize("answer", ["<html>", "[7]", "{}", "null", '{"value": 7, "values": 7}'])
def test_what_does_not_answer_as_the_host_does_is_an_outside_failure(host: FakeHost, name: str, answer: str) -> None:
    host.raw = answer
    with pytest.raises(OutsideError, match=f"does not answer as {name} does"):
        publish(report("x"), host.job())


def test_an_answer_has_a_bound(host: FakeHost, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exchange, "_MOST_BYTES", 1000)
    host.raw = "[" + " " * 998 + "]"
    with pytest.raises(OutsideError, match=f"does not answer as {name} does"):
        publish(report("x"), host.job())
    host.raw = "[" + " " * 999 + "]"
    with pytest.raises(OutsideError, match=f"{name} cannot be reached .*: an answer of more than"):
        publish(report("x"), host.job())


def test_a_line_of_a_report_does_nothing_on_gitlab() -> None:
    """GitLab does what a line that begins with a slash says."""
    with fake_host("GitLab") as host:
        publish(report("/close\n  /approve\nno/thing"), host.job())
        assert "&#47;close\n  &#47;approve\nno/thing" in host.comments[0].body
        assert publish(report("/close\n  /approve\nno/thing"), host.job()) == "the comment says so already"
