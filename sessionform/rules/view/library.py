"""What is known of the session library that uses a table.

`consumers` is imported where a table has one: most files do without, and it would cost every check some milliseconds.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sessionform.model import Table

if TYPE_CHECKING:
    from sessionform.consumers.library import Library


def library_of(table: Table) -> Library | None:
    """What is known of the table's consumer; None where it has none, or an unknown one."""
    if table.consumer is None:
        return None
    from sessionform.consumers.registry import library, library_ids

    return library(table.consumer.library) if table.consumer.library in library_ids() else None
