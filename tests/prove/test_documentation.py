"""docs/access-patterns.md shows what the program does, and every example in it compiles."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from sessionform.cli import main
from sessionform.compile import compile_text
from sessionform.rules.patterns import RULES
from tests.moto_support import MotoServer
from tests.prove.support import HERE, Meddler, declare, prove
from tests.prove.test_command import TABLES

DOCUMENT = HERE.parents[1] / "docs" / "access-patterns.md"
TEXT = DOCUMENT.read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", TEXT, re.DOTALL | re.MULTILINE)


@pytest.mark.parametrize("example", blocks("yaml"))
def test_every_example_compiles_and_is_proven(example: str, tmp_path: Path) -> None:
    file = declare(tmp_path, example.removeprefix("tables:\n"))
    problems = [item for item in compile_text(file.read_text(), "sessions.yaml").problems if _is_error(item)]
    assert problems == []
    run = prove(file, "--sessions", "20")
    assert (run.code, run.broken()) == (0, {})


def _is_error(item: Any) -> bool:
    return bool(item.finding.severity.name == "ERROR")


def test_what_is_printed_is_what_is_shown(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    explained, refused, proof = blocks("text")
    assert blocks("yaml")[0] == f"tables:\n{TABLES}"
    assert proof == (HERE / "golden" / "proof.txt").read_text(encoding="utf-8")
    file = declare(tmp_path, TABLES)
    assert main(["explain", "userSessions", "-f", str(file)]) == 0
    assert explained in capsys.readouterr().out
    file.write_text(file.read_text().replace("{query: deviceId, attributes: [userId, sessionId]}", "{query: deviceId}"))
    assert main(["check", "-f", str(file)]) == 1
    assert refused.replace("sessions.yaml", str(file)) in capsys.readouterr().out


def test_the_json_that_is_shown_is_what_scripts_get() -> None:
    shown = json.loads(blocks("json")[1])
    real = json.loads((HERE / "golden" / "proof.json").read_text(encoding="utf-8"))
    assert shown.keys() == real.keys()
    (table,), (stored,) = shown["tables"], real["tables"]
    assert table.keys() == stored.keys()
    assert all(item in stored["patterns"] for item in table["patterns"])
    assert all(item in stored["checks"] for item in table["checks"])
    assert set(shown["not_shown"]) < set(real["not_shown"])


def test_every_rule_is_named_and_no_other() -> None:
    assert set(re.findall(r"\[`(pattern-[a-z-]+)`\]", TEXT)) == {rule.id for rule in RULES}


def test_a_touch_costs_what_the_text_says_of_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = declare(tmp_path, TABLES.replace(", projection: KEYS_ONLY", ""))
    assert main(["explain", "userSessions", "-f", str(file)]) == 0
    assert re.search(r"touch_session +UpdateItem +table +- +6 written", capsys.readouterr().out)
    assert "with a projection of `ALL` in both it would cost 6" in TEXT


def test_the_role_is_allowed_exactly_what_a_proof_on_aws_calls(
    meddler: Meddler, moto: MotoServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL", meddler.url)
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "test")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "test")
    tables = (
        TABLES
        + "      log_in: {put: [userId, sessionId]}\n    point_in_time_recovery: true\n    tags: {Team: identity}\n"
    )
    run = prove(declare(tmp_path, tables), "--really", "--sessions", "5")
    assert run.code == 1  # moto reports units that AWS would not
    allowed = set(json.loads(blocks("json")[0]))
    assert {f"dynamodb:{operation}" for operation in meddler.seen} | {"dynamodb:TagResource"} == allowed
