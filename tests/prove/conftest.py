from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.moto_support import MotoServer
from tests.prove.support import Meddler, meddling, start_dynalite


@pytest.fixture(scope="session")
def dynalite() -> Iterator[str]:
    """The address of a DynamoDB emulator that shares nothing with moto."""
    yield from start_dynalite()


@pytest.fixture
def meddler(moto: MotoServer) -> Iterator[Meddler]:
    """A proxy before moto, which passes everything on until a test tells it otherwise."""
    with meddling(moto.url) as proxy:
        yield proxy


@pytest.fixture(autouse=True)
def _no_aws(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No test meets the credentials, the configuration or the instance role of the machine that it runs on."""
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "AWS_PROFILE", "AWS_ENDPOINT_URL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("AWS_CONFIG_FILE", str(tmp_path / "no-config"))
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(tmp_path / "no-credentials"))
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
