"""What the tests of hostile repositories share."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.commands.reviewing import Done, repository, run

__all__ = ["ran", "repository", "review"]


@pytest.fixture(autouse=True)
def ran(tmp_path: Path) -> Path:
    """The file that appears where a command of the stranger runs."""
    return tmp_path / "ran"


def review(*arguments: str, base: str = "main") -> Done:
    return run("review", "--base", base, *arguments)
