"""What other resources of an app get of the tables, and of what stands beside them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from sessionform.compile import compile_file
from sessionform.errors import UsageError
from sessionform.stacks import EnvironmentStack, SessionTables, TableResource
from tests.stacks.constructs import ROOT, written
from tests.terraform_support import Workspace

pytestmark = pytest.mark.slow


def test_attributes_are_tokens(app: Any, stack: Any, tables: SessionTables) -> None:
    import cdktf

    table = tables["userSessions"]
    assert isinstance(table, TableResource)
    text = {"Resource": [table.arn, f"{table.arn}/index/*"], "Name": table.name, "Id": table.id}
    cdktf.TerraformOutput(stack, "policy", value=cdktf.Fn.jsonencode(text))
    value = written(app, "web")["output"]["policy"]["value"]
    assert value == (
        '${jsonencode({"Resource" = [aws_dynamodb_table.userSessions.arn, '
        '"${aws_dynamodb_table.userSessions.arn}/index/*"], "Name" = aws_dynamodb_table.userSessions.name, '
        '"Id" = aws_dynamodb_table.userSessions.id})}'
    )


@pytest.fixture
def granting(stack: Any) -> SessionTables:
    return SessionTables(stack, "sessions", declaration=ROOT / "examples/grants.yaml", environment="production")


def test_what_stands_beside_a_table_has_tokens_too(app: Any, stack: Any, granting: SessionTables) -> None:
    import cdktf

    table = granting["userSessions"]
    assert set(table.beside) == {"aws_iam_policy", "aws_iam_role_policy_attachment"}
    assert set(table.beside.values()) | {table} <= set(granting.resources)
    assert (list(table.grants), list(table.alarms)) == (["web", "support", "audit"], [])
    assert list(table.beside["aws_iam_role_policy_attachment"].instances) == ["web"]
    policies = {name: policy.arn for name, policy in table.grants.items()}
    cdktf.TerraformOutput(stack, "policies", value=cdktf.Fn.jsonencode(policies))
    cdktf.TerraformOutput(stack, "name", value=table.grants["web"].attribute("name"))
    made = written(app, "web")["output"]
    assert made["policies"]["value"] == (
        '${jsonencode({"web" = aws_iam_policy.userSessions["web"].arn, '
        '"support" = aws_iam_policy.userSessions["support"].arn, '
        '"audit" = aws_iam_policy.userSessions["audit"].arn})}'
    )
    assert made["name"]["value"] == '${aws_iam_policy.userSessions["web"].name}'


def test_the_policy_of_a_stream_stands_beside_its_table(app: Any, stack: Any) -> None:
    file = ROOT / "examples/recovered.yaml"
    environment = next(iter(compile_file(str(file)).valid().environments))
    tables = SessionTables(stack, "sessions", declaration=file, environment=environment)
    beside = {key: {kind: each.address for kind, each in table.beside.items()} for key, table in tables.items()}
    assert beside == {
        "asOfAnHour": {},
        "userSessions": {
            "aws_dynamodb_resource_policy#stream": "aws_dynamodb_resource_policy.userSessions_stream",
        },
    }


def test_another_stack_takes_the_policy_of_a_grant(app: Any, granting: SessionTables) -> None:
    import cdktf

    other = cdktf.TerraformStack(app, "handlers")
    cdktf.TerraformOutput(other, "policy", value=granting["userSessions"].grants["web"].arn)
    value = written(app, "handlers")["output"]["policy"]["value"]
    assert value.startswith("${data.terraform_remote_state.")
    assert value.endswith('["web"].arn}')


def test_alarms_are_there_by_what_they_watch(app: Any, stack: Any) -> None:
    import cdktf

    file = ROOT / "examples/every-setting.yaml"
    tables = SessionTables(stack, "sessions", declaration=file, environment="everything")
    table = next(table for table in tables.values() if table.alarms)
    watched = next(iter(table.alarms))
    cdktf.TerraformOutput(stack, "alarm", value=table.alarms[watched].arn)
    made = written(app, "web")
    key = table.name_in_stack
    assert made["output"]["alarm"]["value"] == f'${{aws_cloudwatch_metric_alarm.{key}["{watched}"].arn}}'
    assert watched in table.alarms[watched].resource.for_each_keys


@pytest.mark.terraform
def test_terraform_takes_the_tokens_of_what_stands_beside_a_table(app: Any, tmp_path: Path) -> None:
    import cdktf

    stack = EnvironmentStack(app, "production", declaration=ROOT / "examples/grants.yaml")
    other = cdktf.TerraformStack(app, "handlers")
    for scope, name in ((stack, "web"), (other, "support")):
        policy = stack.table("userSessions").grants[name]
        cdktf.TerraformOutput(scope, "policy", value=cdktf.Fn.jsonencode({"arn": policy.arn, "id": policy.id}))
    app.synth()
    for name in ("production", "handlers"):
        made = Path(app.outdir) / f"stacks/{name}/cdk.tf.json"
        config = json.loads(made.read_text(encoding="utf-8"))
        config["terraform"].pop("backend")
        workspace = Workspace(tmp_path / name)
        workspace.write(config)
        workspace.init()
        workspace.validate()


def test_a_grant_that_is_not_declared_is_said_with_a_suggestion(granting: SessionTables) -> None:
    with pytest.raises(UsageError, match="`userSessions` has no grant `suport`") as caught:
        granting["userSessions"].grants["suport"]
    assert "support" in caught.value.hint
    with pytest.raises(UsageError, match="`userSessions` has no alarm `throttled`"):
        granting["userSessions"].alarms["throttled"]
