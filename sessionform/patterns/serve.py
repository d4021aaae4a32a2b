"""Which table or index serves an access pattern, by which operation; or why none does, and what would.

Facts: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Query.html and
https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/GSI.html.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from sessionform.model import AccessPattern, Attribute, GlobalIndex, LocalIndex, Table
from sessionform.patterns.remedy import index_to_paste
from sessionform.patterns.sizes import entry_bytes, projected, read_units, written_units

ApiOperation = Literal["GetItem", "Query", "PutItem", "UpdateItem", "DeleteItem"]

API_OPERATIONS: dict[str, ApiOperation] = {
    "get": "GetItem",
    "query": "Query",
    "put": "PutItem",
    "update": "UpdateItem",
    "delete": "DeleteItem",
}


@dataclass(frozen=True, slots=True)
class Served:
    """How a pattern is answered. `index` is None for the table itself.

    Units are per call in one region, for `items` items of the declared size; a write counts its index entries too,
    and costs as much again in every replica's region. `strong` says whether a strongly consistent read is to be had.
    `expired` says whether items past their TTL can come back, as they do until DynamoDB gets round to deleting them.
    """

    pattern: AccessPattern
    operation: ApiOperation
    index: GlobalIndex | LocalIndex | None
    partition_key: Attribute
    sort_key: Attribute | None
    items: int
    read_units: float
    write_units: int
    strong: bool
    expired: bool

    @property
    def target(self) -> str:
        """The index by its name, or `table`."""
        return "table" if self.index is None else self.index.name


@dataclass(frozen=True, slots=True)
class Unserved:
    """Why no operation but a Scan answers a pattern: the `rule` that says so, and the `part` at fault."""

    pattern: AccessPattern
    rule: str
    part: str
    reason: str
    remedy: str


Judgement = Served | Unserved


@dataclass(frozen=True, slots=True)
class _Candidate:
    """The table, or an index, as something that a query may be put to."""

    index: GlobalIndex | LocalIndex | None
    partition_key: Attribute
    sort_key: Attribute | None

    @property
    def called(self) -> str:
        return "the table" if self.index is None else f"index `{self.index.name}`"


def judge(table: Table, pattern: AccessPattern) -> Judgement:
    """What serves the pattern."""
    return _query(table, pattern) if pattern.operation == "query" else _by_key(table, pattern)


def _by_key(table: Table, pattern: AccessPattern) -> Judgement:
    operation = API_OPERATIONS[pattern.operation]
    key = [attribute.name for attribute in table.key_attributes]
    if set(pattern.keys) != set(key):
        return _wrong_key(table, pattern, operation, key)
    reads = pattern.operation == "get"
    if reads:
        units, written = read_units(entry_bytes(table, None), consistent=pattern.consistent), 0
    else:
        units, written = 0.0, written_units(table, _changed(table, pattern))
    expired = reads and table.ttl is not None and table.ttl.enabled
    return Served(pattern, operation, None, table.partition_key, table.sort_key, 1, units, written, reads, expired)


def _changed(table: Table, pattern: AccessPattern) -> tuple[str, ...] | None:
    """The attributes that an update changes: those it names, or the expiry that a touch moves."""
    if pattern.operation != "update":
        return None
    if pattern.attributes or table.ttl is None or table.ttl.attribute is None:
        return pattern.attributes
    return (table.ttl.attribute,)


def _wrong_key(table: Table, pattern: AccessPattern, operation: str, key: list[str]) -> Unserved:
    asked = _names(pattern.keys)
    for index in table.global_secondary_indexes:
        names = {index.partition_key.name} | ({index.sort_key.name} if index.sort_key else set())
        if set(pattern.keys) == names:
            reason = f"{asked} is the key of index `{index.name}`, and an index has no {operation}"
            remedy = f"{pattern.name}: {{query: {index.partition_key.name}}}"
            if pattern.operation != "get":
                remedy = f"query `{index.name}` for the table's key first, then {pattern.operation}: [{', '.join(key)}]"
            return Unserved(pattern, "pattern-key-of-index", pattern.operation, reason, remedy)
    missing = [name for name in key if name not in pattern.keys]
    foreign = [name for name in pattern.keys if name not in key]
    needs = f"{operation} needs the whole key of the table, {_names(tuple(key))}"
    if foreign:
        reason = f"{_names(tuple(foreign))} is no part of the table's key: {needs}"
        return Unserved(pattern, "pattern-not-the-key", pattern.operation, reason, _instead(table, pattern))
    reason = f"{_names(tuple(missing))} is missing: {needs}"
    return Unserved(pattern, "pattern-not-the-key", pattern.operation, reason, _instead(table, pattern))


def _instead(table: Table, pattern: AccessPattern) -> str:
    key = ", ".join(attribute.name for attribute in table.key_attributes)
    whole = f"{pattern.name}: {{{pattern.operation}: [{key}]}}"
    known = [name for name in pattern.keys if name]
    if pattern.operation != "get" or not known:
        return whole
    return f"{whole}\nor, with {known[0]} alone:\n{pattern.name}: {{query: {known[0]}}}"


def _query(table: Table, pattern: AccessPattern) -> Judgement:
    candidates = list(_candidates(table))
    if pattern.index is not None:
        candidates = [item for item in candidates if item.index is not None and item.index.name == pattern.index]
        if not candidates:
            names = [index.name for index in table.indexes]
            known = f"it has {_names(tuple(names))}" if names else "it has none"
            reason = f"table `{table.key}` has no index `{pattern.index}`"
            return Unserved(pattern, "pattern-unknown-index", "index", reason, f"{known}; name one of them, or add it")
    attribute = pattern.keys[0]
    fitting = [item for item in candidates if item.partition_key.name == attribute]
    if not fitting:
        return _no_partition(table, pattern, attribute)
    judged = [_candidate(table, pattern, item) for item in fitting]
    served = [item for item in judged if isinstance(item, Served)]
    # The table first where it serves, as an index may lag behind it; among indexes the cheapest to read.
    return min(served, key=lambda item: (item.index is not None, item.read_units)) if served else _nearest(judged)


def _nearest(judged: list[Judgement]) -> Judgement:
    """Of several refusals the one that was closest to fitting: the later its test, the closer."""
    order = ("pattern-order", "pattern-condition", "pattern-consistency", "pattern-projection")
    return max(judged, key=lambda item: order.index(item.rule) if isinstance(item, Unserved) else -1)


def _candidates(table: Table) -> list[_Candidate]:
    own = _Candidate(None, table.partition_key, table.sort_key)
    local = [_Candidate(index, table.partition_key, index.sort_key) for index in table.local_secondary_indexes]
    return [
        own,
        *local,
        *(_Candidate(index, index.partition_key, index.sort_key) for index in table.global_secondary_indexes),
    ]


def _no_partition(table: Table, pattern: AccessPattern, attribute: str) -> Unserved:
    reason = f"neither the table nor an index of it has `{attribute}` as its partition key, so this would be a Scan"
    sorts = table.sort_key is not None and table.sort_key.name == attribute
    if sorts:
        reason = (
            f"`{attribute}` is only the sort key of the table, and a Query needs a partition key: this would be a Scan"
        )
    return Unserved(pattern, "pattern-needs-scan", "query", reason, index_to_paste(table, pattern))


def _candidate(table: Table, pattern: AccessPattern, candidate: _Candidate) -> Judgement:
    sort = candidate.sort_key
    sorts_by = f"is sorted by `{sort.name}`" if sort else "has no sort key"
    remedy = index_to_paste(table, pattern)
    if pattern.sorted_by is not None and (sort is None or sort.name != pattern.sorted_by):
        reason = f"{candidate.called} {sorts_by}, so the answer cannot come sorted by `{pattern.sorted_by}`"
        return Unserved(pattern, "pattern-order", "sorted_by", reason, remedy)
    if pattern.where is not None:
        name, comparison = pattern.where
        if sort is None or sort.name != name:
            reason = f"{candidate.called} {sorts_by}, and a Query can set a condition on that alone, not on `{name}`"
            return Unserved(pattern, "pattern-condition", "where", reason, remedy)
        if comparison == "BEGINS_WITH" and sort.type == "N":
            reason = f"`{name}` is a Number, and BEGINS_WITH works on strings and binaries alone"
            return Unserved(pattern, "pattern-condition", "where", reason, f"where: {{{name}: BETWEEN}}")
    if pattern.consistent and isinstance(candidate.index, GlobalIndex):
        reason = f"{candidate.called} is a global one, and those are eventually consistent only"
        remedy = "leave `consistent` out, or ask by the table's own key"
        return Unserved(pattern, "pattern-consistency", "consistent", reason, remedy)
    lacking = _lacking(table, pattern, candidate)
    if lacking and isinstance(candidate.index, GlobalIndex):
        reason = f"{candidate.called} does not hold {_names(lacking)}, and a Query cannot fetch it from the table"
        return Unserved(pattern, "pattern-projection", "attributes", reason, _wider(candidate.index, lacking))
    return _served(table, pattern, candidate, fetched=bool(lacking))


def _lacking(table: Table, pattern: AccessPattern, candidate: _Candidate) -> tuple[str, ...]:
    held = None if candidate.index is None else projected(table, candidate.index)
    return () if held is None else tuple(name for name in pattern.attributes if name not in held)


def _served(table: Table, pattern: AccessPattern, candidate: _Candidate, *, fetched: bool) -> Served:
    items = pattern.limit or 1
    units = read_units(items * entry_bytes(table, candidate.index), consistent=pattern.consistent)
    if fetched:  # a local index fetches each item from the table, at the price of reading it there
        units += items * read_units(entry_bytes(table, None), consistent=pattern.consistent)
    strong = not isinstance(candidate.index, GlobalIndex)
    expired = table.ttl is not None and table.ttl.enabled
    return Served(
        pattern, "Query", candidate.index, candidate.partition_key, candidate.sort_key, items, units, 0, strong, expired
    )


def _wider(index: GlobalIndex, lacking: tuple[str, ...]) -> str:
    include = [*index.projection.include, *lacking]
    body = f"{index.name}: {{projection: {{include: [{', '.join(include)}]}}}}"
    warning = "changing the projection of a live index rebuilds it: a new name avoids the gap"
    return f"global_secondary_indexes:\n  {body}\n{warning}"


def _names(names: tuple[str, ...]) -> str:
    return ", ".join(f"`{name}`" for name in names)
