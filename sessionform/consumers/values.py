"""The value that each option of a library has once the application is set up for a table."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sessionform.consumers.library import Library
from sessionform.consumers.options import declared_options, expected_names
from sessionform.model import GlobalIndex, Table


def option_values(library: Library, table: Table) -> dict[str, Any]:
    """Every option's value: what it names of the table, else what is declared, else recommended, else the default.

    None where the library decides by itself, and for a name of something that the table does not have.
    """
    declared = declared_options(library, table.consumer.options if table.consumer else {})
    named = _named(library, table, declared)
    values: dict[str, Any] = {}
    for name, option in library.options.items():
        if option.names:
            values[name] = named.get(option.names)
        elif name in declared:
            values[name] = declared[name]
        else:
            values[name] = option.default if option.recommended is None else option.recommended
    return values


def index_of(library: Library, table: Table, declared: Mapping[str, Any]) -> GlobalIndex | None:
    """The index of the table that the library queries: the one it is told to, else the first."""
    if library.index is None:
        return None
    name = expected_names(library, declared).index
    indexes = table.global_secondary_indexes
    return next((index for index in indexes if index.name == name), indexes[0] if indexes else None)


def _named(library: Library, table: Table, declared: Mapping[str, Any]) -> dict[str, str | None]:
    index = index_of(library, table, declared)
    return {
        "table_name": table.name,
        "partition_key": table.partition_key.name,
        "sort_key": table.sort_key.name if table.sort_key else None,
        "ttl": table.ttl.attribute if table.ttl and table.ttl.enabled else None,
        "index": index.name if index else None,
        "index_partition_key": index.partition_keys[0].name if index else None,
        "index_sort_key": index.sort_keys[0].name if index and index.sort_keys else None,
    }
