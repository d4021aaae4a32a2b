"""The regions of a strongly consistent table are of one Region set."""

from __future__ import annotations

from collections.abc import Iterator

from sessionform.documentation import fails, passes
from sessionform.model import Table
from sessionform.rules.engine.rule import WARNING, Problem, TableRule
from sessionform.rules.replicas.placed_regions import regions_beside_home
from sessionform.rules.replicas.region_sets import ONE_SET, SET_OF
from sessionform.rules.replicas.sources import GLOBAL_TABLES
from sessionform.rules.view.table_view import TableView


def _region_sets(table: Table, view: TableView) -> Iterator[Problem]:
    if not table.is_strong:
        return
    home = view.environment.region
    beside = [(setting, region) for setting, region in regions_beside_home(table) if region in SET_OF]
    sets = sorted({SET_OF[region] for region in (home, *(region for _, region in beside)) if region in SET_OF})
    if len(sets) > 1:
        at_home = (
            (view.environment.origins.of(("region",)), f"{home} is in the {SET_OF[home]} set")
            if home in SET_OF
            else None
        )
        yield Problem(
            ("multi_region_consistency", "mode"),
            f"`{table.key}` is strongly consistent across the Region sets {', '.join(sets[:-1])} and {sets[-1]}, which AWS's guide "
            "rules out",
            ONE_SET,
            related=tuple((setting, f"{region} is in the {SET_OF[region]} set") for setting, region in beside),
            related_places=() if at_home is None else (at_home,),
        )


_STRONG = {"ttl": False, "stream": "NEW_AND_OLD_IMAGES", "multi_region_consistency": "STRONG"}


def _witness(region: str) -> dict[str, object]:
    return _STRONG | {"multi_region_consistency": {"mode": "STRONG", "witness": region}}


RULE = TableRule(
    id="strong-consistency-region-sets",
    severity=WARNING,
    summary="The regions of a strongly consistent table are of one Region set",
    why=(
        "AWS's guide says that a global table with multi-Region strong consistency cannot span the Region sets of the US, of Europe "
        "and of Asia Pacific. AWS was seen to accept one all the same (measured in October 2026: a table in us-west-2, its copy in "
        "eu-west-1 and its witness in us-east-2), so this warns: what the guide rules out may be rejected tomorrow."
    ),
    source=GLOBAL_TABLES,
    failing="""\
tables:
  userSessions:
    partition_key: userId
    ttl: false
    replicas: {us-east-2: {}, eu-west-1: {}}
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
        passes(
            {"environments": {"staging": {"region": "eu-central-1"}}},
            **_STRONG,
            replicas={"eu-west-1": {}, "eu-west-3": {}},
        ),
        passes(
            {"environments": {"staging": {"region": "ap-northeast-1"}}},
            **_witness("ap-northeast-3"),
            replicas={"ap-northeast-2": {}},
        ),
        fails(**_witness("eu-west-2"), replicas={"us-east-2": {}}),
        fails(**_STRONG, replicas={"eu-west-1": {}, "ap-northeast-1": {}}),
        fails(
            {"environments": {"staging": {"region": "ca-central-1"}}},
            **_STRONG,
            replicas={"us-east-2": {}, "eu-west-1": {}},
        ),
        passes(**_STRONG, replicas={"us-east-2": {}, "us-west-1": {}}),
        passes(stream="NEW_AND_OLD_IMAGES", replicas={"us-east-2": {}, "eu-west-1": {}}),
    ),
    no_fix="only you know where the copies are to be",
    check=_region_sets,
)
