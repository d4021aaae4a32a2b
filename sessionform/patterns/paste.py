"""Indexes and patterns as one declares them, for people to paste."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from sessionform.model import AccessPattern, KeyType, Table
from sessionform.source.flow import flow

Settings = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Remedy:
    """Settings of the table. They are merged into an index of the same name, a pattern of the same name is replaced.

    `note` says what is to be known of it, and stands in the YAML as a comment.
    """

    settings: Settings
    note: str = ""

    def yaml(self) -> str:
        """The settings as one writes them, two levels deep, and every entry on one line."""
        lines = [f"# {self.note}"] if self.note else []
        for setting, entries in self.settings.items():
            lines.append(f"{setting}:")
            lines += [f"  {flow(name)}: {flow(body)}" for name, body in entries.items()]
        return "\n".join(lines)


def pattern_settings(pattern: AccessPattern) -> Settings:
    """A pattern as it is declared, its operation first."""
    keys = list(pattern.keys)
    body: dict[str, Any] = {pattern.operation: keys[0] if len(keys) == 1 else keys}
    body |= {name: getattr(pattern, name) for name in ("sorted_by", "descending") if getattr(pattern, name)}
    if pattern.where:
        body["where"] = dict([pattern.where])
    if pattern.attributes:
        body["attributes"] = list(pattern.attributes)
    return body | {name: getattr(pattern, name) for name in ("consistent", "index", "limit") if getattr(pattern, name)}


def projection_settings(table: Table, pattern: AccessPattern, own: set[str]) -> Settings:
    """The least that a new index has to hold; nothing is said for everything, which is the default."""
    if not pattern.attributes:
        return {}
    keys = own | set(table.key_names)
    include = [name for name in pattern.attributes if name not in keys]
    return {"projection": {"include": include} if include else "KEYS_ONLY"}


def attribute_settings(table: Table, name: str) -> Any:
    """A key attribute as one writes it, with the type that it has elsewhere in the table."""
    type_ = key_type(table, name)
    return name if type_ == "S" else {"name": name, "type": type_}


def key_type(table: Table, name: str) -> KeyType:
    """The type that the attribute has elsewhere in the table, or S."""
    types: dict[str, KeyType] = {attribute.name: attribute.type for _, attribute in table.all_key_uses()}
    if table.ttl is not None and table.ttl.attribute is not None:
        types.setdefault(table.ttl.attribute, "N")
    return types.get(name, "S")


def free_name(base: str, taken: Collection[str]) -> str:
    """The name, with a number where it is taken."""
    numbered = (f"{base}_{number}" for number in range(2, len(taken) + 3))
    return next(name for name in (base, *numbered) if name not in taken)
