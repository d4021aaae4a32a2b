"""Rules about secondary indexes: how many, what they are called, and which keys they have."""

from __future__ import annotations

from collections.abc import Iterator

from sessionform.diagnostics import Path
from sessionform.model import Attribute, Environment, Table
from sessionform.rules.names import NAMING_RULES, name_fault
from sessionform.rules.rule import ERROR, WARNING, Problem, TableRule

QUOTAS = "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ServiceQuotas.html"
GLOBAL_INDEXES = "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/GSI.html"
INDEX_PRACTICES = "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/bp-indexes-general.html"

MAX_GLOBAL_INDEXES = 20
"""Global secondary indexes of a table by AWS's default quota, which AWS raises on request (ServiceQuotas)."""

_GLOBAL, _LOCAL = "global_secondary_indexes", "local_secondary_indexes"


def _global_index_count(table: Table, environment: Environment) -> Iterator[Problem]:
    count = len(table.global_secondary_indexes)
    if count > MAX_GLOBAL_INDEXES:
        yield Problem(
            (_GLOBAL,),
            f"`{table.key}` has {count} global secondary indexes, and AWS's default quota is {MAX_GLOBAL_INDEXES}",
            "remove what no access pattern needs; where AWS has raised the quota of the account, waive this",
        )


def _indexes(count: int) -> str:
    return "".join(f"      by_{number}: {{partition_key: a{number}}}\n" for number in range(1, count + 1))


global_index_count = TableRule(
    id="global-index-count",
    severity=WARNING,
    summary="A table has at most 20 global indexes, unless AWS has raised the quota",
    why=(
        "The 21st index is refused when the stack is applied, after the others have been built one after another. "
        "Long before that every write of a session pays for every index that it touches."
    ),
    source=QUOTAS,
    failing=f"""\
tables:
  userSessions:
    partition_key: sessionId
    ttl: expiresAt
    global_secondary_indexes:
{_indexes(MAX_GLOBAL_INDEXES + 1)}""",
    mended="""\
tables:
  userSessions:
    partition_key: sessionId
    ttl: expiresAt
    global_secondary_indexes:
      by_user: {partition_key: userId}
""",
    check=_global_index_count,
)


def _index_name_pattern(table: Table, environment: Environment) -> Iterator[Problem]:
    for setting, name in _index_names(table):
        fault = name_fault(name)
        if fault is not None:
            yield Problem(setting, f"the index name `{name}` {fault}", "rename it, e.g. `by_user`", on_key=True)


def _index_names(table: Table) -> Iterator[tuple[Path, str]]:
    for index in table.global_secondary_indexes:
        yield (_GLOBAL, index.name), index.name
    for local in table.local_secondary_indexes:
        yield (_LOCAL, local.name), local.name


index_name_pattern = TableRule(
    id="index-name-pattern",
    severity=ERROR,
    summary="An index's name has 3 to 255 letters, digits, `_`, `.` or `-`",
    why=(
        "DynamoDB refuses any other name, and Terraform looks at none of it before the apply. For an index of a table "
        "that exists, the failure comes after earlier steps of the same update have been carried out."
    ),
    source=NAMING_RULES,
    failing="""\
tables:
  userSessions:
    partition_key: sessionId
    ttl: expiresAt
    global_secondary_indexes:
      by user: {partition_key: userId}
""",
    mended="""\
tables:
  userSessions:
    partition_key: sessionId
    ttl: expiresAt
    global_secondary_indexes:
      by_user: {partition_key: userId}
""",
    check=_index_name_pattern,
)


def _index_name_taken(table: Table, environment: Environment) -> Iterator[Problem]:
    if not table.local_secondary_indexes:
        return
    taken = {index.name for index in table.global_secondary_indexes}
    for local in table.local_secondary_indexes:
        if local.name in taken:
            yield Problem(
                (_LOCAL, local.name),
                f"`{table.key}` has a global and a local index named `{local.name}`",
                "rename one of them: a query names its index and nothing else",
                related=(((_GLOBAL, local.name), "the global index"),),
                on_key=True,
            )


