"""What every test may ask for, and what the marked ones get."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.terraform_support import terraform_env, terraform_or_skip

pytest_plugins = ["tests.moto_support"]


@pytest.fixture(scope="session")
def root() -> Path:
    """The root of the repository."""
    return Path(__file__).parent.parent


@pytest.fixture(autouse=True)
def _terraform(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """A test marked `terraform` finds the provider, also through the programs that it starts, or is skipped."""
    if request.node.get_closest_marker("terraform"):
        terraform_or_skip()
        for name, value in terraform_env().items():
            monkeypatch.setenv(name, value)
