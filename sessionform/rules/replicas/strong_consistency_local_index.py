"""A table that is strongly consistent between regions has no local index."""

from __future__ import annotations

from collections.abc import Iterator

from sessionform.documentation import fails, passes
from sessionform.edits import set_to
from sessionform.model import Table
from sessionform.rules.engine.rule import ERROR, Problem, TableRule
from sessionform.rules.indexes.globally import made_global
from sessionform.rules.indexes.positions import LOCAL
from sessionform.rules.replicas.sources import GLOBAL_TABLES
from sessionform.rules.view.table_view import TableView
from sessionform.words import listed


def _strong_consistency_local_index(table: Table, view: TableView) -> Iterator[Problem]:
    indexes = table.local_secondary_indexes
    if table.is_strong and indexes:
        names = listed([index.name for index in indexes], "and")
        yield Problem(
            (LOCAL,),
            f"`{table.key}` is strongly consistent between its regions, and AWS does not support local indexes on such a table: "
            f"{names}",
            f"make {'it' if len(indexes) == 1 else 'them'} global, for eventually consistent reads; "
            "or `multi_region_consistency: EVENTUAL`",
            related=((("multi_region_consistency", "mode"), "strong consistency"),),
            on_key=True,
            fixes=(made_global(table, indexes), set_to(("multi_region_consistency",), "EVENTUAL")),
        )


_STRONG = {"ttl": False, "sort_key": "id", "stream": "NEW_AND_OLD_IMAGES", "multi_region_consistency": "STRONG"}
_TWO: dict[str, dict[str, bool]] = {"us-east-2": {}, "us-west-2": {}}
_INDEX = {"sort_key": "seen"}

RULE = TableRule(
    id="strong-consistency-local-index",
    severity=ERROR,
    summary="A table that is strongly consistent between regions has no local index",
    why=(
        "AWS does not support local secondary indexes in global tables with multi-Region strong consistency. The provider creates "
        "the table first, with its indexes, and the copies after it: the apply fails when the table is already made, "
        "and only another table can do without them."
    ),
    source=GLOBAL_TABLES,
    failing="""\
tables:
  userSessions:
    partition_key: userId
    sort_key: sessionId
    ttl: false
    stream: NEW_AND_OLD_IMAGES
    local_secondary_indexes:
      by_last_seen: {sort_key: lastSeen}
    replicas: {us-east-2: {}, us-west-2: {}}
    multi_region_consistency: STRONG
""",
    passing="""\
tables:
  userSessions:
    partition_key: userId
    sort_key: sessionId
    ttl: false
    stream: NEW_AND_OLD_IMAGES
    global_secondary_indexes:
      by_last_seen: {partition_key: userId, sort_key: lastSeen}
    replicas: {us-east-2: {}, us-west-2: {}}
    multi_region_consistency: STRONG
""",
    edges=(
        fails(**_STRONG, replicas=_TWO, local_secondary_indexes={"by_seen": _INDEX, "by_age": {"sort_key": "age"}}),
        passes(**_STRONG, replicas=_TWO),
        passes(
            **(_STRONG | {"multi_region_consistency": "EVENTUAL"}),
            replicas=_TWO,
            local_secondary_indexes={"by_seen": _INDEX},
        ),
    ),
    check=_strong_consistency_local_index,
)
