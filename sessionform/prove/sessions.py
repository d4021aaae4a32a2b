"""Synthetic sessions: the same for the same table and number, each of exactly the declared size."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import ceil
from typing import Any
from uuid import NAMESPACE_OID, uuid5

from sessionform.model import KeyType, Table
from sessionform.patterns.sizes import payload_name, unused_name

Item = dict[str, dict[str, Any]]
"""An item as the DynamoDB API has it: attribute name to typed value."""

SESSIONS_PER_USER = 5
LIFETIME = 3600
"""Seconds until a session expires, at the least; expired ones ended as long ago."""

_EXPIRED_EVERY = 10

_LEAST_PAYLOAD = 12
"""Bytes that the payload takes at the least: room for the number of the session, so that no two are the same."""

_EXPIRIES = 100_003
"""So many sessions in a row all end at different times; a prime, so that no round number of sessions meets it."""


@dataclass(frozen=True, slots=True)
class Sessions:
    """Makes the sessions of one table, of its `item_size`. `now` is in epoch seconds."""

    table: Table
    now: int

    @classmethod
    def of(cls, table: Table, now: int) -> Sessions:
        """Sessions of the declared size, or larger ones where what the table speaks of does not fit into that."""
        small = cls(table, now)
        least = item_bytes(small.named(0)) + len(payload_name(table).encode()) + _LEAST_PAYLOAD
        return small if least <= table.item_size else cls(replace(table, item_size=least), now)

    def make(self, count: int) -> list[Item]:
        """So many sessions, every tenth of them past its TTL."""
        return [self.item(number) for number in range(count)]

    def item(self, number: int) -> Item:
        """The session of that number: keys, what indexes and patterns name, the expiry, a payload, and padding."""
        rest, filler = payload_name(self.table), unused_name(self.table, "filler")
        item = self.named(number) | {rest: {"S": f"{number}-".ljust(_LEAST_PAYLOAD, "x")}}
        room = self.table.item_size - item_bytes(item)
        if room > len(filler):
            return item | {filler: {"S": "x" * (room - len(filler))}}
        item[rest]["S"] += "x" * room
        return item

    def named(self, number: int) -> Item:
        """The part of a session that the declaration speaks of."""
        item = {name: self._value(name, type_, number) for name, type_ in self._attributes().items()}
        ttl = self.table.ttl
        if ttl is not None and ttl.attribute is not None:
            item[ttl.attribute] = {"N": str(self.expiry(number))}
        return item

    def expiry(self, number: int) -> int:
        """Epoch seconds; never a round number, as trailing zeros take no room in DynamoDB."""
        away = LIFETIME + 10 * (number % _EXPIRIES)
        ends = self.now - away if number % _EXPIRED_EVERY == _EXPIRED_EVERY - 1 else self.now + away
        return ends // 10 * 10 + 1

    def is_expired(self, item: Item) -> bool:
        ttl = self.table.ttl
        if ttl is None or not ttl.enabled or ttl.attribute not in item:
            return False
        return int(item[ttl.attribute]["N"]) < self.now

    def _attributes(self) -> dict[str, KeyType]:
        types: dict[str, KeyType] = {attribute.name: attribute.type for _, attribute in self.table.all_key_uses()}
        for index in self.table.indexes:
            for name in index.projection.include:
                types.setdefault(name, "S")
        for pattern in self.table.access_patterns:
            for name in pattern.attributes:
                types.setdefault(name, "S")
        return types

    def _value(self, name: str, type_: KeyType, number: int) -> dict[str, Any]:
        """A partition key is shared by the sessions of a user, unless it is what makes an item unique.

        Of a sort key of several attributes those before the last have two values a user, so that all decide the order.
        """
        indexes = self.table.global_secondary_indexes
        partitions = {self.table.partition_key, *(key for index in indexes for key in index.partition_keys)}
        leading = {key for index in indexes for key in index.sort_keys[:-1]}
        user, seed = number // SESSIONS_PER_USER, number
        if name != self.table.key_attributes[-1].name:
            if name in {key.name for key in partitions}:
                seed = user
            elif name in {key.name for key in leading}:
                seed = 2 * user + number % 2
        if type_ == "N":
            return {"N": str(1_000_000_001 + 10 * seed)}
        text = str(uuid5(NAMESPACE_OID, f"{name}/{seed}"))
        return {"S": text} if type_ == "S" else {"B": text.encode()}


def item_bytes(item: Item) -> int:
    """The size of an item of strings, numbers and binaries, as DynamoDB counts it.

    https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/CapacityUnitCalculations.html
    """
    return sum(len(name.encode()) + _value_bytes(value) for name, value in item.items())


def _value_bytes(value: dict[str, Any]) -> int:
    (type_, content), *_ = value.items()
    if type_ == "N":
        digits = content.lstrip("-").replace(".", "").strip("0") or "0"
        return ceil(len(digits) / 2) + 1
    return len(content.encode()) if isinstance(content, str) else len(content)
