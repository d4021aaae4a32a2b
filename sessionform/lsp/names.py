"""The names in a declaration and where each is used: environments, tables, indexes, attributes, patterns. Plain data, no protocol."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from sessionform.diagnostics import Path
from sessionform.setting_path import Layer, setting_path
from sessionform.source.document import Document

Kind = Literal["environment", "table", "index", "attribute", "pattern"]

_INDEXES = ("global_secondary_indexes", "local_secondary_indexes")
_OPERATIONS = ("get", "put", "update", "delete", "query", "attributes")


@dataclass(frozen=True, slots=True)
class Use:
    """A name where it stands. `table` is that of an index, an attribute or a pattern, None where it holds for every table."""

    kind: Kind
    name: str
    path: Path
    table: str | None = None
    on_key: bool = False
    declares: bool = False

    def same(self, other: Use) -> bool:
        """Whether both mean one thing."""
        tables = self.table == other.table or None in (self.table, other.table)
        return (self.kind, self.name) == (other.kind, other.name) and tables


def uses(document: Document) -> list[Use]:
    """Every use of a name, in file order."""
    value = document.value if isinstance(document.value, dict) else {}
    return [*_walk(value, ())]


def use_at(document: Document, path: Path) -> Use | None:
    """The name that stands at a path, as a key or as a value."""
    return next((use for use in uses(document) if use.path == path), None)


def _walk(value: Any, path: Path) -> Iterator[Use]:
    if isinstance(value, dict):
        for key, item in value.items():
            use = _key(key, (*path, key), item)
            if use is not None:
                yield use
            yield from _walk(item, (*path, key))
    elif isinstance(value, list):
        for position, item in enumerate(value):
            yield from _walk(item, (*path, position))
    elif isinstance(value, str):
        use = _value(value, path)
        if use is not None:
            yield use


def _key(key: str, path: Path, item: Any) -> Use | None:
    found = setting_path(path)
    if not found.setting and found.layer in (Layer.ENVIRONMENT, Layer.TABLE_ENVIRONMENT):
        return Use("environment", key, path, on_key=True, declares=found.layer is Layer.ENVIRONMENT)
    if not found.setting and found.layer in (Layer.TABLE, Layer.REMOVED):
        return Use("table", key, path, on_key=True, declares=found.layer is Layer.TABLE)
    if not found.of_tables:
        return None
    match found.setting:
        case (kind, _) if kind in _INDEXES:
            declares = found.layer is Layer.TABLE or (isinstance(item, dict) and "partition_key" in item)
            return Use("index", key, path, found.table, on_key=True, declares=declares)
        case ("access_patterns", _):
            return Use("pattern", key, path, found.table, on_key=True, declares=True)
        case ("access_patterns", _, "where", _):
            return Use("attribute", key, path, found.table, on_key=True)
    return None


def _value(value: str, path: Path) -> Use | None:
    match path:
        case ("accept", _, "environment") | ("removed", _, "only_in", _) | ("tables", _, "only_in", _):
            return Use("environment", value, path)
        case ("accept", _, "table"):
            return Use("table", value, path)
    found = setting_path(path)
    if not found.of_tables:
        return None
    if _names_attribute(found.setting):
        declares = found.setting[-1] in ("partition_key", "sort_key", "name")
        return Use("attribute", value, path, found.table, declares=declares)
    match found.setting:
        case ("access_patterns", _, "index"):
            return Use("index", value, path, found.table)
        case ("grants", _, int()) | ("grants", _, "patterns", _):
            return Use("pattern", value, path, found.table)
    return None


def _names_attribute(setting: Path) -> bool:
    match setting:
        case ("partition_key" | "sort_key",) | ("partition_key" | "sort_key", "name"):
            return True
        case (kind, _, "partition_key" | "sort_key") | (kind, _, "partition_key" | "sort_key", "name"):
            return kind in _INDEXES
        case (kind, _, "projection", "include", _):
            return kind in _INDEXES
        case ("ttl",) | ("ttl", "attribute") | ("writes", "attribute"):
            return True
        case ("access_patterns", _, operation) | ("access_patterns", _, operation, _):
            return operation in _OPERATIONS or (operation == "sorted_by" and len(setting) == 3)
    return False
