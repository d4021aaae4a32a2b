"""Rules about the attributes that tables and indexes have as their keys."""

from __future__ import annotations

from collections.abc import Iterator

from sessionform.diagnostics import Path
from sessionform.model import Attribute, Environment, Table
from sessionform.rules.attributes import words
from sessionform.rules.rule import ERROR, WARNING, Problem, TableRule

CREATE_TABLE = "https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_CreateTable.html"
KEY_SCHEMA = "https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_KeySchemaElement.html"
ATTRIBUTES = "https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_AttributeDefinition.html"
PARTITION_KEYS = "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/bp-partition-key-design.html"

PARTITION_READ_UNITS, PARTITION_WRITE_UNITS = 3000, 1000
"""What one partition serves at most, per second (bp-partition-key-design)."""

FEW_VALUES = frozenset(
    """
    active browser category city country currency date day deleted enabled environment flag gender hour kind
    language level locale month plan platform priority region role state status tenant tier type version week year
    """.split()
)
"""Words that, as the last word of an attribute's name, mean that it has few values, or one that every write shares."""


def _partition_key_missing(table: Table, environment: Environment) -> Iterator[Problem]:
    if not table.partition_key.name:
        message = f"`{table.key}` has no `partition_key`, so there is nothing to read a session by"
        yield Problem(("partition_key",), message, "name the attribute, e.g. `partition_key: sessionId`")


partition_key_missing = TableRule(
    id="partition-key-missing",
    severity=ERROR,
    summary="Every table has a partition key",
    why=(
        "DynamoDB finds an item by the value of its partition key, and no table exists without one. "
        "It may come from `defaults`; no layer gives one here."
    ),
    source=CREATE_TABLE,
    failing="""\
tables:
  userSessions:
    ttl: expiresAt
""",
    mended="""\
tables:
  userSessions:
    partition_key: sessionId
    ttl: expiresAt
""",
    check=_partition_key_missing,
)


def _key_attribute_twice(table: Table, environment: Environment) -> Iterator[Problem]:
    for setting, partition_key, sort_key in _keys(table):
        if sort_key is not None and sort_key.name == partition_key.name and sort_key.name:
            holder = "the table" if len(setting) == 1 else f"index `{setting[1]}`"
            yield Problem(
                setting,
                f"`{sort_key.name}` is both partition key and sort key of {holder}",
                "sort by another attribute, or leave the sort key out",
            )


def _keys(table: Table) -> Iterator[tuple[Path, Attribute, Attribute | None]]:
    """The setting of each sort key of the table and its indexes, with both attributes of that key."""
    yield ("sort_key",), table.partition_key, table.sort_key
    for index in table.global_secondary_indexes:
        yield ("global_secondary_indexes", index.name, "sort_key"), index.partition_key, index.sort_key
    for local in table.local_secondary_indexes:
        yield ("local_secondary_indexes", local.name, "sort_key"), table.partition_key, local.sort_key


key_attribute_twice = TableRule(
    id="key-attribute-twice",
    severity=ERROR,
    summary="Partition key and sort key are two attributes",
    why=(
        "A key of one attribute twice would sort items that cannot differ. DynamoDB refuses it in tables and in "
        "indexes; Terraform plans it without a word."
    ),
    source=KEY_SCHEMA,
    failing="""\
tables:
  userSessions:
    partition_key: sessionId
    sort_key: sessionId
    ttl: expiresAt
""",
    mended="""\
tables:
  userSessions:
    partition_key: sessionId
    ttl: expiresAt
""",
    check=_key_attribute_twice,
)


def _attribute_type_conflict(table: Table, environment: Environment) -> Iterator[Problem]:
    if not (table.global_secondary_indexes or table.local_secondary_indexes):
        conflict = table.sort_key is not None and table.sort_key.name == table.partition_key.name
        if not conflict:
            return
    first: dict[str, tuple[Path, Attribute]] = {}
    for setting, attribute in table.all_key_uses():
        earlier_setting, earlier = first.setdefault(attribute.name, (setting, attribute))
        if earlier.type != attribute.type and attribute.name:
            yield Problem(
                (*setting, "type"),
                f"`{attribute.name}` is a key of type {attribute.type} here and of type {earlier.type} elsewhere "
                f"in `{table.key}`",
                f"write `{{name: {attribute.name}, type: {earlier.type}}}` in both places",
                related=((earlier_setting, f"type {earlier.type} here"),),
            )


attribute_type_conflict = TableRule(
    id="attribute-type-conflict",
    severity=ERROR,
    summary="A key attribute has one type throughout the table",
    why=(
        "An item holds an attribute once, so it can be a key of one type only. Terraform keeps one of two types "
        "without saying which, and every write of the other type is then rejected."
    ),
    source=ATTRIBUTES,
    failing="""\
tables:
  userSessions:
    partition_key: sessionId
    ttl: expiresAt
    global_secondary_indexes:
      by_user: {partition_key: userId, sort_key: {name: sessionId, type: B}}
""",
    mended="""\
tables:
  userSessions:
    partition_key: sessionId
    ttl: expiresAt
    global_secondary_indexes:
      by_user: {partition_key: userId, sort_key: sessionId}
""",
    check=_attribute_type_conflict,
)


def _low_cardinality_key(table: Table, environment: Environment) -> Iterator[Problem]:
    # without a sort key each item has a value of its own, as with the `state` of OAuth: the name misleads
    if table.sort_key is not None and _has_few_values(table.partition_key.name):
        yield _hot(("partition_key",), table.partition_key.name, f"`{table.key}`", "")
    for index in table.global_secondary_indexes:
        if _has_few_values(index.partition_key.name):
            setting = ("global_secondary_indexes", index.name, "partition_key")
            yield _hot(
                setting, index.partition_key.name, f"index `{index.name}`", ", which slows every write of a session"
            )


def _has_few_values(name: str) -> bool:
    parts = words(name)
    return bool(parts) and (parts[-1] in FEW_VALUES or (parts[0] == "is" and len(parts) > 1))


def _hot(setting: Path, attribute: str, holder: str, also: str) -> Problem:
    return Problem(
        setting,
        f"sessions that share one `{attribute}` share one partition of {holder}, which serves at most "
        f"{PARTITION_READ_UNITS:,} read and {PARTITION_WRITE_UNITS:,} write units per second{also}",
        "use an attribute with many values, such as the user's or the session's id, and sort by this one",
    )


low_cardinality_key = TableRule(
    id="low-cardinality-key",
    severity=WARNING,
    summary="A partition key with few values makes hot partitions",
    why=(
        "All items with one partition key value live together, and one partition serves at most 3,000 read and 1,000 "
        "write units per second whatever the table may have. A throttled global index throttles the writes of its table. "
        "The rule judges by the attribute's name; waive it where the name misleads."
    ),
    source=PARTITION_KEYS,
    failing="""\
tables:
  userSessions:
    partition_key: sessionId
    ttl: expiresAt
    global_secondary_indexes:
      by_status: {partition_key: status, sort_key: userId}
""",
    mended="""\
tables:
  userSessions:
    partition_key: sessionId
    ttl: expiresAt
    global_secondary_indexes:
      by_user: {partition_key: userId, sort_key: status}
""",
    check=_low_cardinality_key,
)

RULES = (partition_key_missing, key_attribute_twice, attribute_type_conflict, low_cardinality_key)
