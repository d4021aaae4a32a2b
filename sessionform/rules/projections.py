"""Rules about what indexes hold besides their keys."""

from __future__ import annotations

from collections.abc import Iterator

from sessionform.diagnostics import Path
from sessionform.model import Environment, Projection, Table
from sessionform.rules.rule import ERROR, NOTE, WARNING, Problem, TableRule

PROJECTION = "https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_Projection.html"
QUOTAS = "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ServiceQuotas.html"
GLOBAL_INDEXES = "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/GSI.html"
TTL = "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/howitworks-ttl.html"

MAX_INCLUDED = 20
"""Attributes that one index includes (NonKeyAttributes in the API's model)."""

MAX_INCLUDED_IN_TABLE = 100
"""Attributes that all indexes of a table include together; one in two indexes counts twice (ServiceQuotas)."""

WRITE_UNIT_BYTES = 1024
"""What one write unit writes, of an item as of its copy in an index."""

EXTRA_WRITE_UNITS = 8
"""From how many write units on, spent on whole copies of a session in global indexes, a warning is due. Ours: it is
four indexes on a session of 2 KB, which makes each write five times as dear as the table's own.
"""


def _projections(table: Table) -> Iterator[tuple[Path, str, Projection]]:
    for index in table.global_secondary_indexes:
        yield ("global_secondary_indexes", index.name, "projection"), index.name, index.projection
    for local in table.local_secondary_indexes:
        yield ("local_secondary_indexes", local.name, "projection"), local.name, local.projection


def _projection_attribute_count(table: Table, environment: Environment) -> Iterator[Problem]:
    for setting, name, projection in _projections(table):
        if len(projection.include) > MAX_INCLUDED:
            yield Problem(
                setting,
                f"index `{name}` includes {len(projection.include)} attributes, and DynamoDB allows {MAX_INCLUDED}",
                "include fewer, or `projection: ALL`",
            )


def _names(count: int, start: int = 1) -> str:
    return ", ".join(f"a{number}" for number in range(start, start + count))


projection_attribute_count = TableRule(
    id="projection-attribute-count",
    severity=ERROR,
    summary="An index includes at most 20 attributes",
    why="AWS refuses an index that names more; `ALL` has no such limit. Terraform does not count.",
    source=PROJECTION,
    failing=f"""\
tables:
  userSessions:
    partition_key: sessionId
    ttl: expiresAt
    global_secondary_indexes:
      by_user: {{partition_key: userId, projection: {{include: [{_names(MAX_INCLUDED)}, expiresAt]}}}}
""",
    mended="""\
tables:
  userSessions:
    partition_key: sessionId
    ttl: expiresAt
    global_secondary_indexes:
      by_user: {partition_key: userId, projection: ALL}
""",
    check=_projection_attribute_count,
)


def _projection_attribute_total(table: Table, environment: Environment) -> Iterator[Problem]:
    last, total = None, 0
    for setting, _, projection in _projections(table):
        if projection.include:
            last, total = setting, total + len(projection.include)
    if last is not None and total > MAX_INCLUDED_IN_TABLE:
        yield Problem(
            last,
            f"the indexes of `{table.key}` include {total} attributes together, and DynamoDB allows "
            f"{MAX_INCLUDED_IN_TABLE}; one that stands in two indexes counts twice",
            "include fewer, or `projection: ALL` in some of them: it does not count",
        )


projection_attribute_total = TableRule(
    id="projection-attribute-total",
    severity=ERROR,
    summary="All indexes of a table include at most 100 attributes together",
    why=(
        "AWS adds up the included attributes of all indexes, local and global, and counts one twice that stands in two. "
        "`ALL` and `KEYS_ONLY` do not count."
    ),
    source=QUOTAS,
    failing="tables:\n  userSessions:\n    partition_key: sessionId\n    ttl: expiresAt\n    global_secondary_indexes:\n"
    + "".join(
        f"      by_{number}:\n        partition_key: k{number}\n"
        f"        projection: {{include: [expiresAt, {_names(16, start=number * 20)}]}}\n"
        for number in range(1, 7)
    ),
    mended="""\
tables:
  userSessions:
    partition_key: sessionId
    ttl: expiresAt
    global_secondary_indexes:
      by_user: {partition_key: userId, projection: {include: [expiresAt, lastSeen]}}
""",
    check=_projection_attribute_total,
)


def _projection_names_key(table: Table, environment: Environment) -> Iterator[Problem]:
    table_keys = {attribute.name for attribute in table.key_attributes}
    for index in table.global_secondary_indexes:
        own = {index.partition_key.name} if index.sort_key is None else {index.partition_key.name, index.sort_key.name}
        setting: Path = ("global_secondary_indexes", index.name, "projection", "include")
        yield from _keys_named(setting, index.name, index.projection, table_keys | own)
    for local in table.local_secondary_indexes:
        setting = ("local_secondary_indexes", local.name, "projection", "include")
        yield from _keys_named(setting, local.name, local.projection, table_keys | {local.sort_key.name})


