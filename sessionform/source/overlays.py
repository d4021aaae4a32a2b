"""Which value wins: built-in < `defaults` < environment `defaults` < the table < the table's `environments.NAME`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sessionform.diagnostics import Path
from sessionform.provenance import EMPTY, Origins, Sourced
from sessionform.source.longform import expand, fill_in_defaults
from sessionform.source.names import TABLE_NAME
from sessionform.source.sourced import merge, plain, sourced

NOT_SETTINGS = {"environments", "only_in"}
"""Keys of a table that say where its settings hold, and are none themselves."""


@dataclass(frozen=True, slots=True)
class Effective:
    """One table in one environment after merging: its settings in long form, and who set each."""

    table: str
    environment: str
    settings: dict[str, Any]
    origins: Origins


def effective_tables(declaration: dict[str, Any], builtin: dict[str, Any]) -> Iterator[Effective]:
    """Every table of every environment, environments and tables in file order.

    `declaration` has passed the schema; `builtin` are the built-in defaults as one would write them.
    """
    default = expand(sourced({"table_name": TABLE_NAME, **builtin}, None))
    shared = merge(_table_name(declaration, ()), _layer(declaration, "defaults", ()))
    tables = [_TableLayers.of(key, body or {}) for key, body in (declaration.get("tables") or {}).items()]
    for name, environment in (declaration.get("environments") or {}).items():
        path: Path = ("environments", name)
        base = merge(shared, _table_name(environment, path))
        base = merge(base, _layer(environment, "defaults", path))
        for table in tables:
            if table.only_in is None or name in table.only_in:
                yield table.effective(name, base, default)


@dataclass(frozen=True, slots=True)
class _TableLayers:
    key: str
    own: Sourced
    overlays: dict[str, Sourced]
    only_in: frozenset[str] | None

    @classmethod
    def of(cls, key: str, body: dict[str, Any]) -> _TableLayers:
        path: Path = ("tables", key)
        settings = {name: value for name, value in body.items() if name not in NOT_SETTINGS}
        overlays = {
            name: expand(sourced(overlay or {}, (*path, "environments", name)))
            for name, overlay in (body.get("environments") or {}).items()
        }
        only_in = body.get("only_in")
        return cls(key, expand(sourced(settings, path)), overlays, None if only_in is None else frozenset(only_in))

    def effective(self, environment: str, base: Sourced, default: Sourced) -> Effective:
        node = merge(base, self.own)
        overlay = self.overlays.get(environment)
        if overlay is not None:
            node = merge(node, overlay)
        # Last, since a `null` removes what other layers say, and a built-in default then holds again.
        node = Sourced({**default.value, **node.value}, node.path)
        settings = plain(node)
        fill_in_defaults(settings)
        return Effective(self.key, environment, settings, Origins(("tables", self.key), node))


def _layer(holder: dict[str, Any], key: str, path: Path) -> Sourced:
    value = holder.get(key)
    return expand(sourced(value, (*path, key))) if value else EMPTY


def _table_name(holder: dict[str, Any], path: Path) -> Sourced:
    value = holder.get("table_name")
    return sourced({"table_name": value}, path) if value is not None else EMPTY
