"""What a proof runs on: the emulator in this process, an endpoint, or AWS itself."""

from __future__ import annotations

import logging
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from typing import Any

from sessionform.errors import OutsideError

_EMULATOR = (
    "latency, partitions, throttling and the time that TTL takes to delete: no emulator has them",
    "replicas: an emulator works in one region",
)
_LIVE = ("how long TTL takes to delete: typically within a few days of the expiry",)


@dataclass(frozen=True, slots=True)
class Target:
    """Where the tables are made. `prefix` goes before every table name, so that no other table is met.

    `keeps_protection` is False where a protected table that clean-up missed would cost somebody money.
    """

    name: str
    endpoint_url: str | None
    prefix: str
    keeps_protection: bool
    limits: tuple[str, ...]

    def client(self, service: str, region: str) -> Any:
        """A boto3 client of this target. An emulator takes any credentials where none are set."""
        import boto3
        from botocore.config import Config

        given = {}
        if self.endpoint_url is not None and "AWS_ACCESS_KEY_ID" not in os.environ:
            given = {"aws_access_key_id": "test", "aws_secret_access_key": "test"}
        config = Config(retries={"mode": "standard", "total_max_attempts": 5})
        make: Any = boto3.client  # its overloads want a literal service name
        return make(service, region_name=region, endpoint_url=self.endpoint_url, config=config, **given)


def require_emulator() -> None:
    """Raises OutsideError where what a proof needs beyond the compiler is not installed."""
    for module in ("boto3", "moto", "flask"):
        if find_spec(module) is None:
            raise OutsideError(f"prove needs `{module}`, which is not installed", "pip install 'sessionform[prove]'")


@contextmanager
def answering(target: Target) -> Iterator[None]:
    """Turns what goes wrong between us and the target into one sentence; the block's own errors pass."""
    from botocore.exceptions import BotoCoreError, ClientError

    try:
        yield
    except (BotoCoreError, ClientError) as error:
        hint = "is it running there?" if target.endpoint_url else "are there credentials for this account?"
        raise OutsideError(f"{target.name} did not answer as DynamoDB does: {error}", hint) from None


@contextmanager
def embedded() -> Iterator[Target]:
    """An emulator in a thread of this process (moto), on a free loopback port, for as long as the block lasts."""
    from moto.server import ThreadedMotoServer

    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    try:
        host, port = server.get_host_and_port()
        yield Target("the embedded emulator (moto)", f"http://{host}:{port}", "", True, _EMULATOR)
    finally:
        server.stop()


def endpoint(url: str) -> Target:
    """An emulator that somebody runs: DynamoDB Local, LocalStack, moto."""
    return Target(url, url, _prefix(), False, _EMULATOR)


def aws() -> Target:
    """AWS itself, with the credentials of the environment."""
    return Target("AWS", None, _prefix(), False, _LIVE)


def _prefix() -> str:
    return f"sessionform-prove-{secrets.token_hex(4)}-"
