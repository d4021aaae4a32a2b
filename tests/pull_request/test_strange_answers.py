"""Answers of hosts with a key missing, or a value of another kind, anywhere in them: one clear line, and no traceback."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from itertools import cycle
from pathlib import Path
from typing import Any

import pytest

from sessionform.errors import OutsideError, UsageError
from sessionform.pull_request.comment import Report, publish
from sessionform.pull_request.drift_issue import Issue, publish_issue
from sessionform.pull_request.suggested import Suggested, place_for_suggestions, publish_suggestions
from sessionform.pull_request.threads import LineComment
from tests.pull_request.fake_github import BOT, NUMBER, REPOSITORY, TOKEN, FakeGitHub, fake_github
from tests.pull_request.fake_hosts import COMMIT, HOSTS, ME, FakeHost, fake_host

STRANGE = (None, 7, "x", [], {}, True)
ISSUE = Issue("title", "report", "sessions.yaml production")


def commented(server: FakeHost | FakeGitHub, variables: dict[str, str], text: str = "text") -> str:
    return publish(Report("ours", "sessions.yaml", f"<!-- ours -->\n{text}\n", "Title", text), variables)


def suggested(variables: dict[str, str], text: str) -> str:
    host = place_for_suggestions(variables)
    assert not isinstance(host, str)
    comment = LineComment("sessions.yaml", 1, 2, text)
    return publish_suggestions(host, [Suggested("sessions.yaml", (comment,), whole=True)])


def prepared(case: str, stack: ExitStack, tmp_path: Path) -> tuple[FakeHost | FakeGitHub, Callable[[str], str]]:
    """A server with what an earlier run wrote and a second page of others, and what a run with another text does there."""
    if case in HOSTS:
        host = stack.enter_context(fake_host(case))
        for number in range(100):
            host.say(ME, f"comment {number}")
        return host, lambda text: commented(host, host.job(), text)
    github = stack.enter_context(fake_github())
    variables = {"GITHUB_REPOSITORY": REPOSITORY, "GITHUB_GRAPHQL_URL": github.url, "GITHUB_TOKEN": TOKEN}
    if case == "an issue":
        for number in range(100):
            github.report(BOT, "another", f"{number}")
        return github, lambda text: publish_issue(Issue(ISSUE.title, text, ISSUE.about), variables, drifted=True)
    for number in range(100):
        github.say(BOT, f"comment {number}")
    event = tmp_path / "event.json"
    event.write_text(json.dumps({"pull_request": {"number": NUMBER, "head": {"sha": COMMIT}}}), encoding="utf-8")
    variables["GITHUB_EVENT_PATH"] = str(event)
    if case == "suggestions":
        for number in range(100):
            github.discuss(BOT, "README.md", number + 1, "another")
        return github, lambda text: suggested(variables, text)
    return github, lambda text: commented(github, variables, text)


@pytest.mark.parametrize("case", [*HOSTS, "GitHub", "an issue", "suggestions"])
def test_every_answer_with_anything_wrong_in_it(case: str, tmp_path: Path) -> None:
    with ExitStack() as stack:
        server, run = prepared(case, stack, tmp_path)
        run("first")
        answers: list[Any] = []
        server.spoil = lambda answer: answers.append(copy.deepcopy(answer)) or answer
        run("second")
        assert len(answers) >= 3, "two pages, and what is written"
        refused = 0
        kinds = cycle(STRANGE)
        for number, answer in enumerate(answers):
            for path in places(_cut(answer)):
                for change in (gone, put(next(kinds))):
                    server.spoil = nth(number, path, change)
                    refused += failed(run, f"{number} {path}")
        assert refused > 5


def failed(run: Callable[[str], str], text: str) -> bool:
    """Whether the run said that the answer is none; a repository that is null is one that nobody may see."""
    try:
        run(text)
    except OutsideError:
        return True
    except UsageError as denied:
        return "there is no" in denied.message
    return False


def test_a_page_that_follows_itself() -> None:
    with fake_github() as github:
        page = {"nodes": [], "pageInfo": {"hasNextPage": True, "endCursor": "here"}}
        github.raw = json.dumps({"data": {"repository": {"id": "R_1", "issues": page}}})
        variables = {"GITHUB_REPOSITORY": REPOSITORY, "GITHUB_GRAPHQL_URL": github.url, "GITHUB_TOKEN": TOKEN}
        with pytest.raises(OutsideError, match="does not answer as GitHub does"):
            publish_issue(ISSUE, variables, drifted=True)


def test_brackets_without_end() -> None:
    with fake_host("GitLab") as host:
        host.raw = "[" * 200_000
        with pytest.raises(OutsideError, match="does not answer as GitLab does"):
            commented(host, host.job())


def _cut(answer: Any) -> Any:
    """The answer with the first of every list: the others are like it."""
    if isinstance(answer, dict):
        return {key: _cut(value) for key, value in answer.items()}
    return [_cut(value) for value in answer[:1]] if isinstance(answer, list) else answer


def places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    yield path
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, item in items:
        yield from places(item, (*path, key))


def gone(holder: Any, key: Any) -> None:
    del holder[key]


def put(value: Any) -> Callable[[Any, Any], None]:
    return lambda holder, key: holder.__setitem__(key, value)


def nth(number: int, path: tuple[Any, ...], change: Callable[[Any, Any], None]) -> Callable[[Any], Any]:
    """Changes the answer of this number at this place, and no other."""
    asked = iter(range(1000))

    def spoil(answer: Any) -> Any:
        if next(asked) != number:
            return answer
        top = {"it": copy.deepcopy(answer)}
        holder: Any = top
        full = ("it", *path)
        try:
            for part in full[:-1]:
                holder = holder[part]
            change(holder, full[-1])
        except (LookupError, TypeError):
            return answer  # this answer has no such place
        return top.get("it")

    return spoil
