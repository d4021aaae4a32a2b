"""Which table or index serves an access pattern, by which operation; or why none does. `remedy` says what would."""

from __future__ import annotations

from sessionform.model import AccessPattern, Operation, Table
from sessionform.patterns.query import judge_query
from sessionform.patterns.sizes import entry_bytes, payload_name, read_units, written_units
from sessionform.patterns.verdict import ApiOperation, Judgement, Served, Unserved, candidates
from sessionform.words import names_in_quotes

API_OPERATIONS: dict[Operation, ApiOperation] = {
    "get": "GetItem",
    "query": "Query",
    "put": "PutItem",
    "update": "UpdateItem",
    "delete": "DeleteItem",
}

IDLE: dict[Operation, tuple[str, ...]] = {
    "get": ("sorted_by", "descending", "where", "index", "limit"),
    "query": (),
    "put": ("sorted_by", "descending", "where", "attributes", "consistent", "index", "limit"),
    "update": ("sorted_by", "descending", "where", "consistent", "index", "limit"),
    "delete": ("sorted_by", "descending", "where", "attributes", "consistent", "index", "limit"),
}
"""What a pattern can say that its operation has no use for."""


def judge(table: Table, pattern: AccessPattern) -> Judgement:
    """What serves the pattern."""
    return judge_query(table, pattern) if pattern.operation == "query" else _by_key(table, pattern)


def changed_attributes(table: Table, pattern: AccessPattern) -> tuple[str, ...]:
    """What an update changes: the attributes that it names, else the expiry that a touch moves, else the session's rest."""
    if pattern.attributes:
        return pattern.attributes
    keys = set(table.key_names)
    if table.ttl is not None and table.ttl.attribute is not None and table.ttl.attribute not in keys:
        return (table.ttl.attribute,)
    return (payload_name(table),)


def _by_key(table: Table, pattern: AccessPattern) -> Judgement:
    operation = API_OPERATIONS[pattern.operation]
    key = table.key_names
    if sorted(pattern.keys) != sorted(key):
        return _wrong_key(table, pattern, operation, key)
    idle = _said(pattern, IDLE[pattern.operation])
    if idle:
        reason = f"{operation} has no use for `{idle[0]}`"
        return Unserved(pattern, "pattern-idle-setting", idle[0], reason)
    if pattern.operation == "update" and set(key) & set(pattern.attributes):
        parts = names_in_quotes(name for name in pattern.attributes if name in key)
        reason = f"{parts} is part of the table's key, and an UpdateItem cannot change a key"
        return Unserved(pattern, "pattern-changes-key", "attributes", reason)
    keys = table.key_attributes[:1], table.key_attributes[1:]
    if pattern.operation == "get":
        units = read_units(entry_bytes(table, None), consistent=pattern.consistent)
        expired = table.ttl is not None and table.ttl.enabled
        return Served(pattern, operation, None, *keys, 1, units, 0, True, expired)
    changed = changed_attributes(table, pattern) if pattern.operation == "update" else None
    written = written_units(table, changed)
    return Served(pattern, operation, None, *keys, 1, 0.0, written, False, False)


def _said(pattern: AccessPattern, settings: tuple[str, ...]) -> list[str]:
    """Those of the settings that the pattern gives a value other than none."""
    return [name for name in settings if getattr(pattern, name)]


def _wrong_key(table: Table, pattern: AccessPattern, operation: ApiOperation, key: tuple[str, ...]) -> Unserved:
    for candidate in candidates(table):
        own = {*candidate.partition, *candidate.sorting}
        if candidate.index is not None and set(pattern.keys) == own:
            reason = (
                f"{names_in_quotes(pattern.keys)} is the key of {candidate.called}, and an index has no {operation}"
            )
            return Unserved(pattern, "pattern-key-of-index", pattern.operation, reason, candidate.index)
    missing = [name for name in key if name not in pattern.keys]
    foreign = [name for name in pattern.keys if name not in key]
    needs = f"{operation} needs the whole key of the table, {names_in_quotes(key)}"
    if foreign:
        reason = f"{names_in_quotes(foreign)} is not part of the table's key: {needs}"
    elif missing:
        reason = f"{names_in_quotes(missing)} is missing: {needs}"
    else:
        reason = f"`{pattern.keys[0]}` is named twice: {needs}"
    return Unserved(pattern, "pattern-not-the-key", pattern.operation, reason)
