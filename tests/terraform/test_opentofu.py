"""Every example under OpenTofu, where a `tofu` is on the PATH with a provider to be had: no package brings one."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from tests.moto_support import MotoServer
from tests.terraform.test_newest_terraform import MADE_OF_OTHERS, as_module, configurations, example_of, root_of
from tests.terraform_support import Workspace

pytestmark = [
    pytest.mark.slow,
    pytest.mark.terraform,
    pytest.mark.long,
    pytest.mark.skipif(shutil.which("tofu") is None, reason="tofu is not on the PATH"),
]


def tofu(folder: Path, endpoint: str) -> Workspace:
    return Workspace(folder, endpoint=endpoint, program=("tofu",))


def test_opentofu_applies_every_example_and_then_plans_nothing(tmp_path: Path, moto: MotoServer) -> None:
    """Its registry is another one: a mirror of providers has to hold `registry.opentofu.org/hashicorp/aws`."""
    root = tofu(tmp_path, moto.url)
    modules = {name: body for name, body in configurations().items() if example_of(name) not in MADE_OF_OTHERS}
    taken: set[str] = set()
    for name, configuration in modules.items():
        body = as_module(configuration)
        tables = {table["name"] for table in body["resource"]["aws_dynamodb_table"].values()}
        if tables & taken:  # two examples are about the same tables
            continue
        taken |= tables
        tofu(tmp_path / name, moto.url).write(body)
    root.write(root_of([folder.name for folder in tmp_path.iterdir() if folder.is_dir()]))
    assert re.match(r"OpenTofu v1\.", root.run("version"))
    root.init()
    root.validate()
    moto.client("iam").create_role(RoleName="sessions-web", AssumeRolePolicyDocument="{}")
    root.apply()
    assert root.changes() == {}
    assert set(moto.client("dynamodb").list_tables()["TableNames"]) == taken
