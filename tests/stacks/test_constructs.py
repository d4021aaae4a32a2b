"""Tables as constructs: what a CDKTF app expects of any resource, it can do with ours."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from sessionform.stacks import EnvironmentStack, SessionTables
from tests.stacks.constructs import PRODUCTION, ROOT, written

pytestmark = pytest.mark.slow


def test_a_stack_of_ones_own_has_the_tables_at_their_addresses(app: Any, tables: SessionTables) -> None:
    made = written(app, "web")
    table = made["resource"]["aws_dynamodb_table"]["userSessions"]
    assert (table["name"], table["hash_key"]) == ("userSessions-production", "userId")
    assert table["lifecycle"] == {"prevent_destroy": True}
    assert made["//"]["outputs"]["web"]["userSessions_arn"] == "userSessions_arn"
    assert made["output"]["userSessions_stream_arn"]["value"] == "${aws_dynamodb_table.userSessions.stream_arn}"


def test_tables_are_a_mapping(tables: SessionTables) -> None:
    table = tables["userSessions"]
    assert (list(tables), list(tables.keys()), list(tables.values())) == (["userSessions"], ["userSessions"], [table])
    assert dict(tables.items()) == {"userSessions": table}
    assert tables.get("userSessions") is table
    assert tables.get("others") is None
    assert "userSessions" in tables
    assert "others" not in tables


def test_in_a_construct_of_a_construct_addresses_and_outputs_stay(app: Any, stack: Any) -> None:
    from constructs import Construct

    inner = Construct(Construct(stack, "identity"), "login")
    SessionTables(inner, "sessions", **PRODUCTION)
    made = written(app, "web")
    assert set(made["resource"]["aws_dynamodb_table"]) == {"userSessions"}
    assert set(made["output"]) == {"userSessions_arn", "userSessions_name", "userSessions_stream_arn"}


def test_stacks_with_state_in_s3_read_each_others_state_there(app: Any, stack: Any, tables: SessionTables) -> None:
    import cdktf

    cdktf.S3Backend(stack, bucket="states", key="web", region="us-east-1")
    other = cdktf.TerraformStack(app, "audit")
    cdktf.S3Backend(other, bucket="states", key="audit", region="us-east-1")
    policy = cdktf.Fn.jsonencode([tables["userSessions"].arn])
    cdktf.TerraformOutput(other, "policy", value=policy)
    made = written(app, "audit")
    (state,) = made["data"]["terraform_remote_state"].values()
    assert (state["backend"], state["config"]["key"]) == ("s3", "web")
    assert made["output"]["policy"]["value"].startswith("${jsonencode([data.terraform_remote_state.")


def test_another_stack_reads_the_state_of_the_first(app: Any, stack: Any, tables: SessionTables) -> None:
    import cdktf

    other = cdktf.TerraformStack(app, "audit")
    cdktf.TerraformOutput(other, "stream", value=tables["userSessions"].stream_arn)
    made = written(app, "audit")
    (state,) = made["data"]["terraform_remote_state"]
    assert made["output"]["stream"]["value"].startswith(f"${{data.terraform_remote_state.{state}.outputs.")
    assert any(name.startswith("cross-stack-output-") for name in written(app, "web")["output"])


def test_overrides_children_and_dependencies(app: Any, stack: Any, tables: SessionTables) -> None:
    import cdktf

    table = tables["userSessions"]
    assert tables.node.find_child("userSessions") is table
    table.add_override("ttl.enabled", False)
    alarm = cdktf.TerraformResource(
        stack, "alarm", terraform_resource_type="aws_cloudwatch_metric_alarm", depends_on=[table]
    )
    alarm.override_logical_id("alarm")
    made = written(app, "web")["resource"]
    assert made["aws_dynamodb_table"]["userSessions"]["ttl"] == {"attribute_name": "ttl", "enabled": False}
    assert made["aws_cloudwatch_metric_alarm"]["alarm"]["depends_on"] == ["aws_dynamodb_table.userSessions"]


def test_move_to_writes_a_moved_block(app: Any, stack: Any, tables: SessionTables) -> None:
    tables["userSessions"].move_from_id("aws_dynamodb_table.old")
    assert {"from": "aws_dynamodb_table.old", "to": "aws_dynamodb_table.userSessions"} in written(app, "web")["moved"]


def test_snapshot_tests_see_the_tables(stack: Any, tables: SessionTables) -> None:
    import cdktf

    text = cdktf.Testing.synth(stack)
    assert cdktf.Testing.to_have_resource_with_properties(
        text, "aws_dynamodb_table", {"name": "userSessions-production", "ttl": {"attribute_name": "ttl"}}
    )
    assert not cdktf.Testing.to_have_resource_with_properties(text, "aws_dynamodb_table", {"name": "other"})


@pytest.fixture
def removing(tmp_path: Path) -> Iterator[Path]:
    file = tmp_path / "sessions.yaml"
    file.write_text(
        (ROOT / "sessions.yaml").read_text(encoding="utf-8").replace("userSessions:", "webSessions:")
        + "removed: {old: {keep: true}}\n",
        encoding="utf-8",
    )
    return file


def test_what_leaves_and_moves_is_in_a_stack_of_ones_own(app: Any, stack: Any, removing: Path) -> None:
    SessionTables(stack, "sessions", declaration=removing, environment="production")
    removed = written(app, "web")["removed"]
    assert {"from": "aws_dynamodb_table.old", "lifecycle": {"destroy": False}} in removed


def test_two_declarations_meet_in_one_stack(app: Any, stack: Any, tables: SessionTables, removing: Path) -> None:
    SessionTables(stack, "more", declaration=removing, environment="production")
    assert set(written(app, "web")["resource"]["aws_dynamodb_table"]) == {"userSessions", "webSessions"}


def test_a_provider_of_ones_own(app: Any, stack: Any) -> None:
    import cdktf
    import jsii

    class Provider(cdktf.TerraformProvider):
        def __init__(self) -> None:
            super().__init__(stack, "aws", terraform_resource_type="aws", terraform_provider_source="hashicorp/aws")

        @property
        @jsii.member(jsii_name="alias")
        def alias(self) -> str:
            return "ireland"

    SessionTables(stack, "sessions", **PRODUCTION, provider=Provider())
    assert written(app, "web")["resource"]["aws_dynamodb_table"]["userSessions"]["provider"] == "aws.ireland"


def test_an_environment_stack_is_complete(app: Any) -> None:
    stack = EnvironmentStack(app, "production", declaration=ROOT / "sessions.yaml")
    made = written(app, "production")
    assert made["provider"]["aws"][0]["region"] == "us-east-1"
    assert made["terraform"]["required_providers"]["aws"]["source"] == "hashicorp/aws"
    assert set(made["resource"]["aws_dynamodb_table"]) == set(stack.tables) == {"userSessions"}
