"""HCL says what the JSON says, and looks as `terraform fmt` wants it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from sessionform.stacks import render
from tests.terraform.stacks_support import environment_of, with_local_state
from tests.terraform_support import Workspace

pytestmark = [pytest.mark.slow, pytest.mark.terraform]

EVERY_SETTING = Path(__file__).parents[2] / "examples/every-setting.yaml"


def test_json_and_hcl_are_planned_alike(tmp_path: Path, moto_server: Any) -> None:
    """The same plan comes of both, down to every value; and `terraform fmt` has nothing to change."""
    config = with_local_state(environment_of(EVERY_SETTING, "everything"))
    plans = []
    for name, text in (("cdk.tf.json", config), ("cdk.tf", render(config))):
        workspace = Workspace(tmp_path / name.replace(".", "-"), endpoint=moto_server.url)
        workspace.write(text, name)
        workspace.init()
        plans.append(workspace.plan()["planned_values"])
    assert plans[0] == plans[1]
    workspace.run("fmt", "-check", "-diff")
