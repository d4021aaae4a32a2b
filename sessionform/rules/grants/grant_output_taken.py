"""The output of a grant has the name of another output."""

from __future__ import annotations

from collections.abc import Iterator

from sessionform.documentation import fails, passes
from sessionform.model import Environment
from sessionform.rules.engine.rule import ERROR, EnvironmentRule, Problem

OUTPUTS = "https://developer.hashicorp.com/terraform/language/values/outputs"


def _output_taken(environment: Environment) -> Iterator[Problem]:
    owners = {f"{key}_arn": f"the ARN of `{key}`" for key in environment.tables}
    for key, table in environment.tables.items():
        for grant in table.grants:
            name = f"{key}_{grant.name}_policy_arn"
            owner = owners.setdefault(name, f"the grant `{grant.name}` of `{key}`")
            if owner != f"the grant `{grant.name}` of `{key}`":
                yield Problem(
                    (),
                    f"the output of the grant `{grant.name}` of `{key}` is named `{name}`, as is that of {owner}",
                    "rename the grant",
                    on_key=True,
                    place=table.origins.of(("grants", grant.name)),
                )


RULE = EnvironmentRule(
    id="grant-output-taken",
    severity=ERROR,
    summary="The output of a grant has the name of another output",
    why="Each grant has the output `TABLE_GRANT_policy_arn`, and a stack has each output once.",
    source=OUTPUTS,
    failing="""\
tables:
  sessions:
    partition_key: sessionId
    ttl: expiresAt
    access_patterns:
      read_session: {get: sessionId}
    grants:
      admin_web: all
  sessions_admin:
    partition_key: sessionId
    ttl: expiresAt
    access_patterns:
      read_session: {get: sessionId}
    grants:
      web: all
""",
    passing="""\
tables:
  sessions:
    partition_key: sessionId
    ttl: expiresAt
    access_patterns:
      read_session: {get: sessionId}
    grants:
      admin_web: all
  sessions_admin:
    partition_key: sessionId
    ttl: expiresAt
    access_patterns:
      read_session: {get: sessionId}
    grants:
      reader: all
""",
    edges=(
        fails(
            {"tables": {"userSessions_web_policy": {"partition_key": "id", "ttl": "expiresAt"}}},
            stream="NEW_IMAGE",
            grants={"web": {"stream": True}},
        ),
        passes(
            {"tables": {"userSessions_web_policies": {"partition_key": "id", "ttl": "expiresAt"}}},
            stream="NEW_IMAGE",
            grants={"web": {"stream": True}},
        ),
    ),
    no_fix="only you know a better name",
    check=_output_taken,
)
