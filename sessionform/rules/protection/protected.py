"""Whether a table is protected."""

from __future__ import annotations

from sessionform.model import Table


def is_protected(table: Table) -> bool:
    return table.deletion_protection or table.prevent_destroy
