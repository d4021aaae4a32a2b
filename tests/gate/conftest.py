"""The gate of these tests."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.gate.gate import Gate, start_gate
from tests.terraform_support import Workspace


@pytest.fixture(scope="session")
def gate_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Gate]:
    yield from start_gate(tmp_path_factory.mktemp("gate") / "server.log")


@pytest.fixture
def gate(gate_server: Gate) -> Gate:
    """The gate, with nothing behind it and nothing remembered."""
    gate_server.reset()
    return gate_server


@pytest.fixture
def gated(tmp_path: Path, gate: Gate) -> Workspace:
    """A folder in which Terraform talks to the gate."""
    return Workspace(tmp_path / "work", endpoint=gate.url)
