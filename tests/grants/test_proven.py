"""A grant against the proof: a policy allows the calls that `prove` makes for its patterns, and nothing that none makes."""

from __future__ import annotations

from typing import Any

import pytest

from sessionform.compile import compile_text
from sessionform.grants.policy import known_arns, policy_document
from sessionform.model import Grant
from sessionform.prove.calls import Question
from sessionform.prove.trial import Trial
from tests.prove.support import prove

DECLARATION = """\
version: 1
environments:
  production: {region: us-east-1, account_id: "111122223333"}
tables:
  userSessions:
    partition_key: userId
    sort_key: sessionId
    ttl: expiresAt
    global_secondary_indexes:
      by_session: {partition_key: sessionId}
      by_device: {partition_key: deviceId, sort_key: lastSeen, projection: KEYS_ONLY}
    local_secondary_indexes:
      recent: {sort_key: lastSeen}
    access_patterns:
      read: {get: [userId, sessionId], consistent: true}
      save: {put: [userId, sessionId]}
      touch: {update: [userId, sessionId]}
      log_out: {delete: [userId, sessionId]}
      of_user: {query: userId}
      recent_of_user: {query: userId, sorted_by: lastSeen, descending: true}
      by_session: {query: sessionId}
      of_device: {query: deviceId, where: {lastSeen: GT}, attributes: [userId, sessionId]}
"""

Pair = tuple[str, str]


@pytest.fixture(scope="module")
def called(tmp_path_factory: pytest.TempPathFactory) -> dict[str, set[Pair]]:
    """The action and the resource of every call that the proof makes, by the pattern that it makes it for."""
    table, environment = _table()
    (arn,) = known_arns(table, environment).tables
    found: dict[str, set[Pair]] = {}
    call = Trial._call

    def recorded(trial: Trial, question: Question, send: Any, **parameters: Any) -> dict[str, Any]:
        response = call(trial, question, send, **parameters)
        index = parameters.get("IndexName")
        resource = arn if index is None else f"{arn}/index/{index}"
        calls = found.setdefault(question.pattern.name, set())
        calls |= {(f"dynamodb:{operation}", resource) for operation in trial.recorder.operations}
        return response

    file = tmp_path_factory.mktemp("proof") / "sessions.yaml"
    file.write_text(DECLARATION, encoding="utf-8")
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(Trial, "_call", recorded)
        run = prove(file)
    assert run.code == 0, run.errors
    return found


def _table() -> Any:
    environment = compile_text(DECLARATION, "sessions.yaml").valid().environments["production"]
    return environment.tables["userSessions"], environment


def _allowed(patterns: tuple[str, ...] | None) -> set[Pair]:
    table, environment = _table()
    policy = policy_document(table, Grant("web", patterns), known_arns(table, environment))
    return {
        (action, resource)
        for statement in policy["Statement"]
        for action in statement["Action"]
        for resource in ([statement["Resource"]] if isinstance(statement["Resource"], str) else statement["Resource"])
    }


def test_each_pattern_is_allowed_its_own_calls_and_no_others(called: dict[str, set[Pair]]) -> None:
    table, _ = _table()
    names = [pattern.name for pattern in table.access_patterns]
    assert called.keys() == set(names)
    assert {name: _allowed((name,)) for name in names} == called


def test_all_patterns_are_allowed_what_all_of_them_call(called: dict[str, set[Pair]]) -> None:
    assert _allowed(None) == set.union(*called.values())
