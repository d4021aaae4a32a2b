"""A local index is fixed when the table is created."""

from __future__ import annotations

from collections.abc import Iterator

from sessionform.documentation import fails, passes
from sessionform.model import Table
from sessionform.rules.engine.rule import WARNING, Problem, TableRule
from sessionform.rules.indexes.globally import made_global
from sessionform.rules.indexes.positions import LOCAL
from sessionform.rules.indexes.sources import LOCAL_INDEXES
from sessionform.rules.view.table_view import TableView


def _local_index_permanent(table: Table, view: TableView) -> Iterator[Problem]:
    if not table.local_secondary_indexes or table.is_strong:  # there strong-consistency-local-index refuses it
        return
    first, *others = table.local_secondary_indexes
    key = f"{{partition_key: {table.partition_key.name}, sort_key: {first.sort_key.name}}}"
    one = not others
    which = f"the local index `{first.name}`" if one else f"the {len(others) + 1} local indexes of `{table.key}`"
    yield Problem(
        (LOCAL, first.name),
        f"{which} can never be changed or deleted without losing every session in `{table.key}`",
        f"make {'it' if one else 'them'} global, unless {'it needs' if one else 'they need'} strongly consistent "
        f"reads: `{first.name}: {key}`",
        related=tuple(((LOCAL, other.name), "and this one") for other in others),
        on_key=True,
        fixes=(made_global(table, table.local_secondary_indexes),),
    )


RULE = TableRule(
    id="local-index-permanent",
    severity=WARNING,
    summary="A local index is fixed when the table is created",
    why=(
        "Adding or removing one replaces the table, and changing one under its name does nothing at all: Terraform "
        "shows no change. A local index also limits the sessions of one partition key value to 10 GB. A global index "
        "can be added and removed at any time; only strongly consistent reads need a local one."
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
    passing="""\
tables:
  userSessions:
    partition_key: userId
    sort_key: sessionId
    ttl: expiresAt
    global_secondary_indexes:
      by_last_seen: {partition_key: userId, sort_key: lastSeen}
""",
    edges=(
        fails(
            sort_key="id",
            local_secondary_indexes={
                "by_seen": {"sort_key": "seen"},
                "by_age": {"sort_key": "age"},
                "by_ip": {"sort_key": "ip"},
            },
        ),
        passes(sort_key="id"),
        passes(
            sort_key="id",
            ttl=False,
            stream="NEW_AND_OLD_IMAGES",
            replicas={"us-east-2": {}, "us-west-2": {}},
            multi_region_consistency="STRONG",
            local_secondary_indexes={"by_seen": {"sort_key": "seen"}},
        ),
    ),
    check=_local_index_permanent,
)
