"""An AWS on loopback for tests: moto's server, completed (`emulator`), one for each test process."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

__all__ = ["STARTUP", "MotoServer", "aws_environment", "moto", "moto_server", "start_moto", "wait_for"]

_EMULATOR = Path(__file__).with_name("emulator.py")

STARTUP = 60
"""Seconds that the server may take to answer."""


@dataclass(frozen=True)
class MotoServer:
    """A running moto server. Everything in it is forgotten with `reset`."""

    url: str

    def client(self, service: str, region: str = "us-east-1", **more: Any) -> Any:
        """A boto3 client of this server."""
        import boto3

        client: Any = boto3.client  # the name of the service is not known to the stubs here
        return client(
            service,
            region_name=region,
            endpoint_url=self.url,
            aws_access_key_id="testing",
            aws_secret_access_key="testing",
            **more,
        )

    def reset(self) -> None:
        """Deletes every table, alarm, policy and whatever else was made."""
        request = urllib.request.Request(f"{self.url}/moto-api/reset", method="POST")
        urllib.request.urlopen(request, timeout=STARTUP).close()


def start_moto(log: Path) -> Iterator[MotoServer]:
    """Starts a server on a free loopback port, yields it when it answers, and stops it by its process id."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = MotoServer(f"http://127.0.0.1:{port}")
    command = [sys.executable, str(_EMULATOR), "-p", str(port)]
    with log.open("wb") as output, subprocess.Popen(command, stdout=output, stderr=output) as process:
        try:
            wait_for(server, process, log)
            yield server
        finally:
            process.kill()


@pytest.fixture(scope="session")
def moto_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[MotoServer]:
    """The server of this test process. Tests that share it use names of their own, or `moto`."""
    yield from start_moto(tmp_path_factory.mktemp("moto") / "server.log")


@pytest.fixture
def moto(moto_server: MotoServer) -> MotoServer:
    """The server, empty."""
    moto_server.reset()
    return moto_server


@pytest.fixture
def aws_environment(moto_server: MotoServer, monkeypatch: pytest.MonkeyPatch) -> MotoServer:
    """The server as the AWS of everything that this test starts, through the environment."""
    for name in [name for name in os.environ if name.startswith("AWS_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("AWS_ENDPOINT_URL", moto_server.url)
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "testing")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "testing")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    return moto_server


def wait_for(server: MotoServer, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + STARTUP
    while True:
        try:
            urllib.request.urlopen(f"{server.url}/moto-api/", timeout=STARTUP).close()
        except (urllib.error.URLError, ConnectionError):
            if process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"moto's server does not answer:\n{log.read_text()}") from None
            time.sleep(0.1)
        else:
            return
