"""A schedule has a time that Application Auto Scaling accepts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime

from sessionform.documentation import Edge, fails, passes
from sessionform.edits import set_to
from sessionform.model import Table
from sessionform.rules.capacity.autoscaled import schedules_of, with_schedule
from sessionform.rules.capacity.cron import DAY_OF_MONTH, DAY_OF_WEEK, cron_fault
from sessionform.rules.engine.rule import ERROR, Problem, TableRule
from sessionform.rules.view.table_view import TableView

PAGE = "https://docs.aws.amazon.com/autoscaling/application/userguide/scheduled-scaling-using-cron-expressions.html"

_CRON = "write minutes, hours, day of the month, month, day of the week and year, such as `cron(45 8 ? * MON-FRI *)`"
_RATE = "write a number above 0 and its unit, such as `rate(1 hour)` or `rate(30 minutes)`"
_AT = "write a date and a time that exist, such as `at(2027-01-31T09:00:00)`"


def _schedule_time(table: Table, view: TableView) -> Iterator[Problem]:
    for item in schedules_of(view):
        at, place = item.schedule.at, (*item.place, "at")
        fault = _fault(at) if at else None
        if fault is not None:
            wrong, hint = fault
            right = next((other for other in _corrections(at) if _fault(other) is None), None)
            yield Problem(
                place,
                f"{item.called}: AWS rejects `{at}`, because {wrong}",
                hint,
                fixes=() if right is None else (set_to(place, right, safe=True),),
            )


def _fault(at: str) -> tuple[str, str] | None:
    """What is wrong with a time, and what to write instead."""
    kind, _, inner = at.removesuffix(")").partition("(")
    if kind == "cron":
        wrong, hint = cron_fault(inner.split()), _CRON
    elif kind == "rate":
        wrong, hint = _rate_fault(inner), _RATE
    else:
        wrong, hint = _at_fault(inner), _AT
    return None if wrong is None else (wrong, hint)


def _rate_fault(inner: str) -> str | None:
    rate = re.fullmatch("0*([1-9][0-9]*) +(minute|hour|day)(s?)", inner)
    if rate is None:
        return "it is not a number of minutes, hours or days"
    number, unit, plural = rate.groups()
    if (number == "1") == bool(plural):
        return f"{number} goes with `{unit}{'' if plural else 's'}`"
    return None


def _at_fault(inner: str) -> str | None:
    if not re.fullmatch("[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}", inner):
        return "it does not have the form `yyyy-mm-ddThh:mm:ss`"
    try:
        # Not `fromisoformat`: from Python 3.14 on that takes 24:00
        datetime.strptime(f"{inner}Z", "%Y-%m-%dT%H:%M:%S%z")
    except ValueError:
        return "there is no such date or time"
    return None


def _corrections(at: str) -> Iterator[str]:
    """What may have been meant: the other number of a unit, `?` for a day that is `*`."""
    if at.startswith("rate("):
        yield at.replace("s)", ")") if at.endswith("s)") else at.replace(")", "s)")
    if at.startswith("cron("):
        fields = at[5:-1].split()
        for day in (DAY_OF_WEEK, DAY_OF_MONTH):
            if fields[day : day + 1] == ["*"]:
                yield f"cron({' '.join([*fields[:day], '?', *fields[day + 1 :]])})"


def _accepted(*times: str) -> tuple[Edge, ...]:
    return tuple(passes(**with_schedule(at=at, min=20)) for at in times)


def _refused(*times: str) -> tuple[Edge, ...]:
    return tuple(fails(**with_schedule(at=at, min=20)) for at in times)


RULE = TableRule(
    id="schedule-time",
    severity=ERROR,
    summary="A schedule has a time that Application Auto Scaling accepts",
    why=(
        "AWS rejects the scheduled action when Terraform applies it, after other changes have been applied. A `cron` has "
        "minutes, hours, day of the month, month, day of the week and year, and `?` for one of the two days; days of the "
        "week are 1 to 7 from Sunday on."
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
      read: {min: 5, max: 50, schedules: {morning: {at: "cron(45 8 * * MON-FRI *)", min: 20}}}
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
      read: {min: 5, max: 50, schedules: {morning: {at: "cron(45 8 ? * MON-FRI *)", min: 20}}}
      write: {min: 5, max: 50}
""",
    edges=(
        *_accepted("cron(0 0 1 1 ? 1970)", "cron(59 23 31 12 ? 2199)", "cron(0 9 ? JAN-DEC 1 *)", "cron(0 9 ? * 7 *)"),
        *_refused("cron(60 9 * * ? *)", "cron(0 24 * * ? *)", "cron(0 9 0 * ? *)", "cron(0 9 32 * ? *)"),
        *_refused("cron(0 9 1 0 ? *)", "cron(0 9 1 13 ? *)", "cron(0 9 ? * 0 *)", "cron(0 9 ? * 8 *)"),
        *_refused("cron(0 9 * * ? 1969)", "cron(0 9 * * ? 2200)", "cron(0 9 * * ? 02027)"),
        *_accepted("cron(0,30 8-18/2 * * ? 2027-2028)", "cron(0/59 9 * * ? *)", "cron(*/1 22-6 ? * fri-mon *)"),
        *_refused("cron(0/60 9 * * ? *)", "cron(*/0 9 * * ? *)", "cron(0/ 9 * * ? *)", "cron(0, 9 * * ? *)"),
        *_refused("cron(1-2-3 9 * * ? *)", "cron(-5 9 * * ? *)", "cron(? 9 * * ? *)", "cron(0 9 * MON ? *)"),
        *_accepted("cron(0 9 L * ? *)", "cron(0 9 LW * ? *)", "cron(0 9 1W * ? *)", "cron(0 9 31W * ? *)"),
        *_refused("cron(0 9 0W * ? *)", "cron(0 9 32W * ? *)", "cron(0 9 L,15 * ? *)", "cron(0 9 1#1 * ? *)"),
        *_accepted("cron(0 9 ? * L *)", "cron(0 9 ? * 6L *)", "cron(0 9 ? * mon#1 *)", "cron(0 9 ? * 7#5 *)"),
        *_refused("cron(0 9 ? * 3#0 *)", "cron(0 9 ? * 3#6 *)", "cron(0 9 ? * 3#1,6#3 *)", "cron(0 9 ? * 3W *)"),
        *_refused("cron(0 9 * * * *)", "cron(0 9 ? * ? *)", "cron(0 9 15 * MON *)", "cron(0 9 15 * * *)"),
        *_refused("cron(０ 9 * * ? *)", "cron(0 9 ? * \u017fUN *)", "cron(0 9\t* * * ? *)"),
        *_refused("cron(0 9 \u00a0 \u00a0 ? *)", "cron(\t \t \t \t \t \t)"),
        *_accepted(
            "rate(1 minute)", "rate(2 minutes)", "rate(1 hour)", "rate(24 hours)", "rate(1 day)", "rate(11 days)"
        ),
        *_refused("rate(0 minutes)", "rate(1 minutes)", "rate(2 minute)", "rate(5 weeks)", "rate(1.5 hours)"),
        *_refused("rate(-1 hours)", "rate(５ minutes)", "rate(hour)", "rate(1hour)"),
        *_accepted("at(2028-02-29T00:00:00)", "at(2027-12-31T23:59:59)"),
        *_refused("at(2027-02-29T09:00:00)", "at(2027-12-31T24:00:00)", "at(2027-12-31T23:59:60)"),
        *_refused(
            "at(2027-12-31T23:59)", "at(2027-12-31 09:00:00)", "at(2027-12-31T09:00:00Z)", "at(２027-12-31T09:00:00)"
        ),
        passes(**with_schedule(min=5)),
    ),
    check=_schedule_time,
)
