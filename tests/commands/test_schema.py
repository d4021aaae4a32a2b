"""`sessionform schema`: the JSON Schema as it is stored, for editors."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from sessionform.cli import main

ROOT = Path(__file__).parents[2]
STORED = ROOT / "schema/sessions.schema.json"


def test_the_schema_is_printed_as_it_is_stored(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["schema"]) == 0
    assert capsys.readouterr().out == STORED.read_text(encoding="utf-8")


def test_it_can_be_stored_under_any_locale(tmp_path: Path) -> None:
    """As the documentation says: `sessionform schema > schema/sessions.schema.json`."""
    done = subprocess.run(
        [sys.executable, "-m", "sessionform", "schema"],
        cwd=tmp_path, env={"PYTHONPATH": str(ROOT), "LC_ALL": "C", "PYTHONUTF8": "0"}, capture_output=True, check=True,
    )  # fmt: skip
    assert done.stdout == STORED.read_bytes()
