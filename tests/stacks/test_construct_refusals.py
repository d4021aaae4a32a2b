"""What cannot be is said in the words of an app, and nothing is written."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from sessionform.errors import DeclarationError, UsageError
from sessionform.stacks import EnvironmentStack, SessionTables
from tests.stacks.constructs import PRODUCTION, ROOT

pytestmark = pytest.mark.slow


@pytest.mark.parametrize(
    ("arguments", "error", "says"),
    [
        ({"environment": "prodution"}, UsageError, "has no environment `prodution`"),
        ({"declaration": "nowhere.yaml"}, UsageError, "there is no file `nowhere.yaml`"),
        ({"declaration": "."}, UsageError, "`.` is a folder"),
        ({"environment": "${TfToken[TOKEN.0]}"}, UsageError, "`environment` is a token of CDKTF"),
        ({"environment": None}, UsageError, "`environment` is None, and has to be a name"),
        ({"declaration": 5}, UsageError, "`declaration` is 5, and has to be a name"),
        ({"provider": "aws"}, UsageError, "`provider` is 'aws', which is not a provider of the app"),
    ],
)
def test_what_is_not_there_is_said(stack: Any, arguments: dict[str, Any], error: type[UsageError], says: str) -> None:
    with pytest.raises(error, match=says) as caught:
        SessionTables(stack, "sessions", **{**PRODUCTION, **arguments})
    assert "--" not in caught.value.hint


def test_the_stack_of_an_environment_is_made_once(app: Any) -> None:
    EnvironmentStack(app, "production", declaration=ROOT / "sessions.yaml")
    with pytest.raises(UsageError, match="the app has a stack `production` already"):
        EnvironmentStack(app, "production", declaration=ROOT / "sessions.yaml")


def test_a_table_that_is_asked_for_by_a_token_is_said(tables: SessionTables) -> None:
    with pytest.raises(UsageError, match="a table is asked for by a token"):
        tables["${TfToken[TOKEN.0]}"]


@pytest.mark.parametrize("environment", ["prodution", "production"])
def test_a_failure_ends_an_app_with_one_line_and_nothing_written(environment: str, tmp_path: Path) -> None:
    shutil.copy(ROOT / "sessions.yaml", tmp_path)
    (tmp_path / "app.py").write_text(
        "import cdktf\nfrom sessionform.stacks import SessionTables\n"
        "app = cdktf.App()\nstack = cdktf.TerraformStack(app, 'web')\n"
        f"SessionTables(stack, 'one', environment={environment!r})\n"
        "SessionTables(stack, 'two', environment='production')\napp.synth()\n",
        encoding="utf-8",
    )
    done = subprocess.run(
        [sys.executable, "app.py"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert "sessionform: " in done.stderr
    assert list(tmp_path.rglob("*.tf.json")) == []


def test_a_declaration_that_fails_is_said(stack: Any, tmp_path: Path) -> None:
    file = tmp_path / "sessions.yaml"
    file.write_text("version: 1\n", encoding="utf-8")
    with pytest.raises(DeclarationError, match="fails its check"):
        SessionTables(stack, "sessions", declaration=file, environment="production")


def test_a_table_is_in_a_stack_once(stack: Any, tables: SessionTables) -> None:
    with pytest.raises(UsageError, match="the stack `web` has the table `userSessions` already"):
        SessionTables(stack, "again", **PRODUCTION)


def test_a_table_of_another_environment_is_said(tables: SessionTables) -> None:
    with pytest.raises(UsageError, match="the environment `production` has no table `userSesions`") as caught:
        tables["userSesions"]
    assert "userSessions" in caught.value.hint


def test_text_that_looks_like_a_token_is_refused(stack: Any, tmp_path: Path) -> None:
    file = tmp_path / "sessions.yaml"
    policy = """\
    resource_policy:
      Version: "2012-10-17"
      Statement:
        Effect: Allow
        Principal: {AWS: "arn:aws:iam::111122223333:role/web"}
        Action: dynamodb:GetItem
        Resource: "*"
        Condition: {StringEquals: {"aws:PrincipalTag/team": "${TfToken[TOKEN.0]}"}}
"""
    text = (ROOT / "sessions.yaml").read_text(encoding="utf-8")
    file.write_text(text.replace("    sort_key: sessionId\n", f"    sort_key: sessionId\n{policy}"), encoding="utf-8")
    with pytest.raises(UsageError, match="takes for a token"):
        SessionTables(stack, "sessions", declaration=file, environment="production")
