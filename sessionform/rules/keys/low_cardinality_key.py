"""A partition key with few values makes hot partitions."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from sessionform.diagnostics import Path
from sessionform.documentation import fails, passes
from sessionform.facts.limits import PARTITION_READ_UNITS, PARTITION_WRITE_UNITS
from sessionform.model import Table
from sessionform.rules.engine.rule import WARNING, Problem, TableRule
from sessionform.rules.view.attributes import words
from sessionform.rules.view.table_view import TableView

PARTITION_KEYS = "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/bp-partition-key-design.html"


FEW_VALUES = frozenset(
    """
    active browser category city country currency date day deleted enabled environment flag gender hour kind
    language level locale month plan platform priority region role state status tenant tier type version week year
    """.split()
)
"""Words that, as the last word of an attribute's name, mean that it has few values, or one that every write shares."""


def _low_cardinality_key(table: Table, view: TableView) -> Iterator[Problem]:
    # without a sort key each item has a value of its own, as with the `state` of OAuth: the name misleads
    if table.sort_key is not None and _has_few_values(table.partition_key.name):
        yield _hot(("partition_key",), table.partition_key.name, f"`{table.key}`", "")
    for index in table.global_secondary_indexes:
        # of several attributes one with many values is enough: they are hashed together
        if all(_has_few_values(attribute.name) for attribute in index.partition_keys):
            setting = ("global_secondary_indexes", index.name, "partition_key")
            shared = "`, `".join(attribute.name for attribute in index.partition_keys)
            yield _hot(setting, shared, f"index `{index.name}`", ", which slows every write of a session")


@cache
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


RULE = TableRule(
    id="low-cardinality-key",
    severity=WARNING,
    summary="A partition key with few values makes hot partitions",
    why=(
        "All items with one partition key value are stored together, and one partition serves at most 3,000 read and "
        "1,000 write units per second, whatever the table's capacity. A throttled global index throttles the writes "
        "of its table. The rule goes by the attribute's name; waive it where the name misleads."
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
    passing="""\
tables:
  userSessions:
    partition_key: sessionId
    ttl: expiresAt
    global_secondary_indexes:
      by_user: {partition_key: userId, sort_key: status}
""",
    edges=(
        passes(partition_key="status"),
        fails(partition_key="status", sort_key="id"),
        passes(partition_key="statusId", sort_key="id"),
        fails(partition_key="isActive", sort_key="id"),
        passes(partition_key="is", sort_key="id"),
        fails(global_secondary_indexes={"by_tier": {"partition_key": ["region", "tier"]}}),
        passes(global_secondary_indexes={"by_user": {"partition_key": ["region", "id"]}}),
        fails(global_secondary_indexes={"by_tier": {"partition_key": "is_paid"}, "by_id": {"partition_key": "id"}}),
    ),
    no_fix="the application has to store another value first",
    check=_low_cardinality_key,
)
