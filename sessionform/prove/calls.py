"""An access pattern as the one API call that it is, and the answer that the call must give."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sessionform.model import AccessPattern
from sessionform.patterns.verdict import Served
from sessionform.prove.sessions import Item

Ordered = str | float | bytes

_CONDITIONS = {
    "EQ": "#s = :s",
    "LT": "#s < :s",
    "LE": "#s <= :s",
    "GT": "#s > :s",
    "GE": "#s >= :s",
    "BETWEEN": "#s BETWEEN :s AND :t",
    "BEGINS_WITH": "begins_with(#s, :s)",
}

_TESTS: dict[str, Callable[[Any, Any], bool]] = {
    "EQ": lambda value, bound: value == bound,
    "LT": lambda value, bound: value < bound,
    "LE": lambda value, bound: value <= bound,
    "GT": lambda value, bound: value > bound,
    "GE": lambda value, bound: value >= bound,
    "BETWEEN": lambda value, bound: value == bound,
    "BEGINS_WITH": lambda value, bound: value == bound,
}
"""What `parameters` asks for, as Python: it takes one whole value as both bounds of BETWEEN, and as the prefix."""


def ordered(value: dict[str, Any]) -> Ordered:
    """A key value as DynamoDB sorts it: numbers by value, strings by their UTF-8 bytes."""
    (type_, content), *_ = value.items()
    if type_ == "N":
        return float(content)
    return content.encode() if isinstance(content, str) else bytes(content)


@dataclass(frozen=True, slots=True)
class Question:
    """A pattern put for one session: `about` is an item of the table whose keys fill the pattern's."""

    served: Served
    about: Item

    @property
    def pattern(self) -> AccessPattern:
        return self.served.pattern

    def key(self) -> Item:
        """The primary key of the session, for the calls that address one item."""
        names = (self.served.partition_key, self.served.sort_key)
        return {attribute.name: self.about[attribute.name] for attribute in names if attribute is not None}

    def query(self, table_name: str) -> dict[str, Any]:
        """The parameters of the Query. Every name is a placeholder, as many are reserved words."""
        served, pattern = self.served, self.pattern
        partition = served.partition_key.name
        names, values = {"#p": partition}, {":p": self.about[partition]}
        condition = "#p = :p"
        parameters: dict[str, Any] = {"TableName": table_name}
        if served.index is not None:
            parameters["IndexName"] = served.index.name
        if pattern.where is not None:
            name, comparison = pattern.where
            condition += f" AND {_CONDITIONS[comparison]}"
            names["#s"], values[":s"] = name, self.about[name]
            if comparison == "BETWEEN":
                values[":t"] = self.about[name]
        if pattern.attributes:
            placeholders = {f"#a{number}": name for number, name in enumerate(pattern.attributes)}
            parameters["ProjectionExpression"] = ", ".join(placeholders)
            names |= placeholders
        if pattern.limit is not None:
            parameters["Limit"] = pattern.limit
        return parameters | {
            "KeyConditionExpression": condition,
            "ExpressionAttributeNames": names,
            "ExpressionAttributeValues": values,
            "ConsistentRead": pattern.consistent,
            "ScanIndexForward": not pattern.descending,
        }

    def answer(self, sessions: list[Item]) -> list[Item]:
        """The items that the Query must return, whole, in the order of the sort key where there is one."""
        served, pattern = self.served, self.pattern
        partition = served.partition_key.name
        found = [item for item in sessions if item.get(partition) == self.about[partition]]
        if pattern.where is not None:
            name, comparison = pattern.where
            bound, test = ordered(self.about[name]), _TESTS[comparison]
            found = [item for item in found if test(ordered(item[name]), bound)]
        if served.sort_key is not None:
            sort = served.sort_key.name
            found.sort(key=lambda item: ordered(item[sort]), reverse=pattern.descending)
        return found[: pattern.limit] if pattern.limit is not None else found
