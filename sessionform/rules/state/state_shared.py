"""Two environments with one Terraform state."""

from __future__ import annotations

from collections.abc import Iterator

from sessionform.documentation import fails, passes
from sessionform.model import Declaration, Environment, state_of
from sessionform.rules.engine.rule import ERROR, DeclarationRule, Problem
from sessionform.rules.state.sources import STATE


def _state_shared(declaration: Declaration) -> Iterator[Problem]:
    first_of: dict[tuple[str, ...], Environment] = {}
    for environment in declaration.environments.values():
        first = first_of.setdefault(state_of(environment.backend), environment)
        if first is not environment:
            yield Problem(
                environment.origins.of(("backend",)),
                f"`{first.name}` and `{environment.name}` keep their state in one place, so deploying one destroys the "
                "tables of the other",
                f"give each its own, with the environment's name in it, e.g. `{environment.name}/sessions.tfstate`",
                related=((first.origins.of(("backend",)), f"the state of `{first.name}`"),),
            )


RULE = DeclarationRule(
    id="state-shared",
    severity=ERROR,
    summary="Two environments with one Terraform state",
    why=(
        "Terraform destroys what is in the state and not in the configuration. With one state for two "
        "environments, applying one of them plans to destroy every table of the other."
    ),
    source=STATE,
    failing="""\
version: 1
environments:
  development:
    region: us-east-1
    backend: {s3: {bucket: example-state, key: sessions.tfstate, region: us-east-1}}
  staging:
    region: us-east-1
    backend: {s3: {bucket: example-state, key: sessions.tfstate, region: us-east-1}}
tables:
  userSessions:
    partition_key: userId
    ttl: expiresAt
""",
    passing="""\
version: 1
environments:
  development:
    region: us-east-1
    backend: {s3: {bucket: example-state, key: development/sessions.tfstate, region: us-east-1}}
  staging:
    region: us-east-1
    backend: {s3: {bucket: example-state, key: staging/sessions.tfstate, region: us-east-1}}
tables:
  userSessions:
    partition_key: userId
    ttl: expiresAt
""",
    edges=(
        fails(
            {
                "environments": {
                    name: {
                        "region": "us-east-1",
                        "backend": {"s3": {"bucket": "state-of-web", "key": "a", "region": "us-east-1"}},
                    }
                    for name in "abc"
                }
            }
        ),
        passes(
            {
                "environments": {
                    name: {
                        "region": "us-east-1",
                        "backend": {"s3": {"bucket": "state-of-web", "key": name, "region": "us-east-1"}},
                    }
                    for name in "abc"
                }
            }
        ),
        passes({"environments": {name: {"region": "us-east-1"} for name in "abc"}}),
    ),
    no_fix="only you know which of them the state belongs to",
    check=_state_shared,
)
