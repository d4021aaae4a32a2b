"""All indexes of a table include at most 100 attributes together."""

from __future__ import annotations

from collections.abc import Iterator

from sessionform.documentation import fails, passes
from sessionform.edits import set_to
from sessionform.facts.limits import MAX_INCLUDED_IN_TABLE
from sessionform.model import Table
from sessionform.rules.engine.rule import ERROR, Problem, TableRule
from sessionform.rules.indexes.projections import included_names, projections_of
from sessionform.rules.indexes.sources import QUOTAS
from sessionform.rules.view.table_view import TableView


def _projection_attribute_total(table: Table, view: TableView) -> Iterator[Problem]:
    last, total = None, 0
    for setting, _, projection in projections_of(table):
        if projection.include:
            last, total = setting, total + len(projection.include)
    if last is not None and total > MAX_INCLUDED_IN_TABLE:
        yield Problem(
            last,
            f"the indexes of `{table.key}` include {total} attributes together, and DynamoDB allows "
            f"{MAX_INCLUDED_IN_TABLE}; an attribute in two indexes counts twice",
            "include fewer, or use `projection: ALL` in some of them, which does not count",
            fixes=(set_to(last, "ALL"),),
        )


RULE = TableRule(
    id="projection-attribute-total",
    severity=ERROR,
    summary="All indexes of a table include at most 100 attributes together",
    why=(
        "AWS adds up the included attributes of all indexes, local and global; an attribute in two indexes counts "
        "twice. `ALL` and `KEYS_ONLY` do not count."
    ),
    source=QUOTAS,
    failing="tables:\n  userSessions:\n    partition_key: sessionId\n    ttl: expiresAt\n    global_secondary_indexes:\n"
    + "".join(
        f"      by_{number}:\n        partition_key: k{number}\n"
        f"        projection: {{include: [expiresAt, {included_names(16, start=number * 20)}]}}\n"
        for number in range(1, 7)
    ),
    passing="""\
tables:
  userSessions:
    partition_key: sessionId
    ttl: expiresAt
    global_secondary_indexes:
      by_user: {partition_key: userId, projection: {include: [expiresAt, lastSeen]}}
""",
    edges=(
        passes(
            global_secondary_indexes={
                f"by_{index}": {
                    "partition_key": f"k{index}",
                    "projection": {"include": [f"a{number}" for number in range(20)]},
                }
                for index in range(5)
            }
        ),
        fails(
            global_secondary_indexes={
                f"by_{index}": {
                    "partition_key": f"k{index}",
                    "projection": {"include": [f"a{number}" for number in range(20)]},
                }
                for index in range(5)
            },
            sort_key="id",
            local_secondary_indexes={"by_seen": {"sort_key": "seen", "projection": {"include": ["a1"]}}},
        ),
        passes(
            global_secondary_indexes={
                f"by_{index}": {
                    "partition_key": f"k{index}",
                    "projection": {"include": [f"a{number}" for number in range(20)]},
                }
                for index in range(5)
            },
            sort_key="id",
            local_secondary_indexes={"by_seen": {"sort_key": "seen"}},
        ),
    ),
    check=_projection_attribute_total,
)
