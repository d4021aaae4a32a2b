"""An emulator has an account, a role or a profile."""

from __future__ import annotations

from collections.abc import Iterator

from sessionform.documentation import fails, passes
from sessionform.edits import remove
from sessionform.facts.pages import PROVIDER_DOCS
from sessionform.model import Environment
from sessionform.rules.engine.rule import WARNING, EnvironmentRule, Problem


def _local_credentials(environment: Environment) -> Iterator[Problem]:
    if not environment.is_local:
        return
    for setting, value in (
        ("account_id", environment.account_id),
        ("assume_role_arn", environment.assume_role_arn),
        ("profile", environment.profile),
    ):
        if value is not None:
            yield Problem(
                (setting,),
                f"`{environment.name}` is an emulator, where `{setting}` has no effect",
                f"remove `{setting}`; if this is AWS itself, remove `endpoint_url`",
                related=((("endpoint_url",), "makes it an emulator"),),
                fixes=(remove((setting,)),),
            )


RULE = EnvironmentRule(
    id="local-environment-credentials",
    severity=WARNING,
    summary="An emulator has an account, a role or a profile",
    why=(
        "An environment with an `endpoint_url` is an emulator: the provider gets made-up credentials and asks no "
        "account who it is. Such a setting protects nothing, though it looks as if it did."
    ),
    source=f"{PROVIDER_DOCS}/guides/custom-service-endpoints",
    failing="""\
version: 1
environments:
  local: {region: us-east-1, endpoint_url: "http://localhost:8000", account_id: "111122223333"}
tables:
  userSessions:
    partition_key: userId
    ttl: expiresAt
""",
    passing="""\
version: 1
environments:
  local: {region: us-east-1, endpoint_url: "http://localhost:8000"}
tables:
  userSessions:
    partition_key: userId
    ttl: expiresAt
""",
    edges=(
        fails(
            {
                "environments": {
                    "staging": {
                        "region": "us-east-1",
                        "endpoint_url": "http://localhost:8000",
                        "account_id": "111122223333",
                        "profile": "one",
                        "assume_role_arn": "arn:aws:iam::111122223333:role/deploy",
                    }
                }
            }
        ),
        passes({"environments": {"staging": {"region": "us-east-1", "endpoint_url": "http://localhost:8000"}}}),
        passes(
            {
                "environments": {
                    "staging": {
                        "region": "us-east-1",
                        "account_id": "111122223333",
                        "profile": "one",
                        "assume_role_arn": "arn:aws:iam::111122223333:role/deploy",
                    }
                }
            }
        ),
    ),
    check=_local_credentials,
)
