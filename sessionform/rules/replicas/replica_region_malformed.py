"""A replica in a region that there cannot be."""

from __future__ import annotations

from collections.abc import Iterator

from sessionform.arns import has_form_of_region
from sessionform.documentation import fails, passes
from sessionform.edits import rename
from sessionform.facts.regions import REGIONS
from sessionform.model import Table
from sessionform.rules.engine.rule import ERROR, Problem, TableRule
from sessionform.rules.view.table_view import TableView
from sessionform.suggestions import certain, nearest, suggest


def _region_malformed(table: Table, _: TableView) -> Iterator[Problem]:
    for replica in table.replicas:
        if replica.region not in REGIONS and not has_form_of_region(replica.region):
            yield Problem(
                ("replicas", replica.region),
                f"AWS has no region `{replica.region}`, and calls none like it",
                suggest(replica.region, REGIONS, "write it like `us-east-1`"),
                on_key=True,
                fixes=tuple(
                    rename(("replicas", replica.region), name, safe=certain(replica.region, REGIONS) == name)
                    for name in nearest(replica.region, REGIONS)[:1]
                ),
            )


RULE = TableRule(
    id="replica-region-malformed",
    severity=ERROR,
    summary="A replica in a region that there cannot be",
    why=(
        "Every region's name is a part of the world, a direction and a digit. The provider plans a replica under any "
        "name, and AWS refuses it during the apply, when the table is already made."
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
    ),
    check=_region_malformed,
)
