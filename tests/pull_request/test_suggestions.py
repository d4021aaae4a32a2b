"""`check --comment`: fixes as suggested changes, written once, kept up to date, and done without where they cannot be."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from sessionform.diagnostics import Diagnostic, Finding, Location, Severity
from sessionform.pull_request import suggested
from sessionform.pull_request.suggested import Suggested
from sessionform.pull_request.threads import MOST_PAGES
from sessionform.report.findings.suggested_change import suggested_change
from tests.commands.reviewing import Done, run
from tests.git_support import ISOLATED, Checkout
from tests.pull_request.fake_github import BOT, NUMBER, READ_ONLY, REPOSITORY, TOKEN, FakeGitHub

DECLARATION = """\
version: 1
environments:
  production: {region: us-east-1}
tables:
  userSessions:
    partition_key: userId
    ttl: expiresAt
"""
BROKEN = DECLARATION.replace("ttl:", "tll:")
TWICE = BROKEN.replace("region:", "regoin:")
LINE, OTHER_LINE = 7, 3
SUGGESTION = "```suggestion\n    ttl: expiresAt\n```"
MARK = Suggested("sessions.yaml", (), whole=True).mark
LOG = "the job's log has what was found"


class Proposal:
    """A checkout of a pull request in a job for it."""

    def __init__(self, folder: Path, github: FakeGitHub, monkeypatch: pytest.MonkeyPatch) -> None:
        self.checkout = Checkout.new(folder / "repository")
        self.event = folder / "event.json"
        self.github, self.monkeypatch = github, monkeypatch
        variables = {
            "GITHUB_EVENT_PATH": str(self.event),
            "GITHUB_REPOSITORY": REPOSITORY,
            "GITHUB_GRAPHQL_URL": github.url,
            "GITHUB_TOKEN": TOKEN,
        }
        for name, value in {**ISOLATED, **variables}.items():
            monkeypatch.setenv(name, value)
        monkeypatch.chdir(self.checkout.folder)

    def push(self, text: str, file: str = "sessions.yaml") -> str:
        """Make this the pull request's head; the value is the commit."""
        self.checkout.commit(file, text)
        head = self.checkout.git("rev-parse", "HEAD").strip()
        self.event.write_text(json.dumps({"pull_request": {"number": NUMBER, "head": {"sha": head}}}))
        return head

    def check(self, *more: str) -> Done:
        return run("check", "--comment", *more)

    def open(self) -> list[str]:
        """What is to be seen of the threads."""
        return [item.body for item in self.github.threads if not (item.resolved or item.minimized)]


@pytest.fixture
def proposal(tmp_path: Path, github: FakeGitHub, monkeypatch: pytest.MonkeyPatch) -> Proposal:
    return Proposal(tmp_path, github, monkeypatch)


def test_a_fix_is_suggested_once(proposal: Proposal, github: FakeGitHub) -> None:
    head = proposal.push(BROKEN)
    done = proposal.check()
    assert (done.code, done.error) == (1, "sessionform: 1 suggested change written\n")
    [thread] = github.threads
    assert (thread.path, thread.start, thread.line) == ("sessions.yaml", None, LINE)
    said, *rest = thread.body.split("\n\n")
    assert said.startswith("**error** <code>unknown-key</code>: ") or "<code>unknown-key</code>](" in said
    assert rest == [SUGGESTION, MARK]
    assert github.commits == [head]
    thread.body = thread.body.replace("\n", "\r\n")  # as hosts may give it back
    done = proposal.check()
    assert (done.code, done.error, len(github.threads)) == (1, "sessionform: nothing new to suggest\n", 1)
    assert proposal.check("--format", "json").output == run("check", "--format", "json").output


def test_all_that_is_new_is_one_review(proposal: Proposal, github: FakeGitHub) -> None:
    proposal.push(TWICE)
    assert "2 suggested changes written" in proposal.check().error
    assert github.reviews == [2]


