"""The real Terraform with the real AWS provider, for tests: found on this machine, run in a folder of their own.

Where `TF_CLI_CONFIG_FILE` names an existing file, that is used. Otherwise a filesystem mirror holding the AWS provider
is looked for, and a configuration that names it is written to a temporary folder, never into the repository.
`python -m tests.terraform_support FOLDER` prints the path of that configuration, for other programs.
"""

from __future__ import annotations

import atexit
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import pytest

__all__ = ["TerraformFailed", "Workspace", "cli_config", "find_mirror", "terraform_env", "terraform_or_skip"]

SPOKEN = {"remove": "forget"}
"""Actions that plans and their JSON call by two names."""

TIMEOUT = 900
"""Seconds that one Terraform command may take before the test fails."""


class TerraformFailed(AssertionError):
    """A Terraform command exited with an error; `output` is everything that it printed."""

    def __init__(self, command: str, output: str) -> None:
        super().__init__(f"{command} failed:\n{output}")
        self.output = output


@cache
def find_mirror() -> Path | None:
    """The folder of a filesystem mirror that holds `hashicorp/aws`, or None. Looks through the machine, once."""
    search = ["find", "/", "-xdev", "-name", "terraform-provider-aws_v*", "-not", "-path", "*/.terraform/*"]
    found = subprocess.run(search, capture_output=True, text=True, check=False, timeout=TIMEOUT).stdout
    for binary in sorted(map(Path, found.splitlines())):
        # MIRROR/HOST/hashicorp/aws/VERSION/PLATFORM/terraform-provider-aws_vVERSION
        if binary.parts[-5:-3] == ("hashicorp", "aws"):
            return binary.parents[5]
    return None


def terraform_or_skip() -> None:
    """Skips the test, with the reason, where the real Terraform or the real provider cannot be had."""
    if shutil.which("terraform") is None:
        pytest.skip("terraform is not on the PATH")
    if _given_config() is None and find_mirror() is None:
        pytest.skip("no filesystem mirror with hashicorp/aws on this machine, and TF_CLI_CONFIG_FILE names no file")


def cli_config(folder: Path) -> Path:
    """A Terraform CLI configuration with which `init` needs no network: the machine's own, or one made in `folder`."""
    given = _given_config()
    if given is not None:
        return given
    mirror = find_mirror()
    if mirror is None:
        raise LookupError("no filesystem mirror with hashicorp/aws on this machine")
    config = folder / "terraform.rc"
    config.write_text(
        f"provider_installation {{\n  filesystem_mirror {{\n    path = {json.dumps(str(mirror))}\n  }}\n}}\n"
    )
    return config


def terraform_env(endpoint: str | None = None) -> dict[str, str]:
    """The environment to run Terraform in: this machine's mirror, and credentials that open nothing.

    With `endpoint` every AWS service is looked for at that URL.
    """
    env = {
        "TF_CLI_CONFIG_FILE": str(_session_config()),
        "TF_IN_AUTOMATION": "1",
        "TF_INPUT": "0",
        "CHECKPOINT_DISABLE": "1",
        "AWS_ACCESS_KEY_ID": "testing",
        "AWS_SECRET_ACCESS_KEY": "testing",
        "AWS_EC2_METADATA_DISABLED": "true",
    }
    return env if endpoint is None else env | {"AWS_ENDPOINT_URL": endpoint}


class Workspace:
    """A folder in which the real Terraform runs; skips the test where there is none.

    `endpoint` is the URL of an emulator. Stacks need no setting for it: the provider takes it from the environment.
    `program` is another Terraform than that of the PATH, as the first words of a command.
    """

    def __init__(self, folder: Path, *, endpoint: str | None = None, program: Sequence[str] = ("terraform",)) -> None:
        terraform_or_skip()
        self.folder = folder
        self.folder.mkdir(parents=True, exist_ok=True)
        self._program = program
        self._env = {**os.environ, **terraform_env(endpoint)}

    def write(self, stack: Mapping[str, Any] | str, name: str = "cdk.tf.json") -> Path:
        """Puts a stack into the folder: a mapping as JSON, a text as it is (`name="cdk.tf"` for HCL)."""
        path = self.folder / name
        path.write_text(stack if isinstance(stack, str) else json.dumps(stack, indent=2), encoding="utf-8")
        return path

    def run(self, *arguments: str) -> str:
        """Standard output of `terraform ARGUMENTS`; raises TerraformFailed when it exits with an error."""
        command = [*self._program, *arguments]
        done = subprocess.run(
            command, cwd=self.folder, env=self._env, capture_output=True, text=True, check=False, timeout=TIMEOUT
        )
        if done.returncode != 0:
            raise TerraformFailed(" ".join(["terraform", *arguments]), done.stdout + done.stderr)
        return done.stdout

    def init(self) -> None:
        """`terraform init`."""
        self.run("init", "-no-color")

    def validate(self) -> None:
        """`terraform validate`; warnings (of deprecated arguments, say) fail as well."""
        result = json.loads(self.run("validate", "-json"))
        if result["diagnostics"]:
            raise TerraformFailed("terraform validate", json.dumps(result["diagnostics"], indent=2))

    def plan(self, *arguments: str) -> dict[str, Any]:
        """Plans and returns the plan as `terraform show -json` gives it. `apply` then applies this very plan."""
        self.run("plan", "-no-color", "-out=plan.out", *arguments)
        plan: dict[str, Any] = json.loads(self.run("show", "-json", "plan.out"))
        return plan

    def changes(self, *arguments: str) -> dict[str, str]:
        """Plans and returns what is planned for every resource by address, without those that stay as they are.

        From what planning prints, as `plan` would start the provider twice.
        """
        printed = self.run("plan", "-json", "-out=plan.out", *arguments)
        events = (json.loads(line) for line in printed.splitlines())
        changes = (event["change"] for event in events if event["type"] == "planned_change")
        found = {change["resource"]["addr"]: change["action"] for change in changes if change["action"] != "noop"}
        return {address: SPOKEN.get(action, action) for address, action in found.items()}

    def apply(self) -> None:
        """Applies the plan made before, else plans and applies."""
        plan = self.folder / "plan.out"
        self.run("apply", "-no-color", "-auto-approve", *([plan.name] if plan.exists() else []))
        plan.unlink(missing_ok=True)

    def destroy(self) -> None:
        """`terraform destroy`."""
        self.run("destroy", "-no-color", "-auto-approve")

    def outputs(self) -> dict[str, Any]:
        """The values of the stack's outputs."""
        return {name: output["value"] for name, output in json.loads(self.run("output", "-json")).items()}


def _given_config() -> Path | None:
    given = os.environ.get("TF_CLI_CONFIG_FILE")
    return Path(given) if given and Path(given).is_file() else None


@cache
def _session_config() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="sessionform-terraform-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return cli_config(folder)


if __name__ == "__main__":
    print(cli_config(Path(sys.argv[1])))
