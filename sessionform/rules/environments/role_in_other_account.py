"""`assume_role_arn` belongs to another account than `account_id`."""

from __future__ import annotations

from collections.abc import Iterator

from sessionform.arns import parse_arn
from sessionform.documentation import fails, passes
from sessionform.facts.pages import PROVIDER_DOCS
from sessionform.model import Environment
from sessionform.rules.engine.rule import ERROR, EnvironmentRule, Problem


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


RULE = EnvironmentRule(
    id="role-in-other-account",
    severity=ERROR,
    summary="`assume_role_arn` belongs to another account than `account_id`",
    why=(
        "With `account_id` the provider refuses to work in any other account. A role of another account can then "
        "neither plan nor apply: one of the two lines is wrong."
    ),
    source=f"{PROVIDER_DOCS}#allowed_account_ids",
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
    passing="""\
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
    edges=(
        passes(
            {
                "environments": {
                    "staging": {
                        "region": "us-east-1",
                        "account_id": "111122223333",
                        "assume_role_arn": "arn:aws:iam::111122223333:role/deploy",
                    }
                }
            }
        ),
        passes(
            {
                "environments": {
                    "staging": {"region": "us-east-1", "assume_role_arn": "arn:aws:iam::111122223333:role/deploy"}
                }
            }
        ),
        passes(
            {
                "environments": {
                    "staging": {
                        "region": "us-east-1",
                        "endpoint_url": "http://localhost:8000",
                        "account_id": "444455556666",
                        "assume_role_arn": "arn:aws:iam::111122223333:role/deploy",
                    }
                }
            }
        ),
        fails(
            {
                "environments": {
                    "staging": {
                        "region": "us-east-1",
                        "account_id": "444455556666",
                        "assume_role_arn": "arn:aws:iam::111122223333:role/deploy",
                    }
                }
            }
        ),
    ),
    no_fix="only you know which of the two accounts is meant",
    check=_role_account,
)
