"""What rules ask about attributes: where a table names them, and which words their names are made of."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache

from sessionform.diagnostics import Path
from sessionform.model import Attribute, Table

_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+")


def attribute_uses(table: Table, key_uses: Iterable[tuple[Path, Attribute]]) -> Iterator[tuple[Path, str]]:
    """Every place where a table names an attribute: keys, the TTL attribute, projections."""
    for setting, attribute in key_uses:
        yield (*setting, "name"), attribute.name
    if table.ttl is not None and table.ttl.attribute is not None:
        yield ("ttl", "attribute"), table.ttl.attribute
    for kind, indexes in (
        ("global_secondary_indexes", table.global_secondary_indexes),
        ("local_secondary_indexes", table.local_secondary_indexes),
    ):
        for index in indexes:
            for position, name in enumerate(index.projection.include):
                yield (kind, index.name, "projection", "include", position), name


def keys_have_names(table: Table) -> bool:
    """Whether the table's primary key can be spoken of; where it cannot, other rules say so."""
    return all(table.key_names)


@cache
def words(name: str) -> tuple[str, ...]:
    """The words of a name in lower case: `expiresAtMs`, `expires_at_ms` and `ExpiresAt-MS` all give expires, at, ms."""
    return tuple(word.lower() for word in _WORD.findall(name))
