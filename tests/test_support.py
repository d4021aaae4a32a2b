"""The helpers of the tests themselves: what others rely on without looking."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests import golden
from tests.golden import assert_golden, assert_golden_tree
from tests.moto_support import MotoServer
from tests.terraform_support import TerraformFailed, Workspace

STACK = {
    "terraform": {"required_providers": {"aws": {"source": "aws", "version": ">= 5.100.0, < 7.0.0"}}},
    "provider": {"aws": [{"region": "us-east-1"}]},
    "resource": {
        "aws_dynamodb_table": {
            "probe": {
                "name": "support-probe",
                "billing_mode": "PAY_PER_REQUEST",
                "hash_key": "id",
                "attribute": [{"name": "id", "type": "S"}],
            }
        }
    },
    "output": {"name": {"value": "${aws_dynamodb_table.probe.name}"}},
}


@pytest.mark.long
@pytest.mark.slow
@pytest.mark.terraform
def test_a_workspace_applies_to_the_emulator_and_takes_it_back(tmp_path: Path, moto: MotoServer) -> None:
    dynamodb = moto.client("dynamodb")
    workspace = Workspace(tmp_path, endpoint=moto.url)
    workspace.write(STACK)
    workspace.init()
    workspace.validate()
    assert workspace.changes() == {"aws_dynamodb_table.probe": "create"}
    workspace.apply()
    assert workspace.outputs() == {"name": "support-probe"}
    assert dynamodb.list_tables()["TableNames"] == ["support-probe"]
    workspace.destroy()
    assert dynamodb.list_tables()["TableNames"] == []


@pytest.mark.terraform
def test_a_failing_command_shows_what_terraform_said(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    workspace.write('resource "nothing" {}', "cdk.tf")
    with pytest.raises(TerraformFailed, match="Missing name for resource"):
        workspace.validate()


def test_moto_forgets_on_reset(moto: MotoServer) -> None:
    dynamodb = moto.client("dynamodb")
    dynamodb.create_table(
        TableName="forgotten",
        BillingMode="PAY_PER_REQUEST",
        KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
    )
    moto.reset()
    assert dynamodb.list_tables()["TableNames"] == []


def test_a_golden_file_that_differs_fails_and_says_how_to_accept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(golden, "ACCEPTING", False)
    stored = tmp_path / "stored.txt"
    with pytest.raises(AssertionError, match="SESSIONFORM_ACCEPT=1 writes it"):
        assert_golden("new", stored)
    stored.write_text("old")
    with pytest.raises(AssertionError, match="SESSIONFORM_ACCEPT=1 stores it"):
        assert_golden("new", stored)


def test_accepting_a_tree_drops_what_is_no_longer_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    actual, stored = tmp_path / "actual", tmp_path / "stored"
    (actual / "a").mkdir(parents=True)
    (actual / "a" / "one.txt").write_text("1")
    stored.mkdir()
    (stored / "stale.txt").write_text("")
    monkeypatch.setattr(golden, "ACCEPTING", True)
    assert_golden_tree(actual, stored)
    monkeypatch.setattr(golden, "ACCEPTING", False)
    assert_golden_tree(actual, stored)
    assert not (stored / "stale.txt").exists()


def test_the_emulator_lists_more_than_two_pages_of_scalable_targets(moto: MotoServer) -> None:
    scaling = moto.client("application-autoscaling")
    tables = [f"table/paged-{number}" for number in range(101)]
    target = {"ServiceNamespace": "dynamodb", "ScalableDimension": "dynamodb:table:ReadCapacityUnits"}
    for table in tables:
        scaling.register_scalable_target(**target, ResourceId=table, MinCapacity=1, MaxCapacity=2)
    pages = list(scaling.get_paginator("describe_scalable_targets").paginate(**target))
    assert [len(page["ScalableTargets"]) for page in pages] == [50, 50, 1]
    assert sorted(item["ResourceId"] for page in pages for item in page["ScalableTargets"]) == sorted(tables)
    for table in tables:
        scaling.deregister_scalable_target(**target, ResourceId=table)