def test_what_is_fixed_is_ended_and_may_come_back(proposal: Proposal, github: FakeGitHub) -> None:
    proposal.push(BROKEN)
    proposal.check()
    proposal.push(DECLARATION)
    done = proposal.check()
    assert (done.code, done.error) == (0, "sessionform: 1 that is over ended\n")
    assert [(thread.resolved, thread.minimized) for thread in github.threads] == [(True, True)]
    assert proposal.check().error == "sessionform: nothing new to suggest\n"
    proposal.push(BROKEN)
    assert "1 suggested change written" in proposal.check().error
    assert len(proposal.open()) == 1


def test_what_has_changed_is_written_again(proposal: Proposal, github: FakeGitHub) -> None:
    proposal.push(BROKEN)
    proposal.check()
    proposal.push(BROKEN.replace("expiresAt", "endsAt"))
    assert proposal.check().error == "sessionform: 1 suggested change written, 1 that is over ended\n"
    [body] = proposal.open()
    assert "    ttl: endsAt\n" in body


def test_what_a_person_has_resolved_is_not_asked_again(proposal: Proposal, github: FakeGitHub) -> None:
    proposal.push(BROKEN)
    proposal.check()
    github.threads[0].resolved = True
    assert proposal.check().error == "sessionform: nothing new to suggest\n"


def test_others_are_never_touched(proposal: Proposal, github: FakeGitHub) -> None:
    """Neither what somebody has planted with our mark, nor another declaration's, nor what this token says for others."""
    proposal.push(BROKEN)
    planted = github.discuss("somebody", "sessions.yaml", LINE, f"x\n\n{MARK}")
    other = github.discuss(
        BOT, "infra/sessions.yaml", 1, f"x\n\n{Suggested('infra/sessions.yaml', (), whole=True).mark}"
    )
    quoting = github.discuss(BOT, "sessions.yaml", LINE, f"{MARK} is what we write")
    assert "1 suggested change written" in proposal.check().error
    proposal.push(DECLARATION)
    proposal.check()
    assert not any(item.resolved or item.minimized for item in (planted, other, quoting))


def test_a_file_that_is_not_understood_ends_nothing(proposal: Proposal, github: FakeGitHub) -> None:
    proposal.push(BROKEN)
    proposal.check()
    proposal.push(BROKEN + "}\n")
    done = proposal.check()
    assert (done.code, done.error, len(proposal.open())) == (1, "sessionform: nothing new to suggest\n", 1)


def test_a_line_that_the_diff_lacks_is_left_out(proposal: Proposal, github: FakeGitHub) -> None:
    proposal.push(TWICE)
    github.hidden = {OTHER_LINE}
    done = proposal.check()
    assert (done.code, done.error) == (1, "sessionform: 1 suggested change written\n")
    assert [thread.line for thread in github.threads] == [LINE]
    github.hidden = {OTHER_LINE, LINE}
    assert proposal.check().error == "sessionform: nothing new to suggest\n"


def test_it_finds_its_own_among_many(proposal: Proposal, github: FakeGitHub) -> None:
    proposal.push(BROKEN)
    for number in range(150):
        github.discuss("somebody", "README.md", number, "x")
    proposal.check()
    assert proposal.check().error == "sessionform: nothing new to suggest\n"
    for number in range(MOST_PAGES * 100):
        github.discuss("somebody", "README.md", number, "x")
    done = proposal.check()
    assert (done.code, len(github.reviews)) == (1, 1)
    assert done.error == f"sessionform: no suggestions, as the pull request has too many conversations: {LOG}\n"


