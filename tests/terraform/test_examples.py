"""The examples that users start from: they pass the check without a warning, and the real Terraform finds them valid."""

from __future__ import annotations

from pathlib import Path

import pytest

from sessionform.compile import compile_file
from sessionform.facts.versions import PROVIDER_FLOOR
from sessionform.terraform.environment import environment_config
from sessionform.terraform.floors import floor
from sessionform.terraform.hcl import render
from tests.terraform_support import Workspace

ROOT = Path(__file__).parents[2]
EXAMPLES = sorted((ROOT / "examples").glob("*.yaml"))
EVERYTHING = "every-setting"
"""Has settings that no declaration should have together; test_apply applies it."""

FOR_PROVIDER_6 = {"provider-6"}
"""Cannot be validated with provider 5.100; test_arguments.py knows the arguments of 6.69."""


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda path: path.stem)
def test_an_example_passes_the_check(example: Path) -> None:
    compiled = compile_file(str(example))
    assert not compiled.failed
    if example.stem != EVERYTHING:
        assert [item.finding.message for item in compiled.problems] == []
    floors = {floor(environment).version for environment in compiled.valid().environments.values()}
    assert (max(floors) > PROVIDER_FLOOR) == (example.stem in FOR_PROVIDER_6)


@pytest.mark.long
@pytest.mark.slow
@pytest.mark.terraform
@pytest.mark.parametrize(
    "example", [path for path in EXAMPLES if path.stem not in {EVERYTHING, *FOR_PROVIDER_6}], ids=lambda path: path.stem
)
def test_terraform_finds_an_example_valid(example: Path, tmp_path: Path) -> None:
    for name, environment in compile_file(str(example)).valid().environments.items():
        workspace = Workspace(tmp_path / name)
        workspace.write(render(environment_config(environment)), "cdk.tf")
        workspace.run("init", "-no-color", "-backend=false")
        workspace.validate()
