"""An environment has no tables."""

from __future__ import annotations

from collections.abc import Iterator

from sessionform.documentation import fails, passes
from sessionform.model import Environment
from sessionform.rules.engine.rule import WARNING, EnvironmentRule, Problem


def _without_tables(environment: Environment) -> Iterator[Problem]:
    if not environment.tables:
        yield Problem(
            (),
            f"`{environment.name}` has no tables: the `only_in` of each table names other environments",
            f"add `{environment.name}` to the `only_in` of the tables that belong there, or remove the environment",
            on_key=True,
        )


RULE = EnvironmentRule(
    id="environment-without-tables",
    severity=WARNING,
    summary="An environment has no tables",
    why=(
        "Its stack would be empty. If it had tables before, Terraform would destroy them all, so check for an "
        "`only_in` that is too narrow."
    ),
    source="https://developer.hashicorp.com/terraform/language/resources/syntax#removing-resources",
    failing="""\
version: 1
environments:
  development: {region: us-east-1}
  staging: {region: us-east-1}
tables:
  userSessions:
    partition_key: userId
    ttl: expiresAt
    only_in: [development]
""",
    passing="""\
version: 1
environments:
  development: {region: us-east-1}
  staging: {region: us-east-1}
tables:
  userSessions:
    partition_key: userId
    ttl: expiresAt
""",
    edges=(
        passes({"environments": {"a": {"region": "us-east-1"}, "b": {"region": "us-east-1"}}}, only_in=["a", "b"]),
        fails({"environments": {"a": {"region": "us-east-1"}, "b": {"region": "us-east-1"}}}, only_in=["a"]),
    ),
    no_fix="only you know which tables belong there",
    check=_without_tables,
)
