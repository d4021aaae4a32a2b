"""No declaration of 64 KiB takes more than 2 processor seconds and 300 MB, whichever way it is made to take long."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from tests.fuzz.generate import ROOT
from tests.fuzz.heavy import declarations, slowness

SECONDS, MEGABYTES = 2.0, 300


@pytest.mark.slow
def test_every_heavy_declaration_stays_within_the_bounds() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.fuzz.heavy"], cwd=ROOT, capture_output=True, text=True, check=False, timeout=900
    )
    measured = [json.loads(line) for line in done.stdout.splitlines()]
    assert (done.returncode, len(measured)) == (0, len(declarations())), done.stderr
    limit = SECONDS * slowness()
    beyond = [
        item
        for item in measured
        if item.get("failed") or max(item["check"], item["review"]) > limit or item["memory"] > MEGABYTES
    ]
    assert beyond == [], f"beyond {limit:.1f} s or {MEGABYTES} MB"
