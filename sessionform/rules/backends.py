"""Rules about where the Terraform state of an environment is kept."""

from __future__ import annotations

from collections.abc import Iterator

from sessionform.model import Declaration, Environment, LocalBackend, S3Backend, state_of
from sessionform.rules.rule import ERROR, WARNING, DeclarationRule, EnvironmentRule, Problem

S3_BACKEND = "https://developer.hashicorp.com/terraform/language/backend/s3"
STATE = "https://developer.hashicorp.com/terraform/language/state"


def _protected_local_state(environment: Environment) -> Iterator[Problem]:
    backend = environment.backend
    if not isinstance(backend, LocalBackend) or backend.declared or environment.is_local:
        return
    for table in environment.tables.values():
        if table.deletion_protection or table.prevent_destroy:
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


protected_with_local_state = EnvironmentRule(
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
    deletion_protection: true
""",
    check=_protected_local_state,
)


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


state_shared = DeclarationRule(
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
    mended="""\
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
    check=_state_shared,
)


def _key_slash(environment: Environment) -> Iterator[Problem]:
    if isinstance(environment.backend, S3Backend):
        key = str(environment.backend.config.get("key", ""))
        if key.startswith("/") or key.endswith("/"):
            yield Problem(
                ("backend", "s3", "key"),
                f"the state key `{key}` of `{environment.name}` begins or ends with `/`, which Terraform refuses",
                f"`key: {key.strip('/') or f'{environment.name}/sessions.tfstate'}`",
            )


state_key_slash = EnvironmentRule(
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
    check=_key_slash,
)


RULES = (protected_with_local_state, state_shared, state_key_slash)
