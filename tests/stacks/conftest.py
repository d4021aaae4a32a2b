"""An app of CDKTF with a stack, and tables in it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from sessionform.stacks import SessionTables
from tests.stacks.constructs import PRODUCTION


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
