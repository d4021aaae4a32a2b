"""Between regions, the last write of a session wins."""

from __future__ import annotations

from collections.abc import Iterator

from sessionform.documentation import fails, passes
from sessionform.model import Table
from sessionform.rules.engine.rule import NOTE, Problem, TableRule
from sessionform.rules.replicas.sources import GLOBAL_TABLES
from sessionform.rules.view.table_view import TableView
from sessionform.words import listed


def _replica_conflict(table: Table, view: TableView) -> Iterator[Problem]:
    others = [replica.region for replica in table.replicas if replica.region != view.environment.region]
    if others and not table.is_strong:
        yield Problem(
            ("replicas",),
            f"when one session is written in {listed((view.environment.region, *others), 'and')} at the same time, "
            "the later write replaces the other: a request in one region can undo a log-out in another",
            "send the requests of each user to one region at a time",
            on_key=True,
        )


RULE = TableRule(
    id="replica-conflict",
    severity=NOTE,
    summary="Between regions, the last write of a session wins",
    why=(
        "Replication takes about a second, and AWS does not merge what two regions write in the meantime: the item "
        "with the later timestamp replaces the other. Sessions are written at almost every request, so this happens "
        "as soon as two regions serve one user. A condition on a write sees its own region alone. With "
        "`multi_region_consistency: STRONG`, AWS rejects one of two such writes instead."
    ),
    source=GLOBAL_TABLES,
    failing="""\
tables:
  userSessions:
    partition_key: userId
    ttl: expiresAt
    stream: NEW_AND_OLD_IMAGES
    replicas: {eu-west-1: {}}
""",
    passing="""\
tables:
  userSessions:
    partition_key: userId
    ttl: expiresAt
    stream: NEW_AND_OLD_IMAGES
""",
    edges=(
        passes(),
        fails(stream="NEW_AND_OLD_IMAGES", replicas={"eu-west-1": {}, "us-east-1": {}, "eu-west-2": {}}),
        passes(stream="NEW_AND_OLD_IMAGES", replicas={"us-east-1": {}}),
        passes(
            stream="NEW_AND_OLD_IMAGES", replicas={"eu-west-1": {}, "eu-west-2": {}}, multi_region_consistency="STRONG"
        ),
    ),
    no_fix="the application's routing decides it",
    check=_replica_conflict,
)
