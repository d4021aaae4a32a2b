"""HCL says what the JSON says, and looks as `terraform fmt` wants it."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import pytest

from sessionform.terraform.hcl import render
from tests.terraform.stacks_support import environment_of, with_local_state
from tests.terraform_support import Workspace

pytestmark = [pytest.mark.slow, pytest.mark.terraform]

EVERY_SETTING = Path(__file__).parents[2] / "examples/every-setting.yaml"


def test_whatever_is_written_is_formatted(tmp_path: Path) -> None:
    """Keys, strings and shapes of all kinds: `terraform fmt` has nothing to change, and so can read all of it."""
    chance = random.Random(7)
    workspace = Workspace(tmp_path)
    for number in range(60):
        resources = {f"r{index}": _arguments(chance, 3) for index in range(4)}
        workspace.write(render({"resource": {"aws_x": resources}}), f"file{number}.tf")
    workspace.run("fmt", "-check", "-diff")


_WORDS = [
    "a",
    "Team",
    "cost-center",
    "for",
    "null",
    "with space",
    "ключ",
    'q"uote',
    "b\\slash",
    "n\newline",
    "\b",
    "$${x}",
]


def _arguments(chance: random.Random, depth: int) -> dict[str, Any]:
    return {
        f"{chance.choice('abcdef')}_{chance.randint(1, 9999)}": _any(chance, depth) for _ in range(chance.randint(0, 5))
    }


def _any(chance: random.Random, depth: int) -> Any:
    kind = chance.choice(["text", "number", "truth", "expression"] + ["map", "blocks", "list"] * (depth > 0))
    if kind == "map":
        return {chance.choice(_WORDS): _any(chance, depth - 1) for _ in range(chance.randint(0, 4))}
    if kind == "blocks":
        return [_arguments(chance, depth - 1) for _ in range(chance.randint(1, 2))]
    if kind == "list":
        return [_any(chance, 0) for _ in range(chance.randint(0, 3))]
    scalars: dict[str, Any] = {"text": chance.choice(_WORDS), "number": chance.randint(-5, 99999), "truth": True}
    return scalars.get(kind, "${aws_x.r1.id}")


@pytest.mark.long
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
