"""An alarm for a stalled TTL on a table without TTL."""

from __future__ import annotations

from collections.abc import Iterator

from sessionform.documentation import fails, passes
from sessionform.edits import remove
from sessionform.model import Table
from sessionform.rules.engine.rule import WARNING, Problem, TableRule
from sessionform.rules.operations.sources import METRICS
from sessionform.rules.view.table_view import TableView


def _ttl_alarm_without_ttl(table: Table, view: TableView) -> Iterator[Problem]:
    alarms = table.alarms
    expires = table.ttl is not None and table.ttl.enabled
    if alarms is not None and alarms.ttl_stalled_hours is not None and not expires:
        yield Problem(
            ("alarms", "ttl_stalled_hours"),
            f"`{table.key}` has an alarm for a stalled TTL, but no TTL: nothing is ever deleted, so the alarm is always on",
            "declare a `ttl`, or remove the alarm with `ttl_stalled_hours: null`",
            related=((("ttl",), "no `ttl` here"),),
            fixes=(remove(("alarms", "ttl_stalled_hours")),),
        )


RULE = TableRule(
    id="ttl-alarm-without-ttl",
    severity=WARNING,
    summary="An alarm for a stalled TTL on a table without TTL",
    why=(
        "The alarm goes off when TTL has deleted nothing for that many hours. Without TTL nothing is ever deleted, "
        "so it goes off after the first hours and stays on, and people learn to ignore it."
    ),
    source=METRICS,
    failing="""\
tables:
  loginAudit:
    partition_key: userId
    alarms: {actions: ["arn:aws:sns:us-east-1:111122223333:on-call"], ttl_stalled_hours: 24}
""",
    passing="""\
tables:
  loginAudit:
    partition_key: userId
    ttl: expiresAt
    alarms: {actions: ["arn:aws:sns:us-east-1:111122223333:on-call"], ttl_stalled_hours: 24}
""",
    edges=(
        passes(alarms={"actions": ["arn:aws:sns:us-east-1:111122223333:on-call"], "ttl_stalled_hours": 24}),
        fails(
            ttl={"attribute": "expiresAt", "enabled": False},
            alarms={"actions": ["arn:aws:sns:us-east-1:111122223333:on-call"], "ttl_stalled_hours": 24},
        ),
        passes(ttl=None, alarms={"actions": ["arn:aws:sns:us-east-1:111122223333:on-call"]}),
    ),
    check=_ttl_alarm_without_ttl,
)
