"""What would serve a pattern that nothing serves, as YAML to paste into the table. Each remedy alone is enough."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from sessionform.facts.limits import MAX_INDEX_KEY_ATTRIBUTES, MAX_LOCAL_INDEXES
from sessionform.model import AccessPattern, GlobalIndex, Table
from sessionform.patterns.paste import (
    Remedy,
    Settings,
    attribute_settings,
    free_name,
    key_type,
    pattern_settings,
    projection_settings,
)
from sessionform.patterns.serve import IDLE, judge
from sessionform.patterns.sizes import index_keys, projected
from sessionform.patterns.verdict import Served, Unserved
from sessionform.suggestions import nearest
from sessionform.words import snake_case

_LONGEST_NAME = 100
"""DynamoDB takes 255 characters; people read fewer."""


def remedies(table: Table, unserved: Unserved) -> list[Remedy]:
    """The best first. There is always one."""
    return list(_REMEDIES[unserved.rule](table, unserved))


def _index(table: Table, unserved: Unserved) -> Iterator[Remedy]:
    """Another index, or the pattern without what no index can do."""
    pattern = unserved.pattern
    if pattern.consistent and _local_would_do(table, pattern):
        yield _with_local_index(table, pattern)
    yield _corrected(table, pattern)


def _order(table: Table, unserved: Unserved) -> Iterator[Remedy]:
    if unserved.part == "descending":
        yield _corrected(table, replace(unserved.pattern, descending=False))
    else:
        yield from _index(table, unserved)


def _condition(table: Table, unserved: Unserved) -> Iterator[Remedy]:
    pattern = unserved.pattern
    name = pattern.where[0] if pattern.where else None
    if name not in pattern.keys and pattern.sorted_by not in (None, name):
        yield _corrected(table, replace(pattern, sorted_by=None))
        yield _corrected(table, replace(pattern, where=None))
    else:
        yield from _index(table, unserved)


def _consistency(table: Table, unserved: Unserved) -> Iterator[Remedy]:
    if _local_would_do(table, unserved.pattern):
        yield _with_local_index(table, unserved.pattern)
    yield _corrected(table, replace(unserved.pattern, consistent=False))


def _projection(table: Table, unserved: Unserved) -> Iterator[Remedy]:
    """A wider projection, or no more asked for than there is."""
    pattern, index = unserved.pattern, unserved.index
    if not isinstance(index, GlobalIndex):
        raise TypeError(f"{unserved.rule} is about global indexes")
    held = projected(table, index) or ()
    wider: Any = "ALL"
    if pattern.attributes:
        missing = [name for name in pattern.attributes if name not in held]
        wider = {"include": [*index.projection.include, *missing]}
    note = "Terraform rebuilds a live index for this; under another name the old one serves until then"
    yield Remedy({"global_secondary_indexes": {index.name: {"projection": wider}}}, note)
    asked = tuple(name for name in pattern.attributes if name in held) or held
    yield _pattern(replace(pattern, attributes=asked), "what the index holds; the rest is a `get` by the table's key")


def _unknown_index(table: Table, unserved: Unserved) -> Iterator[Remedy]:
    pattern = unserved.pattern
    serving = [name for name in (index.name for index in table.indexes) if _serves(table, replace(pattern, index=name))]
    near = nearest(pattern.index or "", serving) or serving
    if near:
        yield _pattern(replace(pattern, index=near[0]))
    yield _corrected(table, pattern)


def _key_of_index(table: Table, unserved: Unserved) -> Iterator[Remedy]:
    """The Query that the index is for, and the call by the table's key after it where one is still needed."""
    pattern, index = unserved.pattern, unserved.index
    if index is None:
        raise TypeError(f"{unserved.rule} is about an index")
    several = isinstance(index, GlobalIndex) and index.has_multi_attribute_key
    keys = tuple(pattern.keys) if several else tuple(index_keys(table, index)[:1])
    rest = [name for name in pattern.keys if name not in keys]
    query = AccessPattern(pattern.name, "query", keys, attributes=pattern.attributes)
    query = replace(query, where=(rest[0], "EQ") if rest else None)
    if pattern.operation == "get":
        query = replace(query, consistent=pattern.consistent)
        if _serves(table, query):
            yield _pattern(query)
            return
    key = table.key_names
    find = replace(
        query,
        name=free_name(f"find_{pattern.name}", [other.name for other in table.access_patterns]),
        attributes=key,
        consistent=False,
    )
    call = _plain(table, replace(pattern, keys=key))
    yield Remedy({"access_patterns": {find.name: pattern_settings(find), call.name: pattern_settings(call)}})


def _whole_key(table: Table, unserved: Unserved) -> Iterator[Remedy]:
    pattern = unserved.pattern
    key = table.key_names
    yield _pattern(_plain(table, replace(pattern, keys=key)))
    if pattern.operation == "get":
        partition, *others = dict.fromkeys(pattern.keys)
        query = replace(pattern, operation="query", keys=(partition,), where=(others[0], "EQ") if others else None)
        yield _corrected(table, replace(query, sorted_by=None, descending=False, index=None))


def _without_idle(table: Table, unserved: Unserved) -> Iterator[Remedy]:
    yield _pattern(_plain(table, unserved.pattern))


