"""A replica has the class, the caps and the writes of its table."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sessionform.documentation import fails, passes
from sessionform.edits import remove
from sessionform.model import Provisioned, Table
from sessionform.rules.engine.rule import ERROR, Problem, TableRule
from sessionform.rules.view.table_view import TableView

_PROVIDER = "https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/dynamodb_table#replica"

_READ = "only autoscaled reads can be declared for a replica, e.g. `capacity: {read: {min: 5, max: 50}}`"


def _replica_setting_unavailable(table: Table, view: TableView) -> Iterator[Problem]:
    for region, written in (table.settings.get("replicas") or {}).items():
        called = f"the replica of `{table.key}` in {region}"
        for setting, of_table in (
            ("table_class", table.table_class),
            ("max_throughput", table.settings.get("max_throughput")),
        ):
            if setting in written and written[setting] != of_table:
                yield Problem(
                    ("replicas", region, setting),
                    f"{called} cannot have a `{setting}` of its own: the AWS provider has no argument for it, and the "
                    "replica has the table's",
                    f"leave it out, or change the table's `{setting}`",
                    on_key=True,
                    fixes=(remove(("replicas", region, setting)),),
                )
        for side, reason, hint in _capacity(table, written.get("capacity") or {}):
            place = ("replicas", region, "capacity", side)
            fixes = () if hint is _READ else (remove(place),)
            yield Problem(place, f"{called} {reason}", hint, on_key=True, fixes=fixes)


def _capacity(table: Table, capacity: dict[str, Any]) -> Iterator[tuple[str, str, str]]:
    if "write" in capacity:
        yield (
            "write",
            "receives every write of the other regions, so it has the table's `write` capacity",
            "leave it out",
        )
    if "read" not in capacity:
        return
    if not isinstance(table.billing, Provisioned):
        reason = "has no capacity: the table is PAY_PER_REQUEST"
        yield "read", reason, "leave it out, or make the table `billing_mode: PROVISIONED`"
    elif not isinstance(capacity["read"], dict):
        yield "read", "cannot have a fixed `read` capacity: the AWS provider has no argument for it", _READ


RULE = TableRule(
    id="replica-setting-unavailable",
    severity=ERROR,
    summary="A replica has the class, the caps and the writes of its table",
    why=(
        "DynamoDB can give a replica a table class, an on-demand cap and a read capacity of its own. The AWS "
        "provider's `replica` block has no argument for these; `aws_dynamodb_table_replica`, which has one for the "
        "class, cannot be used together with such a block. Autoscaling of the reads in the replica's region is "
        "possible, from provider 6 on. A declaration with any other setting would say something that AWS does not do."
    ),
    source=_PROVIDER,
    failing="""\
tables:
  userSessions:
    partition_key: userId
    ttl: expiresAt
    stream: NEW_AND_OLD_IMAGES
    replicas:
      eu-west-1: {table_class: STANDARD_INFREQUENT_ACCESS}
""",
    passing="""\
tables:
  userSessions:
    partition_key: userId
    ttl: expiresAt
    stream: NEW_AND_OLD_IMAGES
    replicas:
      eu-west-1: {}
""",
    edges=(
        passes(
            stream="NEW_AND_OLD_IMAGES",
            max_throughput={"read": 50, "write": 50},
            replicas={"eu-west-1": {"table_class": "STANDARD", "max_throughput": {"read": 50, "write": 50}}},
        ),
        fails(
            stream="NEW_AND_OLD_IMAGES",
            max_throughput={"read": 50, "write": 50},
            replicas={"eu-west-1": {"max_throughput": {"read": 60, "write": 50}}},
        ),
        passes(
            stream="NEW_AND_OLD_IMAGES",
            billing_mode="PROVISIONED",
            capacity={"read": 5, "write": {"min": 5, "max": 50}},
            replicas={"eu-west-1": {"capacity": {"read": {"min": 5, "max": 50}}}},
        ),
        fails(
            stream="NEW_AND_OLD_IMAGES",
            billing_mode="PROVISIONED",
            capacity={"read": 5, "write": {"min": 5, "max": 50}},
            replicas={"eu-west-1": {"capacity": {"read": 5, "write": {"min": 5, "max": 50}}}},
        ),
        fails(stream="NEW_AND_OLD_IMAGES", replicas={"eu-west-1": {"capacity": {"read": {"min": 5, "max": 50}}}}),
    ),
    check=_replica_setting_unavailable,
)
