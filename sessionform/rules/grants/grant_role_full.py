"""A role has more grants than it can have policies."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sessionform.documentation import fails, passes
from sessionform.facts.limits import POLICIES_A_ROLE
from sessionform.model import Environment
from sessionform.rules.engine.rule import WARNING, EnvironmentRule, Problem
from sessionform.rules.grants.sources import IAM_QUOTAS


def _full(environment: Environment) -> Iterator[Problem]:
    counts: dict[str, int] = {}
    for table in environment.tables.values():
        for grant in table.grants:
            if grant.role is None:
                continue
            counts[grant.role] = counts.get(grant.role, 0) + 1
            if counts[grant.role] == POLICIES_A_ROLE + 1:
                yield Problem(
                    (),
                    f"the role `{grant.role}` gets more than {POLICIES_A_ROLE} policies in `{environment.name}`: AWS "
                    f"allows {POLICIES_A_ROLE}, unless it has raised the quota, and other policies of the role count "
                    "too",
                    "leave `role` out, and give the role one policy of your own that combines these",
                    place=table.origins.of(("grants", grant.name, "role")),
                )


def _roles(count: int) -> dict[str, Any]:
    return {"stream": "NEW_IMAGE", "grants": {f"g{number}": {"stream": True, "role": "web"} for number in range(count)}}


_TABLES = "\n".join(
    f"  sessions{number}: {{partition_key: id, ttl: expiresAt, access_patterns: {{read: {{get: id}}}}, "
    "grants: {web: {patterns: all, role: web}}}"
    for number in range(11)
)

RULE = EnvironmentRule(
    id="grant-role-full",
    severity=WARNING,
    summary="A role has more grants than it can have policies",
    why="A role can have ten managed policies by default; AWS rejects the next one in the middle of the deploy.",
    source=IAM_QUOTAS,
    failing=f"tables:\n{_TABLES}\n",
    passing="""\
tables:
  userSessions:
    partition_key: sessionId
    ttl: expiresAt
    access_patterns:
      read_session: {get: sessionId}
    grants:
      web: {patterns: all, role: web}
""",
    edges=(passes(**_roles(10)), fails(**_roles(11))),
    no_fix="only you know which policies belong together",
    check=_full,
)
