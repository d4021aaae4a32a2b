"""A replica or a witness in a region that there cannot be."""

from __future__ import annotations

from collections.abc import Iterator

from sessionform.documentation import fails, passes
from sessionform.facts.regions import REGIONS, has_form_of_region
from sessionform.model import Table
from sessionform.rules.engine.rule import ERROR, Problem, TableRule
from sessionform.rules.replicas.placed_regions import names_replica, region_fix, regions_beside_home
from sessionform.rules.view.table_view import TableView
from sessionform.suggestions import certain, nearest, suggest


def _region_malformed(table: Table, _: TableView) -> Iterator[Problem]:
    for setting, region in regions_beside_home(table):
        if region not in REGIONS and not has_form_of_region(region):
            yield Problem(
                setting,
                f"AWS has no region `{region}`, and calls none like it",
                suggest(region, REGIONS, "write it like `us-east-1`"),
                on_key=names_replica(setting),
                fixes=tuple(
                    region_fix(setting, name, safe=certain(region, REGIONS) == name)
                    for name in nearest(region, REGIONS)[:1]
                ),
            )


_STRONG = {"ttl": False, "stream": "NEW_AND_OLD_IMAGES"}

RULE = TableRule(
    id="replica-region-malformed",
    severity=ERROR,
    summary="A replica or a witness in a region that there cannot be",
    why=(
        "Every region's name is a part of the world, a direction and a digit. The provider plans a replica under any "
        "name, and AWS refuses it during the apply, when the table is already made; a witness the provider refuses itself."
    ),
    source="https://docs.aws.amazon.com/global-infrastructure/latest/regions/aws-regions.html",
    failing="""\
tables:
  userSessions:
    partition_key: userId
    ttl: expiresAt
    stream: NEW_AND_OLD_IMAGES
    replicas: {eu-wast-1: {}}
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
        passes(stream="NEW_AND_OLD_IMAGES", replicas={"eu-west-9": {}}),
        fails(stream="NEW_AND_OLD_IMAGES", replicas={"eu-west-1": {}, "xy-nowhere-1": {}}),
        fails(
            **_STRONG, replicas={"us-east-2": {}}, multi_region_consistency={"mode": "STRONG", "witness": "us-wast-2"}
        ),
        passes(
            **_STRONG, replicas={"us-east-2": {}}, multi_region_consistency={"mode": "STRONG", "witness": "us-west-9"}
        ),
    ),
    check=_region_malformed,
)
