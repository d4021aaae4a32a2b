"""`deploy` and `plan` beside the review: what stops before sessions are lost, and what is accepted."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.commands.fake_terraform import APPLIED, PLANNED, calls, repository, run, words

__all__ = ["repository"]

pytestmark = pytest.mark.slow


def losing(action: str) -> str:
    actions = {"delete": ["delete"], "replace": ["delete", "create"], "update": ["update"]}[action]
    change = {"mode": "managed", "type": "aws_dynamodb_table", "name": "userSessions", "change": {"actions": actions}}
    return json.dumps({"format_version": "1.2", "resource_changes": [{"address": "a", **change}]})


@pytest.mark.parametrize("action", ["delete", "replace"])
def test_deploy_stops_before_sessions_are_lost(repository: Path, action: str) -> None:
    done = run(repository, "deploy", "-e", "development", "--auto-approve", FAKE_PLAN=losing(action))
    assert done.returncode == 1
    assert f"the plan {action}s `userSessions` in `development`, with every session in it" in done.stderr
    assert "`development` was not deployed" in done.stderr
    assert words(repository) == PLANNED
    forced = run(repository, "deploy", "-e", "development", "--auto-approve", "--force", FAKE_PLAN=losing(action))
    assert forced.returncode == 0
    assert f"sessionform: --force: the plan {action}s `userSessions`" in forced.stderr
    assert words(repository)[-1] == APPLIED


@pytest.mark.long
@pytest.mark.parametrize(
    ("acceptance", "code"),
    [
        ("{change: table-removed, table: userSessions, reason: moved away}", 0),
        ("{change: partition-key-changed, environment: development, reason: nobody works there}", 0),
        ("{change: table-removed, environment: production, reason: moved away}", 1),
        ("{change: table-removed, reason: moved away, expires: 2020-01-01}", 1),
        ("{change: tags-changed, reason: a new team}", 1),
    ],
)
def test_what_the_declaration_accepts_is_deployed(repository: Path, acceptance: str, code: int) -> None:
    with (repository / "sessions.yaml").open("a") as declaration:
        declaration.write(f"accept: [{acceptance}]\n")
    done = run(repository, "deploy", "-e", "development", "--auto-approve", FAKE_PLAN=losing("delete"))
    assert done.returncode == code, done.stderr


def test_a_deploy_says_that_an_import_is_done(repository: Path) -> None:
    declaration = repository / "sessions.yaml"
    text = declaration.read_text(encoding="utf-8")
    before = run(repository, "deploy", "-e", "development", "--auto-approve")
    key = "  userSessions:\n"
    assert key in text
    declaration.write_text(text.replace(key, f"{key}    import_existing: true\n", 1), encoding="utf-8")
    after = run(repository, "deploy", "-e", "development", "--auto-approve")
    words = "`import_existing` of `userSessions` has done its work in `development`, and can go"
    assert (before.returncode, after.returncode) == (0, 0), before.stderr + after.stderr
    assert (words in before.stderr, words in after.stderr) == (False, True)


@pytest.mark.long
@pytest.mark.parametrize(
    ("removal", "action", "code"),
    [
        ("delete: true", "delete", 0),
        ("delete: true, only_in: [development]", "delete", 0),
        ("delete: true, only_in: [production]", "delete", 1),
        ("keep: true", "delete", 1),
        ("delete: true", "replace", 1),
    ],
)
def test_what_is_declared_to_be_deleted_is(repository: Path, removal: str, action: str, code: int) -> None:
    lost = losing(action).replace("userSessions", "trialSessions")
    with (repository / "sessions.yaml").open("a") as declaration:
        declaration.write(f"removed: {{trialSessions: {{{removal}}}}}\n")
    done = run(repository, "deploy", "-e", "development", "--auto-approve", FAKE_PLAN=lost)
    assert done.returncode == code, done.stderr
    assert ("the plan" in done.stderr) == bool(code)


def test_what_changes_in_place_is_deployed(repository: Path) -> None:
    done = run(repository, "deploy", "-e", "development", "--auto-approve", FAKE_PLAN=losing("update"))
    assert done.returncode == 0


def changed(repository: Path) -> None:
    """Keeps the declaration as a base, and gives the table another key."""
    declaration = repository / "sessions.yaml"
    (repository / "base.yaml").write_text(declaration.read_text())
    declaration.write_text(
        declaration.read_text().replace("partition_key: userId", "partition_key: {name: userId, type: N}")
    )


def test_the_review_stands_beside_the_plan(repository: Path) -> None:
    changed(repository)
    done = run(repository, "plan", "-e", "development", "--base", "./base.yaml")
    assert done.returncode == 1
    assert done.stdout.startswith("changes of -chdir=cdktf.out/stacks/development\n\nverdict: critical")
    assert "plan " in done.stdout
    assert words(repository) == PLANNED
    same = run(repository, "plan", "-e", "development", "--base", "./sessions.yaml")
    assert same.returncode == 0
    assert "nothing changes" in same.stdout


def test_a_declaration_from_standard_input_is_read_once(repository: Path) -> None:
    """It is gone then, and its warnings have been said."""
    text = (repository / "sessions.yaml").read_text()
    done = run(repository, "plan", "-f", "-", "-e", "development", "--base", "./sessions.yaml", stdin=text)
    assert done.returncode == 0, done.stderr
    assert "nothing changes" in done.stdout


def test_a_critical_change_is_not_even_planned(repository: Path) -> None:
    changed(repository)
    done = run(repository, "deploy", "--auto-approve", "--base", "./base.yaml")
    assert done.returncode == 1
    assert "verdict: critical" in done.stdout
    assert "the change is critical and not accepted; nothing was deployed" in done.stderr
    assert calls(repository) == []
    forced = run(repository, "deploy", "-e", "development", "--auto-approve", "--base", "./base.yaml", "--force")
    assert forced.returncode == 0
    assert "sessionform: --force: the change is critical and not accepted" in forced.stderr
    assert words(repository)[-1] == APPLIED
