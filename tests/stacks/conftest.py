"""An app of CDKTF with a stack, and tables in it; and a repository with an app."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from typing import Any

import pytest

from sessionform.stacks import SessionTables
from tests.stacks.constructs import PRODUCTION, ROOT


@pytest.fixture
def app(tmp_path: Path) -> Any:
    import cdktf

    return cdktf.App(outdir=str(tmp_path / "cdktf.out"))


@pytest.fixture
def stack(app: Any) -> Any:
    import cdktf

    return cdktf.TerraformStack(app, "web")


@pytest.fixture
def tables(stack: Any) -> SessionTables:
    return SessionTables(stack, "sessions", **PRODUCTION)


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A repository as a team has it: the declaration, the app, the environment that the app runs in."""
    for name in ("sessions.yaml", "main.py", "cdktf.json"):
        shutil.copy(ROOT / name, tmp_path)
    (tmp_path / ".venv").symlink_to(sys.prefix)
    return tmp_path
