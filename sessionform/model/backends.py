"""Where an environment's state is kept, and which backends keep the same one."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal


@dataclass(frozen=True, slots=True)
class S3Backend:
    """State in S3. `config` is every argument as declared; `use_lockfile` is in it unless the user said otherwise."""

    config: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class CloudBackend:
    """State in HCP Terraform."""

    organization: str
    workspace: str
    hostname: str | None = None


@dataclass(frozen=True, slots=True)
class LocalBackend:
    """State in a file, by a path relative to the declaration's folder. `declared` is False for the built-in default."""

    path: str
    declared: bool = True


@dataclass(frozen=True, slots=True)
class RemoteBackend:
    """State in one of Terraform's other backends. `config` is every argument as declared."""

    kind: Literal["http", "gcs", "azurerm"]
    config: Mapping[str, Any]


Backend = S3Backend | CloudBackend | RemoteBackend | LocalBackend

REMOTE_STATES: dict[Literal["http", "gcs", "azurerm"], tuple[str, ...]] = {
    "http": ("address",),
    "gcs": ("bucket", "prefix"),
    "azurerm": ("storage_account_name", "container_name", "key"),
}
"""The arguments of each other backend that say which state it keeps."""


def state_of(backend: Backend) -> tuple[str, ...]:
    """What tells one state from another: equal for backends that keep the same one, however they are written.

    Regions, credentials and locking do not: a bucket is in one region, and its name is nobody else's at its endpoint.
    """
    if isinstance(backend, S3Backend):
        config = backend.config
        endpoint = (config.get("endpoints") or {}).get("s3", "")
        return "s3", *map(str, (endpoint, config.get("bucket"), config.get("key")))
    if isinstance(backend, CloudBackend):
        return "cloud", backend.hostname or "app.terraform.io", backend.organization, backend.workspace
    if isinstance(backend, RemoteBackend):
        return backend.kind, *(str(backend.config.get(name, "")).rstrip("/") for name in REMOTE_STATES[backend.kind])
    return "local", posixpath.normpath(backend.path.replace("\\", "/"))
