"""A replica or a witness in a region that is not known."""

from __future__ import annotations

from collections.abc import Iterator

from sessionform.documentation import fails, passes
from sessionform.facts.regions import REGIONS, has_form_of_region
from sessionform.model import Table
from sessionform.rules.engine.rule import WARNING, Problem, TableRule
from sessionform.rules.replicas.placed_regions import names_replica, region_fix, regions_beside_home
from sessionform.rules.view.table_view import TableView
from sessionform.suggestions import certain, nearest, suggest

ENDPOINTS = "https://docs.aws.amazon.com/general/latest/gr/ddb.html"


def _unknown_region(table: Table, view: TableView) -> Iterator[Problem]:
    for setting, region in regions_beside_home(table):
        if region not in REGIONS and has_form_of_region(region):
            yield Problem(
                setting,
                f"there is no region `{region}` with DynamoDB that sessionform knows of",
                suggest(region, REGIONS),
                on_key=names_replica(setting),
                fixes=tuple(
                    region_fix(setting, name, safe=certain(region, REGIONS) == name)
                    for name in nearest(region, REGIONS)[:1]
                ),
            )


_STRONG = {"ttl": False, "stream": "NEW_AND_OLD_IMAGES"}

RULE = TableRule(
    id="replica-region-unknown",
    severity=WARNING,
    summary="A replica or a witness in a region that is not known",
    why=(
        "The AWS provider plans a replica and a witness in any region, existing or not. AWS opens new ones from time to time, "
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
        fails(
            **_STRONG, replicas={"us-east-2": {}}, multi_region_consistency={"mode": "STRONG", "witness": "us-west-9"}
        ),
        passes(
            **_STRONG, replicas={"us-east-2": {}}, multi_region_consistency={"mode": "STRONG", "witness": "us-wast-2"}
        ),
    ),
    check=_unknown_region,
)
