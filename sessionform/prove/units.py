"""What calls really took: as the target reports it, or counted from what they touched where it invents its numbers.

moto answers one unit to every call; dynalite leaves index writes out, and rounds what a local index fetches otherwise
than DynamoDB. So an emulator's word is tried first, with an item whose cost is known.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sessionform.model import GlobalIndex, LocalIndex, Table
from sessionform.patterns.sizes import read_units, write_units
from sessionform.patterns.verdict import Served
from sessionform.prove.sessions import Item, item_bytes

_PROBE_BYTES = 5000
"""More than one unit to read, and to write."""

Entries = dict[tuple[str, str], Item]
"""Entries of indexes by the name of the index and their key in it."""


@dataclass(frozen=True, slots=True)
class Meter:
    """Whose numbers to take for one table: the target's, or our own. `fetches` are reads of local indexes that fetch."""

    client: Any
    table: Table
    name: str
    reads_reported: bool
    writes_reported: bool
    fetches_reported: bool

    @classmethod
    def of(cls, client: Any, table: Table, name: str, spare: Item, *, live: bool) -> Meter:
        """Puts a large item in a spare session's place, to see what the target says to that. AWS needs no trial."""
        if live:
            return cls(client, table, name, reads_reported=True, writes_reported=True, fetches_reported=True)
        keys = {attribute.name for _, attribute in table.all_key_uses()}
        large = {name: value for name, value in spare.items() if name in keys} | {"probe": {"S": "x" * _PROBE_BYTES}}
        key = {name: spare[name] for name in table.key_names}
        written = client.put_item(TableName=name, Item=large, ReturnConsumedCapacity="TOTAL")
        read = client.get_item(TableName=name, Key=key, ConsistentRead=True, ReturnConsumedCapacity="TOTAL")
        client.delete_item(TableName=name, Key=key)
        reads = reported(read) == read_units(item_bytes(large), consistent=True)
        writes = reported(written) >= write_units(item_bytes(large)) + len(table.indexes)
        return cls(client, table, name, reads_reported=reads, writes_reported=writes, fetches_reported=False)

    def reports(self, served: Served) -> bool:
        """Whether the target's own word is worth something for such a call."""
        if served.fetched:
            return self.fetches_reported
        return self.reads_reported if served.operation in ("GetItem", "Query") else self.writes_reported

    def entries(self, *states: Item | None) -> Entries:
        """What the indexes hold of one session, in the places where these states of it belong."""
        places = {
            (index.name, place): (index, state) for state in states if state for index, place in self._places(state)
        }
        found = {place: self._entry(index, state) for place, (index, state) in places.items()}
        return {place: entry for place, entry in found.items() if entry is not None}

    def _places(self, state: Item) -> Iterator[tuple[GlobalIndex | LocalIndex, str]]:
        for index in self.table.indexes:
            yield index, repr([state[name] for name in _keys(self.table, index)])

    def _entry(self, index: GlobalIndex | LocalIndex, state: Item) -> Item | None:
        attributes = _keys(self.table, index)
        names = {f"#k{number}": name for number, name in enumerate(attributes)}
        answer = self.client.query(
            TableName=self.name,
            IndexName=index.name,
            KeyConditionExpression=" AND ".join(f"{name} = :{name[1:]}" for name in names),
            ExpressionAttributeNames=names,
            ExpressionAttributeValues={f":{name[1:]}": state[attribute] for name, attribute in names.items()},
        )
        own = self.table.key_names
        return next((entry for entry in answer["Items"] if all(entry[name] == state[name] for name in own)), None)


def reported(response: Mapping[str, Any]) -> float:
    """The units that a response says its call took."""
    return float(response.get("ConsumedCapacity", {}).get("CapacityUnits", 0))


def units_written(before: Item | None, after: Item | None, entries: Entries, entries_after: Entries) -> float:
    """The units of a write, from what it changed in the table and in the indexes: the larger of both states each."""
    total = _changed(before, after)
    for place in entries.keys() | entries_after.keys():
        old, new = entries.get(place), entries_after.get(place)
        total += 0 if old == new else _changed(old, new)
    return float(total)


def _changed(before: Item | None, after: Item | None) -> int:
    return write_units(max(item_bytes(before or {}), item_bytes(after or {})))


def _keys(table: Table, index: GlobalIndex | LocalIndex) -> list[str]:
    own = index.key_attributes if isinstance(index, GlobalIndex) else (table.partition_key, index.sort_key)
    return [attribute.name for attribute in own]
