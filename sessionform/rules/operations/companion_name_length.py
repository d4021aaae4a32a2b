"""The names of a table's companions, which begin with the table's, are not too long for AWS."""

from __future__ import annotations

from collections.abc import Iterator

from sessionform.documentation import fails, passes
from sessionform.facts.limits import MAX_ALARM_NAME, MAX_SCALING_NAME
from sessionform.facts.resource_types import ALARM, SCALING_POLICY, SCHEDULED_ACTION
from sessionform.model import Table
from sessionform.rules.engine.rule import ERROR, Problem, TableRule
from sessionform.rules.view.table_view import TableView
from sessionform.terraform.companions import companions

NAMED = (
    (ALARM, "alarm_name", MAX_ALARM_NAME, "alarm", ", or give it a name of its own in `alarms.names`"),
    (SCALING_POLICY, "name", MAX_SCALING_NAME, "scaling policy", ""),
    (SCHEDULED_ACTION, "name", MAX_SCALING_NAME, "scheduled action", ""),
)
"""For each kind: the argument with the name, its most characters, how messages call it, and what helps beside a shorter name."""


SHORT = 60
"""Characters of a table and an index with which no name is too long, that of a schedule (at most 128) in a replica included."""


def _length(table: Table, view: TableView) -> Iterator[Problem]:
    named = len(table.name) + max((len(index.name) for index in table.global_secondary_indexes), default=0)
    if view.environment.is_local or named <= SHORT:
        return
    made = companions(table)
    for resource, argument, most, what, otherwise in NAMED:
        for key, item in made.get(resource, {}).get("for_each", {}).items():
            size = len(item[argument])
            if size > most:
                yield Problem(
                    ("table_name",),
                    f"the name of the {what} `{key}` of `{table.key}` contains the table's and has {size} characters; "
                    f"AWS allows {most}",
                    f"make `table_name`, or the name of the index, shorter by {size - most}{otherwise}",
                )


RULE = TableRule(
    id="companion-name-length",
    severity=ERROR,
    summary="The names of alarms, scaling policies and scheduled actions are not too long",
    why=(
        "Each is named after its table and its index: a long table name leaves no room for the rest. AWS rejects the "
        "name during the apply, when the table already exists."
    ),
    source="https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html",
    failing=f"""\
tables:
  userSessions:
    table_name: sessions-{"of-the-shop-" * 20}1
    partition_key: userId
    ttl: expiresAt
    alarms: {{actions: ["arn:aws:sns:us-east-1:111122223333:on-call"]}}
""",
    passing="""\
tables:
  userSessions:
    table_name: sessions-1
    partition_key: userId
    ttl: expiresAt
    alarms: {actions: ["arn:aws:sns:us-east-1:111122223333:on-call"]}
""",
    edges=(
        passes(table_name="x" * 255),
        passes(table_name="x" * 250, billing_mode="PROVISIONED", capacity={"read": {"min": 1, "max": 2}, "write": 1}),
        passes(table_name="x" * 251, billing_mode="PROVISIONED", capacity={"read": {"min": 1, "max": 2}, "write": 1}),
        fails(table_name="x" * 252, billing_mode="PROVISIONED", capacity={"read": {"min": 1, "max": 2}, "write": 1}),
        fails(
            table_name="x" * 200,
            billing_mode="PROVISIONED",
            capacity={"read": 1, "write": 1},
            global_secondary_indexes={
                "y" * 50: {"partition_key": "y", "capacity": {"read": {"min": 1, "max": 2}, "write": 1}}
            },
        ),
    ),
    no_fix="only you know a shorter name",
    check=_length,
)
