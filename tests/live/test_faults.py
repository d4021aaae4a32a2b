"""AWS that throttles, denies, expires or is not there: one line says so, the exit code is 3, and nothing is half done."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest

from sessionform.cli import main
from tests.live import made_by_hand
from tests.live.faulty_aws import CUT, FaultyAws, faulty_aws
from tests.moto_support import MotoServer

DECLARATION = """\
version: 1
environments:
  production: {region: us-east-1, account_id: "123456789012"}
tables:
  carts: {table_name: carts, partition_key: sessionId, ttl: expires}
  users: {table_name: users, partition_key: sessionId, ttl: expires}
"""

ADOPT = ["adopt", "-e", "production", "-f", "new.yaml", "--all"]
DRIFT = ["drift", "-e", "production", "-q"]


@pytest.fixture
def aws(
    aws_environment: MotoServer, moto: MotoServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[FaultyAws]:
    """Two tables whose TTL has drifted, in an AWS that can be told to fail."""
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    monkeypatch.setattr("botocore.endpoint.time", SimpleNamespace(sleep=lambda _: None))
    monkeypatch.chdir(tmp_path)
    Path("sessions.yaml").write_text(DECLARATION, encoding="utf-8")
    for name in ("carts", "users"):
        made_by_hand.plain(moto, name)
    with faulty_aws(moto.url) as server:
        monkeypatch.setenv("AWS_ENDPOINT_URL", server.url)
        yield server


def said(capsys: pytest.CaptureFixture[str]) -> str:
    out, err = capsys.readouterr()
    assert "Traceback" not in err
    return out + err


def test_throttling_is_waited_out(aws: FaultyAws, capsys: pytest.CaptureFixture[str]) -> None:
    for operation in ("DescribeTable", "DescribeTimeToLive", "DescribeScalableTargets", "ListTables"):
        aws.faults[operation] = ("ThrottlingException", 4)
    assert main(ADOPT) == 0, said(capsys)
    assert "table_name: carts" in Path("new.yaml").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("operation", "permission"),
    [
        ("DescribeTable", "dynamodb:DescribeTable"),
        ("DescribeTimeToLive", "dynamodb:DescribeTimeToLive"),
        ("DescribeScalableTargets", "application-autoscaling:DescribeScalableTargets"),
        ("DescribeAlarms", "cloudwatch:DescribeAlarms"),
        ("ListTables", "dynamodb:ListTables"),
        ("ListContributorInsights", "dynamodb:ListContributorInsights"),
    ],
)
@pytest.mark.parametrize(
    ("code", "words"),
    [
        pytest.param("ThrottlingException", "throttles", marks=pytest.mark.long),
        ("AccessDeniedException", "does not allow"),
    ],
)
def test_what_gets_no_answer_is_named_and_nothing_is_written(
    aws: FaultyAws, capsys: pytest.CaptureFixture[str], operation: str, permission: str, code: str, words: str
) -> None:
    aws.faults[operation] = (code, -1)
    assert main(ADOPT) == 3
    assert f"AWS {words} `{permission}` in us-east-1" in said(capsys)
    assert sorted(path.name for path in Path().iterdir()) == ["sessions.yaml"]
    assert main([*DRIFT, "--accept"]) == 3
    assert f"AWS {words} `{permission}` in us-east-1" in said(capsys)
    assert Path("sessions.yaml").read_text(encoding="utf-8") == DECLARATION


def test_tags_that_may_not_be_read_are_not_taken_for_none(aws: FaultyAws, capsys: pytest.CaptureFixture[str]) -> None:
    made_by_hand.scale(MotoServer(aws.behind), "table/carts", "dynamodb:table:ReadCapacityUnits", "x", "y")
    aws.faults["ListTagsForResource"] = ("AccessDeniedException", -1)
    for command in (ADOPT, DRIFT):
        assert main(command) == 3
        text = said(capsys)
        assert "AWS does not allow `application-autoscaling:ListTagsForResource` in us-east-1" in text
        assert "the tags of" not in text
    assert not Path("new.yaml").exists()


def test_an_answer_that_breaks_off(aws: FaultyAws, capsys: pytest.CaptureFixture[str]) -> None:
    """One that comes whole at a later try is none the worse; one that never does ends the command."""
    aws.faults["DescribeTimeToLive"] = (CUT, 4)
    assert main(DRIFT) == 1
    assert "carts: ttl is none" in said(capsys)
    aws.faults["DescribeTimeToLive"] = (CUT, -1)
    for command in (ADOPT, DRIFT):
        assert main(command) == 3
        assert "AWS does not answer in us-east-1" in said(capsys)
    assert not Path("new.yaml").exists()


def test_the_rest_is_reported(aws: FaultyAws, capsys: pytest.CaptureFixture[str]) -> None:
    """Of the other table where one cannot be read, of the table where one setting cannot, of all where names cannot."""
    for fault, drifted in (
        ("DescribeTable carts", {"users: ttl"}),
        ("DescribeTimeToLive carts", {"users: ttl"}),
        ("ListTables", {"users: ttl", "carts: ttl"}),
    ):
        aws.faults = {fault: ("AccessDeniedException", -1)}
        assert main(DRIFT) == 3
        text = said(capsys)
        assert "not looked at: " in text
        for name in ("users: ttl", "carts: ttl"):
            assert (f"{name} is none, declared expires" in text) == (name in drifted), fault


@pytest.mark.parametrize("code", ["ExpiredTokenException", "ExpiredToken", "InvalidClientTokenId"])
@pytest.mark.parametrize("operation", ["GetCallerIdentity", "DescribeTimeToLive"])
def test_credentials_that_are_no_good(
    aws: FaultyAws, capsys: pytest.CaptureFixture[str], code: str, operation: str
) -> None:
    aws.faults[operation] = (code, -1)
    for command in (ADOPT, DRIFT):
        assert main(command) == 3
        text = said(capsys)
        assert f"the credentials {'have expired' if 'Expired' in code else 'are refused'} in us-east-1" in text
        assert "aws sso login" in text
    assert not Path("new.yaml").exists()


def test_the_account_is_compared_before_anything_is_read(aws: FaultyAws, capsys: pytest.CaptureFixture[str]) -> None:
    Path("sessions.yaml").write_text(DECLARATION.replace("123456789012", "111122223333"), encoding="utf-8")
    for command in (DRIFT, ["adopt", "-e", "production", "--all"]):
        assert main(command) == 3
        assert "belongs to account 111122223333, these credentials to 123456789012" in said(capsys)
    assert set(aws.asked) == {"GetCallerIdentity"}


def test_a_network_that_is_cut(
    aws: FaultyAws, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL_DYNAMODB", "http://127.0.0.1:1")
    for command in (ADOPT, DRIFT):
        assert main(command) == 3
        assert "AWS does not answer in us-east-1" in said(capsys)
    assert not Path("new.yaml").exists()


def test_a_region_without_the_table(aws: FaultyAws, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["adopt", "-e", "staging", "-f", "new.yaml", "--region", "eu-west-1", "--table", "carts"]) == 3
    assert "there is no table `carts` in eu-west-1 of account 123456789012" in said(capsys)
    assert not Path("new.yaml").exists()