index_name_taken = TableRule(
    id="index-name-taken",
    severity=ERROR,
    summary="Index names are unique over global and local indexes",
    why="A query names an index without saying of which kind it is, so AWS refuses a table where two share a name.",
    source=GLOBAL_INDEXES,
    failing="""\
tables:
  userSessions:
    partition_key: userId
    sort_key: sessionId
    ttl: expiresAt
    global_secondary_indexes:
      by_device: {partition_key: deviceId}
    local_secondary_indexes:
      by_device: {sort_key: deviceId}
""",
    mended="""\
tables:
  userSessions:
    partition_key: userId
    sort_key: sessionId
    ttl: expiresAt
    global_secondary_indexes:
      by_device: {partition_key: deviceId}
""",
    check=_index_name_taken,
)


def _index_key_missing(table: Table, environment: Environment) -> Iterator[Problem]:
    for index in table.global_secondary_indexes:
        if not index.partition_key.name:
            message = f"the global index `{index.name}` of `{table.key}` has no `partition_key`"
            yield Problem((_GLOBAL, index.name), message, "name the attribute to find sessions by")
    for local in table.local_secondary_indexes:
        if not local.sort_key.name:
            message = f"the local index `{local.name}` of `{table.key}` has no `sort_key`, the one thing that it adds"
            yield Problem((_LOCAL, local.name), message, "name the attribute to sort sessions by")


index_key_missing = TableRule(
    id="index-key-missing",
    severity=ERROR,
    summary="A global index has a partition key, a local one a sort key",
    why=(
        "An index is nothing but another key for the same items. The key may come from `defaults` or be changed "
        "for one environment; after merging, no layer gives one here."
    ),
    source=GLOBAL_INDEXES,
    failing="""\
tables:
  userSessions:
    partition_key: sessionId
    ttl: expiresAt
    global_secondary_indexes:
      by_user: {projection: KEYS_ONLY}
""",
    mended="""\
tables:
  userSessions:
    partition_key: sessionId
    ttl: expiresAt
    global_secondary_indexes:
      by_user: {partition_key: userId, projection: KEYS_ONLY}
""",
    check=_index_key_missing,
)


def _index_repeats(table: Table, environment: Environment) -> Iterator[Problem]:
    if not (table.global_secondary_indexes or table.local_secondary_indexes):
        return
    first: dict[tuple[str, str | None], tuple[Path, str]] = {}
    for setting, holder, partition_key, sort_key in _keys(table):
        key = partition_key.name, sort_key.name if sort_key is not None else None
        earlier_setting, earlier = first.setdefault(key, (setting, holder))
        if earlier_setting != setting and partition_key.name:
            yield Problem(
                setting,
                f"{holder} has the same key as {earlier}, so it answers no query that {earlier} does not",
                "remove it, or give it another key",
                related=((earlier_setting, earlier),),
                on_key=True,
            )


def _keys(table: Table) -> Iterator[tuple[Path, str, Attribute, Attribute | None]]:
    yield ("partition_key",), f"`{table.key}` itself", table.partition_key, table.sort_key
    for index in table.global_secondary_indexes:
        yield (_GLOBAL, index.name), f"index `{index.name}`", index.partition_key, index.sort_key
    for local in table.local_secondary_indexes:
        yield (_LOCAL, local.name), f"index `{local.name}`", table.partition_key, local.sort_key


index_repeats_key = TableRule(
    id="index-repeats-key",
    severity=WARNING,
    summary="An index with the key of the table or of another index",
    why=(
        "Every write of a session is written to each index as well, and paid for there. An index whose key is already "
        "that of the table or of another index costs the same and makes nothing findable. One with a narrower "
        "projection can save read units on large items; waive the rule where that is the reason."
    ),
    source=INDEX_PRACTICES,
    failing="""\
tables:
  userSessions:
    partition_key: userId
    sort_key: sessionId
    ttl: expiresAt
    global_secondary_indexes:
      by_user: {partition_key: userId, sort_key: sessionId}
""",
    mended="""\
tables:
  userSessions:
    partition_key: userId
    sort_key: sessionId
    ttl: expiresAt
    global_secondary_indexes:
      by_session: {partition_key: sessionId}
""",
    check=_index_repeats,
)

RULES = (
    global_index_count,
    index_name_pattern,
    index_name_taken,
    index_key_missing,
    index_repeats_key,
)
