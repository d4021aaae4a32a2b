"""A short run of `make fuzz-terraform`."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from tests.fuzz.validated import failures


@pytest.mark.slow
@pytest.mark.terraform
def test_terraform_validates_what_the_check_accepts(tmp_path: Path) -> None:
    counts: Counter[str] = Counter()
    assert list(failures(11, 20, tmp_path, counts, in_one=20)) == []
    assert counts["validated"] == 2
    assert counts["tables"] >= 20
