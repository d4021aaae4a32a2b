"""The layers hold: who may import whom, which command may import what, and the two names of `stacks`."""

from __future__ import annotations

import ast
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

HEAVY = (
    "cdktf",
    "constructs",
    "jsii",
    "boto3",
    "botocore",
    "moto",
    "rich",
    "stacks",
    "sessionform.stacks",
    "argcomplete",
    "pygls",
    "lsprotocol",
)


def test_imports_point_down_only(root: Path) -> None:
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("arguments", [["check"], ["check", "--format", "json"], ["schema"], ["rules"]])
def test_a_quick_command_imports_nothing_slow(root: Path, arguments: list[str]) -> None:
    program = (
        "import sys; from sessionform.cli import main; code = main(sys.argv[1:]); import json;"
        "json.dump([code, sorted(sys.modules)], sys.stderr)"
    )
    command = [sys.executable, "-c", program, *arguments]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=True)
    code, modules = json.loads(done.stderr)
    assert code == 0
    assert [name for name in HEAVY if name in modules] == []


SLOW_TO_COMPLETE = (
    *HEAVY,
    "yaml",
    "jsonschema",
    "sessionform.model",
    "sessionform.source.document",
    "sessionform.rules",
)
"""What completing a line cannot wait for; argcomplete is what completes it."""


@pytest.mark.parametrize(
    "words",
    [
        *("", "check --", "synth --", "adopt --", "stage --base ", "review --base ", "affected --base ", "plan -e "),
        *("explain ", "drift -e ", "prove -e ", "rules ttl", "init --consumer "),
    ],
)
def test_completing_a_line_imports_nothing_slow(root: Path, tmp_path: Path, words: str) -> None:
    """A shell waits for it at every key."""
    line = f"sessionform {words}"
    output, modules = tmp_path / "offered", tmp_path / "modules"
    program = (
        "import atexit, os, sys; from pathlib import Path; from sessionform.cli import main; leave = os._exit;"
        "os._exit = lambda code: (Path(sys.argv[1]).write_text(' '.join(sys.modules)), leave(code));"
        "main(['x'])"
    )
    environment = {
        **os.environ, "_ARGCOMPLETE": "1", "_ARGCOMPLETE_IFS": "\n", "COMP_LINE": line, "COMP_POINT": str(len(line)),
        "_ARGCOMPLETE_STDOUT_FILENAME": str(output),
    }  # fmt: skip
    subprocess.run([sys.executable, "-c", program, modules], cwd=root, env=environment, capture_output=True, check=True)
    imported = modules.read_text(encoding="utf-8").split()
    assert output.read_text(encoding="utf-8")
    assert [name for name in SLOW_TO_COMPLETE if name in imported and name != "argcomplete"] == []


def test_stacks_imports_itself_relatively(root: Path) -> None:
    """It is `stacks` in a checkout and `sessionform.stacks` in a wheel: no name for itself is right in both."""
    wrong = [
        f"{path.relative_to(root)}: {module}"
        for path in sorted((root / "stacks").rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        for module in _absolute_imports(node)
        if module.split(".")[0] == "stacks" or module.startswith("sessionform.stacks")
    ]
    assert wrong == []


def _absolute_imports(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom) and node.level == 0:
        return [node.module or "", *(f"{node.module}.{alias.name}" for alias in node.names)]
    return []


def test_the_map_names_every_room_and_every_file_beside_them(root: Path) -> None:
    """`docs/architecture.md` is where a newcomer looks first."""
    written = (root / "docs" / "architecture.md").read_text(encoding="utf-8")
    package = root / "sessionform"
    rooms = [f"sessionform/{path.parent.name}/" for path in package.glob("*/__init__.py")]
    files = [path.name for path in package.glob("*.py") if not path.name.startswith("__")]
    assert rooms
    assert [name for name in (*rooms, *files) if name not in written] == []
