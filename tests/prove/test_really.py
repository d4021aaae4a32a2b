"""`--really`, with moto in AWS's place: tables under a prefix of their own, which are gone afterwards, whatever happens."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.moto_support import MotoServer
from tests.prove.support import Meddler, declare, prove

TABLES = """\
  userSessions:
    partition_key: userId
    sort_key: sessionId
    ttl: expiresAt
    deletion_protection: true
    point_in_time_recovery: true
    stream: NEW_AND_OLD_IMAGES
    replicas: {eu-west-1: {deletion_protection: true}}
"""
WITH_PATTERNS = TABLES + "    access_patterns: {log_in: {put: [userId, sessionId]}}\n"


@pytest.fixture
def aws(meddler: Meddler, monkeypatch: pytest.MonkeyPatch) -> Meddler:
    monkeypatch.setenv("AWS_ENDPOINT_URL", meddler.url)
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "test")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "test")
    return meddler


def names(moto: MotoServer, region: str = "us-east-1") -> list[str]:
    found: list[str] = moto.client("dynamodb", region).list_tables()["TableNames"]
    return found


def test_tables_have_a_prefix_no_protection_and_no_replicas_and_are_gone_afterwards(
    aws: Meddler, moto: MotoServer, tmp_path: Path
) -> None:
    created: list[dict[str, Any]] = []
    aws.before["CreateTable"] = lambda body: (created.append(body), body)[1]
    existing = moto.client("dynamodb")
    existing.create_table(
        TableName="userSessions-production",
        BillingMode="PAY_PER_REQUEST",
        KeySchema=[{"AttributeName": "userId", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": "userId", "AttributeType": "S"}],
    )
    run = prove(declare(tmp_path, TABLES), "--really", "--sessions", "5")
    assert (run.code, run.errors, run.broken()) == (0, "", {})
    assert run.proof["target"] == "AWS"
    assert run.statuses("not shown") == {
        "deletion_protection": "left off, so that clean-up cannot fail",
        "replica eu-west-1": "not made: AWS would keep the tables for 24 hours",
        "replica eu-west-1 deletion_protection": "left off, so that clean-up cannot fail",
    }
    (request,) = created
    assert re.fullmatch(r"sessionform-prove-[0-9a-f]{8}-userSessions-production", request["TableName"])
    assert "DeletionProtectionEnabled" not in request
    assert names(moto) == ["userSessions-production"]
    assert "UpdateTable" not in aws.seen


def test_aws_is_believed_about_units_and_about_what_it_does_not_tell(aws: Meddler, tmp_path: Path) -> None:
    """moto as AWS: one unit for everything, which an emulator is forgiven and AWS is not."""
    declaration = WITH_PATTERNS + "    table_class: STANDARD_INFREQUENT_ACCESS\n"
    aws.after["DescribeTable"] = lambda _, answer: {"Table": {**answer["Table"], "TableClassSummary": {}}}
    run = prove(declare(tmp_path, declaration), "--really", "--sessions", "5")
    assert run.code == 1
    assert run.broken() == {"log_in": "it took 1 units, the estimate is 2", "table_class": "STANDARD"}


@pytest.mark.long
@pytest.mark.slow
@pytest.mark.parametrize(
    ("during", "number", "code", "words"),
    [
        ("CreateTable", signal.SIGINT, 130, "interrupted"),
        ("BatchWriteItem", signal.SIGINT, 130, "interrupted"),
        ("PutItem", signal.SIGTERM, 143, "told to end; every table that was made is deleted"),
        ("DeleteTable", signal.SIGHUP, 129, "told to end; every table that was made is deleted"),
    ],
)
def test_a_signal_in_the_middle_leaves_no_table(
    during: str, number: int, code: int, words: str, aws: Meddler, moto: MotoServer, tmp_path: Path
) -> None:
    """The signal comes while AWS is busy with that operation, and once more while the tables are being deleted."""
    started: list[subprocess.Popen[str]] = []
    sent: list[str] = []

    def send(body: dict[str, Any], operation: str) -> dict[str, Any]:
        if operation not in sent:
            sent.append(operation)
            started[0].send_signal(number)
        return body

    aws.before[during] = lambda body: send(body, during)
    if during != "DeleteTable":
        aws.before["DeleteTable"] = lambda body: send(body, "DeleteTable")
    file = declare(tmp_path, WITH_PATTERNS)
    command = [sys.executable, "-m", "sessionform", "prove", "-q", "-f", str(file), "--really", "--sessions", "60"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        started.append(process)
        output, errors = process.communicate(timeout=120)
    assert (process.returncode, output) == (code, "")
    again = "" if during == "DeleteTable" else "sessionform: still deleting the tables that were made\n"
    assert errors == f"{again}sessionform: {words}\n"
    assert sent[0] == during
    assert names(moto) == []


def test_a_table_that_cannot_be_deleted_is_named_with_the_command_that_deletes_it(
    aws: Meddler, moto: MotoServer, tmp_path: Path
) -> None:
    aws.refused["DeleteTable"] = "AccessDeniedException"
    run = prove(declare(tmp_path, TABLES), "--really", "--sessions", "5")
    (left,) = names(moto)
    assert run.code == 3
    assert run.errors.splitlines() == [
        "sessionform: not deleted:",
        f"`{left}` in us-east-1: An error occurred (AccessDeniedException) when calling the DeleteTable operation: the test says so",
        f"  hint: aws dynamodb delete-table --region us-east-1 --table-name {left}",
    ]


def test_a_table_that_is_there_already_is_not_touched(
    aws: Meddler, moto: MotoServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sessionform.prove.target._prefix", lambda: "mine-")
    client = moto.client("dynamodb")
    client.create_table(
        TableName="mine-userSessions-production",
        BillingMode="PAY_PER_REQUEST",
        KeySchema=[{"AttributeName": "userId", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": "userId", "AttributeType": "S"}],
    )
    run = prove(declare(tmp_path, TABLES), "--really", "--sessions", "5")
    assert (run.code, run.errors) == (
        3,
        "sessionform: there is a table `mine-userSessions-production` in us-east-1 already; it was not touched\n",
    )
    assert names(moto) == ["mine-userSessions-production"]
    assert set(aws.seen) == {"DescribeTable"}


@pytest.mark.parametrize(
    ("operation", "code", "message", "hint"),
    [
        (
            "CreateTable",
            "AccessDeniedException",
            "AWS does not allow CreateTable: the test says so",
            "docs/access-patterns.md#on-aws-itself",
        ),
        (
            "DescribeTable",
            "UnrecognizedClientException",
            "AWS refuses the credentials: the test says so",
            "aws sso login",
        ),
        ("PutItem", "AccessDeniedException", "AWS does not allow PutItem: the test says so", "docs/access-patterns.md"),
        ("BatchWriteItem", "ExpiredTokenException", "AWS refuses the credentials: the test says so", "aws sso login"),
        ("CreateTable", "TableIsOnHolidayException", "AWS refused CreateTable: the test says so", ""),
    ],
)
def test_what_aws_refuses_is_said_with_what_to_do(
    operation: str, code: str, message: str, hint: str, aws: Meddler, moto: MotoServer, tmp_path: Path
) -> None:
    aws.refused[operation] = code
    run = prove(declare(tmp_path, WITH_PATTERNS), "--really", "--sessions", "5")
    assert run.code == 3
    assert run.errors.startswith(f"sessionform: {message}\n")
    assert hint in run.errors
    assert names(moto) == []


def test_a_table_that_aws_would_not_make_is_a_broken_promise(aws: Meddler, tmp_path: Path) -> None:
    aws.refused["CreateTable"] = "ValidationException"
    run = prove(declare(tmp_path, TABLES), "--really", "--sessions", "5")
    assert (run.code, run.broken()) == (1, {"table": "the test says so"})


def test_without_credentials(aws: Meddler, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("AWS_ACCESS_KEY_ID")
    monkeypatch.delenv("AWS_SECRET_ACCESS_KEY")
    run = prove(declare(tmp_path, TABLES), "--really", "--sessions", "5")
    assert run.code == 3
    assert run.errors.startswith(
        "sessionform: there are no credentials for AWS: Unable to locate credentials\n  hint: sign in"
    )
    assert aws.seen == []


def test_the_profile_of_the_environment_is_used(aws: Meddler, tmp_path: Path) -> None:
    environments = "  production: {region: us-east-1, profile: not-there}\n"
    run = prove(declare(tmp_path, TABLES, environments=environments), "--really", "--sessions", "5")
    assert run.code == 3
    assert "The config profile (not-there) could not be found" in run.errors


@pytest.mark.parametrize(("account", "code"), [("123456789012", 0), ("210987654321", 3)])
def test_the_account_of_the_environment_is_held(
    account: str, code: int, moto: MotoServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL", moto.url)
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "test")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "test")
    role = f"arn:aws:iam::{account}:role/prover"
    environments = f'  production: {{region: us-east-1, account_id: "{account}", assume_role_arn: "{role}"}}\n'
    if code:
        environments = f'  production: {{region: us-east-1, account_id: "{account}"}}\n'
    run = prove(declare(tmp_path, TABLES, environments=environments), "--really", "--sessions", "5")
    assert run.code == code, run.errors
    if code:
        assert run.errors.startswith(
            "sessionform: `production` belongs to account 210987654321, these credentials to 123456789012\n"
        )


def test_an_environment_that_is_an_emulator_is_not_proven_on_aws(aws: Meddler, tmp_path: Path) -> None:
    environments = '  local: {region: us-east-1, endpoint_url: "http://127.0.0.1:8000"}\n'
    run = prove(declare(tmp_path, TABLES, environments=environments), "--really")
    assert run.code == 2
    assert "`local` is an emulator (`endpoint_url`), and `--really` is about AWS" in run.errors
    assert aws.seen == []


def test_the_embedded_emulator_never_reaches_an_endpoint_that_is_set_up_for_aws(aws: Meddler, tmp_path: Path) -> None:
    assert os.environ["AWS_ENDPOINT_URL"] == aws.url
    run = prove(declare(tmp_path, TABLES), "--sessions", "5")
    assert (run.code, aws.seen) == (0, [])
