"""Two grants whose policies have one name in one account."""

from __future__ import annotations

from collections.abc import Iterator

from sessionform.documentation import fails, passes
from sessionform.model import Declaration
from sessionform.rules.engine.rule import ERROR, DeclarationRule, Problem
from sessionform.rules.grants.meetings import meetings
from sessionform.rules.grants.sources import IAM_QUOTAS


def _taken(declaration: Declaration) -> Iterator[Problem]:
    yield from meetings(declaration, certain=True)


_STREAM = {"stream": "NEW_IMAGE", "table_name": "sessions"}
_READS = {"stream": True}
_ACCOUNT = "111122223333"

RULE = DeclarationRule(
    id="grant-name-taken",
    severity=ERROR,
    summary="Two grants have policies with the same name in one account",
    why=(
        "An account has one IAM for all regions, and IAM ignores case in names: it rejects the second policy, in the "
        "middle of the deploy."
    ),
    source=IAM_QUOTAS,
    failing="""\
tables:
  userSessions:
    partition_key: sessionId
    ttl: expiresAt
    access_patterns:
      read_session: {get: sessionId}
    grants:
      web: all
      Web: [read_session]
""",
    passing="""\
tables:
  userSessions:
    partition_key: sessionId
    ttl: expiresAt
    access_patterns:
      read_session: {get: sessionId}
    grants:
      web: all
      reader: [read_session]
""",
    edges=(
        fails(
            {
                "environments": {
                    "a": {"region": "us-east-1", "account_id": _ACCOUNT},
                    "b": {"region": "eu-west-1", "account_id": _ACCOUNT},
                }
            },
            **_STREAM,
            grants={"web": _READS},
        ),
        passes(
            {
                "environments": {
                    "a": {"region": "us-east-1", "account_id": _ACCOUNT},
                    "b": {"region": "eu-west-1", "account_id": "444455556666"},
                }
            },
            **_STREAM,
            grants={"web": _READS},
        ),
        passes(
            {"environments": {"a": {"region": "us-east-1"}, "b": {"region": "eu-west-1"}}},
            **_STREAM,
            grants={"web": _READS},
        ),
    ),
    no_fix="only you know a better name",
    check=_taken,
)
