"""Credentials from a profile of AWS's own files, and a role that they take on: what `profile` and `assume_role_arn` mean."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from sessionform.cli import main
from tests.live.faulty_aws import FaultyAws, faulty_aws
from tests.live.made_by_hand import attributes, keys
from tests.moto_support import MotoServer

ROLE = "arn:aws:iam::111122223333:role/reader"

DECLARATION = f"""\
version: 1
environments:
  production: {{region: us-east-1, profile: sessions, assume_role_arn: "{ROLE}", account_id: "111122223333"}}
tables:
  users: {{table_name: users, partition_key: id, ttl: expires}}
"""


@pytest.fixture
def aws(
    moto: MotoServer, aws_environment: MotoServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[FaultyAws]:
    """Two tables in the account of the role; only the profile knows the endpoint and the keys."""
    for name in ("AWS_ENDPOINT_URL", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_DEFAULT_REGION"):
        monkeypatch.delenv(name)
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    monkeypatch.setenv("AWS_CONFIG_FILE", str(tmp_path / "config"))
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(tmp_path / "credentials"))
    monkeypatch.chdir(tmp_path)
    Path("sessions.yaml").write_text(DECLARATION, encoding="utf-8")
    Path("credentials").write_text("[sessions]\naws_access_key_id = AKIAIOSFODNN7EXAMPLE\naws_secret_access_key = x\n")
    for name in ("users", "carts"):
        _in_the_account_of_the_role(moto).create_table(
            TableName=name,
            BillingMode="PAY_PER_REQUEST",
            KeySchema=keys("id"),
            AttributeDefinitions=attributes(id="S"),
        )
    with faulty_aws(moto.url) as server:
        Path("config").write_text(f"[profile sessions]\nregion = eu-west-1\nendpoint_url = {server.url}\n")
        yield server


def _in_the_account_of_the_role(moto: MotoServer) -> Any:
    import boto3

    lent = moto.client("sts").assume_role(RoleArn=ROLE, RoleSessionName="test")["Credentials"]
    make: Any = boto3.client
    return make(
        "dynamodb",
        region_name="us-east-1",
        endpoint_url=moto.url,
        aws_access_key_id=lent["AccessKeyId"],
        aws_secret_access_key=lent["SecretAccessKey"],
        aws_session_token=lent["SessionToken"],
    )


def test_the_role_is_taken_on_with_the_profile(aws: FaultyAws, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["drift", "-q", "-e", "production"]) == 1
    assert "users: ttl is none, declared expires" in capsys.readouterr().out
    assert main(["adopt", "-e", "production", "--table", "carts"]) == 0, capsys.readouterr().err
    assert "  carts:\n" in Path("sessions.yaml").read_text(encoding="utf-8")
    assert aws.asked[:3] == ["AssumeRole", "GetCallerIdentity", "DescribeScalableTargets"]


@pytest.mark.parametrize("command", [["drift"], ["adopt", "--all"]])
@pytest.mark.parametrize(
    ("before", "after", "said", "asked"),
    [
        (
            f'assume_role_arn: "{ROLE}", ',
            "",
            "`production` belongs to account 111122223333, these credentials to 123456789012",
            {"GetCallerIdentity"},
        ),
        ("profile: sessions", "profile: nobodys", "The config profile (nobodys) could not be found", set()),
    ],
    ids=["another account", "another profile"],
)
def test_nothing_is_read_with_other_credentials(
    aws: FaultyAws,
    capsys: pytest.CaptureFixture[str],
    command: list[str],
    before: str,
    after: str,
    said: str,
    asked: set[str],
) -> None:
    text = DECLARATION.replace(before, after)
    Path("sessions.yaml").write_text(text, encoding="utf-8")
    assert main([*command, "-e", "production"]) == 3
    err = capsys.readouterr().err
    assert said in err
    assert "Traceback" not in err
    assert set(aws.asked) == asked
    assert Path("sessions.yaml").read_text(encoding="utf-8") == text


def test_a_role_that_may_not_be_taken_on(aws: FaultyAws, capsys: pytest.CaptureFixture[str]) -> None:
    aws.faults["AssumeRole"] = ("AccessDenied", -1)
    for command in (["drift"], ["adopt", "--all"]):
        assert main([*command, "-e", "production"]) == 3
        assert "AWS does not allow `sts:AssumeRole` in us-east-1" in capsys.readouterr().err
    assert set(aws.asked) == {"AssumeRole"}
