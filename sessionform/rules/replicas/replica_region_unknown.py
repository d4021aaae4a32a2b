"""A replica in a region that is not known."""

from __future__ import annotations

from collections.abc import Iterator

from sessionform.arns import has_form_of_region
from sessionform.documentation import fails, passes
from sessionform.edits import rename
from sessionform.facts.regions import REGIONS
from sessionform.model import Table
from sessionform.rules.engine.rule import WARNING, Problem, TableRule
from sessionform.rules.view.table_view import TableView
from sessionform.suggestions import certain, nearest, suggest

ENDPOINTS = "https://docs.aws.amazon.com/general/latest/gr/ddb.html"


def _unknown_region(table: Table, view: TableView) -> Iterator[Problem]:
    for replica in table.replicas:
        if replica.region not in REGIONS and has_form_of_region(replica.region):
            yield Problem(
                ("replicas", replica.region),
                f"there is no region `{replica.region}` with DynamoDB that sessionform knows of",
                suggest(replica.region, REGIONS),
                on_key=True,
                fixes=tuple(
                    rename(("replicas", replica.region), name, safe=certain(replica.region, REGIONS) == name)
                    for name in nearest(replica.region, REGIONS)[:1]
                ),
            )


RULE = TableRule(
    id="replica-region-unknown",
    severity=WARNING,
    summary="A replica in a region that is not known",
    why=(
        "The AWS provider plans a replica in any region, existing or not. AWS opens new ones from time to time, "
        "so this warns: for a region that is newer than this tool, waive it."
    ),
    source=ENDPOINTS,
    failing="""\
tables:
  userSessions:
    partition_key: userId
    ttl: expiresAt
    stream: NEW_AND_OLD_IMAGES
    replicas: {eu-west-9: {}}
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
        passes(stream="NEW_AND_OLD_IMAGES", replicas={"mx-central-1": {}}),
        fails(stream="NEW_AND_OLD_IMAGES", replicas={"eu-west-1": {}, "eu-west-9": {}}),
        passes(stream="NEW_AND_OLD_IMAGES", replicas={"xy-nowhere-1": {}}),
    ),
    check=_unknown_region,
)
