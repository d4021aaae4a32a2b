"""A short run of `make faults`."""

from __future__ import annotations

import sys
from collections import Counter

import pytest

from tests.fuzz.faults import COMMANDS, failures


@pytest.mark.long
@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="only Linux exchanges two folders in one step")
def test_every_command_comes_through_a_fault() -> None:
    counts: Counter[str] = Counter()
    assert list(failures(seed=3, rounds=len(COMMANDS), counts=counts)) == []
    assert sum(counts.values()) == len(COMMANDS)