def _keys_named(setting: Path, index: str, projection: Projection, keys: set[str]) -> Iterator[Problem]:
    for position, name in enumerate(projection.include):
        if name in keys:
            yield Problem(
                (*setting, position),
                f"`{name}` is a key, and index `{index}` holds its own and the table's keys in any case",
                "leave it out of `include`",
            )


projection_names_key = TableRule(
    id="projection-names-key",
    severity=NOTE,
    summary="Keys are in every index without being named",
    why=(
        "An index always holds its own keys and those of the table. Naming one again changes nothing, but it counts "
        "towards the 20 attributes that an index may include."
    ),
    source=GLOBAL_INDEXES,
    failing="""\
tables:
  userSessions:
    partition_key: sessionId
    ttl: expiresAt
    global_secondary_indexes:
      by_user: {partition_key: userId, projection: {include: [sessionId, expiresAt]}}
""",
    mended="""\
tables:
  userSessions:
    partition_key: sessionId
    ttl: expiresAt
    global_secondary_indexes:
      by_user: {partition_key: userId, projection: {include: [expiresAt]}}
""",
    check=_projection_names_key,
)


def _projection_write_cost(table: Table, environment: Environment) -> Iterator[Problem]:
    whole = sum(index.projection.type == "ALL" for index in table.global_secondary_indexes)
    if not whole:
        return
    own = -(-table.item_size // WRITE_UNIT_BYTES)
    if whole * own >= EXTRA_WRITE_UNITS:
        copies = "index holds whole sessions" if whole == 1 else "indexes hold whole sessions"
        yield Problem(
            ("global_secondary_indexes",),
            f"{whole} global {copies} of {table.item_size} bytes: each write of a session to `{table.key}` "
            f"costs {own} write units for the table and up to {whole * own} more for copies",
            "`projection: KEYS_ONLY`, or `{include: [...]}` with what the queries show; say `item_size` where sessions "
            "are smaller",
        )


projection_write_cost = TableRule(
    id="projection-write-cost",
    severity=WARNING,
    summary="Whole sessions copied into indexes make every write dear",
    why=(
        "An index with `projection: ALL` stores the session's payload again and is written whenever the payload "
        "changes, which for sessions is at almost every request. Lists of sessions seldom need more than the "
        "keys and the expiry. `item_size` is taken to be 2 KB where the declaration does not say."
    ),
    source=GLOBAL_INDEXES,
    failing="""\
tables:
  userSessions:
    partition_key: sessionId
    ttl: expiresAt
    item_size: 16000
    global_secondary_indexes:
      by_user: {partition_key: userId}
""",
    mended="""\
tables:
  userSessions:
    partition_key: sessionId
    ttl: expiresAt
    item_size: 16000
    global_secondary_indexes:
      by_user: {partition_key: userId, projection: {include: [expiresAt]}}
""",
    check=_projection_write_cost,
)


def _projection_without_expiry(table: Table, environment: Environment) -> Iterator[Problem]:
    if table.ttl is None or table.ttl.attribute is None or not table.ttl.enabled:
        return
    expiry = table.ttl.attribute
    for setting, name, projection in _projections(table):
        if projection.type == "ALL" or expiry in projection.include or _is_key(table, name, expiry):
            continue
        yield Problem(
            setting,
            f"index `{name}` does not hold `{expiry}`, so a query on it cannot tell which sessions have expired",
            f"`projection: {{include: [{', '.join((*projection.include, expiry))}]}}`, "
            "unless every answer is read from the table again",
            related=((("ttl",), "the expiry"),),
        )


def _is_key(table: Table, index: str, name: str) -> bool:
    """Whether the attribute is in that index because it is a key of it or of the table."""
    return any(
        attribute.name == name and (len(setting) == 1 or setting[1] == index)
        for setting, attribute in table.all_key_uses()
    )


projection_without_expiry = TableRule(
    id="projection-without-expiry",
    severity=NOTE,
    summary="An index without the TTL attribute shows expired sessions",
    why=(
        "DynamoDB deletes expired items late, typically within two days, and returns them until then. Queries filter "
        "them out by comparing the TTL attribute with the time, which an index can do only if it holds that attribute."
    ),
    source=TTL,
    failing="""\
tables:
  userSessions:
    partition_key: sessionId
    ttl: expiresAt
    global_secondary_indexes:
      by_user: {partition_key: userId, projection: KEYS_ONLY}
""",
    mended="""\
tables:
  userSessions:
    partition_key: sessionId
    ttl: expiresAt
    global_secondary_indexes:
      by_user: {partition_key: userId, projection: {include: [expiresAt]}}
""",
    check=_projection_without_expiry,
)

RULES = (
    projection_attribute_count,
    projection_attribute_total,
    projection_names_key,
    projection_write_cost,
    projection_without_expiry,
)
