"""A global index needs a partition key, a local one a sort key."""

from __future__ import annotations

from collections.abc import Iterator

from sessionform.documentation import fails, passes
from sessionform.model import Table
from sessionform.rules.engine.rule import ERROR, Problem, TableRule
from sessionform.rules.indexes.positions import GLOBAL, LOCAL
from sessionform.rules.indexes.sources import GLOBAL_INDEXES
from sessionform.rules.view.table_view import TableView


def _index_key_missing(table: Table, view: TableView) -> Iterator[Problem]:
    for index in table.global_secondary_indexes:
        if not all(attribute.name for attribute in index.partition_keys):
            message = f"the global index `{index.name}` of `{table.key}` has no `partition_key`"
            yield Problem((GLOBAL, index.name), message, "name the attribute to find sessions by")
    for local in table.local_secondary_indexes:
        if not local.sort_key.name:
            message = f"the local index `{local.name}` of `{table.key}` has no `sort_key`, which is all that it adds"
            yield Problem((LOCAL, local.name), message, "name the attribute to sort sessions by")


RULE = TableRule(
    id="index-key-missing",
    severity=ERROR,
    summary="A global index needs a partition key, a local one a sort key",
    why=(
        "An index is another key for the same items. The key may come from `defaults` or be changed for one "
        "environment; after merging, no layer gives one here."
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
    passing="""\
tables:
  userSessions:
    partition_key: sessionId
    ttl: expiresAt
    global_secondary_indexes:
      by_user: {partition_key: userId, projection: KEYS_ONLY}
""",
    edges=(
        fails(sort_key="id", local_secondary_indexes={"by_seen": {"projection": "KEYS_ONLY"}}),
        fails(global_secondary_indexes={"by_id": {"sort_key": "id"}}),
        passes(
            sort_key="id",
            local_secondary_indexes={"by_seen": {"sort_key": "seen"}},
            global_secondary_indexes={"by_id": {"partition_key": "id"}},
        ),
    ),
    no_fix="only you know what the index is for",
    check=_index_key_missing,
)
