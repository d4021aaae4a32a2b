"""The way to AWS: boto3's own chain of credentials and settings, and what an environment says on top of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from importlib.util import find_spec
from threading import Lock
from typing import Any

from sessionform.errors import OutsideError
from sessionform.live.trouble import explaining, unanswered_is_fatal
from sessionform.model import Environment

ATTEMPTS = 10
"""How often a call is tried, with growing pauses, where AWS throttles it. The control plane's limits are low."""

PARALLEL = 8
"""Tables that are read at a time."""

_ROLE_SESSION = "sessionform"

_EMULATORS = {"aws_access_key_id": "test", "aws_secret_access_key": "test"}
"""What a stack gives the provider for an environment with an endpoint of its own."""


@dataclass(frozen=True, slots=True)
class Connection:
    """One account in one region. `session` is a boto3 session; clients of a service and region are made once."""

    session: Any
    region: str
    account: str
    endpoint_url: str | None = None
    _clients: dict[tuple[str, str], Any] = field(default_factory=dict)
    _making: Lock = field(default_factory=Lock)

    def client(self, service: str, region: str = "") -> Any:
        """A boto3 client that reads."""
        from botocore.config import Config

        key = (service, region or self.region)
        with self._making:  # a session is not to be used by two threads at once; its clients may be
            if key not in self._clients:
                retries: Any = {"mode": "standard", "total_max_attempts": ATTEMPTS}
                config = Config(retries=retries, connect_timeout=5, read_timeout=20, max_pool_connections=PARALLEL)
                self._clients[key] = self.session.client(
                    service, region_name=key[1], endpoint_url=self.endpoint_url, config=config
                )
            return self._clients[key]


def connect(environment: Environment) -> Connection:
    """The way to an environment's tables. Raises OutsideError where it leads nowhere, or into another account."""
    _require_boto3()
    import boto3

    make: Any = boto3.Session
    region = environment.region
    with unanswered_is_fatal(), explaining("sts", region):
        if environment.endpoint_url is not None:
            session = make(**_EMULATORS, region_name=region)
        else:
            session = make(profile_name=environment.profile, region_name=region)
        if environment.assume_role_arn is not None:
            role = environment.assume_role_arn
            answer = session.client("sts").assume_role(RoleArn=role, RoleSessionName=_ROLE_SESSION)
            lent = answer["Credentials"]
            session = make(
                profile_name=environment.profile,  # its endpoints and certificates hold for the role too
                aws_access_key_id=lent["AccessKeyId"],
                aws_secret_access_key=lent["SecretAccessKey"],
                aws_session_token=lent["SessionToken"],
                region_name=region,
            )
        sts = session.client("sts", region_name=region, endpoint_url=environment.endpoint_url)
        account = str(sts.get_caller_identity()["Account"])
    if environment.account_id is not None and account != environment.account_id:
        raise OutsideError(
            f"`{environment.name}` belongs to account {environment.account_id}, these credentials to {account}",
            "use the account's own credentials, with `AWS_PROFILE` or `profile` in the environment",
        )
    return Connection(session, region, account, environment.endpoint_url)


def default_region() -> str | None:
    """The region of boto3's own settings: `AWS_REGION`, `AWS_DEFAULT_REGION`, the profile's."""
    _require_boto3()
    import boto3

    with unanswered_is_fatal(), explaining("sts", "any region"):
        region: str | None = boto3.Session().region_name
    return region


def _require_boto3() -> None:
    if find_spec("boto3") is None:
        raise OutsideError("reading AWS needs `boto3`, which is not installed", "pip install 'sessionform[aws]'")


def unreachable(environment: Environment) -> str:
    """Why AWS cannot be asked, empty where it can: boto3 is missing, or it finds no credentials."""
    if find_spec("boto3") is None:
        return "`boto3` is not installed"
    import boto3

    make: Any = boto3.Session
    with unanswered_is_fatal(), explaining("sts", environment.region):
        session = make(profile_name=environment.profile, region_name=environment.region)
        found = environment.endpoint_url is not None or session.get_credentials() is not None
    return "" if found else "there are no credentials"
