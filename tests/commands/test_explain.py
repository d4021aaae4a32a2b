"""`sessionform explain`: every effective setting of a table, its value, and the line that set it."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from sessionform.cli import main
from tests.golden import assert_golden

GOLDEN = Path(__file__).parent / "golden"

TEXT = """\
version: 1
application: shop
environments:
  staging: {region: us-east-1}
  production:
    region: us-east-1
    tags: {Environment: production}
    defaults: {point_in_time_recovery: true}
defaults:
  ttl: expiresAt
  tags: {Team: identity}
tables:
  userSessions:
    partition_key: userId
    sort_key: {name: lastSeen, type: N}
    tags: {Team: web}
    access_patterns:
      read_session: {get: [userId, lastSeen]}
      recent: {query: userId, sorted_by: lastSeen, limit: 10}
    environments:
      production:
        ttl: {enabled: false}
        tags: {Team: null}
  webSessions:
    only_in: [staging]
    partition_key: id
    ttl: expires
    consumer: connect-dynamodb
"""


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("sessions.yaml").write_text(TEXT, encoding="utf-8")
    for name in ("FORCE_COLOR", "CLICOLOR_FORCE"):
        monkeypatch.delenv(name, raising=False)


def explained(capsys: pytest.CaptureFixture[str], *arguments: str) -> dict[str, Any]:
    assert main(["explain", "-q", *arguments, "--format", "json"]) == 0
    value: dict[str, Any] = json.loads(capsys.readouterr().out)
    return value


@pytest.mark.parametrize(
    ("table", "environment"), [("userSessions", "production"), ("userSessions", "staging"), ("webSessions", "staging")]
)
def test_the_table_reads_as_stored(table: str, environment: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", "-q", table, "-e", environment]) == 0
    assert_golden(capsys.readouterr().out, GOLDEN / f"explain-{table}-{environment}.txt")


def test_every_setting_that_somebody_wrote_names_a_line_that_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    lines = TEXT.splitlines()
    for environment in ("staging", "production"):
        settings = explained(capsys, "userSessions", "-e", environment)["settings"]
        for setting in settings:
            if setting["source"] == "default":
                assert setting["file"] is None
                assert setting["line"] is None
                continue
            assert setting["file"] == "sessions.yaml"
            line = lines[setting["line"] - 1]
            key = setting["setting"].split(".")[-1].split("[")[0]
            top = setting["setting"].split(".")[0]
            assert key.lower() in line or key in line or top in line, setting


def test_defaults_are_shown_as_such(capsys: pytest.CaptureFixture[str]) -> None:
    settings = {item["setting"]: item for item in explained(capsys, "webSessions", "-e", "staging")["settings"]}
    assert settings["billing_mode"] == {
        "setting": "billing_mode",
        "value": "PAY_PER_REQUEST",
        "file": None,
        "line": None,
        "source": "default",
    }
    assert settings["ttl.attribute"]["line"] == 27
    assert settings["tags.Team"] == {
        "setting": "tags.Team",
        "value": "identity",
        "file": "sessions.yaml",
        "line": 11,
        "source": "defaults",
    }


def test_what_null_took_away_is_not_there(capsys: pytest.CaptureFixture[str]) -> None:
    settings = {item["setting"] for item in explained(capsys, "userSessions", "-e", "production")["settings"]}
    assert "tags.Team" not in settings
    assert "ttl.attribute" in settings


def test_patterns_and_consumer_are_explained_too(capsys: pytest.CaptureFixture[str]) -> None:
    value = explained(capsys, "userSessions", "-e", "staging")
    assert [item["pattern"] for item in value["access_patterns"]] == ["read_session", "recent"]
    assert explained(capsys, "webSessions", "-e", "staging")["consumer"]["library"] == "connect-dynamodb"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["userSessions"], "which environment?\n  hint: name it with `-e`: staging, production\n"),
        (["userSessions", "-e", "prod"], "there is no environment `prod`\n  hint: did you mean `production`?\n"),
        (["userSession", "-e", "staging"], "there is no table `userSession`\n  hint: did you mean `userSessions`?\n"),
        (["carts", "-e", "staging"], "there is no table `carts`\n  hint: there is `userSessions` and `webSessions`\n"),
        (["webSessions", "-e", "production"], "`webSessions` is not in `production`: its `only_in` leaves that environment out\n"),
    ],
)  # fmt: skip
def test_what_does_not_exist_is_suggested(
    arguments: list[str], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["explain", "-q", *arguments]) == 2
    out, err = capsys.readouterr()
    assert (out, err) == ("", f"sessionform: {message}")


def test_the_only_environment_needs_no_name(capsys: pytest.CaptureFixture[str]) -> None:
    Path("sessions.yaml").write_text(
        TEXT.replace("  staging: {region: us-east-1}\n", "").replace("[staging]", "[production]")
    )
    assert explained(capsys, "webSessions")["environment"] == "production"


def test_a_declaration_with_errors_is_not_explained(capsys: pytest.CaptureFixture[str]) -> None:
    Path("sessions.yaml").write_text(TEXT.replace("sort_key", "sotr_key"))
    assert main(["explain", "userSessions", "-e", "staging"]) == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert "error[unknown-key]" in err
    assert err.endswith("sessionform: sessions.yaml has errors; nothing was done\n")


def test_without_a_table_the_tables_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain"]) == 0
    output = capsys.readouterr().out
    declared = re.findall(r"^  (\w+) +(\S+) +sessions\.yaml:(\d+)$", output, re.MULTILINE)
    assert {(key, name) for key, name, _ in declared} >= {("userSessions", "userSessions-staging")}
    lines = Path("sessions.yaml").read_text(encoding="utf-8").splitlines()
    assert all(lines[int(line) - 1].strip().startswith(f"{key}:") for key, _, line in declared)
    assert output.endswith("`sessionform explain TABLE -e ENVIRONMENT` shows every setting of one.\n")


def test_the_list_may_be_of_one_environment_and_for_programs(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", "-q", "-e", "production", "--format", "json"]) == 0
    tables = json.loads(capsys.readouterr().out)["tables"]
    assert {item["environment"] for item in tables} == {"production"}
    assert ("userSessions", "sessions.yaml") in {(item["table"], item["file"]) for item in tables}
    assert main(["explain", "-e", "prod"]) == 2


GRANTED = TEXT.replace(
    "    environments:\n      production:\n        ttl:",
    "    grants:\n      web: {patterns: all, role: web}\n    environments:\n      production:\n        ttl:",
)


def test_the_policies_of_grants_are_json_for_other_programs(capsys: pytest.CaptureFixture[str]) -> None:
    Path("granted.yaml").write_text(GRANTED, encoding="utf-8")
    assert main(["explain", "userSessions", "-e", "production", "-f", "granted.yaml", "--grants"]) == 0
    printed = json.loads(capsys.readouterr().out)
    grant = printed["grants"]["web"]
    assert (printed["table"], printed["environment"]) == ("userSessions", "production")
    assert (grant["name"], grant["role"]) == ("web@userSessions-production", "web")
    assert grant["policy"]["Statement"] == [
        {
            "Effect": "Allow",
            "Action": ["dynamodb:GetItem", "dynamodb:Query"],
            "Resource": "arn:aws:dynamodb:us-east-1:*:table/userSessions-production",
        }
    ]
    assert grant["beyond"][0] == "GetItem reads any session, and all of its attributes"


def test_explain_shows_grants_and_what_they_allow_beyond_their_patterns(capsys: pytest.CaptureFixture[str]) -> None:
    Path("granted.yaml").write_text(GRANTED, encoding="utf-8")
    assert main(["explain", "userSessions", "-e", "production", "-f", "granted.yaml"]) == 0
    text = capsys.readouterr().out
    assert "web: the policy `web@userSessions-production`, attached to the role `web`" in text
    assert "- `recent` says `limit`, `sorted_by`; Query is not held to them" in text


def test_grants_are_those_of_a_table(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", "--grants"]) == 2
    assert "name a table: `sessionform explain TABLE --grants`" in capsys.readouterr().err
