"""A schedule is in an unknown time zone."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from functools import cache

from sessionform.documentation import fails, passes
from sessionform.edits import set_to
from sessionform.model import Table
from sessionform.rules.capacity.autoscaled import schedules_of, with_schedule
from sessionform.rules.engine.rule import WARNING, Problem, TableRule
from sessionform.rules.view.table_view import TableView
from sessionform.suggestions import certain, nearest, suggest

PAGE = "https://docs.aws.amazon.com/autoscaling/application/APIReference/API_PutScheduledAction.html"

_OLD_NAME = "US/Pacific"
"""Some systems come without the old names, which are not of the form region and city."""


def _unknown_timezone(table: Table, view: TableView) -> Iterator[Problem]:
    for item in schedules_of(view):
        zone, place = item.schedule.timezone, (*item.place, "timezone")
        if zone is not None and is_unknown(zone, _time_zones()):
            names = sorted(_time_zones())
            yield Problem(
                place,
                f"{item.called} is in the time zone `{zone}`, which the IANA database of this machine does not have: AWS "
                "rejects the scheduled action where it does not know it either",
                suggest(zone, names, "write a name of the IANA database, such as `Europe/Berlin`"),
                fixes=tuple(
                    set_to(place, near, safe=certain(zone, names) == near) for near in nearest(zone, names)[:1]
                ),
            )


@cache
def _time_zones() -> set[str]:
    from zoneinfo import available_timezones  # needed by few declarations

    return available_timezones()


def is_unknown(zone: str, known: Collection[str]) -> bool:
    """Whether a database with these names would have the zone, and has not. Without any database nothing is unknown."""
    if zone in known:
        return False
    return _OLD_NAME in known or zone.partition("/")[0] in {name.partition("/")[0] for name in known}


def _zone(name: str) -> dict[str, object]:
    return with_schedule(at="cron(45 8 ? * MON-FRI *)", timezone=name, min=20)


RULE = TableRule(
    id="schedule-timezone-unknown",
    severity=WARNING,
    summary="A schedule is in an unknown time zone",
    why=(
        "AWS rejects a scheduled action whose time zone it does not know, when Terraform applies it. The names are those of "
        "the IANA database; this only warns, because the database of your machine may be older than that of AWS, and it says "
        "nothing where the machine has none."
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
      read: {min: 5, max: 50, schedules: {morning: {at: "cron(45 8 * * ? *)", timezone: Europe/Berlim, min: 20}}}
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
      read: {min: 5, max: 50, schedules: {morning: {at: "cron(45 8 * * ? *)", timezone: Europe/Berlin, min: 20}}}
      write: {min: 5, max: 50}
""",
    edges=(
        *(passes(**_zone(name)) for name in ("UTC", "America/Argentina/Ushuaia", "Etc/GMT+9")),
        *(fails(**_zone(name)) for name in ("europe/berlin", "Pacific/Bougainvile", "Nowhere/Xyzzyx")),
    ),
    check=_unknown_timezone,
)
