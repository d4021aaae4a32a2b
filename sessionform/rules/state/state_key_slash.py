"""The key of an S3 state neither begins nor ends with `/`."""

from __future__ import annotations

from collections.abc import Iterator

from sessionform.documentation import fails, passes
from sessionform.edits import set_to
from sessionform.model import Environment, S3Backend
from sessionform.rules.engine.rule import ERROR, EnvironmentRule, Problem
from sessionform.rules.state.sources import S3_BACKEND


def _key_slash(environment: Environment) -> Iterator[Problem]:
    if isinstance(environment.backend, S3Backend):
        key = str(environment.backend.config.get("key", ""))
        own = key.strip("/") or f"{environment.name}/sessions.tfstate"
        if key.startswith("/") or key.endswith("/"):
            yield Problem(
                ("backend", "s3", "key"),
                f"the state key `{key}` of `{environment.name}` begins or ends with `/`, which Terraform refuses",
                f"`key: {own}`",
                fixes=(set_to(("backend", "s3", "key"), own, safe=True),),
            )


RULE = EnvironmentRule(
    id="state-key-slash",
    severity=ERROR,
    summary="The key of an S3 state neither begins nor ends with `/`",
    why="Terraform checks the key when it sets the backend up: `terraform init` fails on a stack that looked complete.",
    source=f"{S3_BACKEND}#key",
    failing="""\
version: 1
environments:
  staging:
    region: us-east-1
    backend: {s3: {bucket: example-state, key: /staging/sessions.tfstate, region: us-east-1}}
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
    backend: {s3: {bucket: example-state, key: staging/sessions.tfstate, region: us-east-1}}
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
                        "backend": {"s3": {"bucket": "state-of-web", "key": "a/b", "region": "us-east-1"}},
                    }
                }
            }
        ),
        fails(
            {
                "environments": {
                    "staging": {
                        "region": "us-east-1",
                        "backend": {"s3": {"bucket": "state-of-web", "key": "a/b/", "region": "us-east-1"}},
                    }
                }
            }
        ),
        fails(
            {
                "environments": {
                    "staging": {
                        "region": "us-east-1",
                        "backend": {"s3": {"bucket": "state-of-web", "key": "/", "region": "us-east-1"}},
                    }
                }
            }
        ),
    ),
    check=_key_slash,
)
