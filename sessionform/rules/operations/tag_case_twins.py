"""Two tags differ only in upper and lower case."""

from __future__ import annotations

from collections.abc import Iterator

from sessionform.documentation import fails, passes
from sessionform.edits import rename
from sessionform.model import Table
from sessionform.rules.engine.rule import WARNING, Problem, TableRule
from sessionform.rules.operations.sources import TAGGING
from sessionform.rules.view.table_view import TableView
from sessionform.rules.view.tags import Tag


def _case_twins(table: Table, view: TableView) -> Iterator[Problem]:
    seen: dict[str, Tag] = {}
    for tag in view.tags:
        twin = seen.setdefault(tag.key.lower(), tag)
        if twin.key != tag.key:
            yield Problem(
                (),
                f"`{table.key}` has the tags `{twin.key}` and `{tag.key}`, which differ only in upper and lower case",
                f"spell both `{tag.key}`",
                on_key=True,
                place=twin.place,
                place_fixes=(rename(twin.place, tag.key),),
                related_places=((tag.place, f"`{tag.key}` of {tag.owner}"),),
            )


RULE = TableRule(
    id="tag-case-twins",
    severity=WARNING,
    summary="Two tags differ only in upper and lower case",
    why=(
        "Tag keys are case-sensitive, so a table's `environment` does not replace the default tag `Environment`: the "
        "table has both, and cost reports and policies use whichever they name."
    ),
    source=TAGGING,
    failing="""\
version: 1
environments:
  staging: {region: us-east-1, tags: {Environment: staging}}
tables:
  userSessions:
    partition_key: userId
    ttl: expiresAt
    tags: {environment: live}
""",
    passing="""\
version: 1
environments:
  staging: {region: us-east-1, tags: {Environment: staging}}
tables:
  userSessions:
    partition_key: userId
    ttl: expiresAt
    tags: {Environment: live}
""",
    edges=(
        passes(tags={"owner": "a", "Owners": "a"}),
        fails(tags={"owner": "a", "OWNER": "b"}),
        passes({"environments": {"staging": {"region": "us-east-1", "tags": {"owner": "b"}}}}, tags={"owner": "a"}),
        fails({"environments": {"staging": {"region": "us-east-1", "tags": {"Owner": "b"}}}}, tags={"owner": "a"}),
    ),
    check=_case_twins,
)
