"""A table with replicas has a stream."""

from __future__ import annotations

from collections.abc import Iterator

from sessionform.documentation import fails, passes
from sessionform.edits import set_to
from sessionform.model import Table
from sessionform.rules.engine.rule import ERROR, Problem, TableRule
from sessionform.rules.replicas.sources import GLOBAL_TABLES
from sessionform.rules.view.table_view import TableView


def _replica_stream(table: Table, _: TableView) -> Iterator[Problem]:
    if table.replicas and not table.is_strong and table.stream is None:
        adopted = "the view that it has: `aws dynamodb describe-table`, `StreamViewType`"
        yield Problem(
            ("stream",),
            f"`{table.key}` has replicas, but no `stream`: AWS switches one on, and every later plan wants it off again",
            f"write {adopted if table.import_existing else '`stream: NEW_AND_OLD_IMAGES`'}",
            related=((("replicas",), "the replicas are declared here"),),
            fixes=() if table.import_existing else (set_to(("stream",), "NEW_AND_OLD_IMAGES"),),
        )


RULE = TableRule(
    id="replica-stream",
    severity=ERROR,
    summary="A table with replicas has a stream",
    why=(
        "With the first replica AWS switches on a stream of NEW_AND_OLD_IMAGES where there is none, and refuses to switch it "
        "off as long as there are replicas. A declaration without it plans that refused change in every later deploy. "
        "Strongly consistent tables are replicated without a stream, and get none that is not declared."
    ),
    source=GLOBAL_TABLES,
    failing="""\
tables:
  userSessions:
    partition_key: userId
    ttl: expiresAt
    replicas: {eu-west-1: {}}
""",
    passing="""\
tables:
  userSessions:
    partition_key: userId
    ttl: expiresAt
    stream: NEW_AND_OLD_IMAGES
    replicas: {eu-west-1: {}}
""",
    edges=(
        fails(replicas={"eu-west-1": {}}),
        fails(replicas={"eu-west-1": {}}, stream=False),
        fails(replicas={"eu-west-1": {}}, import_existing=True),
        passes(stream="NEW_IMAGE", replicas={"eu-west-1": {}}),
        passes(stream="NEW_AND_OLD_IMAGES", replicas={"eu-west-1": {}}),
        passes(stream="KEYS_ONLY"),
        passes(ttl=False, replicas={"us-east-2": {}, "us-west-2": {}}, multi_region_consistency="STRONG"),
    ),
    check=_replica_stream,
)
