"""State locking through a DynamoDB table is deprecated."""

from __future__ import annotations

from collections.abc import Iterator

from sessionform.documentation import fails, passes
from sessionform.edits import remove
from sessionform.model import Environment, S3Backend
from sessionform.rules.engine.rule import NOTE, EnvironmentRule, Problem
from sessionform.rules.state.sources import S3_BACKEND


def _lock_table(environment: Environment) -> Iterator[Problem]:
    if isinstance(environment.backend, S3Backend) and environment.backend.config.get("dynamodb_table"):
        yield Problem(
            ("backend", "s3", "dynamodb_table"),
            f"the state of `{environment.name}` is locked through a DynamoDB table, which Terraform has deprecated",
            "once every machine that deploys has Terraform 1.10 or later, remove it: S3 then locks by itself",
            on_key=True,
            fixes=(remove(("backend", "s3", "dynamodb_table")),),
        )


RULE = EnvironmentRule(
    id="state-lock-table",
    severity=NOTE,
    summary="State locking through a DynamoDB table is deprecated",
    why=(
        "Terraform 1.11 prints a warning for `dynamodb_table` at every run, and a later minor version will remove it. "
        "Both kinds of locks can be on together while the machines that deploy are updated."
    ),
    source=f"{S3_BACKEND}#dynamodb-state-locking",
    failing="""\
version: 1
environments:
  staging:
    region: us-east-1
    backend:
      s3: {bucket: example-state, key: staging/sessions.tfstate, region: us-east-1, dynamodb_table: locks}
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
        fails(
            {
                "environments": {
                    "staging": {
                        "region": "us-east-1",
                        "backend": {
                            "s3": {
                                "bucket": "state-of-web",
                                "key": "a",
                                "region": "us-east-1",
                                "dynamodb_table": "locks",
                            }
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
    check=_lock_table,
)
