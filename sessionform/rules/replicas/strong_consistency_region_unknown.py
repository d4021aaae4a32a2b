"""A strongly consistent table in a region that is not known to have such tables."""

from __future__ import annotations

from collections.abc import Iterator

from sessionform.documentation import fails, passes
from sessionform.facts.regions import REGIONS
from sessionform.model import Table
from sessionform.rules.engine.rule import WARNING, Problem, TableRule
from sessionform.rules.replicas.placed_regions import names_replica, regions_beside_home
from sessionform.rules.replicas.region_sets import ONE_SET, SET_OF
from sessionform.rules.replicas.sources import GLOBAL_TABLES
from sessionform.rules.view.table_view import TableView

_HINT = f"{ONE_SET}; for a region that AWS has added to them since, waive this"


def _region_unknown(table: Table, view: TableView) -> Iterator[Problem]:
    if not table.is_strong:
        return
    home = view.environment.region
    if home in REGIONS and home not in SET_OF:
        yield Problem(
            ("multi_region_consistency", "mode"),
            f"`{table.key}` is in {home}, and AWS is not known to offer strong consistency there",
            _HINT,
            related_places=((view.environment.origins.of(("region",)), f"`{view.environment.name}` is in {home}"),),
        )
    for setting, region in regions_beside_home(table):
        if region in REGIONS and region not in SET_OF:
            yield Problem(
                setting,
                f"`{table.key}` has {'a copy' if names_replica(setting) else 'its witness'} in {region}, and AWS is not known to offer strong "
                "consistency there",
                _HINT,
                on_key=names_replica(setting),
            )


_STRONG = {"ttl": False, "stream": "NEW_AND_OLD_IMAGES", "multi_region_consistency": "STRONG"}

RULE = TableRule(
    id="strong-consistency-region-unknown",
    severity=WARNING,
    summary="Strong consistency in a region that is not known to have it",
    why=(
        "AWS offers multi-Region strong consistency in the regions of three Region sets. In any other it rejects the copies and "
        "the witness during the apply, when the table is already made (measured in October 2026, with us-west-1). It may "
        "add regions, so this warns: for one that is newer than this tool, waive it."
    ),
    source=GLOBAL_TABLES,
    failing="""\
tables:
  userSessions:
    partition_key: userId
    ttl: false
    replicas: {us-east-2: {}, us-west-1: {}}
    multi_region_consistency: STRONG
""",
    passing="""\
tables:
  userSessions:
    partition_key: userId
    ttl: false
    replicas: {us-east-2: {}, us-west-2: {}}
    multi_region_consistency: STRONG
""",
    edges=(
        fails(
            {"environments": {"staging": {"region": "ca-central-1"}}},
            **_STRONG,
            replicas={"ca-west-1": {}, "us-east-2": {}},
        ),
        fails(
            **(_STRONG | {"multi_region_consistency": {"mode": "STRONG", "witness": "us-west-1"}}),
            replicas={"us-east-2": {}},
        ),
        passes(
            **(_STRONG | {"multi_region_consistency": {"mode": "STRONG", "witness": "us-west-9"}}),
            replicas={"us-east-2": {}},
        ),
        passes(**_STRONG, replicas={"us-east-2": {}, "us-west-9": {}}),
        passes(
            {"environments": {"staging": {"region": "us-east-9"}}},
            **_STRONG,
            replicas={"us-east-2": {}, "us-west-2": {}},
        ),
        passes(stream="NEW_AND_OLD_IMAGES", replicas={"us-east-2": {}, "us-west-1": {}}),
    ),
    no_fix="only you know where the copies are to be",
    check=_region_unknown,
)
