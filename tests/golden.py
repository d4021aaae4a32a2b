"""Golden files: what a test got, compared with what is stored; `SESSIONFORM_ACCEPT=1` stores it anew."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

__all__ = ["ACCEPTING", "assert_golden", "assert_golden_json", "assert_golden_tree"]

ACCEPTING = os.environ.get("SESSIONFORM_ACCEPT") == "1"
"""Whether this run rewrites the golden files instead of comparing with them."""


def assert_golden(actual: str, stored: Path) -> None:
    """Fails unless the file `stored` holds exactly `actual`. Replace what varies (paths, versions) before the call."""
    if ACCEPTING:
        stored.parent.mkdir(parents=True, exist_ok=True)
        stored.write_text(actual, encoding="utf-8", newline="\n")
    assert stored.is_file(), f"{stored} is missing; SESSIONFORM_ACCEPT=1 writes it"
    expected = stored.read_text(encoding="utf-8")
    assert actual == expected, f"differs from {stored}; if the new text is right, SESSIONFORM_ACCEPT=1 stores it"


def assert_golden_json(actual: Any, stored: Path) -> None:
    """As `assert_golden`, for a JSON value: compared and stored indented, keys in the order given."""
    assert_golden(json.dumps(actual, indent=2, ensure_ascii=False) + "\n", stored)


def assert_golden_tree(actual: Path, stored: Path) -> None:
    """Fails unless the two folders hold the same files with the same text."""
    names = _files(actual)
    if ACCEPTING:
        for stale in _files(stored) - names:
            (stored / stale).unlink()
    else:
        assert names == _files(stored), (
            f"other files than {stored}; if they are right, SESSIONFORM_ACCEPT=1 stores them"
        )
    for name in sorted(names):
        assert_golden((actual / name).read_text(encoding="utf-8"), stored / name)


def _files(folder: Path) -> set[Path]:
    return {path.relative_to(folder) for path in folder.rglob("*") if path.is_file()}
