"""A provisioned table with replicas needs autoscaled write capacity."""

from __future__ import annotations

from collections.abc import Iterator

from sessionform.documentation import fails, passes
from sessionform.edits import set_to
from sessionform.model import Fixed, Provisioned, Table
from sessionform.rules.engine.rule import ERROR, Problem, TableRule
from sessionform.rules.replicas.sources import REQUIREMENTS
from sessionform.rules.view.table_view import TableView


def _write_autoscaling(table: Table, view: TableView) -> Iterator[Problem]:
    if not table.replicas or not isinstance(table.billing, Provisioned):
        return
    for holder in view.holders:
        billing, declared = holder.billing, holder.written.get("capacity") or {}
        if "write" in declared and isinstance(billing, Provisioned) and isinstance(billing.write, Fixed):
            units = billing.write.units
            yield Problem(
                (*holder.setting, "capacity", "write"),
                f"{holder.name} has replicas and is PROVISIONED, so its write capacity has to be autoscaled",
                f"e.g. `write: {{min: {units}, max: {10 * units}}}`, or `billing_mode: PAY_PER_REQUEST`",
                related=((("replicas",), "the replicas are declared here"),),
                fixes=(set_to((*holder.setting, "capacity", "write"), {"min": units, "max": 10 * units}),),
            )


RULE = TableRule(
    id="replica-write-autoscaling",
    severity=ERROR,
    summary="A provisioned table with replicas needs autoscaled write capacity",
    why=(
        "Every replica takes the writes of all the others, so AWS requires a global table to be on-demand or to "
        "autoscale its writes, those of its indexes included. Otherwise replication falls behind. A new table gets its "
        "autoscaling in one deploy and its replicas in the next (`replica-after-autoscaling`)."
    ),
    source=REQUIREMENTS,
    failing="""\
tables:
  userSessions:
    partition_key: userId
    ttl: expiresAt
    stream: NEW_AND_OLD_IMAGES
    billing_mode: PROVISIONED
    capacity: {read: 5, write: 5}
    replicas: {eu-west-1: {}}
""",
    passing="""\
tables:
  userSessions:
    partition_key: userId
    ttl: expiresAt
    stream: NEW_AND_OLD_IMAGES
    billing_mode: PROVISIONED
    capacity: {read: {min: 5, max: 50}, write: {min: 5, max: 50}}
    replicas: {eu-west-1: {}}
""",
    edges=(
        passes(stream="NEW_AND_OLD_IMAGES", replicas={"eu-west-1": {}}),
        passes(
            stream="NEW_AND_OLD_IMAGES",
            replicas={"eu-west-1": {}},
            billing_mode="PROVISIONED",
            capacity={"read": 5, "write": {"min": 5, "max": 50}},
        ),
        fails(
            stream="NEW_AND_OLD_IMAGES",
            replicas={"eu-west-1": {}},
            billing_mode="PROVISIONED",
            capacity={"read": 5, "write": {"min": 5, "max": 50}},
            global_secondary_indexes={"by_id": {"partition_key": "id", "capacity": {"read": 5, "write": 7}}},
        ),
        passes(billing_mode="PROVISIONED", capacity={"read": 5, "write": 5}),
        passes(
            stream="NEW_AND_OLD_IMAGES", replicas={"eu-west-1": {}}, billing_mode="PROVISIONED", capacity={"read": 5}
        ),
    ),
    check=_write_autoscaling,
)
