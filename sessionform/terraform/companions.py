"""The resources beside a table: autoscaling, insights, Kinesis, policy, alarms.

Each kind is one resource under the table's key. Where a table needs several of a kind it has instances (`for_each`),
so that no two tables' resources can meet, and one `moved` or `removed` block reaches them all.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sessionform.facts.resource_types import (
    ALARM,
    IAM_POLICY,
    INSIGHTS,
    KINESIS,
    POLICY_ATTACHMENT,
    RESOURCE_POLICY,
    SCALING_POLICY,
    SCHEDULED_ACTION,
    STREAM_POLICY,
    TABLE,
    TARGET,
)
from sessionform.model import Table
from sessionform.policies import policy_text
from sessionform.terraform import autoscaling
from sessionform.terraform.addresses import Address
from sessionform.terraform.alarms import alarm
from sessionform.terraform.expressions import Expression, literal, optional, reference
from sessionform.terraform.grants import attachment, policy
from sessionform.terraform.table import Arguments


def _name_as_made(table: Table) -> Expression:
    """The table's id, which is its name, for what AWS takes away with the table.

    The name stays known when the table is replaced, and Terraform would see nothing to do; the id does not, so these
    resources are replaced in the same deploy.
    """
    return reference(Address(TABLE, table.key), "id")


def _insights(table: Table) -> Arguments | None:
    """Insights into the table and each of its global indexes: an index can be hot where its table is not."""
    if not table.contributor_insights:
        return None
    indexes = {f"index/{index.name}": {"index": index.name} for index in table.global_secondary_indexes}
    return {
        "for_each": {"table": {}, **indexes},
        "table_name": _name_as_made(table),
        "index_name": optional("index"),
        **({"mode": table.contributor_insights.mode} if table.contributor_insights.mode is not None else {}),
    }


def _kinesis(table: Table) -> Arguments | None:
    stream = table.kinesis_stream
    if stream is None:
        return None
    return {
        "table_name": _name_as_made(table),
        "stream_arn": stream.stream_arn,
        # Where it is left out, the provider takes whatever there is for right, an earlier MICROSECOND too
        "approximate_creation_date_time_precision": stream.approximate_creation_date_time_precision or "MILLISECOND",
    }


def _resource_policy(table: Table) -> Arguments | None:
    if table.resource_policy is None:
        return None
    return {"resource_arn": reference(Address(TABLE, table.key), "arn"), "policy": policy_text(table.resource_policy)}


def _stream_policy(table: Table) -> Arguments | None:
    if table.stream_policy is None:
        return None
    arn = reference(Address(TABLE, table.key), "stream_arn")
    return {"resource_arn": arn, "policy": policy_text(table.stream_policy)}


COMPANIONS: dict[str, Callable[[Table], Arguments | None]] = {
    TARGET: autoscaling.target,
    SCALING_POLICY: autoscaling.policy,
    SCHEDULED_ACTION: autoscaling.scheduled_action,
    INSIGHTS: _insights,
    KINESIS: _kinesis,
    RESOURCE_POLICY: _resource_policy,
    STREAM_POLICY: _stream_policy,
    ALARM: alarm,
    IAM_POLICY: policy,
    POLICY_ATTACHMENT: attachment,
}
"""Every companion of a table, by its type, with what makes its arguments."""


def companion_address(resource: str, key: str) -> Address:
    """The address of a table's companion. No table is called as a second of a type is: it would have its stream's output."""
    type_, _, part = resource.partition("#")
    return Address(type_, f"{key}_{part}" if part else key)


def companions(table: Table) -> dict[str, Arguments]:
    """The companions that this table has, by resource type."""
    made = ((type_, make(table)) for type_, make in COMPANIONS.items())
    return {type_: _escaped(arguments) for type_, arguments in made if arguments is not None}


def _escaped(arguments: Arguments) -> Arguments:
    escaped: dict[str, Any] = literal(arguments)
    return escaped
