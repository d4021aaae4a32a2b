"""Rules about the account, the role and the profile that an environment is applied with."""

from __future__ import annotations

from collections.abc import Iterator

from sessionform.arns import parse_arn
from sessionform.model import Environment
from sessionform.rules.rule import ERROR, NOTE, WARNING, EnvironmentRule, Problem

PROVIDER = "https://registry.terraform.io/providers/hashicorp/aws/latest/docs"


def _role_account(environment: Environment) -> Iterator[Problem]:
    if environment.assume_role_arn is None or environment.account_id is None or environment.is_local:
        return
    arn = parse_arn(environment.assume_role_arn)
    if arn is not None and arn.account != environment.account_id:
        yield Problem(
            ("assume_role_arn",),
            f"`{environment.name}` assumes a role of account {arn.account}, but allows only account "
            f"{environment.account_id}",
            f"name a role of account {environment.account_id}, or correct `account_id`",
            related=((("account_id",), f"account {environment.account_id} here"),),
        )


role_in_other_account = EnvironmentRule(
    id="role-in-other-account",
    severity=ERROR,
    summary="`assume_role_arn` belongs to another account than `account_id`",
    why=(
        "With `account_id` the provider refuses to work in any other account. A role of another account can then "
        "neither plan nor apply, and one of the two lines is wrong."
    ),
    source=f"{PROVIDER}#allowed_account_ids",
    failing="""\
version: 1
environments:
  staging:
    region: us-east-1
    account_id: "111122223333"
    assume_role_arn: arn:aws:iam::444455556666:role/deploy
tables:
  userSessions:
    partition_key: userId
    ttl: expiresAt
""",
    mended="""\
version: 1
environments:
  staging:
    region: us-east-1
    account_id: "111122223333"
    assume_role_arn: arn:aws:iam::111122223333:role/deploy
tables:
  userSessions:
    partition_key: userId
    ttl: expiresAt
""",
    check=_role_account,
)


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
            )


local_environment_credentials = EnvironmentRule(
    id="local-environment-credentials",
    severity=WARNING,
    summary="An account, a role or a profile for an emulator",
    why=(
        "An environment with an `endpoint_url` is an emulator: the provider gets made-up credentials and asks no "
        "account who it is. What is written there protects nothing, though it reads as if it did."
    ),
    source=f"{PROVIDER}/guides/custom-service-endpoints",
    failing="""\
version: 1
environments:
  local: {region: us-east-1, endpoint_url: "http://localhost:8000", account_id: "111122223333"}
tables:
  userSessions:
    partition_key: userId
    ttl: expiresAt
""",
    mended="""\
version: 1
environments:
  local: {region: us-east-1, endpoint_url: "http://localhost:8000"}
tables:
  userSessions:
    partition_key: userId
    ttl: expiresAt
""",
    check=_local_credentials,
)


def _profile(environment: Environment) -> Iterator[Problem]:
    if environment.profile is not None and environment.account_id is None and not environment.is_local:
        yield Problem(
            ("profile",),
            f"which account `{environment.name}` is depends on what the profile `{environment.profile}` means on the "
            "machine that deploys",
            'say which account is meant, quoted: `account_id: "111122223333"`',
        )


profile_without_account = EnvironmentRule(
    id="profile-without-account",
    severity=NOTE,
    summary="A profile decides on the account, and nothing checks it",
    why=(
        "A profile is a name in a file on each machine. On another one it can mean another account, or not exist. With "
        "`account_id` the provider refuses every account but the one that is meant."
    ),
    source=f"{PROVIDER}#allowed_account_ids",
    failing="""\
version: 1
environments:
  staging: {region: us-east-1, profile: live}
tables:
  userSessions:
    partition_key: userId
    ttl: expiresAt
""",
    mended="""\
version: 1
environments:
  staging: {region: us-east-1, profile: live, account_id: "111122223333"}
tables:
  userSessions:
    partition_key: userId
    ttl: expiresAt
""",
    check=_profile,
)


RULES = (role_in_other_account, local_environment_credentials, profile_without_account)