def test_there_are_not_too_many(proposal: Proposal, github: FakeGitHub, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(suggested, "MOST_WRITTEN", 1)
    proposal.push(TWICE)
    assert "1 suggested change written" in proposal.check().error
    assert "1 suggested change written" in proposal.check().error, "what is left out is not over"
    assert len(proposal.open()) == 2


@pytest.mark.parametrize(
    ("token", "said"),
    [
        (READ_ONLY, f"no suggestions, as GitHub says: Resource not accessible by integration; {LOG}"),
        ("expired", f"no suggestions, as GitHub says: 401 Unauthorized; {LOG}"),
        ("", f"no comment, as there is no GITHUB_TOKEN: {LOG}"),
    ],
)
def test_a_fork_has_the_same_verdict(proposal: Proposal, github: FakeGitHub, token: str, said: str) -> None:
    proposal.push(BROKEN)
    proposal.monkeypatch.setenv("GITHUB_TOKEN", token)
    done = proposal.check()
    assert (done.code, done.error, github.threads) == (1, f"sessionform: {said}\n", [])


@pytest.mark.parametrize("denied", [{"resolveReviewThread"}, {"minimizeComment"}])
def test_one_way_to_end_a_thread_is_enough(proposal: Proposal, github: FakeGitHub, denied: set[str]) -> None:
    proposal.push(BROKEN)
    proposal.check()
    github.denied = denied
    proposal.push(DECLARATION)
    assert proposal.check().error == "sessionform: 1 that is over ended\n"
    assert proposal.open() == []
    assert proposal.check().error == "sessionform: nothing new to suggest\n"


def test_when_github_fails_the_findings_are_printed_all_the_same(proposal: Proposal, github: FakeGitHub) -> None:
    proposal.push(BROKEN)
    github.status = 500
    done = proposal.check()
    assert done.code == 1
    assert "did you mean `ttl`?" in done.output
    assert done.error.startswith("sessionform: no suggestions: GitHub answered 500")


def test_a_check_that_passes_does_not_fail_for_want_of_github(proposal: Proposal, github: FakeGitHub) -> None:
    proposal.push(DECLARATION)
    github.status = 500
    done = proposal.check()
    assert (done.code, done.error.partition(":")[2]) == (
        0,
        " no suggestions: GitHub answered 500 Internal Server Error\n",
    )


def test_it_runs_for_no_pull_request(proposal: Proposal, github: FakeGitHub) -> None:
    proposal.push(BROKEN)
    proposal.event.write_text("{}")
    done = proposal.check()
    assert (done.code, done.error) == (1, f"sessionform: this runs for no pull request: {LOG}\n")
    assert github.requests == []


def test_other_hosts_have_the_log(proposal: Proposal) -> None:
    proposal.push(BROKEN)
    proposal.monkeypatch.delenv("GITHUB_EVENT_PATH")
    proposal.monkeypatch.setenv("GITLAB_CI", "true")
    done = proposal.check()
    assert (done.code, done.error) == (1, f"sessionform: suggestions are written on GitHub alone: {LOG}\n")
    proposal.monkeypatch.delenv("GITLAB_CI")
    done = proposal.check()
    assert (done.code, "commenting is for jobs of continuous integration" in done.error) == (2, True)


def test_a_merge_that_has_another_file_is_not_suggested_on(proposal: Proposal, github: FakeGitHub) -> None:
    """The lines of a comment are the head's, and what is checked out is its merge."""
    proposal.push(BROKEN)
    proposal.check()
    head = proposal.push(DECLARATION)
    proposal.checkout.commit("sessions.yaml", f"# merged\n{BROKEN}")
    done = proposal.check()
    assert (done.code, len(proposal.open())) == (1, 1)
    why = f"`sessions.yaml` differs from what commit {head[:10]} has"
    assert done.error == f"sessionform: no suggestions for sessions.yaml: {why}\n"


def test_a_merge_that_has_the_same_file_is_suggested_on(proposal: Proposal, github: FakeGitHub) -> None:
    head = proposal.push(BROKEN)
    proposal.checkout.commit("README.md", "What others did.\n")
    assert "1 suggested change written" in proposal.check().error
    assert github.commits == [head]


@pytest.mark.parametrize(("text", "number"), [(BROKEN.replace("\n", "\r\n"), 1), (f"# one \x85line\n{BROKEN}", 0)])
def test_lines_are_those_that_git_counts(proposal: Proposal, github: FakeGitHub, text: str, number: int) -> None:
    proposal.push(text)
    assert (proposal.check().code, len(github.threads)) == (1, number)


def test_what_github_finds_no_longer_is_written_where_it_is_now(proposal: Proposal, github: FakeGitHub) -> None:
    proposal.push(BROKEN)
    proposal.check()
    proposal.push(f"# more\n{BROKEN}")
    github.threads[0].line = None
    assert proposal.check().error == "sessionform: 1 suggested change written, 1 that is over ended\n"
    assert [(thread.line, thread.resolved) for thread in github.threads] == [(None, True), (LINE + 1, False)]
    github.threads[1].line = LINE  # GitHub moves a thread with its lines
    proposal.push(BROKEN)
    assert proposal.check().error == "sessionform: nothing new to suggest\n"


def test_lines_to_remove_are_one_range(proposal: Proposal, github: FakeGitHub) -> None:
    waiver = "    waivers:\n      - rule: ttl-missing\n        reason: soon\n        expires: 2020-01-01\n"
    proposal.push(DECLARATION + waiver)
    assert proposal.check().code == 0
    [thread] = github.threads
    assert (thread.start, thread.line) == (LINE + 1, LINE + 4)
    assert "\n\n```suggestion\n```\n\n" in thread.body
    assert proposal.check().error == "sessionform: nothing new to suggest\n"


def test_a_checkout_without_the_commit_has_none(proposal: Proposal, github: FakeGitHub) -> None:
    proposal.push(BROKEN)
    for sha in ("0123456789" * 4, "--all", "HEAD"):
        proposal.event.write_text(json.dumps({"pull_request": {"number": NUMBER, "head": {"sha": sha}}}))
        done = proposal.check()
        assert (done.code, github.requests) == (1, [])
        assert f"the checkout lacks commit {sha[:10]}, which `fetch-depth: 2` fetches" in done.error


def test_several_declarations_are_named_from_the_root(proposal: Proposal, github: FakeGitHub) -> None:
    proposal.push(BROKEN, "infra/a.yaml")
    proposal.push(TWICE, "infra/b/sessions.yaml")
    proposal.monkeypatch.chdir(proposal.checkout.folder / "infra")
    proposal.check("a.yaml", "b/sessions.yaml")
    assert [(thread.path, thread.line) for thread in github.threads] == [
        ("infra/a.yaml", LINE),
        ("infra/b/sessions.yaml", OTHER_LINE),
        ("infra/b/sessions.yaml", LINE),
    ]
    proposal.push(DECLARATION, "infra/a.yaml")
    assert proposal.check("a.yaml").error == "sessionform: 1 that is over ended\n"
    assert [thread.resolved for thread in github.threads] == [True, False, False]


def test_a_fix_that_changes_the_meaning_waits_for_unsafe(proposal: Proposal, github: FakeGitHub) -> None:
    proposal.push(DECLARATION + "    access_patterns: {of a day: {query: day}}\n")
    assert proposal.check().error == "sessionform: nothing new to suggest\n"
    assert "2 suggested changes written" in proposal.check("--unsafe").error
    bodies = [thread.body for thread in github.threads if "pattern-needs-scan" in thread.body]
    assert len(bodies) == 1
    assert "This changes what the declaration means." in bodies[0]
    assert "    global_secondary_indexes: {by_day: {partition_key: day}}\n```" in bodies[0]


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (["-f", "-"], "standard input is none"),
        (["-f", "-", "--stdin-filename", "sessions.yaml"], "standard input is none"),
        (["--fix"], "leave one of them out"),
        (["--diff"], "leave one of them out"),
    ],
)
def test_what_does_not_go_together(proposal: Proposal, more: list[str], said: str) -> None:
    proposal.push(BROKEN)
    done = proposal.check(*more)
    assert (done.code, done.output, said in done.error) == (2, "", True)


@pytest.mark.parametrize(
    ("text", "block"),
    [
        ("a: 1\n", "```suggestion\na: 1\n```"),
        ("a: 1", "```suggestion\na: 1\n```"),
        ("", "```suggestion\n```"),
        ("# ```` and ```\n", "`````suggestion\n# ```` and ```\n`````"),
    ],
)
def test_a_block_ends_after_its_text(text: str, block: str) -> None:
    finding = Finding("unknown-key", Severity.ERROR, "`<b>` is unknown, @everyone --> ")
    body = suggested_change(Diagnostic(finding, Location("sessions.yaml", 1, 1, 1, 2)), text, safe=True)
    said, _, shown = body.partition("\n\n")
    assert shown == block
    assert "<b>" not in said
    assert "@everyone" not in said
    assert "-->" not in said
