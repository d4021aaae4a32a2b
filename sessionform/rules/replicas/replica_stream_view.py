"""A replicated table whose stream lacks the images."""

from __future__ import annotations

from collections.abc import Iterator

from sessionform.documentation import fails, passes
from sessionform.edits import set_to
from sessionform.model import Table
from sessionform.rules.engine.rule import WARNING, Problem, TableRule
from sessionform.rules.replicas.sources import GLOBAL_TABLES
from sessionform.rules.view.table_view import TableView


def _stream_view(table: Table, _: TableView) -> Iterator[Problem]:
    if table.replicas and not table.is_strong and table.stream not in (None, "NEW_AND_OLD_IMAGES"):
        hint = (
            "leave it as the table has it, and waive this: AWS changes it in no region while there are replicas"
            if table.import_existing
            else "write `stream: NEW_AND_OLD_IMAGES` before the first replica is made"
        )
        yield Problem(
            ("stream",),
            f"`{table.key}` has replicas and a stream of {table.stream}, which stays so in every region",
            hint,
            related=((("replicas",), "the replicas are declared here"),),
            fixes=() if table.import_existing else (set_to(("stream",), "NEW_AND_OLD_IMAGES"),),
        )


RULE = TableRule(
    id="replica-stream-view",
    severity=WARNING,
    summary="A replicated table whose stream lacks the images",
    why=(
        "AWS copies the view of the stream to each replica, and refuses to change it in any region as long as there are "
        "replicas (measured in October 2026: every view is accepted; its guide asks for NEW_AND_OLD_IMAGES). Whoever reads "
        "the stream later than that gets no more than this view. A table that is adopted keeps the view that it has. The stream of a "
        "strongly consistent table feeds no replica."
    ),
    source=GLOBAL_TABLES,
    failing="""\
tables:
  userSessions:
    partition_key: userId
    ttl: expiresAt
    stream: KEYS_ONLY
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
        fails(stream="NEW_IMAGE", replicas={"eu-west-1": {}}),
        fails(stream="OLD_IMAGE", replicas={"eu-west-1": {}}, import_existing=True),
        passes(stream="KEYS_ONLY"),
        passes(replicas={"eu-west-1": {}}),
        passes(
            ttl=False,
            stream="KEYS_ONLY",
            replicas={"us-east-2": {}, "us-west-2": {}},
            multi_region_consistency="STRONG",
        ),
    ),
    check=_stream_view,
)
