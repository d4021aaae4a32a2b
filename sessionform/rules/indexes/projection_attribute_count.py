"""An index includes at most 20 attributes."""

from __future__ import annotations

from collections.abc import Iterator

from sessionform.documentation import fails, passes
from sessionform.edits import set_to
from sessionform.facts.limits import MAX_INCLUDED
from sessionform.model import Table
from sessionform.rules.engine.rule import ERROR, Problem, TableRule
from sessionform.rules.indexes.projections import included_names, projections_of
from sessionform.rules.view.table_view import TableView

PROJECTION = "https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_Projection.html"


def _projection_attribute_count(table: Table, view: TableView) -> Iterator[Problem]:
    for setting, name, projection in projections_of(table):
        if len(projection.include) > MAX_INCLUDED:
            yield Problem(
                setting,
                f"index `{name}` includes {len(projection.include)} attributes, and DynamoDB allows {MAX_INCLUDED}",
                "include fewer, or `projection: ALL`",
                fixes=(set_to(setting, "ALL"),),
            )


RULE = TableRule(
    id="projection-attribute-count",
    severity=ERROR,
    summary="An index includes at most 20 attributes",
    why="AWS rejects an index that names more; `ALL` has no such limit. Terraform does not check it.",
    source=PROJECTION,
    failing=f"""\
tables:
  userSessions:
    partition_key: sessionId
    ttl: expiresAt
    global_secondary_indexes:
      by_user: {{partition_key: userId, projection: {{include: [{included_names(MAX_INCLUDED)}, expiresAt]}}}}
""",
    passing="""\
tables:
  userSessions:
    partition_key: sessionId
    ttl: expiresAt
    global_secondary_indexes:
      by_user: {partition_key: userId, projection: ALL}
""",
    edges=(
        passes(
            global_secondary_indexes={
                "by_id": {"partition_key": "id", "projection": {"include": [f"a{number}" for number in range(20)]}}
            }
        ),
        fails(
            global_secondary_indexes={
                "by_id": {"partition_key": "id", "projection": {"include": [f"a{number}" for number in range(21)]}}
            }
        ),
        fails(
            sort_key="id",
            local_secondary_indexes={
                "by_seen": {"sort_key": "seen", "projection": {"include": [f"a{number}" for number in range(21)]}}
            },
        ),
    ),
    check=_projection_attribute_count,
)
