"""A local index as the global one that answers the same queries."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sessionform.edits import Edit, Fix, Remove, Set
from sessionform.model import LocalIndex, Table
from sessionform.rules.indexes.positions import GLOBAL, LOCAL


def made_global(table: Table, indexes: Sequence[LocalIndex]) -> Fix:
    """These local indexes of the table as global ones."""
    edits: list[Edit] = [Remove((LOCAL, index.name)) for index in indexes]
    if len(indexes) == len(table.local_secondary_indexes):
        edits = [Remove((LOCAL,))]
    return Fix((*edits, *(Set((GLOBAL, index.name), _body(table, index)) for index in indexes)))


def _body(table: Table, index: LocalIndex) -> dict[str, Any]:
    body: dict[str, Any] = {
        "partition_key": table.partition_key.as_written,
        "sort_key": index.sort_key.as_written,
    }
    if index.projection.type == "INCLUDE":
        body["projection"] = {"include": list(index.projection.include)}
    elif index.projection.type == "KEYS_ONLY":
        body["projection"] = "KEYS_ONLY"
    return body
