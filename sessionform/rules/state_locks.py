"""Rules about the locking of a state in S3."""

from __future__ import annotations

from collections.abc import Iterator

from sessionform.model import Environment, S3Backend
from sessionform.rules.backends import S3_BACKEND
from sessionform.rules.rule import NOTE, WARNING, EnvironmentRule, Problem


def _without_lock(environment: Environment) -> Iterator[Problem]:
    if not isinstance(environment.backend, S3Backend):
        return
    config = environment.backend.config
    if not config["use_lockfile"] and not config.get("dynamodb_table"):
        yield Problem(
            ("backend", "s3", "use_lockfile"),
            f"the state of `{environment.name}` is not locked, so two deployments at once can overwrite each other's",
            "remove `use_lockfile: false`",
        )


state_without_lock = EnvironmentRule(
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
    mended="""\
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
    check=_without_lock,
)


def _lock_table(environment: Environment) -> Iterator[Problem]:
    if isinstance(environment.backend, S3Backend) and environment.backend.config.get("dynamodb_table"):
        yield Problem(
            ("backend", "s3", "dynamodb_table"),
            f"the state of `{environment.name}` is locked through a DynamoDB table, which Terraform has deprecated",
            "once every machine that deploys has Terraform 1.10 or later, remove it: S3 then locks by itself",
            on_key=True,
        )


state_lock_table = EnvironmentRule(
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
    mended="""\
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
    check=_lock_table,
)

RULES = (state_without_lock, state_lock_table)
