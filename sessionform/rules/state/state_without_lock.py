"""An S3 state without locking."""

from __future__ import annotations

from collections.abc import Iterator

from sessionform.documentation import fails, passes
from sessionform.edits import remove
from sessionform.model import Environment, S3Backend
from sessionform.rules.engine.rule import WARNING, EnvironmentRule, Problem
from sessionform.rules.state.sources import S3_BACKEND


def _without_lock(environment: Environment) -> Iterator[Problem]:
    if not isinstance(environment.backend, S3Backend):
        return
    config = environment.backend.config
    if not config["use_lockfile"] and not config.get("dynamodb_table"):
        yield Problem(
            ("backend", "s3", "use_lockfile"),
            f"the state of `{environment.name}` is not locked, so two deployments at once can overwrite each other's",
            "remove `use_lockfile: false`",
            fixes=(remove(("backend", "s3", "use_lockfile")),),
        )


RULE = EnvironmentRule(
    id="state-without-lock",
    severity=WARNING,
    summary="An S3 state without locking",
    why=(
        "Without a lock, two applies at once each write the state that they know, and the later one forgets what the "
        "earlier one made. S3 locks by itself (Terraform 1.10 or later), at no cost."
    ),
    source=f"{S3_BACKEND}#state-locking",
    failing="""\
version: 1
environments:
  staging:
    region: us-east-1
    backend:
      s3: {bucket: example-state, key: staging/sessions.tfstate, region: us-east-1, use_lockfile: false}
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
                        "backend": {
                            "s3": {
                                "bucket": "state-of-web",
                                "key": "a",
                                "region": "us-east-1",
                                "use_lockfile": False,
                                "dynamodb_table": "locks",
                            }
                        },
                    }
                }
            }
        ),
        fails(
            {
                "environments": {
                    "staging": {
                        "region": "us-east-1",
                        "backend": {
                            "s3": {"bucket": "state-of-web", "key": "a", "region": "us-east-1", "use_lockfile": False}
                        },
                    }
                }
            }
        ),
        passes(
            {
                "environments": {
                    "staging": {
                        "region": "us-east-1",
                        "backend": {"s3": {"bucket": "state-of-web", "key": "a", "region": "us-east-1"}},
                    }
                }
            }
        ),
    ),
    check=_without_lock,
)
