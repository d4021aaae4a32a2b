"""A replica is in the table's own region."""

from __future__ import annotations

from collections.abc import Iterator

from sessionform.documentation import fails, passes
from sessionform.edits import set_to
from sessionform.model import Table
from sessionform.rules.engine.rule import ERROR, Problem, TableRule
from sessionform.rules.replicas.sources import GLOBAL_TABLES
from sessionform.rules.view.table_view import TableView


def _home_region(table: Table, view: TableView) -> Iterator[Problem]:
    for replica in table.replicas:
        if replica.region == view.environment.region:
            yield Problem(
                ("replicas", replica.region),
                f"`{table.key}` has a replica in {replica.region}, which is the region of `{view.environment.name}` itself",
                f"remove it there: `environments: {{{view.environment.name}: {{replicas: {{{replica.region}: null}}}}}}`",
                related_places=(
                    (view.environment.origins.of(("region",)), f"`{view.environment.name}` is in {replica.region}"),
                ),
                on_key=True,
                place_fixes=(
                    set_to(
                        (*table.origins.owner, "environments", view.environment.name, "replicas", replica.region), None
                    ),
                ),
            )


RULE = TableRule(
    id="replica-in-home-region",
    severity=ERROR,
    summary="A replica is in the table's own region",
    why=(
        "A global table has one replica in each region, and the table itself is that of its home region. The "
        "provider plans a second one all the same; AWS rejects it during the apply."
    ),
    source=GLOBAL_TABLES,
    failing="""\
tables:
  userSessions:
    partition_key: userId
    ttl: expiresAt
    stream: NEW_AND_OLD_IMAGES
    replicas: {us-east-1: {}}
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
        passes(stream="NEW_AND_OLD_IMAGES", replicas={"us-east-2": {}}),
        fails(stream="NEW_AND_OLD_IMAGES", replicas={"us-east-2": {}, "us-east-1": {}}),
    ),
    check=_home_region,
)
