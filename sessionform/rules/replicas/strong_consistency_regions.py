"""Strong consistency takes three regions."""

from __future__ import annotations

from collections.abc import Iterator

from sessionform.facts.limits import STRONG_REGIONS
from sessionform.model import Table
from sessionform.rules.engine.rule import ERROR, Problem, TableRule
from sessionform.rules.replicas.sources import GLOBAL_TABLES
from sessionform.rules.view.table_view import TableView


def _strong_consistency_regions(table: Table, view: TableView) -> Iterator[Problem]:
    regions = 1 + len(table.replicas) + (table.multi_region_consistency.witness is not None)
    if table.is_strong and regions != STRONG_REGIONS:
        yield Problem(
            ("multi_region_consistency", "mode"),
            f"`{table.key}` is strongly consistent between its regions, which takes {STRONG_REGIONS}, and it has {regions}",
            "declare two replicas, or one replica and a `witness`",
        )


RULE = TableRule(
    id="strong-consistency-regions",
    severity=ERROR,
    summary="Strong consistency takes three regions",
    why=(
        "Multi-Region strong consistency needs a majority of three regions: its own and two replicas, or one replica and a "
        "witness, which holds no items. AWS rejects any other number."
    ),
    source=GLOBAL_TABLES,
    failing="""\
tables:
  userSessions:
    partition_key: userId
    sort_key: sessionId
    ttl: false
    replicas: {us-east-2: {}}
    multi_region_consistency: STRONG
""",
    passing="""\
tables:
  userSessions:
    partition_key: userId
    sort_key: sessionId
    ttl: false
    replicas: {us-east-2: {}}
    multi_region_consistency: {mode: STRONG, witness: us-west-2}
""",
    no_fix="only you know where the third replica is to be",
    check=_strong_consistency_regions,
)
