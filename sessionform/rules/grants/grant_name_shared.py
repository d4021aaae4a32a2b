"""Two grants whose policies have one name in two environments that may be one account."""

from __future__ import annotations

from collections.abc import Iterator

from sessionform.documentation import fails, passes
from sessionform.model import Declaration
from sessionform.rules.engine.rule import WARNING, DeclarationRule, Problem
from sessionform.rules.grants.meetings import meetings
from sessionform.rules.grants.sources import IAM_QUOTAS


def _shared(declaration: Declaration) -> Iterator[Problem]:
    yield from meetings(declaration, certain=False)


_STREAM = {"stream": "NEW_IMAGE", "table_name": "sessions", "grants": {"web": {"stream": True}}}

RULE = DeclarationRule(
    id="grant-name-shared",
    severity=WARNING,
    summary="Two grants have policies with the same name in two environments that may share an account",
    why=(
        "An account has one IAM for all regions. Where two environments in two regions have tables with the same "
        "name, only their `account_id` tells whether they are two accounts."
    ),
    source=IAM_QUOTAS,
    failing="""\
version: 1
table_name: "{table}"
environments:
  america: {region: us-east-1}
  europe: {region: eu-west-1}
tables:
  userSessions:
    partition_key: sessionId
    ttl: expiresAt
    access_patterns:
      read_session: {get: sessionId}
    grants:
      web: all
""",
    passing="""\
version: 1
table_name: "{table}-{environment}"
environments:
  america: {region: us-east-1}
  europe: {region: eu-west-1}
tables:
  userSessions:
    partition_key: sessionId
    ttl: expiresAt
    access_patterns:
      read_session: {get: sessionId}
    grants:
      web: all
""",
    edges=(
        passes({"environments": {"a": {"region": "us-east-1"}, "b": {"region": "us-east-1"}}}, **_STREAM),
        fails(
            {
                "environments": {
                    "a": {"region": "us-east-1", "account_id": "111122223333"},
                    "b": {"region": "eu-west-1"},
                }
            },
            **_STREAM,
        ),
        passes(
            {
                "environments": {
                    "a": {"region": "us-east-1", "account_id": "111122223333"},
                    "b": {"region": "eu-west-1", "account_id": "444455556666"},
                }
            },
            **_STREAM,
        ),
    ),
    no_fix="only you know the accounts of the environments",
    check=_shared,
)
