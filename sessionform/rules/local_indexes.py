"""Rules about local secondary indexes, which can be had only when the table is created."""

from __future__ import annotations

from collections.abc import Iterator

from sessionform.model import Environment, Table
from sessionform.rules.rule import ERROR, WARNING, Problem, TableRule

LOCAL_INDEXES = "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/LSI.html"
QUOTAS = "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ServiceQuotas.html"

MAX_LOCAL_INDEXES = 5
"""Local secondary indexes of a table; no quota that could be raised (ServiceQuotas)."""

MAX_ITEM_BYTES = 400 * 1024
"""An item with all of its copies in local indexes (ServiceQuotas)."""

_LOCAL = "local_secondary_indexes"


def _local_index_count(table: Table, environment: Environment) -> Iterator[Problem]:
    count = len(table.local_secondary_indexes)
    if count > MAX_LOCAL_INDEXES:
        yield Problem(
            (_LOCAL,),
            f"`{table.key}` has {count} local secondary indexes, and DynamoDB allows {MAX_LOCAL_INDEXES}",
            "make some of them global: `global_secondary_indexes` with the table's partition key",
        )


def _indexes(count: int) -> str:
    return "".join(f"      by_{number}: {{sort_key: a{number}}}\n" for number in range(1, count + 1))


local_index_count = TableRule(
    id="local-index-count",
    severity=ERROR,
    summary="A table has at most 5 local indexes",
    why="AWS refuses to create a table with more, and this limit, unlike that of global indexes, is never raised.",
    source=QUOTAS,
    failing=f"""\
tables:
  userSessions:
    partition_key: userId
    sort_key: sessionId
    ttl: expiresAt
    local_secondary_indexes:
{_indexes(MAX_LOCAL_INDEXES + 1)}""",
    mended="""\
tables:
  userSessions:
    partition_key: userId
    sort_key: sessionId
    ttl: expiresAt
    global_secondary_indexes:
      by_last_seen: {partition_key: userId, sort_key: lastSeen}
""",
    check=_local_index_count,
)


def _local_index_without_sort_key(table: Table, environment: Environment) -> Iterator[Problem]:
    if table.sort_key is None and table.local_secondary_indexes:
        yield Problem(
            (_LOCAL,),
            f"`{table.key}` has a local index but no `sort_key`, so each user or session is one item and there is "
            "nothing to sort",
            "give the table a `sort_key`, or make the index global",
        )


local_index_without_sort_key = TableRule(
    id="local-index-without-sort-key",
    severity=ERROR,
    summary="Local indexes need a table with a sort key",
    why=(
        "A local index sorts the items of one partition in another order. A table without a sort key has one item to a "
        "partition key value. AWS refuses the combination; Terraform plans it without a word."
    ),
    source=LOCAL_INDEXES,
    failing="""\
tables:
  userSessions:
    partition_key: userId
    ttl: expiresAt
    local_secondary_indexes:
      by_last_seen: {sort_key: lastSeen}
""",
    mended="""\
tables:
  userSessions:
    partition_key: userId
    sort_key: sessionId
    ttl: expiresAt
    global_secondary_indexes:
      by_last_seen: {partition_key: userId, sort_key: lastSeen}
""",
    check=_local_index_without_sort_key,
)


def _local_index_permanent(table: Table, environment: Environment) -> Iterator[Problem]:
    if not table.local_secondary_indexes:
        return
    first, *others = table.local_secondary_indexes
    key = f"{{partition_key: {table.partition_key.name}, sort_key: {first.sort_key.name}}}"
    one = not others
    which = f"the local index `{first.name}`" if one else f"the {len(others) + 1} local indexes of `{table.key}`"
    yield Problem(
        (_LOCAL, first.name),
        f"{which} can never be changed or taken away without losing every session in `{table.key}`",
        f"make {'it' if one else 'them'} global, unless {'it is' if one else 'they are'} read with strong consistency: "
        f"`{first.name}: {key}`",
        related=tuple(((_LOCAL, other.name), "and this one") for other in others),
        on_key=True,
    )


local_index_permanent = TableRule(
    id="local-index-permanent",
    severity=WARNING,
    summary="A local index is decided for ever when the table is created",
    why=(
        "Adding or removing one replaces the table, and changing one under its name does nothing at all, which Terraform "
        "reports as no change. It also limits the sessions of one partition key value to 10 GB. A global index can be "
        "added and removed at any time; only strongly consistent reads need a local one."
    ),
    source=LOCAL_INDEXES,
    failing="""\
tables:
  userSessions:
    partition_key: userId
    sort_key: sessionId
    ttl: expiresAt
    local_secondary_indexes:
      by_last_seen: {sort_key: lastSeen}
""",
    mended="""\
tables:
  userSessions:
    partition_key: userId
    sort_key: sessionId
    ttl: expiresAt
    global_secondary_indexes:
      by_last_seen: {partition_key: userId, sort_key: lastSeen}
""",
    check=_local_index_permanent,
)


def _local_index_item_size(table: Table, environment: Environment) -> Iterator[Problem]:
    copies = 1 + sum(index.projection.type == "ALL" for index in table.local_secondary_indexes)
    size = table.item_size * copies
    if copies > 1 and size > MAX_ITEM_BYTES:
        yield Problem(
            ("item_size",),
            f"a session of {table.item_size:,} bytes takes {size:,} with its copies in local indexes, and DynamoDB "
            f"allows {MAX_ITEM_BYTES:,} together",
            "project less into the local indexes, e.g. `projection: KEYS_ONLY`",
            related=(((_LOCAL,), "those that project ALL hold whole sessions"),),
        )


local_index_item_size = TableRule(
    id="local-index-item-size",
    severity=WARNING,
    summary="An item and its copies in local indexes share 400 KB",
    why=(
        "The limit of 400 KB counts an item together with everything that its table's local indexes hold of it. "
        "A session that grows over it is refused at run time, in a write that worked before."
    ),
    source=QUOTAS,
    failing="""\
tables:
  userSessions:
    partition_key: userId
    sort_key: sessionId
    ttl: expiresAt
    item_size: 250000
    local_secondary_indexes:
      by_last_seen: {sort_key: lastSeen}
""",
    mended="""\
tables:
  userSessions:
    partition_key: userId
    sort_key: sessionId
    ttl: expiresAt
    item_size: 250000
    local_secondary_indexes:
      by_last_seen: {sort_key: lastSeen, projection: KEYS_ONLY}
""",
    check=_local_index_item_size,
)

RULES = (local_index_count, local_index_without_sort_key, local_index_permanent, local_index_item_size)
