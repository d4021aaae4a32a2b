"""`make new-rule` writes a rule that runs, in the list of its room; everything else is left to whoever asked for it."""

from __future__ import annotations

import ast
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tools.new_rule import new_rule


@pytest.fixture
def rules(root: Path, tmp_path: Path) -> Path:
    """A copy of the package that rules are in."""
    shutil.copytree(root / "sessionform", tmp_path / "sessionform", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(root / "schema", tmp_path / "schema")
    return tmp_path / "sessionform" / "rules"


def test_a_new_rule_is_in_its_room_and_runs(rules: Path, root: Path) -> None:
    file = new_rule("ttl-far-away", "expiry", rules)
    assert file == rules / "expiry" / "ttl_far_away.py"
    program = (
        "from sessionform.rules import RULES; from sessionform.rules.expiry import RULES as room;"
        "print(room[-1].id, room[-1] in RULES, len(room) > 9)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=rules.parents[1], capture_output=True, text=True, check=True
    )
    assert done.stdout == "ttl-far-away True True\n"
    ruff = [sys.executable, "-m", "ruff"]
    for command in (["format", "--check"], ["check", "--select", "F,I,E"]):
        checked = subprocess.run(
            [*ruff, *command, "--config", str(root / "pyproject.toml"), str(file), str(file.parent / "__init__.py")],
            capture_output=True,
            text=True,
            check=False,
        )
        assert checked.returncode == 0, checked.stdout


def test_every_room_takes_a_rule(rules: Path) -> None:
    rooms = [path.parent for path in sorted(rules.glob("*/__init__.py")) if "RULES = (" in path.read_text()]
    assert len(rooms) >= 10
    for room in rooms:
        new_rule(f"{room.name}-new", room.name, rules)
        tree = ast.parse((room / "__init__.py").read_text(encoding="utf-8"))
        listed = ast.unparse(tree.body[-1])
        assert f"{room.name}_new.RULE" in listed


@pytest.mark.parametrize(
    ("rule", "room", "reason"),
    [
        ("TTL", "expiry", "is not the id of a rule"),
        ("ttl", "expiry", "is not the id of a rule"),
        ("ttl-far-away", "engine", "there is no room `engine`; the rooms are access, application"),
        ("ttl-missing", "keys", "there is a rule `ttl-missing` already, in expiry"),
    ],
)
def test_what_cannot_be_a_rule_is_refused(rules: Path, rule: str, room: str, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        new_rule(rule, room, rules)
