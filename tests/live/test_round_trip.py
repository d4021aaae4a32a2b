"""Tables that exist are imported, and nothing else happens to them: with the real Terraform and the real provider."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from sessionform.cli import main
from sessionform.compile import compile_file, compile_text
from sessionform.terraform.environment import environment_config
from tests.live import from_stack, made_by_hand
from tests.moto_support import MotoServer
from tests.terraform_support import Workspace

pytestmark = [pytest.mark.terraform, pytest.mark.slow]

EVERYTHING = """\
version: 1
environments:
  production: {region: us-east-1, account_id: "123456789012"}
tables:
  whole:
    partition_key: userId
    sort_key: {name: number, type: N}
    ttl: expires
    stream: NEW_AND_OLD_IMAGES
    deletion_protection: true
    billing_mode: PROVISIONED
    capacity:
      read: {min: 5, max: 50, policy_name: "$whole-scaling-policy", scale_in_cooldown: 0, scale_out_cooldown: 90}
      write: {min: 6, max: 60, target_utilization: 50}
    global_secondary_indexes:
      by_session:
        partition_key: sessionId
        sort_key: {name: seen, type: N}
        projection: {include: [expires, agent]}
        capacity: {read: 7, write: {min: 7, max: 70, policy_name: "theirs:table/whole/index/by_session"}}
    local_secondary_indexes: {recent: {sort_key: {name: seen, type: N}, projection: KEYS_ONLY}}
    contributor_insights: true
    kinesis_stream: {stream_arn: "arn:aws:kinesis:us-east-1:123456789012:stream/s", approximate_creation_date_time_precision: MICROSECOND}
    stream_policy:
      Version: "2012-10-17"
      Statement:
        - {Effect: Allow, Principal: {AWS: "arn:aws:iam::123456789012:role/a"}, Action: "dynamodb:GetRecords", Resource: "*"}
    resource_policy:
      Version: "2012-10-17"
      Statement:
        - {Effect: Allow, Principal: {AWS: "arn:aws:iam::123456789012:role/a"}, Action: "dynamodb:GetItem", Resource: "*"}
    alarms:
      actions: ["arn:aws:sns:us-east-1:123456789012:on-call"]
      ttl_stalled_hours: 24
      names: {read_throttled: slow, index/by_session/write_throttled: slow to find}
    tags: {Team: identity, "cost center": "42"}
  copied:
    partition_key: id
    ttl: expires
    stream: NEW_AND_OLD_IMAGES
    max_throughput: {read: 100, write: 50}
    point_in_time_recovery: {recovery_period_in_days: 7}
    replicas: {eu-west-1: {point_in_time_recovery: true}}
    tags: {Team: identity}
  scheduled:
    partition_key: id
    ttl: expires
    billing_mode: PROVISIONED
    capacity:
      read: {min: 5, max: 50, schedules: {morning: {at: "cron(0 8 * * ? *)", min: 10}}}
      write: 5
  bare: {partition_key: {name: id, type: N}, ttl: false}
"""

EXCEPTIONS = {
    "aws_dynamodb_resource_policy.whole": ["update"],
    "aws_dynamodb_resource_policy.whole_stream": ["update"],
    "aws_dynamodb_table.copied": ["update"],
    'aws_appautoscaling_scheduled_action.scheduled["read/morning"]': ["create"],
}
"""What a plan shows besides imports; the review names it."""


@pytest.mark.long
def test_what_exists_is_imported_and_stays_as_it_is(
    aws_environment: MotoServer,
    moto: MotoServer,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    elsewhere = Workspace(tmp_path / "elsewhere", endpoint=moto.url)
    elsewhere.write((Path(__file__).parent / "foreign.tf").read_text(encoding="utf-8"), "main.tf")
    elsewhere.init()
    elsewhere.run("apply", "-auto-approve", "-no-color")
    declared = compile_text(EVERYTHING, "made.yaml").valid().environments["production"]
    for key in declared.tables:
        from_stack.make(moto, environment_config(declared), key)
    made_by_hand.rich(moto, "userSessions-production")
    made_by_hand.autoscaled(moto, "by-hand")

    monkeypatch.chdir(tmp_path)
    assert main(["adopt", "-e", "production", "--all"]) == 0, capsys.readouterr().err
    assert main(["drift", "-e", "production"]) == 0, capsys.readouterr().out
    stack = environment_config(compile_file("sessions.yaml").valid().environments["production"])
    imports = {item["to"] for item in stack["import"]}
    workspace = Workspace(tmp_path / "ours", endpoint=moto.url)
    workspace.write(stack)
    workspace.init()
    plan = workspace.plan()
    assert {item["address"] for item in plan["resource_changes"] if "importing" in item["change"]} == imports
    assert _beyond_imports(plan) == EXCEPTIONS | {"aws_dynamodb_resource_policy.userSessions": ["update"]}
    workspace.apply()
    assert workspace.changes() == {}
    assert main(["drift", "-e", "production"]) == 0, capsys.readouterr().out
    capsys.readouterr()


def _beyond_imports(plan: dict[str, Any]) -> dict[str, list[str]]:
    return {
        item["address"]: item["change"]["actions"]
        for item in plan["resource_changes"]
        if item["change"]["actions"] != ["no-op"]
    }
