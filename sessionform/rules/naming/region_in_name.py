"""A replicated table's name should name no region."""

from __future__ import annotations

from collections.abc import Iterator

from sessionform.documentation import fails, passes
from sessionform.model import Table
from sessionform.rules.engine.rule import WARNING, Problem, TableRule
from sessionform.rules.naming.names import OWN_NAME
from sessionform.rules.view.table_view import TableView

GLOBAL_TABLES = "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/GlobalTables.html"


def _region_in_name(table: Table, view: TableView) -> Iterator[Problem]:
    if not table.replicas:
        return
    for region in (view.environment.region, *(replica.region for replica in table.replicas)):
        if region in table.name:
            yield Problem(
                OWN_NAME,
                f"the name `{table.name}` contains {region}, but the replicas of `{table.key}` have the same name everywhere",
                "leave the region out of the name",
                related=((("replicas",), "the replicas"),),
            )
            return


RULE = TableRule(
    id="region-in-name",
    severity=WARNING,
    summary="A replicated table's name should name no region",
    why=(
        "Every replica of a global table has the same name. A name with one region in it is wrong in all others, and "
        "cannot be changed later without a new table."
    ),
    source=GLOBAL_TABLES,
    failing="""\
tables:
  userSessions:
    table_name: sessions-us-east-1
    partition_key: sessionId
    ttl: expiresAt
    stream: NEW_AND_OLD_IMAGES
    replicas: {eu-west-1: {}}
""",
    passing="""\
tables:
  userSessions:
    table_name: sessions-global
    partition_key: sessionId
    ttl: expiresAt
    stream: NEW_AND_OLD_IMAGES
    replicas: {eu-west-1: {}}
""",
    edges=(
        passes(table_name="sessions-us-east-1"),
        passes(table_name="sessions-us-east", replicas={"eu-west-1": {}}, stream="NEW_AND_OLD_IMAGES"),
        fails(table_name="sessions-eu-west-1", replicas={"eu-west-1": {}}, stream="NEW_AND_OLD_IMAGES"),
        fails(table_name="eu-west-2", replicas={"eu-west-1": {}, "eu-west-2": {}}, stream="NEW_AND_OLD_IMAGES"),
    ),
    no_fix="a table with another name is another table",
    check=_region_in_name,
)
