"""What the indexes of a table project."""

from __future__ import annotations

from collections.abc import Iterator

from sessionform.diagnostics import Path
from sessionform.model import Projection, Table


def projections_of(table: Table) -> Iterator[tuple[Path, str, Projection]]:
    for index in table.global_secondary_indexes:
        yield ("global_secondary_indexes", index.name, "projection"), index.name, index.projection
    for local in table.local_secondary_indexes:
        yield ("local_secondary_indexes", local.name, "projection"), local.name, local.projection


def included_names(count: int, start: int = 1) -> str:
    return ", ".join(f"a{number}" for number in range(start, start + count))
