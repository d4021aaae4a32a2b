"""What a proof runs on: the emulator in this process, an endpoint, or AWS itself."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from typing import Any

from sessionform.errors import OutsideError
from sessionform.facts.limits import REPLICA_SOURCE_HOURS
from sessionform.model import Environment

_EMULATOR = (
    "latency, throttling and how sessions spread over partitions: no emulator has them",
    "when TTL deletes: on AWS typically within a few days of the expiry, and until then an expired session can come back",
    "replication between regions, and how long a global index lags behind its table",
)
_LIVE = (
    "when TTL deletes: typically within a few days of the expiry, and until then an expired session can come back",
    f"replicas: AWS keeps a table that replicas were made from for {REPLICA_SOURCE_HOURS} hours, so none are made",
    "latency and throttling under load",
)

_ROLE_SESSION = "sessionform-prove"


@dataclass(frozen=True, slots=True)
class Target:
    """Where the tables are made. `prefix` goes before every table name, so that no other table is met.

    `endpoint_url` is None for AWS and for the emulator in this process, which stands between us and AWS. On AWS (`live`)
    what is not told is not there. `keeps_protection` is False where a protected table that clean-up missed would cost
    somebody money.
    """

    name: str
    endpoint_url: str | None
    prefix: str
    live: bool
    keeps_protection: bool
    limits: tuple[str, ...]

    def connect(self, environment: Environment) -> Connection:
        """The way to this target for one environment. Raises OutsideError where it leads into a wrong account."""
        import boto3

        make: Any = boto3.Session  # its arguments depend on the target
        if self.live:
            return Connection(self, _session_of(environment, make), environment.region)
        # An emulator takes any credentials; those of the environment are used, as some keep accounts apart by them.
        own = (
            {} if "AWS_ACCESS_KEY_ID" in os.environ else {"aws_access_key_id": "test", "aws_secret_access_key": "test"}
        )
        return Connection(self, make(**own), environment.region)


@dataclass(frozen=True, slots=True)
class Connection:
    """A target as one environment reaches it. `session` is a boto3 session."""

    target: Target
    session: Any
    region: str

    def client(self, service: str, region: str = "") -> Any:
        """A boto3 client of the environment's region, or of another."""
        from botocore.config import Config

        live = self.target.live
        make: Any = Config  # its types lack the last argument
        config = make(
            retries={"mode": "standard", "total_max_attempts": 5 if live else 2},
            connect_timeout=5,
            # An emulator is reached directly, whatever proxy or endpoint is set up for AWS.
            proxies=None if live else {},
            ignore_configured_endpoint_urls=not live,
            account_id_endpoint_mode="preferred" if live else "disabled",
        )
        url = self.target.endpoint_url
        return self.session.client(service, region_name=region or self.region, endpoint_url=url, config=config)


def _session_of(environment: Environment, make: Any) -> Any:
    """A session with the profile, the role and in the account that the environment is applied with."""
    session = make(profile_name=environment.profile, region_name=environment.region)
    if environment.assume_role_arn is not None:
        answer = session.client("sts").assume_role(RoleArn=environment.assume_role_arn, RoleSessionName=_ROLE_SESSION)
        lent = answer["Credentials"]
        session = make(
            aws_access_key_id=lent["AccessKeyId"],
            aws_secret_access_key=lent["SecretAccessKey"],
            aws_session_token=lent["SessionToken"],
            region_name=environment.region,
        )
    if environment.account_id is not None:
        account = session.client("sts").get_caller_identity()["Account"]
        if account != environment.account_id:
            raise OutsideError(
                f"`{environment.name}` belongs to account {environment.account_id}, these credentials to {account}",
                "use the account's own credentials, with `AWS_PROFILE` or `profile` in the environment",
            )
    return session


def require_for_prove(*modules: str) -> None:
    """Raises OutsideError where what a proof needs beyond the compiler is not installed."""
    for module in modules:
        if find_spec(module) is None:
            raise OutsideError(f"prove needs `{module}`, which is not installed", "pip install 'sessionform[prove]'")


@contextmanager
def embedded() -> Iterator[Target]:
    """An emulator in this process (moto), which answers in AWS's place for as long as the block lasts."""
    from moto import mock_aws

    with mock_aws():
        yield Target("the embedded emulator (moto)", None, "", live=False, keeps_protection=True, limits=_EMULATOR)


def endpoint(url: str) -> Target:
    """An emulator that somebody runs: DynamoDB Local, LocalStack, moto, dynalite."""
    return Target(url, url, _prefix(), live=False, keeps_protection=False, limits=_EMULATOR)


def aws() -> Target:
    """AWS itself, with the credentials of the environment."""
    return Target("AWS", None, _prefix(), live=True, keeps_protection=False, limits=_LIVE)


def _prefix() -> str:
    return f"sessionform-prove-{secrets.token_hex(4)}-"
