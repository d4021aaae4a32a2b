"""Nothing in production is protected from deletion."""

from __future__ import annotations

from collections.abc import Iterator

from sessionform.documentation import fails, passes
from sessionform.edits import set_to
from sessionform.model import Environment
from sessionform.rules.engine.rule import NOTE, EnvironmentRule, Problem
from sessionform.rules.protection.sources import DELETION_PROTECTION
from sessionform.rules.view.attributes import words

_LIVE = frozenset(["live", "prd", "prod", "production"])
"""What the environment is called in which users are."""


def _production_unprotected(environment: Environment) -> Iterator[Problem]:
    if environment.is_local or not environment.tables or _LIVE.isdisjoint(words(environment.name)):
        return
    if not any(table.is_protected for table in environment.tables.values()):
        yield Problem(
            (),
            f"no table of `{environment.name}` is protected from deletion",
            f"protect all of them, in `environments.{environment.name}`: `defaults: {{deletion_protection: true}}`",
            fixes=(set_to(("defaults", "deletion_protection"), True),),
            on_key=True,
        )


RULE = EnvironmentRule(
    id="production-unprotected",
    severity=NOTE,
    summary="Nothing in production is protected from deletion",
    why=(
        "Deletion protection is off unless somebody turns it on, and it costs nothing. Without it, one wrong apply "
        "or one click logs every user out. The rule goes by the environment's name."
    ),
    source=DELETION_PROTECTION,
    failing="""\
version: 1
environments:
  staging: {region: us-east-1}
  production: {region: us-east-1}
tables:
  userSessions:
    partition_key: userId
    ttl: expiresAt
""",
    passing="""\
version: 1
environments:
  staging: {region: us-east-1}
  production:
    region: us-east-1
    defaults: {deletion_protection: true}
    backend: {s3: {bucket: example-state, key: production/sessions.tfstate, region: us-east-1}}
tables:
  userSessions:
    partition_key: userId
    ttl: expiresAt
""",
    edges=(
        fails({"environments": {"live": {"region": "us-east-1"}}}),
        fails({"environments": {"eu-prod": {"region": "us-east-1"}}}),
        passes({"environments": {"reproduction": {"region": "us-east-1"}}}),
        passes({"environments": {"prod": {"region": "us-east-1"}}}, prevent_destroy=True),
        passes({"environments": {"prod": {"region": "us-east-1", "endpoint_url": "http://localhost:8000"}}}),
        passes({"environments": {"prod": {"region": "us-east-1"}, "test": {"region": "us-east-1"}}}, only_in=["test"]),
    ),
    check=_production_unprotected,
)
