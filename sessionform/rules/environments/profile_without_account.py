"""A profile chooses the account, and nothing checks it."""

from __future__ import annotations

from collections.abc import Iterator

from sessionform.documentation import fails, passes
from sessionform.facts.pages import PROVIDER_DOCS
from sessionform.model import Environment
from sessionform.rules.engine.rule import NOTE, EnvironmentRule, Problem


def _profile(environment: Environment) -> Iterator[Problem]:
    if environment.profile is not None and environment.account_id is None and not environment.is_local:
        yield Problem(
            ("profile",),
            f"the account of `{environment.name}` depends on what the profile `{environment.profile}` means on the "
            "machine that deploys",
            'name the account, quoted: `account_id: "111122223333"`',
        )


RULE = EnvironmentRule(
    id="profile-without-account",
    severity=NOTE,
    summary="A profile chooses the account, and nothing checks it",
    why=(
        "A profile is a name in a file on each machine. On another machine it can mean another account, or not "
        "exist. With `account_id` the provider refuses every other account."
    ),
    source=f"{PROVIDER_DOCS}#allowed_account_ids",
    failing="""\
version: 1
environments:
  staging: {region: us-east-1, profile: live}
tables:
  userSessions:
    partition_key: userId
    ttl: expiresAt
""",
    passing="""\
version: 1
environments:
  staging: {region: us-east-1, profile: live, account_id: "111122223333"}
tables:
  userSessions:
    partition_key: userId
    ttl: expiresAt
""",
    edges=(
        passes({"environments": {"staging": {"region": "us-east-1", "profile": "one", "account_id": "111122223333"}}}),
        passes(
            {
                "environments": {
                    "staging": {"region": "us-east-1", "profile": "one", "endpoint_url": "http://localhost:8000"}
                }
            }
        ),
        fails({"environments": {"staging": {"region": "us-east-1", "profile": "one"}}}),
    ),
    no_fix="only you know the account",
    check=_profile,
)
