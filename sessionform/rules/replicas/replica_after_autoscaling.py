"""Replicas of a provisioned table need a deploy after that of its autoscaling."""

from __future__ import annotations

from collections.abc import Iterator

from sessionform.documentation import fails, passes
from sessionform.model import Provisioned, Table
from sessionform.rules.engine.rule import NOTE, Problem, TableRule
from sessionform.rules.view.table_view import TableView


def _after_autoscaling(table: Table, _: TableView) -> Iterator[Problem]:
    if table.replicas and isinstance(table.billing, Provisioned):
        yield Problem(
            ("replicas",),
            f"the replicas of `{table.key}` need its write autoscaling first, but one deploy creates that after the replicas",
            "if the table, an index or its autoscaling is new: deploy it without `replicas` first, and add them in "
            "the next deploy; or use `billing_mode: PAY_PER_REQUEST`",
            on_key=True,
        )


_SCALED = {
    "billing_mode": "PROVISIONED",
    "stream": "NEW_AND_OLD_IMAGES",
    "capacity": {"read": 5, "write": {"min": 5, "max": 50}},
}

RULE = TableRule(
    id="replica-after-autoscaling",
    severity=NOTE,
    summary="Replicas of a provisioned table need a deploy after that of its autoscaling",
    why=(
        "AWS creates a replica of a provisioned table only when a scalable target and a policy exist for the writes "
        "of the table and of each index. In Terraform, replicas are part of the table, and autoscaling comes after "
        "it: both in one deploy fail with `Table must be Pay-Per-Request or AutoScaled`. The review names the "
        "change; docs/decisions/0008-replicas-in-two-deploys.md says why no stack creates both at once."
    ),
    source="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/V2globaltables_reqs_bestpractices.html",
    failing="""\
tables:
  userSessions:
    partition_key: userId
    ttl: expiresAt
    stream: NEW_AND_OLD_IMAGES
    billing_mode: PROVISIONED
    capacity: {read: {min: 5, max: 50}, write: {min: 5, max: 50}}
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
""",
    edges=(
        fails(**_SCALED, replicas={"eu-west-1": {}}),
        passes(**_SCALED),
        passes(stream="NEW_AND_OLD_IMAGES", replicas={"eu-west-1": {}}),
    ),
    no_fix="it takes two deploys",
    check=_after_autoscaling,
)
