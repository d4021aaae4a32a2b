"""The declaration that fits a library is proven with a session as the library writes it."""

from __future__ import annotations

from pathlib import Path

import pytest

from sessionform.consumers.declare import declaration_for
from sessionform.consumers.registry import library_ids
from tests.prove.support import Meddler, declare, prove

TABLES = "  sessions: {partition_key: id, ttl: expires, consumer: connect-dynamodb}\n"

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("library", library_ids())
def test_a_library_keeps_its_sessions_in_its_table(library: str, tmp_path: Path) -> None:
    file = tmp_path / "sessions.yaml"
    file.write_text(declaration_for(library))
    run = prove(file, "--sessions", "10")
    assert (run.code, run.broken()) == (0, {})
    subjects = [item["subject"] for table in run.proof["tables"] for item in table["checks"]]
    assert f"consumer {library}" in subjects


def test_a_table_that_the_library_cannot_use_does_not_get_as_far_as_a_proof(tmp_path: Path) -> None:
    tables = "  sessions: {partition_key: id, sort_key: at, ttl: expires, consumer: connect-dynamodb}\n"
    run = prove(declare(tmp_path, tables))
    assert (run.code, run.proof) == (1, {})
    assert "nothing was done" in run.errors


def test_a_session_that_does_not_come_back_as_it_was_is_found(meddler: Meddler, tmp_path: Path) -> None:
    meddler.after["GetItem"] = lambda _, answer: {"Item": {**answer.get("Item", {}), "sess": {"S": "other"}}}
    run = prove(declare(tmp_path, TABLES), "--sessions", "5", "--endpoint-url", meddler.url)
    assert run.broken() == {"consumer connect-dynamodb": "the session did not come back as it was written"}


def test_a_session_that_cannot_be_ended_is_found(meddler: Meddler, tmp_path: Path) -> None:
    meddler.before["DeleteItem"] = lambda body: {**body, "Key": {"id": {"S": "another"}}}
    run = prove(declare(tmp_path, TABLES), "--sessions", "5", "--endpoint-url", meddler.url)
    assert run.broken() == {"consumer connect-dynamodb": "the session was still there after it was ended"}


def test_a_library_that_is_refused_is_found(meddler: Meddler, tmp_path: Path) -> None:
    meddler.refused["UpdateItem"] = "ConditionalCheckFailedException"
    run = prove(declare(tmp_path, TABLES), "--sessions", "5", "--endpoint-url", meddler.url)
    assert run.broken() == {"consumer connect-dynamodb": "DynamoDB refused it: the test says so"}
