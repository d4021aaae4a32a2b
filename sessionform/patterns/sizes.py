"""How large items and their index entries are taken to be, and what reading and writing them costs.

The arithmetic is DynamoDB's: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/read-write-operations.html.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from math import ceil

from sessionform.facts.limits import READ_UNIT_BYTES, WRITE_UNIT_BYTES
from sessionform.model import GlobalIndex, LocalIndex, Projection, Table

TEXT_BYTES = 36
"""What one projected string or binary is taken to be: a UUID as text. Only whole items have a declared size."""

NUMBER_BYTES = 6
"""A number of ten digits, as epoch seconds have: one byte for two digits, and one more."""

Index = GlobalIndex | LocalIndex


def index_keys(table: Table, index: Index) -> tuple[str, ...]:
    """The attributes that every entry of an index has: the index's keys, and the table's."""
    own = index.key_attributes if isinstance(index, GlobalIndex) else (table.partition_key, index.sort_key)
    return tuple(dict.fromkeys(attribute.name for attribute in (*own, *table.key_attributes)))


def projected(table: Table, index: Index) -> tuple[str, ...] | None:
    """The attributes that an index holds; None where it holds all of them."""
    projection: Projection = index.projection
    if projection.type == "ALL":
        return None
    return tuple(dict.fromkeys([*index_keys(table, index), *projection.include]))


def payload_name(table: Table) -> str:
    """A name for the rest of a session: what no key, index, pattern or TTL of the table speaks of."""
    return unused_name(table, "data", "payload")


def unused_name(table: Table, *wanted: str) -> str:
    """The first of the names that the table speaks of nowhere, or the last with a number."""
    names = set(_named(table))
    candidates = (*wanted, *(f"{wanted[-1]}_{number}" for number in range(2, len(names) + 3)))
    return next(name for name in candidates if name not in names)


def _named(table: Table) -> Iterator[str]:
    yield from (attribute.name for _, attribute in table.all_key_uses())
    for index in table.indexes:
        yield from index.projection.include
    for pattern in table.access_patterns:
        yield from pattern.attributes
    if table.ttl is not None and table.ttl.attribute is not None:
        yield table.ttl.attribute


def entry_bytes(table: Table, index: Index | None) -> int:
    """Bytes of one item as the table (None) or an index holds it: names and values, as DynamoDB counts."""
    names = None if index is None else projected(table, index)
    if names is None:
        return table.item_size
    return min(table.item_size, sum(len(name.encode()) + _value_bytes(table, name) for name in names))


def _value_bytes(table: Table, name: str) -> int:
    numbers = {attribute.name for _, attribute in table.all_key_uses() if attribute.type == "N"}
    if table.ttl is not None and table.ttl.attribute is not None:
        numbers.add(table.ttl.attribute)
    return NUMBER_BYTES if name in numbers else TEXT_BYTES


def read_units(total_bytes: int, *, consistent: bool) -> float:
    """Units for one read of items of so many bytes together: a call rounds up once, to at least one unit."""
    units = max(1, ceil(total_bytes / READ_UNIT_BYTES))
    return float(units) if consistent else units / 2


def query_units(table: Table, index: Index | None, items: int, *, consistent: bool, fetched: bool) -> float:
    """Units for a Query that reads so many items of the table (None) or entries of an index.

    `fetched` items are read from the table too, as a local index does for what it does not hold: each of them whole,
    and rounded up by itself. https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/LSI.html
    """
    units = read_units(items * entry_bytes(table, index), consistent=consistent)
    return units + items * read_units(entry_bytes(table, None), consistent=consistent) * fetched


def write_units(item_bytes: int) -> int:
    """Units for writing one item or index entry."""
    return max(1, ceil(item_bytes / WRITE_UNIT_BYTES))


def written_units(table: Table, changed: Iterable[str] | None) -> int:
    """Units for one write of an item, its index entries included, in one region.

    `changed` are the attributes that an update changes; None is a put or delete, which touches every index.
    A changed index key costs that index two writes: the old entry goes, a new one comes.
    """
    names = None if changed is None else set(changed)
    total = write_units(entry_bytes(table, None))
    for index in table.indexes:
        total += _index_writes(table, index, names) * write_units(entry_bytes(table, index))
    return total


def _index_writes(table: Table, index: Index, changed: set[str] | None) -> int:
    if changed is None:
        return 1
    if changed & set(index_keys(table, index)):
        return 2
    held = projected(table, index)
    return 1 if held is None or changed & set(held) else 0
