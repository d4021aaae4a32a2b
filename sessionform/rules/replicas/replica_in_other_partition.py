"""A replica or a witness in another partition of AWS (China, GovCloud)."""

from __future__ import annotations

from collections.abc import Iterator

from sessionform.documentation import fails, passes
from sessionform.facts.regions import partition_of
from sessionform.model import Table
from sessionform.rules.engine.rule import ERROR, Problem, TableRule
from sessionform.rules.replicas.placed_regions import names_replica, regions_beside_home
from sessionform.rules.view.table_view import TableView


def _other_partition(table: Table, view: TableView) -> Iterator[Problem]:
    home = partition_of(view.environment.region)
    for setting, region in regions_beside_home(table):
        if partition_of(region) != home:
            yield Problem(
                setting,
                f"`{table.key}` cannot be replicated from {view.environment.region} to {region}: "
                f"{home} and {partition_of(region)} are separate partitions of AWS",
                "make it an environment of its own; nothing replicates between the two",
                related_places=(
                    (
                        view.environment.origins.of(("region",)),
                        f"`{view.environment.name}` is in {view.environment.region}",
                    ),
                ),
                on_key=names_replica(setting),
            )


RULE = TableRule(
    id="replica-in-other-partition",
    severity=ERROR,
    summary="A replica or a witness in another partition of AWS (China, GovCloud)",
    why=(
        "Accounts belong to one partition, and global tables replicate only within one. "
        "China and GovCloud regions cannot be reached from any other."
    ),
    source="https://docs.aws.amazon.com/whitepapers/latest/aws-fault-isolation-boundaries/partitions.html",
    failing="""\
tables:
  userSessions:
    partition_key: userId
    ttl: expiresAt
    stream: NEW_AND_OLD_IMAGES
    replicas: {cn-north-1: {}}
""",
    passing="""\
tables:
  userSessions:
    partition_key: userId
    ttl: expiresAt
    stream: NEW_AND_OLD_IMAGES
    replicas: {ap-northeast-1: {}}
""",
    edges=(
        passes(
            {"environments": {"staging": {"region": "cn-north-1"}}},
            stream="NEW_AND_OLD_IMAGES",
            replicas={"cn-northwest-1": {}},
        ),
        fails(
            {"environments": {"staging": {"region": "us-gov-west-1"}}},
            stream="NEW_AND_OLD_IMAGES",
            replicas={"us-gov-east-1": {}, "us-west-1": {}},
        ),
        fails(
            stream="NEW_AND_OLD_IMAGES",
            replicas={
                "eusc-de-east-1": {},
                "us-iso-east-1": {},
                "us-isob-east-1": {},
                "eu-isoe-west-1": {},
                "us-isof-east-1": {},
            },
        ),
        fails(
            ttl=False,
            stream="NEW_AND_OLD_IMAGES",
            replicas={"us-east-2": {}},
            multi_region_consistency={"mode": "STRONG", "witness": "cn-north-1"},
        ),
    ),
    no_fix="another partition is another environment, with its own account",
    check=_other_partition,
)
