"""The index that would serve a pattern, as YAML to paste."""

from __future__ import annotations

import re

from sessionform.model import AccessPattern, Table


def index_to_paste(table: Table, pattern: AccessPattern) -> str:
    """A global secondary index on which the pattern is a Query, named so that it meets no other index."""
    partition = pattern.keys[0]
    sort = pattern.sorted_by or (pattern.where[0] if pattern.where else None)
    parts = [f"partition_key: {_attribute(table, partition)}"]
    if sort:
        parts.append(f"sort_key: {_attribute(table, sort)}")
    if pattern.attributes:
        parts.append(f"projection: {{include: [{', '.join(pattern.attributes)}]}}")
    return f"global_secondary_indexes:\n  {_name(table, partition, sort)}: {{{', '.join(parts)}}}"


def _attribute(table: Table, name: str) -> str:
    """A key attribute as one writes it, with the type that it has elsewhere in the table."""
    types = {attribute.name: attribute.type for _, attribute in table.all_key_uses()}
    if table.ttl is not None and table.ttl.attribute == name:
        types.setdefault(name, "N")
    type_ = types.get(name, "S")
    return name if type_ == "S" else f"{{name: {name}, type: {type_}}}"


def _name(table: Table, partition: str, sort: str | None) -> str:
    taken = {index.name for index in table.indexes}
    base = "by_" + "_".join(_snake(part) for part in (partition, sort) if part)
    return next(name for name in (base, *(f"{base}_{number}" for number in range(2, 100))) if name not in taken)


def _snake(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "_", re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower()).strip("_") or "key"
