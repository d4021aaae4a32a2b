"""Tables as constructs: what a CDKTF app expects of any resource, it can do with ours."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from sessionform.compile import compile_file
from sessionform.errors import DeclarationError, UsageError
from sessionform.stacks import EnvironmentStack, SessionTables, TableResource, synthesize
from tests.terraform_support import Workspace

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]
DECLARATIONS = ("sessions.yaml", *sorted(path.relative_to(ROOT).as_posix() for path in ROOT.glob("examples/*.yaml")))
PRODUCTION = {"declaration": ROOT / "sessions.yaml", "environment": "production"}


@pytest.fixture
def app(tmp_path: Path) -> Any:
    import cdktf

    return cdktf.App(outdir=str(tmp_path / "cdktf.out"))


@pytest.fixture
def stack(app: Any) -> Any:
    import cdktf

    return cdktf.TerraformStack(app, "web")


@pytest.fixture
def tables(stack: Any) -> SessionTables:
    return SessionTables(stack, "sessions", **PRODUCTION)


def written(app: Any, name: str) -> dict[str, Any]:
    app.synth()
    made: dict[str, Any] = json.loads((Path(app.outdir) / f"stacks/{name}/cdk.tf.json").read_text(encoding="utf-8"))
    return made


def files(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8")
        for path in folder.rglob("*")
        if path.is_file()
    }


@pytest.mark.parametrize("hcl", [False, True], ids=["json", "hcl"])
@pytest.mark.parametrize("declaration", DECLARATIONS)
def test_with_constructs_and_without_the_stacks_are_the_same_bytes(declaration: str, hcl: bool, tmp_path: Path) -> None:
    model = compile_file(str(ROOT / declaration)).valid()
    # The way to the declaration is in the stacks: both from the same folder
    out = tmp_path / "cdktf.out"
    synthesize(model, out, hcl=hcl)
    plain = files(out)
    seen: list[EnvironmentStack] = []
    synthesize(model, out, hcl=hcl, extend=seen.append)
    assert files(out) == plain
    assert [len(stack.tables) for stack in seen] == [len(each.tables) for each in model.environments.values()]


def test_a_jsii_that_is_made_otherwise_is_asked_call_by_call(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from sessionform.stacks import together

    model = compile_file(str(ROOT / "examples/every-setting.yaml")).valid()
    out = tmp_path / "cdktf.out"
    synthesize(model, out, extend=lambda _: None)
    at_once = files(out)
    monkeypatch.setattr(together, "_pipes", lambda: None)
    synthesize(model, out, extend=lambda _: None)
    assert files(out) == at_once


def test_what_node_refuses_is_raised_and_it_goes_on_answering(app: Any, stack: Any) -> None:
    """The answers to the calls after the refused one are not taken for those to later calls."""
    import cdktf

    cdktf.TerraformOutput(stack, "userSessions_arn", value="taken")
    with pytest.raises(UsageError, match="the stack `web` has something called `userSessions_arn` already"):
        SessionTables(stack, "sessions", **PRODUCTION)
    other = cdktf.TerraformStack(app, "other")
    SessionTables(other, "sessions", **PRODUCTION)
    assert set(written(app, "other")["resource"]["aws_dynamodb_table"]) == {"userSessions"}


def test_more_calls_than_are_written_at_once(app: Any, stack: Any, tmp_path: Path) -> None:
    file = tmp_path / "sessions.yaml"
    tables = "".join(f"  table{number}: {{partition_key: id}}\n" for number in range(120))
    file.write_text(f"version: 1\nenvironments: {{production: {{region: us-east-1}}}}\ntables:\n{tables}")
    made = SessionTables(stack, "sessions", declaration=file, environment="production")
    assert [table.node.id for table in made.values()] == list(made)
    resources = written(app, "web")["resource"]["aws_dynamodb_table"]
    assert {key: table["name"] for key, table in resources.items()} == {key: f"{key}-production" for key in made}


def test_a_stack_of_ones_own_has_the_tables_at_their_addresses(app: Any, tables: SessionTables) -> None:
    made = written(app, "web")
    table = made["resource"]["aws_dynamodb_table"]["userSessions"]
    assert (table["name"], table["hash_key"]) == ("userSessions-production", "userId")
    assert table["lifecycle"] == {"prevent_destroy": True}
    assert made["//"]["outputs"]["web"]["userSessions_arn"] == "userSessions_arn"
    assert made["output"]["userSessions_stream_arn"]["value"] == "${aws_dynamodb_table.userSessions.stream_arn}"


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


def test_an_aspect_tags_tables_as_it_tags_everything(app: Any, stack: Any, tables: SessionTables) -> None:
    import cdktf
    import jsii

    @jsii.implements(cdktf.IAspect)
    class Tags:
        def visit(self, node: Any) -> None:
            if hasattr(node, "tags") and hasattr(node, "tags_input"):
                node.tags = {**(node.tags_input or {}), "Owner": "identity"}

    cdktf.Aspects.of(stack).add(Tags())
    table = written(app, "web")["resource"]["aws_dynamodb_table"]["userSessions"]
    assert table["tags"] == {"Application": "user-session-management", "Owner": "identity"}


def test_an_aspect_reads_and_changes_arguments(app: Any, stack: Any, tables: SessionTables) -> None:
    import cdktf
    import jsii

    seen: list[Any] = []

    @jsii.implements(cdktf.IAspect)
    class Harden:
        def visit(self, node: Any) -> None:
            if isinstance(node, TableResource):
                seen.append((node.hash_key_input, node.arguments["ttl"]))
                node.deletion_protection_enabled = False
                node.lifecycle = cdktf.TerraformResourceLifecycle(create_before_destroy=True, ignore_changes=["tags"])

    cdktf.Aspects.of(stack).add(Harden())
    table = written(app, "web")["resource"]["aws_dynamodb_table"]["userSessions"]
    assert seen == [("userId", {"attribute_name": "ttl", "enabled": True})]
    assert table["deletion_protection_enabled"] is False
    assert table["lifecycle"] == {"prevent_destroy": True, "create_before_destroy": True, "ignore_changes": ["tags"]}


def test_an_aspect_protects_what_the_declaration_does_not(app: Any, stack: Any) -> None:
    import cdktf
    import jsii

    SessionTables(stack, "sessions", declaration=ROOT / "sessions.yaml", environment="development")

    @jsii.implements(cdktf.IAspect)
    class Protect:
        def visit(self, node: Any) -> None:
            if isinstance(node, TableResource):
                node.add_override("lifecycle.prevent_destroy", True)
                node.add_override("tags.Owner", "identity")

    cdktf.Aspects.of(stack).add(Protect())
    table = written(app, "web")["resource"]["aws_dynamodb_table"]["userSessions"]
    assert table["lifecycle"]["prevent_destroy"] is True
    assert table["tags"]["Owner"] == "identity"


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


@pytest.mark.parametrize(
    ("arguments", "error", "says"),
    [
        ({"environment": "prodution"}, UsageError, "has no environment `prodution`"),
        ({"declaration": "nowhere.yaml"}, UsageError, "there is no file `nowhere.yaml`"),
        ({"declaration": "."}, UsageError, "`.` is a folder"),
        ({"environment": "${TfToken[TOKEN.0]}"}, UsageError, "`environment` is a token of CDKTF"),
        ({"environment": None}, UsageError, "`environment` is None, and has to be a name"),
        ({"declaration": 5}, UsageError, "`declaration` is 5, and has to be a name"),
        ({"provider": "aws"}, UsageError, "`provider` is 'aws', which is not a provider of the app"),
    ],
)
def test_what_is_not_there_is_said(stack: Any, arguments: dict[str, Any], error: type[UsageError], says: str) -> None:
    with pytest.raises(error, match=says) as caught:
        SessionTables(stack, "sessions", **{**PRODUCTION, **arguments})
    assert "--" not in caught.value.hint


def test_the_stack_of_an_environment_is_made_once(app: Any) -> None:
    EnvironmentStack(app, "production", declaration=ROOT / "sessions.yaml")
    with pytest.raises(UsageError, match="the app has a stack `production` already"):
        EnvironmentStack(app, "production", declaration=ROOT / "sessions.yaml")


def test_a_table_that_is_asked_for_by_a_token_is_said(tables: SessionTables) -> None:
    with pytest.raises(UsageError, match="a table is asked for by a token"):
        tables["${TfToken[TOKEN.0]}"]


@pytest.mark.parametrize("environment", ["prodution", "production"])
def test_a_failure_ends_an_app_with_one_line_and_nothing_written(environment: str, tmp_path: Path) -> None:
    shutil.copy(ROOT / "sessions.yaml", tmp_path)
    (tmp_path / "app.py").write_text(
        "import cdktf\nfrom sessionform.stacks import SessionTables\n"
        "app = cdktf.App()\nstack = cdktf.TerraformStack(app, 'web')\n"
        f"SessionTables(stack, 'one', environment={environment!r})\n"
        "SessionTables(stack, 'two', environment='production')\napp.synth()\n",
        encoding="utf-8",
    )
    done = subprocess.run(
        [sys.executable, "app.py"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert "sessionform: " in done.stderr
    assert list(tmp_path.rglob("*.tf.json")) == []


def test_a_declaration_that_fails_is_said(stack: Any, tmp_path: Path) -> None:
    file = tmp_path / "sessions.yaml"
    file.write_text("version: 1\n", encoding="utf-8")
    with pytest.raises(DeclarationError, match="fails its check"):
        SessionTables(stack, "sessions", declaration=file, environment="production")


def test_a_table_is_in_a_stack_once(stack: Any, tables: SessionTables) -> None:
    with pytest.raises(UsageError, match="the stack `web` has the table `userSessions` already"):
        SessionTables(stack, "again", **PRODUCTION)


def test_a_table_of_another_environment_is_said(tables: SessionTables) -> None:
    with pytest.raises(UsageError, match="the environment `production` has no table `userSesions`") as caught:
        tables["userSesions"]
    assert "userSessions" in caught.value.hint


def test_text_that_looks_like_a_token_is_refused(stack: Any, tmp_path: Path) -> None:
    file = tmp_path / "sessions.yaml"
    policy = """\
    resource_policy:
      Version: "2012-10-17"
      Statement:
        Effect: Allow
        Principal: {AWS: "arn:aws:iam::111122223333:role/web"}
        Action: dynamodb:GetItem
        Resource: "*"
        Condition: {StringEquals: {"aws:PrincipalTag/team": "${TfToken[TOKEN.0]}"}}
"""
    text = (ROOT / "sessions.yaml").read_text(encoding="utf-8")
    file.write_text(text.replace("    sort_key: sessionId\n", f"    sort_key: sessionId\n{policy}"), encoding="utf-8")
    with pytest.raises(UsageError, match="takes for a token"):
        SessionTables(stack, "sessions", declaration=file, environment="production")
