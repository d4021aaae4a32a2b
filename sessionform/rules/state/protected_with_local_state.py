"""An environment whose tables are protected keeps its state in a local file."""

from __future__ import annotations

from collections.abc import Iterator

from sessionform.documentation import fails, passes
from sessionform.model import Environment, LocalBackend
from sessionform.rules.engine.rule import WARNING, EnvironmentRule, Problem
from sessionform.rules.state.sources import STATE


def _protected_local_state(environment: Environment) -> Iterator[Problem]:
    backend = environment.backend
    if not isinstance(backend, LocalBackend) or backend.declared or environment.is_local:
        return
    for table in environment.tables.values():
        if table.is_protected:
            setting = "deletion_protection" if table.deletion_protection else "prevent_destroy"
            yield Problem(
                (),
                f"`{environment.name}` protects `{table.key}`, but has no `backend`: its Terraform state would be a "
                "file on one machine",
                "keep it where the team reaches it, e.g. `backend: {s3: {bucket: …, "
                f"key: {environment.name}/sessions.tfstate, region: {environment.region}}}}}`",
                related_places=((table.origins.of((setting,)), "protected here"),),
                on_key=True,
            )
            return


RULE = EnvironmentRule(
    id="protected-with-local-state",
    severity=WARNING,
    summary="An environment whose tables are protected keeps its state in a local file",
    why=(
        "The state is how Terraform knows that a table is its own. When a local file is lost, the next apply "
        "wants to create the tables again, and two people with two files undo each other's changes."
    ),
    source=f"{STATE}/remote",
    failing="""\
tables:
  userSessions:
    partition_key: userId
    ttl: expiresAt
    deletion_protection: true
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
    deletion_protection: true
""",
    edges=(
        fails(deletion_protection=True),
        fails({"tables": {"a": {"partition_key": "id", "ttl": "expiresAt"}}}, prevent_destroy=True),
        passes(
            {"environments": {"staging": {"region": "us-east-1", "backend": {"local": {"path": "state.tfstate"}}}}},
            deletion_protection=True,
        ),
        passes(
            {"environments": {"staging": {"region": "us-east-1", "endpoint_url": "http://localhost:8000"}}},
            deletion_protection=True,
        ),
        passes(),
    ),
    no_fix="only you know the bucket",
    check=_protected_local_state,
)
