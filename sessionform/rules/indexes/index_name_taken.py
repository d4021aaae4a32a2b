"""Global and local indexes of a table have different names."""

from __future__ import annotations

from collections.abc import Iterator

from sessionform.documentation import fails, passes
from sessionform.model import Table
from sessionform.rules.engine.rule import ERROR, Problem, TableRule
from sessionform.rules.indexes.positions import GLOBAL, LOCAL
from sessionform.rules.indexes.sources import GLOBAL_INDEXES
from sessionform.rules.view.table_view import TableView


def _index_name_taken(table: Table, view: TableView) -> Iterator[Problem]:
    if not table.local_secondary_indexes:
        return
    taken = {index.name for index in table.global_secondary_indexes}
    for local in table.local_secondary_indexes:
        if local.name in taken:
            yield Problem(
                (LOCAL, local.name),
                f"`{table.key}` has a global and a local index named `{local.name}`",
                "rename one of them: a query has nothing but the index's name",
                related=(((GLOBAL, local.name), "the global index"),),
                on_key=True,
            )


RULE = TableRule(
    id="index-name-taken",
    severity=ERROR,
    summary="Global and local indexes of a table have different names",
    why="A query names an index without its kind, so AWS rejects a table where two indexes share a name.",
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
    passing="""\
tables:
  userSessions:
    partition_key: userId
    sort_key: sessionId
    ttl: expiresAt
    global_secondary_indexes:
      by_device: {partition_key: deviceId}
""",
    edges=(
        passes(
            sort_key="id",
            global_secondary_indexes={"by_seen": {"partition_key": "seen"}},
            local_secondary_indexes={"by_Seen": {"sort_key": "seen"}},
        ),
        fails(
            sort_key="id",
            global_secondary_indexes={"one": {"partition_key": "x"}, "by_seen": {"partition_key": "seen"}},
            local_secondary_indexes={"by_seen": {"sort_key": "seen"}},
        ),
    ),
    no_fix="only you know which of the two the application names",
    check=_index_name_taken,
)
