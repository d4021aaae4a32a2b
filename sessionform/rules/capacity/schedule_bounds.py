"""A schedule has a time, and a `min` or a `max` that fit together."""

from __future__ import annotations

from collections.abc import Iterator

from sessionform.model import Table
from sessionform.rules.capacity.autoscaled import schedules_of
from sessionform.rules.engine.rule import ERROR, Problem, TableRule
from sessionform.rules.view.table_view import TableView

PAGE = "https://docs.aws.amazon.com/autoscaling/application/userguide/application-auto-scaling-scheduled-scaling.html"


def _schedule_bounds(table: Table, view: TableView) -> Iterator[Problem]:
    for place, name, called, schedule, capacity in schedules_of(view):
        least, most = capacity.limits_from(schedule)
        if not schedule.at:
            yield Problem(place, f"{called} has no time", "add a time: `at: cron(...)`")
        elif schedule.min is None and schedule.max is None:
            yield Problem(place, f"{called} has no `min` and no `max`", "give it a `min`, a `max`, or both")
        elif least > most:
            yield Problem(
                place,
                f"from the schedule `{schedule.name}` on, {name} has `min` {least} and `max` {most}: AWS rejects "
                "a `min` above the `max`",
                "give both `min` and `max`: the one that you leave out stays as it was",
            )


RULE = TableRule(
    id="schedule-bounds",
    severity=ERROR,
    summary="A schedule has a time, and a `min` or a `max` that fit together",
    why=(
        "At its time, a scheduled action of Application Auto Scaling sets `min`, `max` or both. AWS rejects one "
        "without either, and one whose `min` is above its `max`."
    ),
    source=PAGE,
    failing="""\
tables:
  userSessions:
    partition_key: userId
    sort_key: sessionId
    ttl: expiresAt
    billing_mode: PROVISIONED
    capacity:
      read: {min: 5, max: 50, schedules: {morning: {at: "cron(45 8 * * ? *)", min: 100}}}
      write: {min: 5, max: 50}
""",
    passing="""\
tables:
  userSessions:
    partition_key: userId
    sort_key: sessionId
    ttl: expiresAt
    billing_mode: PROVISIONED
    capacity:
      read: {min: 5, max: 50, schedules: {morning: {at: "cron(45 8 * * ? *)", min: 100, max: 500}}}
      write: {min: 5, max: 50}
""",
    no_fix="only you know when the load comes, and how high it is",
    check=_schedule_bounds,
)
