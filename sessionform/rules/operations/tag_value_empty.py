"""A default tag without a value, which scalable targets do not take."""

from __future__ import annotations

from collections.abc import Iterator

from sessionform.documentation import fails, passes
from sessionform.facts.resource_types import TARGET
from sessionform.model import Table
from sessionform.rules.engine.rule import ERROR, Problem, TableRule
from sessionform.rules.view.table_view import TableView
from sessionform.terraform.companions import companions


def _value_empty(table: Table, view: TableView) -> Iterator[Problem]:
    environment = view.environment
    empty = [key for key, value in environment.tags.items() if not value.strip()]
    if empty and TARGET in companions(table):
        for key in empty:
            yield Problem(
                ("capacity",),
                f"the default tag `{key}` of `{environment.name}` is empty, and `{table.key}` is autoscaled: AWS "
                "rejects an empty tag on a scalable target",
                f"give `{key}` a value, or remove it from the environment's tags",
                place=environment.origins.of(("tags", key)),
            )


_SCALED = {"billing_mode": "PROVISIONED", "capacity": {"read": {"min": 5, "max": 50}, "write": 5}}


def _tagged(value: str) -> dict[str, object]:
    return {"environments": {"staging": {"region": "us-east-1", "tags": {"Ticket": value}}}}


RULE = TableRule(
    id="tag-value-empty",
    severity=ERROR,
    summary="Default tags of an environment with autoscaling have values",
    why=(
        "The provider puts the environment's tags on everything that takes tags, the scalable targets of autoscaling "
        'included. DynamoDB takes an empty value; Application Auto Scaling refuses it ("Tag values cannot be empty or '
        'blank"), when the table is already made.'
    ),
    source="https://github.com/hashicorp/terraform-provider-aws/issues/32677",
    failing="""\
version: 1
environments:
  staging: {region: us-east-1, tags: {Ticket: ""}}
tables:
  userSessions:
    partition_key: userId
    ttl: expiresAt
    billing_mode: PROVISIONED
    capacity: {read: {min: 5, max: 50}, write: {min: 5, max: 50}}
""",
    passing="""\
version: 1
environments:
  staging: {region: us-east-1, tags: {Ticket: none}}
tables:
  userSessions:
    partition_key: userId
    ttl: expiresAt
    billing_mode: PROVISIONED
    capacity: {read: {min: 5, max: 50}, write: {min: 5, max: 50}}
""",
    edges=(
        fails(_tagged(" "), **_SCALED),
        passes(_tagged("a"), **_SCALED),
        passes(_tagged("")),
        passes(_tagged(""), billing_mode="PROVISIONED", capacity={"read": 5, "write": 5}),
        passes(tags={"Ticket": ""}, **_SCALED),
        fails(
            _tagged(""),
            billing_mode="PROVISIONED",
            capacity={"read": 5, "write": 5},
            global_secondary_indexes={
                "by_id": {"partition_key": "id", "capacity": {"read": 5, "write": {"min": 5, "max": 50}}}
            },
        ),
    ),
    no_fix="only you know the value",
    check=_value_empty,
)
