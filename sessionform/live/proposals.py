"""Which session library a table may belong to, where its keys and its TTL leave one alone. A proposal, and nothing more."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from sessionform.consumers.fit import fit
from sessionform.consumers.registry import library, library_ids
from sessionform.model import Consumer, Environment, Table


def proposals(environment: Environment, keys: Mapping[str, str]) -> dict[str, str]:
    """The library by the table's key, for those of `keys` (from names in AWS) that name no consumer."""
    found: dict[str, str] = {}
    for key in keys.values():
        table = environment.tables[key]
        fitting = [] if table.consumer is not None else [name for name in library_ids() if _fits(table, name)]
        if len(fitting) == 1:
            found[key] = fitting[0]
    return found


def _fits(table: Table, name: str) -> bool:
    """Whether the library, with no option of its own set, finds its keys, its index and its TTL.

    One that takes whatever the TTL is called says nothing about a table.
    """
    if table.ttl is None or not table.ttl.enabled or library(name).expiry.any_name:
        return False
    return not fit(replace(table, consumer=Consumer(name)))
