"""Where an environment keeps its state, and how it is reached."""

from __future__ import annotations

from collections.abc import Iterator

from sessionform.json_value import JsonObject
from sessionform.model import REMOTE_STATES, Backend, CloudBackend, Environment, RemoteBackend, S3Backend, state_of
from sessionform.review.effects.effect import HIGH, LOW, MEDIUM, TERRAFORM, ChangeKind, Effect, steps
from sessionform.review.outcome import Outcome, Terraform
from sessionform.words import names_in_quotes

_INIT = f"{TERRAFORM}/cli/commands/init#backend-initialization"


backend_changed = ChangeKind(
    id="backend-changed",
    summary="The state of an environment moves",
    severity=HIGH,
    terraform=Terraform.NO_OP,
    outcome=Outcome.FAILS_AT_APPLY,
    why=(
        "A new backend starts with an empty state. Once `terraform init -migrate-state` has run, Terraform finds every table "
        "there and plans all other changes as usual, which is what this review assumes. Where nobody runs it, in a fresh CI "
        "checkout for instance, Terraform plans to create every table, and AWS refuses because they exist."
    ),
    source=_INIT,
    of_environment=True,
    certain=False,
)

backend_settings_changed = ChangeKind(
    id="backend-settings-changed",
    summary="The state stays where it is, but other settings of its backend change",
    severity=LOW,
    terraform=Terraform.NO_OP,
    outcome=Outcome.NONE,
    why=(
        "No resource changes. Where the stack has been initialized before, Terraform stops with *Backend configuration "
        "changed* until `terraform init -reconfigure` has run. A wrong `region`, role or endpoint means that the state is "
        "not found or cannot be read. Without `use_lockfile` two concurrent deploys overwrite each other's state."
    ),
    source=f"{TERRAFORM}/language/backend/s3",
)

KINDS = (
    backend_changed,
    backend_settings_changed,
)


def state_moves(old: Environment, new: Environment) -> Effect:
    message = (
        f"the state of `{new.name}` moves from {where(old.backend)} to {where(new.backend)}, which is empty: unless the "
        "state is migrated, Terraform plans to create tables that already exist, and the apply fails"
    )
    way = steps(
        "deploy the change of `backend` by itself, and everything else after it",
        f"before anything is applied, run `terraform init -migrate-state` once in the stack of `{new.name}`, where the "
        "old state is configured",
        "check that `terraform plan` shows no changes",
        "keep the old state file until then",
    )
    return backend_changed.effect(("backend",), _plain(old.backend), _plain(new.backend), message, way)


def backend_settings(old: Environment, new: Environment) -> Iterator[Effect]:
    """Other arguments of the backend that keeps the same state."""
    if state_of(old.backend) != state_of(new.backend):
        return
    before, after = _arguments(old.backend), _arguments(new.backend)
    names = [name for name in sorted({*before, *after}) if before.get(name) != after.get(name)]
    if not names:
        return
    listed = names_in_quotes(names)
    message = f"the state of `{new.name}` stays where it is, but its backend changes {listed}"
    unlocked = before.get("use_lockfile") is True and after.get("use_lockfile") is False
    if unlocked and "dynamodb_table" not in after:
        message += ": nothing locks it any more, so two concurrent deploys overwrite each other's state"
    yield backend_settings_changed.effect(
        ("backend",),
        {name: before.get(name) for name in names},
        {name: after.get(name) for name in names},
        message,
        f"run `terraform init -reconfigure` in the stack of `{new.name}`, and check that `terraform plan` shows no changes",
        severity=MEDIUM if unlocked or {"region", "endpoints"} & set(names) else LOW,
        resource="",
    )


def _arguments(backend: Backend) -> JsonObject:
    """The arguments of a backend that do not say which state it keeps."""
    if isinstance(backend, S3Backend):
        return {name: value for name, value in backend.config.items() if name not in ("bucket", "key")}
    if isinstance(backend, RemoteBackend):
        return {name: value for name, value in backend.config.items() if name not in REMOTE_STATES[backend.kind]}
    return {}


def where(backend: Backend) -> str:
    """What people read of a state's place: of two states it is not the same."""
    if isinstance(backend, S3Backend):
        endpoint = state_of(backend)[1]
        there = f"`s3://{backend.config.get('bucket')}/{backend.config.get('key')}`"
        return f"{there} at `{endpoint}`" if endpoint else there
    if isinstance(backend, CloudBackend):
        there = f"the workspace `{backend.organization}/{backend.workspace}`"
        return f"{there} at `{backend.hostname}`" if backend.hostname else there
    if isinstance(backend, RemoteBackend):
        return f"`{backend.kind}: {'/'.join(state_of(backend)[1:])}`"
    return f"the file `{backend.path}`"


def _plain(backend: Backend) -> JsonObject:
    if isinstance(backend, S3Backend):
        names = ("bucket", "key", "region", "endpoints")
        return {"s3": {name: backend.config[name] for name in names if name in backend.config}}
    if isinstance(backend, CloudBackend):
        host = {"hostname": backend.hostname} if backend.hostname else {}
        return {"cloud": {"organization": backend.organization, "workspace": backend.workspace, **host}}
    if isinstance(backend, RemoteBackend):
        return {backend.kind: {name: backend.config.get(name) for name in REMOTE_STATES[backend.kind]}}
    return {"local": {"path": backend.path}}
