"""The declaration as a model. Total: it never fails; what is missing gets a stand-in, and rules say what is wrong."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace
from typing import Any

from sessionform.diagnostics import Path
from sessionform.model import (
    REMOTE_STATES,
    Acceptance,
    Backend,
    CloudBackend,
    Declaration,
    Environment,
    LocalBackend,
    RemoteBackend,
    Removed,
    S3Backend,
    Table,
)
from sessionform.provenance import EMPTY, Origins, Sourced
from sessionform.source.build_table import build_table
from sessionform.source.dates import parse_date
from sessionform.source.overlays import effective_tables
from sessionform.source.sourced import merge, plain, sourced


def build(value: dict[str, Any], file: str, builtin: dict[str, Any]) -> Declaration:
    """The declaration that `value` means. What the schema refused has been taken out of `value` before."""
    application = value.get("application")
    declared = value.get("environments") or {}
    tables: dict[str, dict[str, Table]] = {name: {} for name in declared}
    for effective in effective_tables(value, builtin):
        local = (declared[effective.environment] or {}).get("endpoint_url") is not None
        tables[effective.environment][effective.table] = build_table(effective, application, local=local)
    environments = {name: _environment(name, body or {}, value, tables[name]) for name, body in declared.items()}
    return Declaration(
        file=file,
        application=application,
        environments=environments,
        accept=tuple(_acceptances(value.get("accept") or [])),
        table_keys=tuple(value.get("tables") or {}),
    )


def build_part(
    value: dict[str, Any], tables: Collection[str], whole: Declaration, builtin: dict[str, Any]
) -> Declaration:
    """The declaration that `value` means, for whoever looks at these `tables` alone: the others are those of `whole`."""
    bodies = {key: body for key, body in (value.get("tables") or {}).items() if key in tables}
    part = build({**value, "tables": bodies}, whole.file, builtin)
    environments = {
        name: replace(environment, tables={**whole.environments[name].tables, **environment.tables})
        for name, environment in part.environments.items()
        if name in whole.environments
    }
    return replace(part, environments=environments, table_keys=whole.table_keys)


def _environment(name: str, body: dict[str, Any], value: dict[str, Any], tables: dict[str, Table]) -> Environment:
    path: Path = ("environments", name)
    node = merge(EMPTY, sourced(body, path))
    application = value.get("application")
    if application is not None:
        placed = Sourced({"tags": Sourced({"Application": Sourced(application, ("application",))}, path)}, None)
        node = merge(placed, node)
    settings = plain(node)
    tags = settings.setdefault("tags", {})
    terraform = value.get("terraform") or {}
    return Environment(
        name=name,
        region=body.get("region", ""),
        account_id=body.get("account_id"),
        assume_role_arn=body.get("assume_role_arn"),
        profile=body.get("profile"),
        endpoint_url=body.get("endpoint_url"),
        tags=tags,
        backend=_backend(name, body.get("backend") or {}),
        tables=tables,
        removed=tuple(removed for removed in _removed(value.get("removed") or {}) if removed.leaves(name)),
        required_version=terraform.get("required_version"),
        aws_provider=terraform.get("aws_provider"),
        settings=settings,
        origins=Origins(path, node),
        lock=body.get("lock", terraform.get("lock", True)),
    )


def _backend(environment: str, body: dict[str, Any]) -> Backend:
    if "s3" in body:
        return S3Backend({"use_lockfile": True, **body["s3"]})
    if "cloud" in body:
        cloud = body["cloud"]
        return CloudBackend(cloud.get("organization", ""), cloud.get("workspace", ""), cloud.get("hostname"))
    for kind in REMOTE_STATES:
        if kind in body:
            return RemoteBackend(kind, body[kind])
    if "local" in body:
        return LocalBackend(body["local"].get("path", ""))
    return LocalBackend(f"terraform.{environment}.tfstate", declared=False)


def _removed(body: dict[str, Any]) -> Iterator[Removed]:
    for table, removal in body.items():
        only_in = (removal or {}).get("only_in")
        environments = None if only_in is None else frozenset(only_in)
        yield Removed(table, bool((removal or {}).get("keep")), ("removed", table), environments)


def _acceptances(items: list[dict[str, Any]]) -> Iterator[Acceptance]:
    for position, item in enumerate(items):
        yield Acceptance(
            change=item.get("change", ""),
            table=item.get("table"),
            environment=item.get("environment"),
            reason=item.get("reason", ""),
            expires=parse_date(item.get("expires")),
            path=("accept", position),
        )
