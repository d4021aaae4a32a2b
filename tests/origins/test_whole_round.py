"""From every origin to a stack that takes its tables over: the real plan imports all of it, and then nothing is left to do."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from sessionform.cli import main
from sessionform.live.description import TableDescription
from sessionform.origins.cloudformation.read import read_templates
from sessionform.origins.pulumi import read_export
from sessionform.terraform.environment import environment_config
from tests.moto_support import MotoServer
from tests.origins.recreate import recreate
from tests.origins.support import FIXTURES, Adopt, adopt, environment
from tests.terraform_support import Workspace

__all__ = ["adopt"]

pytestmark = [pytest.mark.terraform, pytest.mark.slow, pytest.mark.long]

EXPORT = FIXTURES / "pulumi-stack.json"
TEMPLATE = [FIXTURES / "cdk-v1.template.json", FIXTURES / "cdk-v1.resources.json"]

EXCEPTIONS = {"aws_dynamodb_resource_policy", "aws_appautoscaling_scheduled_action"}
"""What a plan shows besides imports; the review names it."""


def state_of_terraform(tmp_path: Path, moto: MotoServer) -> list[list[str | Path]]:
    """A state that the real provider has made, with its tables."""
    shutil.copytree(Path(__file__).parent / "foreign", tmp_path / "foreign")
    foreign = Workspace(tmp_path / "foreign", endpoint=moto.url)
    foreign.init()
    foreign.apply()
    state = tmp_path / "state.json"
    state.write_text(foreign.run("show", "-json"), encoding="utf-8")
    return [["--terraform-state", state]]


def export_and_template(_: Path, moto: MotoServer) -> list[list[str | Path]]:
    """An export of Pulumi and a template of CDK, and their tables; for one declaration, so that the provider starts once."""
    templates = read_templates([str(file) for file in TEMPLATE], {}, "us-east-1")
    for each in (*read_export(str(EXPORT)).tables, *templates.tables):
        assert isinstance(each.found, TableDescription)
        recreate(moto, each.found)
    return [["--pulumi", EXPORT], [part for file in TEMPLATE for part in ("--cloudformation", file)]]


@pytest.mark.parametrize("made", [state_of_terraform, export_and_template])
def test_from_the_origin_to_an_empty_plan(
    made: Callable[[Path, MotoServer], list[list[str | Path]]],
    tmp_path: Path,
    moto: MotoServer,
    aws_environment: MotoServer,
    adopt: Adopt,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "testing")
    monkeypatch.setenv("AWS_ENDPOINT_URL", moto.url)
    said = ""
    for origin in made(tmp_path, moto):
        code, out, err = adopt("-e", "production", *origin)
        assert code == (1 if "what the declaration does not say" in err else 0), err
        assert ("Hand over, in this order:" in out, "not compared" in err) == (True, False)
        said += err
    stack = environment_config(environment())
    assert len(stack["resource"]["aws_dynamodb_table"]) >= 3
    ours = Workspace(tmp_path / "ours", endpoint=moto.url)
    ours.write(stack)
    ours.init()
    plan = ours.plan()
    imported = {item["address"] for item in plan["resource_changes"] if "importing" in item["change"]}
    assert imported == {item["to"] for item in stack["import"]}
    changed = [item for item in plan["resource_changes"] if item["change"]["actions"] != ["no-op"]]
    unforeseen = [item for item in changed if item["type"] not in EXCEPTIONS and not _is_said(item, said)]
    assert unforeseen == []
    ours.apply()
    assert ours.changes() == {}
    capsys.readouterr()
    main(["drift", "-e", "production", "--format", "json"])
    (found,) = json.loads(capsys.readouterr().out)["environments"]
    assert (found["drifts"], found["missing"], found["unread"]) == ([], [], [])


def _is_said(item: dict[str, Any], said: str) -> bool:
    """Whether `adopt` has said that a deploy gives an alarm the description that the language gives it."""
    before, after = item["change"]["before"], item["change"]["after"]
    name, description = before.get("alarm_name"), after.get("alarm_description")
    others = {key for key in before if before[key] != after.get(key)} - {"alarm_description"}
    return not others and f"the description of the alarm `{name}`: a deploy makes it `{description}`" in said
