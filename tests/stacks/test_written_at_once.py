"""The constructs are written at once, and what is written is what it would be one by one."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from sessionform.compile import compile_file
from sessionform.errors import UsageError
from sessionform.stacks import EnvironmentStack, SessionTables, synthesize
from tests.stacks.constructs import PRODUCTION, ROOT, written

pytestmark = pytest.mark.slow

DECLARATIONS = ("sessions.yaml", *sorted(path.relative_to(ROOT).as_posix() for path in ROOT.glob("examples/*.yaml")))


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
