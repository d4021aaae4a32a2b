"""A table that is strongly consistent between regions has no TTL."""

from __future__ import annotations

from collections.abc import Iterator

from sessionform.edits import set_to
from sessionform.model import Table
from sessionform.rules.engine.rule import ERROR, Problem, TableRule
from sessionform.rules.replicas.sources import GLOBAL_TABLES
from sessionform.rules.view.table_view import TableView


def _strong_consistency_ttl(table: Table, view: TableView) -> Iterator[Problem]:
    if table.is_strong and table.ttl is not None and table.ttl.enabled:
        yield Problem(
            ("ttl",),
            f"`{table.key}` is strongly consistent between its regions, and AWS rejects TTL on such a table",
            "`ttl: false`, and let the application delete sessions; or `multi_region_consistency: EVENTUAL`",
            related=((("multi_region_consistency", "mode"), "strong consistency"),),
            fixes=(set_to(("ttl",), False), set_to(("multi_region_consistency",), "EVENTUAL")),
        )


RULE = TableRule(
    id="strong-consistency-ttl",
    severity=ERROR,
    summary="A table that is strongly consistent between regions has no TTL",
    why=(
        "AWS does not delete expired items of a global table with multi-Region strong consistency: TTL cannot be enabled on it. "
        "Sessions then stay until the application deletes them."
    ),
    source=GLOBAL_TABLES,
    failing="""\
tables:
  userSessions:
    partition_key: userId
    sort_key: sessionId
    ttl: expiresAt
    stream: NEW_AND_OLD_IMAGES
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
    replicas: {us-east-2: {}, us-west-2: {}}
    multi_region_consistency: STRONG
""",
    check=_strong_consistency_ttl,
)
