"""`alarms` with every alarm turned off."""

from __future__ import annotations

from collections.abc import Iterator

from sessionform.documentation import fails, passes
from sessionform.edits import remove
from sessionform.model import Table
from sessionform.rules.engine.rule import WARNING, Problem, TableRule
from sessionform.rules.operations.sources import METRICS
from sessionform.rules.view.table_view import TableView


def _nothing_watched(table: Table, view: TableView) -> Iterator[Problem]:
    alarms = table.alarms
    if alarms is None or alarms.throttled_requests or alarms.system_errors or alarms.ttl_stalled_hours is not None:
        return
    yield Problem(
        ("alarms",),
        f"`{table.key}` declares `alarms`, but every one of them is off",
        "turn one on, or remove them all with `alarms: null`",
        fixes=(remove(("alarms",)),),
    )


RULE = TableRule(
    id="alarms-all-off",
    severity=WARNING,
    summary="`alarms` with every alarm turned off",
    why="A reader of the file believes that the table is watched, but it is not.",
    source=METRICS,
    failing="""\
tables:
  userSessions:
    partition_key: userId
    ttl: expiresAt
    alarms:
      actions: ["arn:aws:sns:us-east-1:111122223333:on-call"]
      throttled_requests: false
      system_errors: false
""",
    passing="""\
tables:
  userSessions:
    partition_key: userId
    ttl: expiresAt
    alarms:
      actions: ["arn:aws:sns:us-east-1:111122223333:on-call"]
      throttled_requests: true
      system_errors: false
""",
    edges=(
        passes(alarms={"actions": ["arn:aws:sns:us-east-1:111122223333:on-call"], "throttled_requests": False}),
        passes(alarms={"actions": ["arn:aws:sns:us-east-1:111122223333:on-call"], "system_errors": False}),
        passes(
            alarms={
                "actions": ["arn:aws:sns:us-east-1:111122223333:on-call"],
                "throttled_requests": False,
                "system_errors": False,
                "ttl_stalled_hours": 24,
            }
        ),
        fails(alarms={"throttled_requests": False, "system_errors": False}),
    ),
    check=_nothing_watched,
)
