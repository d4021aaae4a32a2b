"""A table that is made from a backup cannot become strongly consistent."""

from __future__ import annotations

from collections.abc import Iterator

from sessionform.documentation import fails, passes
from sessionform.edits import remove, set_to
from sessionform.model import Table
from sessionform.rules.engine.rule import WARNING, Problem, TableRule
from sessionform.rules.replicas.sources import GLOBAL_TABLES
from sessionform.rules.view.table_view import TableView


def _strong_consistency_restored(table: Table, view: TableView) -> Iterator[Problem]:
    if table.is_strong and table.restore_from is not None:
        yield Problem(
            ("restore_from",),
            f"AWS rejects the copies of `{table.key}`: a table becomes strongly consistent only while it is empty, and this one "
            "is made from a backup",
            "`multi_region_consistency: EVENTUAL`; or leave out `restore_from`, and copy the sessions once the table is there",
            related=((("multi_region_consistency", "mode"), "strong consistency"),),
            on_key=True,
            fixes=(set_to(("multi_region_consistency",), "EVENTUAL"), remove(("restore_from",))),
        )


_BACKUP = {"table": "sessions-production", "to": "latest"}
_COPIES = {"stream": "NEW_AND_OLD_IMAGES", "replicas": {"us-east-2": {}, "us-west-2": {}}}

RULE = TableRule(
    id="strong-consistency-restored",
    severity=WARNING,
    summary="A table that is made from a backup cannot become strongly consistent",
    why=(
        "AWS makes a table strongly consistent between regions only while it holds no items. The provider restores the table first and "
        "then asks for the copies: the apply fails, and leaves the restored table in one region. Where the backup is empty, or the "
        "table was emptied before it got its copies, waive this."
    ),
    source=GLOBAL_TABLES,
    failing="""\
tables:
  userSessions:
    partition_key: userId
    ttl: false
    stream: NEW_AND_OLD_IMAGES
    replicas: {us-east-2: {}, us-west-2: {}}
    multi_region_consistency: STRONG
    restore_from: {table: sessions-production, to: latest}
""",
    passing="""\
tables:
  userSessions:
    partition_key: userId
    ttl: false
    stream: NEW_AND_OLD_IMAGES
    replicas: {us-east-2: {}, us-west-2: {}}
    restore_from: {table: sessions-production, to: latest}
""",
    edges=(
        fails(ttl=False, **_COPIES, multi_region_consistency="STRONG", restore_from=_BACKUP),
        passes(ttl=False, **_COPIES, multi_region_consistency="STRONG"),
        passes(ttl=False, **_COPIES, multi_region_consistency="EVENTUAL", restore_from=_BACKUP),
    ),
    check=_strong_consistency_restored,
)
