"""A table with replicas needs a stream of NEW_AND_OLD_IMAGES."""

from __future__ import annotations

from collections.abc import Iterator

from sessionform.documentation import fails, passes
from sessionform.model import Table
from sessionform.rules.engine.rule import ERROR, Problem, TableRule
from sessionform.rules.view.table_view import TableView

GLOBAL_TABLES = "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/V2globaltables_HowItWorks.html"


def _replica_stream(table: Table, view: TableView) -> Iterator[Problem]:
    if table.replicas and table.stream != "NEW_AND_OLD_IMAGES":
        now = f"`stream` is {table.stream}" if table.stream else "it has no `stream`"
        yield Problem(
            ("stream",),
            f"`{table.key}` has replicas, but {now}: replication works through a stream of NEW_AND_OLD_IMAGES",
            "write `stream: NEW_AND_OLD_IMAGES`",
            related=((("replicas",), "the replicas are declared here"),),
        )


RULE = TableRule(
    id="replica-stream",
    severity=ERROR,
    summary="A table with replicas needs a stream of NEW_AND_OLD_IMAGES",
    why=(
        "Global tables replicate through the table's stream and need both images in it. If the declaration leaves the "
        "stream off, AWS turns it on, and every later plan wants to turn it off again, which AWS refuses."
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
        fails(replicas={"eu-west-1": {}}),
        fails(stream="NEW_IMAGE", replicas={"eu-west-1": {}}),
        passes(stream="NEW_AND_OLD_IMAGES", replicas={"eu-west-1": {}}),
        passes(stream="KEYS_ONLY"),
    ),
    check=_replica_stream,
)
