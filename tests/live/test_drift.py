"""What somebody changed in the console is found, with its line, and can be written into the declaration."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from botocore.exceptions import ClientError

from sessionform.cli import main
from tests.live import made_by_hand
from tests.moto_support import MotoServer

DECLARATION = """\
version: 1
environments:
  production: {region: us-east-1, account_id: "123456789012"}
tables:
  userSessions:
    partition_key: sessionId
    ttl: expiresAt  # of the library
    tags: {Team: identity}
    deletion_protection: true
"""


@pytest.fixture
def aws(aws_environment: MotoServer, moto: MotoServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> MotoServer:
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    monkeypatch.chdir(tmp_path)
    Path("sessions.yaml").write_text(DECLARATION, encoding="utf-8")
    return aws_environment


def test_what_was_clicked_is_found_and_accepted(aws: MotoServer, capsys: pytest.CaptureFixture[str]) -> None:
    client = made_by_hand.plain(aws, "userSessions-production", Tags=[{"Key": "Team", "Value": "other"}])
    made_by_hand.plain(aws, "carts-production")
    client.update_time_to_live(
        TableName="userSessions-production", TimeToLiveSpecification={"Enabled": True, "AttributeName": "ttl"}
    )
    assert main(["drift", "-e", "production", "--format", "json"]) == 1
    (found,) = json.loads(capsys.readouterr().out)["environments"]
    drifts = {tuple(item["setting"]): item for item in found["drifts"]}
    assert {path: (item["declared"], item["live"], item["place"]) for path, item in drifts.items()} == {
        ("ttl",): ("expiresAt", "ttl", "sessions.yaml:7"),
        ("tags", "Team"): ("identity", "other", "sessions.yaml:8"),
        ("deletion_protection",): (True, False, "sessions.yaml:9"),
    }
    assert drifts["ttl",]["severity"] in ("high", "critical")
    assert all(item["meaning"] for item in drifts.values())
    assert found["undeclared"] == ["carts-production"]
    assert main(["drift", "--format", "markdown"]) == 1
    assert main(["drift"]) == 1
    assert "userSessions: ttl is ttl, declared expiresAt" in capsys.readouterr().out
    assert main(["drift", "--accept"]) == 0
    assert Path("sessions.yaml").read_text(encoding="utf-8") == (
        DECLARATION.replace("ttl: expiresAt", "ttl: ttl")
        .replace("identity", "other")
        .replace("protection: true", "protection: false")
    )
    assert main(["drift"]) == 0, capsys.readouterr().out


def test_what_is_accepted_goes_into_the_file_that_the_table_is_in(
    aws: MotoServer, capsys: pytest.CaptureFixture[str]
) -> None:
    main_text, _, table = DECLARATION.partition("tables:\n")
    own = "include: [identity.yaml]  # theirs\ntables:\n  carts: {partition_key: sessionId, ttl: ttl, tags: {Team: shop}}\n"
    Path("sessions.yaml").write_text(main_text + own, encoding="utf-8")
    Path("identity.yaml").write_bytes(b"\xef\xbb\xbf" + f"# Ours.\ntables:\n{table}".encode())
    made_by_hand.plain(aws, "userSessions-production", Tags=[{"Key": "Team", "Value": "other"}])
    made_by_hand.plain(aws, "carts-production", Tags=[{"Key": "Team", "Value": "carts"}])
    assert main(["drift"]) == 1
    assert main(["drift", "--accept"]) == 0, capsys.readouterr().err
    assert main(["drift"]) == 0, capsys.readouterr().out
    changed = own.replace("ttl: ttl", "ttl: null").replace("shop", "carts")
    assert Path("sessions.yaml").read_text(encoding="utf-8") == main_text + changed
    identity = Path("identity.yaml").read_bytes()
    assert identity.startswith(b"\xef\xbb\xbf# Ours.\ntables:\n  userSessions:\n")
    assert b"tags: {Team: other}\n" in identity


def test_a_table_that_is_not_there(aws: MotoServer, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["drift"]) == 1
    assert "missing: userSessions" in capsys.readouterr().out


def test_the_wrong_account(aws: MotoServer, capsys: pytest.CaptureFixture[str]) -> None:
    text = DECLARATION.replace("123456789012", "111122223333")
    Path("sessions.yaml").write_text(text, encoding="utf-8")
    assert main(["drift"]) == 3
    assert "belongs to account 111122223333" in capsys.readouterr().err


def test_what_is_adopted_has_not_drifted(aws: MotoServer, capsys: pytest.CaptureFixture[str]) -> None:
    made_by_hand.rich(aws, "rich-production")
    client = made_by_hand.plain(aws, "global-production", Tags=[{"Key": "Team", "Value": "x"}])
    client.update_table(TableName="global-production", ReplicaUpdates=[{"Create": {"RegionName": "eu-west-1"}}])
    made_by_hand.autoscaled(aws, "scaled-production")
    Path("sessions.yaml").unlink()
    main(["adopt", "-e", "production", "--all"])
    capsys.readouterr()
    assert main(["drift", "-q"]) == 0, capsys.readouterr()


def test_a_denied_call_is_named_and_the_rest_reported(
    aws: MotoServer, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def denied(*_: object) -> None:
        error = {"Error": {"Code": "AccessDeniedException", "Message": "no"}}
        raise ClientError(error, "ListTagsOfResource")

    made_by_hand.plain(aws, "userSessions-production")
    monkeypatch.setattr("sessionform.live.reader._tags", denied)
    before = Path("sessions.yaml").read_bytes()
    assert main(["drift", "--accept"]) == 3
    out = capsys.readouterr().out
    assert "AWS does not allow `dynamodb:ListTagsOfResource` in us-east-1" in out
    assert ("deletion_protection is false" in out, "tags" in out.replace("ListTags", "")) == (True, False)
    assert Path("sessions.yaml").read_bytes() == before


def test_a_table_that_is_archived_or_missing_is_no_pass() -> None:
    from sessionform.compile import compile_text
    from sessionform.live.description import TableDescription
    from sessionform.live.drift import drift_of
    from sessionform.review.model import ReviewSeverity

    text = "version: 1\nenvironments: {production: {region: us-east-1}}\ntables: {a: {partition_key: id, ttl: t}}\n"
    declaration = compile_text(text, "sessions.yaml").declaration
    assert declaration is not None
    environment = declaration.environments["production"]
    for status in ("CREATING", "DELETING", "ARCHIVED", "INACCESSIBLE_ENCRYPTION_CREDENTIALS"):
        described = TableDescription({"TableName": "a-production", "TableStatus": status})
        report = drift_of(environment, [described], [], "{table}-{environment}", None)
        assert report.unread == (f"a-production: it is {status}, and cannot be compared",)
        assert not report.drifted
    gone = drift_of(environment, [None], [], "{table}-{environment}", None)
    assert (gone.worst, gone.unread) == (ReviewSeverity.CRITICAL, ())


def test_a_page_for_a_browser_and_annotations(aws: MotoServer, capsys: pytest.CaptureFixture[str]) -> None:
    client = made_by_hand.plain(aws, "userSessions-production", Tags=[{"Key": "Team", "Value": "<b>other</b>"}])
    client.update_time_to_live(
        TableName="userSessions-production", TimeToLiveSpecification={"Enabled": True, "AttributeName": "ttl"}
    )
    assert main(["drift", "--format", "github"]) == 1
    first, *others = capsys.readouterr().out.splitlines()
    assert first.startswith("::error file=sessions.yaml,line=7,endLine=7,col=10,")
    assert "ttl is ttl, declared expiresAt%0Aa deploy: " in first
    assert all(line.startswith("::warning file=sessions.yaml,line=") for line in others)
    assert main(["drift", "--format", "html"]) == 1
    page = capsys.readouterr().out
    assert page.startswith("<!DOCTYPE html>")
    assert "<h1>Drift: critical</h1>" in page
    assert "<svg" in page
    assert "&lt;b&gt;other&lt;/b&gt;" in page
    assert "<b>other</b>" not in page


def test_a_page_about_nothing_and_one_about_a_missing_table(
    aws: MotoServer, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["drift", "--format", "html"]) == 1
    assert "declared, and not in AWS" in capsys.readouterr().out
    assert main(["drift", "--format", "github"]) == 1
    assert "userSessions is declared, and not in AWS" in capsys.readouterr().out
    client = made_by_hand.plain(
        aws, "userSessions-production", Tags=[{"Key": "Team", "Value": "identity"}], DeletionProtectionEnabled=True
    )
    client.update_time_to_live(
        TableName="userSessions-production", TimeToLiveSpecification={"Enabled": True, "AttributeName": "expiresAt"}
    )
    assert main(["drift", "--format", "html"]) == 0
    assert "<h1>No drift</h1>" in capsys.readouterr().out
    assert main(["drift", "--format", "github"]) == 0
    assert capsys.readouterr().out == ""
