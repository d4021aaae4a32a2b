"""docs/security.md names a test for each promise, and the test is there."""

from __future__ import annotations

import re
from pathlib import Path


def test_the_test_of_each_promise_exists(root: Path) -> None:
    text = (root / "docs/security.md").read_text(encoding="utf-8")
    rows = [line for line in text.partition("## What is promised")[2].splitlines() if line.startswith("| ")]
    promises = [row for row in rows if row != "| promise | test |"]
    named = [re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", row) for row in promises]
    assert promises
    assert all(named), promises[[bool(tests) for tests in named].index(False)]
    for file, test in (item for tests in named for item in tests):
        assert f"\ndef {test}(" in (root / file).read_text(encoding="utf-8"), (file, test)
