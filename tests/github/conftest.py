"""What the tests of pull requests share."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.pull_request.fake_github import FakeGitHub, fake_github


@pytest.fixture
def github() -> Iterator[FakeGitHub]:
    with fake_github() as server:
        yield server
