"""Point-in-time recovery of the table does not cover its replicas."""

from __future__ import annotations

from collections.abc import Iterator

from sessionform.documentation import fails, passes
from sessionform.edits import set_to
from sessionform.model import Table
from sessionform.rules.engine.rule import WARNING, Problem, TableRule
from sessionform.rules.protection.sources import RECOVERY
from sessionform.rules.view.table_view import TableView


def _replica_without_recovery(table: Table, view: TableView) -> Iterator[Problem]:
    if not table.point_in_time_recovery.enabled:
        return
    for replica in table.replicas:
        if not replica.point_in_time_recovery:
            yield Problem(
                ("replicas", replica.region),
                f"`{table.key}` has point-in-time recovery, but its replica in {replica.region} has none",
                f"turn it on there too: `{replica.region}: {{point_in_time_recovery: true}}`",
                related=((("point_in_time_recovery",), "on for the table here"),),
                fixes=(set_to(("replicas", replica.region, "point_in_time_recovery"), True),),
            )


RULE = TableRule(
    id="replica-without-recovery",
    severity=WARNING,
    summary="Point-in-time recovery of the table does not cover its replicas",
    why=(
        "Recovery is set for each replica separately and never synchronised. If the table's own region is lost, the "
        "remaining regions have no restore points."
    ),
    source=RECOVERY,
    failing="""\
tables:
  userSessions:
    partition_key: userId
    ttl: expiresAt
    stream: NEW_AND_OLD_IMAGES
    point_in_time_recovery: true
    replicas: {eu-west-1: {}}
""",
    passing="""\
tables:
  userSessions:
    partition_key: userId
    ttl: expiresAt
    stream: NEW_AND_OLD_IMAGES
    point_in_time_recovery: true
    replicas: {eu-west-1: {point_in_time_recovery: true}}
""",
    edges=(
        fails(
            point_in_time_recovery=True,
            replicas={"eu-west-1": {"point_in_time_recovery": True}, "eu-west-2": {}},
            stream="NEW_AND_OLD_IMAGES",
        ),
        passes(replicas={"eu-west-1": {}}, stream="NEW_AND_OLD_IMAGES"),
    ),
    check=_replica_without_recovery,
)
