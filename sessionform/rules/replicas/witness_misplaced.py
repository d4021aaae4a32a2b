"""A witness is a third region of a strongly consistent table."""

from __future__ import annotations

from collections.abc import Iterator

from sessionform.edits import set_to
from sessionform.model import Table
from sessionform.rules.engine.rule import ERROR, Problem, TableRule
from sessionform.rules.replicas.sources import GLOBAL_TABLES
from sessionform.rules.view.table_view import TableView


def _witness_misplaced(table: Table, view: TableView) -> Iterator[Problem]:
    consistency = table.multi_region_consistency
    if consistency.witness is None:
        return
    setting = ("multi_region_consistency", "witness")
    if not table.is_strong:
        yield Problem(
            setting,
            f"`{table.key}` has a witness, and its regions agree as EVENTUAL, which takes none",
            "`mode: STRONG`, or no witness",
            fixes=(set_to(setting[:1], "EVENTUAL"),),
        )
    elif consistency.witness in {view.environment.region, *(replica.region for replica in table.replicas)}:
        yield Problem(
            setting,
            f"`{consistency.witness}` holds a replica of `{table.key}` already, so it cannot be its witness",
            "name a third region",
        )


RULE = TableRule(
    id="witness-misplaced",
    severity=ERROR,
    summary="A witness is a third region of a strongly consistent table",
    why=(
        "A witness takes part in the vote on every write and holds no items. It exists with strong consistency alone, "
        "in a region that has no replica of the table."
    ),
    source=GLOBAL_TABLES,
    failing="""\
tables:
  userSessions:
    partition_key: userId
    sort_key: sessionId
    ttl: expiresAt
    stream: NEW_AND_OLD_IMAGES
    replicas: {us-east-2: {}}
    multi_region_consistency: {witness: us-west-2}
""",
    passing="""\
tables:
  userSessions:
    partition_key: userId
    sort_key: sessionId
    ttl: false
    stream: NEW_AND_OLD_IMAGES
    replicas: {us-east-2: {}}
    multi_region_consistency: {mode: STRONG, witness: us-west-2}
""",
    check=_witness_misplaced,
)