_REMEDIES = {
    "pattern-needs-scan": _index,
    "pattern-not-the-key": _whole_key,
    "pattern-key-of-index": _key_of_index,
    "pattern-idle-setting": _without_idle,
    "pattern-changes-key": _without_idle,
    "pattern-unknown-index": _unknown_index,
    "pattern-order": _order,
    "pattern-condition": _condition,
    "pattern-consistency": _consistency,
    "pattern-projection": _projection,
}


def _corrected(table: Table, pattern: AccessPattern) -> Remedy:
    """The pattern, without what no Query can do; and the global index that it then still needs."""
    pattern = _possible(table, pattern)
    if _serves(table, pattern):
        return _pattern(pattern)
    sort = _sort_of(pattern)
    name = _index_name(table, pattern)
    partitions, sorts = _split(pattern.keys, sort)
    if len(sorts) > MAX_INDEX_KEY_ATTRIBUTES:
        return _corrected(table, replace(pattern, sorted_by=None, where=None, descending=False))
    body = {"partition_key": _key_settings(table, partitions)}
    if sorts:
        body["sort_key"] = _key_settings(table, sorts)
    body |= projection_settings(table, pattern, {*partitions, *sorts})
    asking = replace(pattern, consistent=False, descending=pattern.descending and sort is not None)
    return _with_index(table, "global_secondary_indexes", name, body, asking)


def _split(keys: Sequence[str], sort: str | None) -> tuple[list[str], list[str]]:
    """The attributes of a partition and of a sort key for a query that gives `keys`: one each where that will do.

    Only AWS provider 6.35 and later can make more. As many as go there partition the index, which spreads the sessions.
    """
    own = [sort] if sort else []
    most = 1 if len(keys) + len(own) == 2 else MAX_INDEX_KEY_ATTRIBUTES
    return list(keys[:most]), [*keys[most:], *own]


def _key_settings(table: Table, names: Sequence[str]) -> Any:
    attributes = [attribute_settings(table, name) for name in names]
    return attributes if len(attributes) > 1 else attributes[0]


def _with_local_index(table: Table, pattern: AccessPattern) -> Remedy:
    pattern = _possible(table, pattern)
    sort = _sort_of(pattern) or ""
    body = {"sort_key": attribute_settings(table, sort)} | projection_settings(table, pattern, {sort})
    remedy = _with_index(table, "local_secondary_indexes", _index_name(table, pattern), body, pattern)
    return replace(remedy, note="a local index comes with a new table; adding it to a live one replaces the table")


def _local_would_do(table: Table, pattern: AccessPattern) -> bool:
    pattern = _possible(table, pattern)
    sort = _sort_of(pattern)
    keys = set(table.key_names)
    of_table = table.sort_key is not None and pattern.keys == (table.partition_key.name,)
    return of_table and sort is not None and sort not in keys and len(table.local_secondary_indexes) < MAX_LOCAL_INDEXES


def _with_index(table: Table, kind: str, name: str, body: Settings, pattern: AccessPattern) -> Remedy:
    """A new index, and the pattern too where it has to ask differently."""
    settings: dict[str, Any] = {kind: {name: body}}
    asking = replace(pattern, index=name if pattern.index else None)
    asked = next((other for other in table.access_patterns if other.name == asking.name), None)
    if asking != asked:
        settings["access_patterns"] = {asking.name: pattern_settings(asking)}
    return Remedy(settings)


def _possible(table: Table, pattern: AccessPattern) -> AccessPattern:
    """The pattern without what is impossible with every index."""
    sorted_by, where = pattern.sorted_by, pattern.where
    if sorted_by in pattern.keys:
        sorted_by = None
    if where is not None and where[0] in pattern.keys:
        where = None
    if where is not None and where[1] == "BEGINS_WITH" and key_type(table, where[0]) == "N":
        where = (where[0], "BETWEEN")
    if where is not None and sorted_by not in (None, where[0]):
        sorted_by = None
    return replace(pattern, sorted_by=sorted_by, where=where)


def _plain(table: Table, pattern: AccessPattern) -> AccessPattern:
    """The pattern without what its operation has no use for."""
    none = AccessPattern(pattern.name, pattern.operation, pattern.keys)
    pattern = replace(pattern, **{name: getattr(none, name) for name in IDLE[pattern.operation]})
    if pattern.operation == "update":
        key = set(table.key_names)
        pattern = replace(pattern, attributes=tuple(name for name in pattern.attributes if name not in key))
    return pattern


def _pattern(pattern: AccessPattern, note: str = "") -> Remedy:
    return Remedy({"access_patterns": {pattern.name: pattern_settings(pattern)}}, note)


def _serves(table: Table, pattern: AccessPattern) -> bool:
    return isinstance(judge(table, pattern), Served)


def _sort_of(pattern: AccessPattern) -> str | None:
    return pattern.sorted_by or (pattern.where[0] if pattern.where else None)


def _index_name(table: Table, pattern: AccessPattern) -> str:
    """The name that the pattern insists on, where nothing has it; else one made of the keys."""
    taken = {index.name for index in table.indexes}
    if pattern.index is not None and pattern.index not in taken:
        return pattern.index
    words = (snake_case(part) for part in (*pattern.keys, _sort_of(pattern)) if part)
    return free_name(f"by_{'_'.join(words)}"[:_LONGEST_NAME], taken)
