"""Where an environment's state is kept, and which backends keep the same one."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal
from urllib.parse import urlsplit


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

_PORTS = {"http": 80, "https": 443}
_UNRESERVED = re.compile("%(2[DE]|3[0-9]|[46][1-9A-F]|[57][0-9A]|5F|7E)", re.IGNORECASE)
"""What an address may have as an escape or as it is: https://www.rfc-editor.org/rfc/rfc3986#section-2.3"""

_OF_AWS = re.compile(r"(.+\.)?(amazonaws\.com(\.cn)?|api\.aws)")


def state_in(backend: Backend, folder: str) -> tuple[str, ...]:
    """The state of an environment whose declaration is in this folder: files of the state are in it, too."""
    state = state_of(backend)
    return (*state, folder) if isinstance(backend, LocalBackend) else state


def state_of(backend: Backend) -> tuple[str, ...]:
    """What tells one state from another: equal for backends that keep the same one, however they are written.

    Regions, credentials and locking do not: a bucket is in one region, and its name is nobody else's at its endpoint.
    """
    if isinstance(backend, S3Backend):
        config = backend.config
        endpoint = _address(str((config.get("endpoints") or {}).get("s3", "")))
        aws = _OF_AWS.fullmatch(endpoint.removeprefix("https://").removeprefix("http://"))
        return "s3", *map(str, ("" if aws else endpoint, config.get("bucket"), config.get("key")))
    if isinstance(backend, CloudBackend):
        return "cloud", (backend.hostname or "app.terraform.io").lower(), backend.organization, backend.workspace
    if isinstance(backend, RemoteBackend):
        settings = (str(backend.config.get(name, "")) for name in REMOTE_STATES[backend.kind])
        return backend.kind, *map(_SPELLINGS[backend.kind], settings)
    return "local", posixpath.normpath(backend.path.replace("\\", "/"))


def _address(text: str) -> str:
    """An address without what two spellings of it may differ in; as it is where it is none."""
    try:
        parts = urlsplit(text)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return text
    if not host:
        return text
    place = host if port in (None, _PORTS.get(parts.scheme)) else f"{host}:{port}"
    path = _UNRESERVED.sub(lambda escape: chr(int(escape[1], 16)), parts.path)
    query = f"?{parts.query}" if parts.query else ""
    return f"{parts.scheme}://{place}{'/' + _path(path) if _path(path) else ''}{query}"


def _path(text: str) -> str:
    """A path below a root, as Go's `path.Join` makes it."""
    path = posixpath.normpath(text.lstrip("/"))
    return "" if path == "." else path


_SPELLINGS: dict[str, Callable[[str], str]] = {"http": _address, "gcs": _path, "azurerm": lambda text: text.rstrip("/")}
"""How each of Terraform's other backends reads its arguments."""
