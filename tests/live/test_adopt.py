"""Tables made by hand are written into a declaration that means them as they are."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from sessionform.cli import main
from sessionform.commands import adopt as command
from sessionform.errors import CommandError
from tests.golden import assert_golden
from tests.live import made_by_hand
from tests.moto_support import MotoServer

GOLDEN = Path(__file__).parent / "golden"

EXISTING = """\
# Ours.
version: 1
environments:
  development: {region: us-east-1}   # for everybody
tables:
  # the guide's
  userSessions:
    partition_key: sessionId
    ttl: "expiresAt"
    environments:
      development: {tags: {Team: "x"}}
"""


@pytest.fixture
def aws(aws_environment: MotoServer, moto: MotoServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> MotoServer:
    """An empty AWS, and an empty folder to work in."""
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    monkeypatch.chdir(tmp_path)
    return aws_environment


def written() -> str:
    return Path("sessions.yaml").read_text(encoding="utf-8")


def test_a_table_with_nearly_everything(aws: MotoServer, capsys: pytest.CaptureFixture[str]) -> None:
    made_by_hand.rich(aws, "userSessions-production")
    assert main(["adopt", "-e", "production", "--table", "userSessions-production"]) == 0, capsys.readouterr().err
    key = written().partition("kms_key_arn: ")[2].partition("\n")[0]
    assert_golden(written().replace(key, "KEY"), GOLDEN / "rich.yaml")


def test_autoscaling_replicas_alarms_and_made_up_names(aws: MotoServer, capsys: pytest.CaptureFixture[str]) -> None:
    made_by_hand.autoscaled(aws, "carts-production")
    made_by_hand.alarmed(aws, "plain-production", "plain-production/")
    client = made_by_hand.plain(aws, "global-1a2b3c4", Tags=[{"Key": "Team", "Value": "x"}])
    client.update_table(TableName="global-1a2b3c4", ReplicaUpdates=[{"Create": {"RegionName": "eu-west-1"}}])
    assert main(["adopt", "-e", "production", "--all"]) == 1
    out, err = capsys.readouterr()
    assert_golden(written(), GOLDEN / "several.yaml")
    assert_golden(f"{out}---\n{err}", GOLDEN / "several.txt")


def test_into_a_file_that_is_there(aws: MotoServer, capsys: pytest.CaptureFixture[str]) -> None:
    Path("sessions.yaml").write_text(EXISTING, encoding="utf-8")
    made_by_hand.plain(aws, "userSessions-production", "eu-central-1", DeletionProtectionEnabled=True)
    made_by_hand.plain(aws, "carts-production", "eu-central-1")
    made_by_hand.plain(aws, "other", "eu-central-1")
    command_line = ["adopt", "-e", "production", "--region", "eu-central-1", "--table", "*-production"]
    assert main([*command_line, "--dry-run"]) == 0
    assert written() == EXISTING
    difference = capsys.readouterr().out
    assert [line for line in difference.splitlines()[2:] if line.startswith("-")] == []
    assert main(command_line) == 0, capsys.readouterr().err
    assert_golden(written(), GOLDEN / "existing.yaml")
    once = written()
    assert main(command_line) == 0
    assert (written(), "was declared before" in capsys.readouterr().err) == (once, True)


def test_beside_tables_in_an_included_file(aws: MotoServer, capsys: pytest.CaptureFixture[str]) -> None:
    """What is declared there is edited there, what is new stands in the declaration, and no table in both."""
    head, _, table = EXISTING.partition("tables:\n")
    head += "include: [identity.yaml]\n"
    Path("sessions.yaml").write_text(head, encoding="utf-8")
    Path("identity.yaml").write_text(f"tables:\n{table}", encoding="utf-8")
    made_by_hand.plain(aws, "userSessions-production", "eu-central-1", DeletionProtectionEnabled=True)
    made_by_hand.plain(aws, "carts-production", "eu-central-1")
    command_line = ["adopt", "-e", "production", "--region", "eu-central-1", "--table", "*-production"]
    assert main([*command_line, "--dry-run"]) == 0, capsys.readouterr().err
    assert written() == head
    difference = capsys.readouterr().out
    assert ("+++ sessions.yaml" in difference, "+++ identity.yaml" in difference) == (True, True)
    assert main(command_line) == 0, capsys.readouterr().err
    identity = Path("identity.yaml").read_text(encoding="utf-8")
    assert identity.startswith(f"tables:\n{table}")
    assert "      production: {" in identity or "      production:\n" in identity
    assert "carts" not in identity
    assert written().startswith(head.partition("include")[0])
    assert ("  carts:\n" in written(), "userSessions" in written()) == (True, False)
    assert main(["drift", "-q", "-e", "production"]) == 0, capsys.readouterr().out


def test_by_tag_and_what_is_not_there(aws: MotoServer, capsys: pytest.CaptureFixture[str]) -> None:
    made_by_hand.plain(aws, "one", Tags=[{"Key": "Team", "Value": "x"}])
    made_by_hand.plain(aws, "two")
    assert main(["adopt", "-e", "production", "--tag", "Team=x"]) == 0
    assert ("table_name: one" in written(), "table_name: two" in written()) == (True, False)
    for wrong, code in (
        (["--table", "c"], 3),
        (["--table", "c*"], 3),
        (["--tag", "Team"], 2),
        ([], 2),
        (["--all", "--region", "eu-west-1"], 2),
        (["--all", "-f", "-"], 2),
    ):
        assert main(["adopt", "-e", "production", *wrong]) == code, wrong
    assert "table_name: two" not in written()
    assert "Traceback" not in capsys.readouterr().err


def test_what_cannot_be_read_is_never_written(
    aws: MotoServer, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    made_by_hand.plain(aws, "a")
    monkeypatch.setenv("AWS_ENDPOINT_URL_CLOUDWATCH", "http://127.0.0.1:1")
    monkeypatch.setattr("sessionform.live.connection.ATTEMPTS", 1)
    assert main(["adopt", "-e", "production", "--all"]) == 3
    assert "AWS does not answer in us-east-1" in capsys.readouterr().err
    assert not Path("sessions.yaml").exists()


def test_tags_of_what_stands_beside(aws: MotoServer, capsys: pytest.CaptureFixture[str]) -> None:
    """A stack gives targets and alarms the tags of the environment, and no others."""
    production = '  production: {region: us-east-1, tags: {Environment: production, Team: "x"}}'
    Path("sessions.yaml").write_text(EXISTING.replace("tables:", f"{production}\ntables:"), encoding="utf-8")
    tags = {"Environment": "production", "Team": "y"}
    made_by_hand.autoscaled(aws, "carts-production", Tags=tags)
    client = aws.client("dynamodb")
    arn = client.describe_table(TableName="carts-production")["Table"]["TableArn"]
    client.tag_resource(ResourceArn=arn, Tags=[{"Key": key, "Value": text} for key, text in tags.items()])
    made_by_hand.alarmed(aws, "users-production", "users-production/", Tags=[{"Key": "Owner", "Value": "me"}])
    assert main(["adopt", "-e", "production", "--table", "*-production"]) == 1
    alarms = "the alarm `users-production/read_throttled`, the alarm `users-production/write_throttled`"
    said = [
        "the tags of the scalable target of read, the scalable target of write: `Team` is `y`, and a deploy makes it `x`",
        f"the tags of {alarms}: the environment's `Environment` is missing, which a deploy adds",
        f"the tags of {alarms}: `Owner` is not the environment's, and a deploy removes it",
    ]
    err = capsys.readouterr().err
    assert [text for text in said if f"  - {text}\n" not in err] == []
    assert main(["drift", "-q", "-e", "production"]) == 1
    out = capsys.readouterr().out
    assert [text for text in said if text not in out] == []


def test_a_table_that_fails_the_check_keeps_no_other_out(aws: MotoServer, capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("carts", "users"):
        made_by_hand.plain(aws, name)
    ttl = {"Enabled": True, "AttributeName": "sessionId"}
    aws.client("dynamodb").update_time_to_live(TableName="carts", TimeToLiveSpecification=ttl)
    assert main(["adopt", "-e", "production", "--all"]) == 1
    out, err = capsys.readouterr()
    assert "sessionform: `carts` is not adopted, since the declaration with it fails the check:\n  - " in err
    assert "sessions.yaml: 1 table adopted into `production`\n  users as users\n" in out
    assert ("table_name: users" in written(), "carts" in written()) == (True, False)
    assert main(["adopt", "-e", "production", "--table", "carts"]) == 1
    assert "would have errors; nothing was written" in capsys.readouterr().err


def test_the_wrong_account(aws: MotoServer, capsys: pytest.CaptureFixture[str]) -> None:
    text = EXISTING.replace("{region: us-east-1}", '{region: us-east-1, account_id: "111122223333"}')
    Path("sessions.yaml").write_text(text, encoding="utf-8")
    assert main(["adopt", "-e", "development", "--all"]) == 3
    assert "belongs to account 111122223333, these credentials to 123456789012" in capsys.readouterr().err
    assert written() == text


def test_where_no_table_was_asked_for(aws: MotoServer, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["adopt", "-e", "production", "--all"]) == 3
    assert "there is no table in us-east-1 of account 123456789012" in capsys.readouterr().err
    made_by_hand.plain(aws, "users")
    for arguments in (["--table", "session*"], ["--tag", "Team=nobody"]):
        assert main(["adopt", "-e", "production", *arguments]) == 3
        said = "none of 1 table in us-east-1 of account 123456789012 was asked for"
        assert said in capsys.readouterr().err
    assert not Path("sessions.yaml").exists()


def test_the_policy_is_what_is_called(aws: MotoServer, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["adopt", "--iam"]) == 0
    actions = json.loads(capsys.readouterr().out)["Statement"][0]["Action"]
    assert all(word.split(":")[1].startswith(("Describe", "List", "Get")) for word in actions)


def test_a_table_that_is_not_ready() -> None:
    from sessionform.live.description import TableDescription

    table = TableDescription({"TableName": "a", "TableStatus": "CREATING"})
    with pytest.raises(CommandError, match="`a` is CREATING; nothing was written"):
        command._refuse_unfinished([table])
    with pytest.raises(CommandError, match="not everything could be read"):
        command._refuse_unfinished([TableDescription({"TableName": "a"}, unread=("no",))])
