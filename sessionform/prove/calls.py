"""An access pattern as the one API call that it is, and whether an answer is the one that the call must give."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby
from typing import Any

from sessionform.model import AccessPattern
from sessionform.patterns.verdict import Served
from sessionform.prove.sessions import Item

Typed = dict[str, Any]
"""A value as the DynamoDB API has it: `{"S": "text"}`."""

Ordered = Decimal | bytes

_CONDITIONS = {
    "EQ": "#s = :s",
    "LT": "#s < :s",
    "LE": "#s <= :s",
    "GT": "#s > :s",
    "GE": "#s >= :s",
    "BETWEEN": "#s BETWEEN :s AND :t",
    "BEGINS_WITH": "begins_with(#s, :s)",
}


def ordered(value: Typed) -> Ordered:
    """A key value as DynamoDB sorts it: numbers by value, strings by their UTF-8 bytes, binaries by theirs."""
    (type_, content), *_ = value.items()
    if type_ == "N":
        return Decimal(content)
    return content.encode() if isinstance(content, str) else bytes(content)


@dataclass(frozen=True, slots=True)
class Question:
    """A pattern put for one session. `about` is an item whose keys fill the pattern's, `partition` are all the items
    that share those of its keys. `held` are the attributes there, None for all.
    """

    served: Served
    about: Item
    partition: Sequence[Item] = ()
    held: tuple[str, ...] | None = None

    @property
    def pattern(self) -> AccessPattern:
        return self.served.pattern

    def key(self) -> Item:
        """The primary key of the session, for the calls that address one item."""
        attributes = (*self.served.partition_keys, *self.served.sort_keys)
        return {attribute.name: self.about[attribute.name] for attribute in attributes}

    def query(self, table_name: str, *, whole: bool = False) -> dict[str, Any]:
        """The parameters of the Query; with `whole` it asks for all that is held there, whatever the pattern wants.

        Every name is a placeholder, as many are reserved words.
        """
        served, pattern = self.served, self.pattern
        names = {f"#p{number}": name for number, name in enumerate(pattern.keys)}
        values = {f":{name[1:]}": self.about[attribute] for name, attribute in names.items()}
        condition = " AND ".join(f"{name} = :{name[1:]}" for name in names)
        parameters: dict[str, Any] = {"TableName": table_name}
        if served.index is not None:
            parameters["IndexName"] = served.index.name
        if pattern.where is not None:
            name, comparison = pattern.where
            condition += f" AND {_CONDITIONS[comparison]}"
            names["#s"] = name
            values |= dict(zip((":s", ":t"), self._bounds(name, comparison), strict=False))
        if pattern.attributes and not whole:
            placeholders = {f"#a{number}": name for number, name in enumerate(pattern.attributes)}
            parameters["ProjectionExpression"] = ", ".join(placeholders)
            names |= placeholders
        elif served.fetched and not whole:
            parameters["Select"] = "ALL_ATTRIBUTES"
        return parameters | {
            "KeyConditionExpression": condition,
            "ExpressionAttributeNames": names,
            "ExpressionAttributeValues": values,
            "ConsistentRead": pattern.consistent,
            "ScanIndexForward": not pattern.descending,
        }

    def due(self) -> list[Item]:
        """The items that the Query finds when no limit ends it, whole, in the order of the sort key if there is one."""
        found = list(self.partition)
        if self.pattern.where is not None:
            name, comparison = self.pattern.where
            low, *high = (ordered(bound) for bound in self._bounds(name, comparison))
            found = [item for item in found if _meets(ordered(item[name]), comparison, low, *high)]
        found.sort(key=self._place, reverse=self.pattern.descending)
        return found

    def complaint(self, found: list[Item], *, fetched: bool = True) -> str:
        """What is wrong with an answer; nothing where it is right. Items with the same sort key come in any order.

        Without `fetched` the answer is held against what a local index has by itself.
        """
        due = self.due()
        count = len(due) if self.pattern.limit is None else min(len(due), self.pattern.limit)
        if len(found) != count:
            return f"{len(found)} items came back, {count} were due"
        names = self._names(fetched=fetched)
        start = 0
        for _, group in groupby(due, self._place):
            tied = [_only(item, names) for item in group]
            slice_ = found[start : start + len(tied)]
            if not _contains(tied, slice_):
                everything = [_only(item, names) for item in due]
                return "the items came in another order" if _contains(everything, found) else "other items came back"
            start += len(tied)
        return ""

    def _names(self, *, fetched: bool) -> tuple[str, ...] | None:
        held = None if fetched and self.served.fetched else self.held
        if not self.pattern.attributes:
            return held
        return tuple(name for name in self.pattern.attributes if held is None or name in held)

    def _place(self, item: Item) -> tuple[Ordered, ...]:
        return tuple(ordered(item[attribute.name]) for attribute in self.served.sort_keys)

    def _bounds(self, name: str, comparison: str) -> list[Typed]:
        """Values to compare with, such that the session itself is always found."""
        own = self.about[name]
        if comparison == "BETWEEN":
            return [own, max((item[name] for item in self.partition), key=ordered)]
        change = {"LT": _above, "GT": _below, "BEGINS_WITH": _beginning}.get(comparison)
        return [own if change is None else change(own)]


def _meets(value: Any, comparison: str, low: Any, high: Any = None) -> bool:
    tests: dict[str, Callable[[], bool]] = {
        "EQ": lambda: value == low,
        "LT": lambda: value < low,
        "LE": lambda: value <= low,
        "GT": lambda: value > low,
        "GE": lambda: value >= low,
        "BETWEEN": lambda: low <= value <= high,
        "BEGINS_WITH": lambda: value.startswith(low),
    }
    return tests[comparison]()


def _above(value: Typed) -> Typed:
    (type_, content), *_ = value.items()
    if type_ == "N":
        return {"N": str(Decimal(content) + 1)}
    return {type_: content + ("~" if isinstance(content, str) else b"~")}


def _below(value: Typed) -> Typed:
    (type_, content), *_ = value.items()
    return {"N": str(Decimal(content) - 1)} if type_ == "N" else {type_: content[:-1]}


def _beginning(value: Typed) -> Typed:
    (type_, content), *_ = value.items()
    return {type_: content[: len(content) // 2]}


def _only(item: Item, names: tuple[str, ...] | None) -> Item:
    return item if names is None else {name: item[name] for name in names if name in item}


def _contains(pool: Iterable[Item], found: Iterable[Item]) -> bool:
    """Whether the items found are among those of the pool, each as often at the most."""
    return Counter(map(_canonical, found)) <= Counter(map(_canonical, pool))


def _canonical(item: Item) -> str:
    return repr(sorted(item.items()))
