"""Each alarm has its own name, and each name an alarm."""

from __future__ import annotations

from collections.abc import Iterator

from sessionform.documentation import fails, passes
from sessionform.edits import remove
from sessionform.model import Environment, Table
from sessionform.rules.engine.rule import ERROR, EnvironmentRule, Problem
from sessionform.rules.operations.sources import PUT_METRIC_ALARM
from sessionform.terraform.alarms import alarm


def _alarm_names(environment: Environment) -> Iterator[Problem]:
    if not any(table.alarms is not None and table.alarms.names for table in environment.tables.values()):
        return
    owners: dict[str, str] = {}
    for table in environment.tables.values():
        names = {} if table.alarms is None else table.alarms.names
        made = (alarm(table) or {"for_each": {}})["for_each"]
        for key in names:
            if key not in made:
                yield _unused(table, key, list(made))
        for key, item in made.items():
            name = item["alarm_name"]
            first = owners.setdefault(name, f"`{key}` of `{table.key}`")
            if first != f"`{key}` of `{table.key}`":
                yield Problem(
                    (),
                    f"the alarm `{key}` of `{table.key}` is called `{name}`, as is {first}: one overwrites the other",
                    "give each alarm a name of its own",
                    place=table.origins.of(("alarms", "names", key)),
                )


def _unused(table: Table, key: str, made: list[str]) -> Problem:
    return Problem(
        (),
        f"`alarms.names` names `{key}`, but `{table.key}` has no such alarm",
        f"remove it, or name one that it has: {', '.join(f'`{each}`' for each in made) or 'it has none'}",
        on_key=True,
        place=table.origins.of(("alarms", "names", key)),
        place_fixes=(remove(table.origins.of(("alarms", "names", key))),),
    )


RULE = EnvironmentRule(
    id="alarm-names",
    severity=ERROR,
    summary="Each alarm has its own name, and each name an alarm",
    why=(
        "CloudWatch identifies an alarm by its name alone, in an account and a region: a second alarm with the same "
        "name overwrites the first, and one table is not watched. A name for an alarm that the table does not have "
        "changes nothing."
    ),
    source=PUT_METRIC_ALARM,
    failing="""\
tables:
  userSessions:
    partition_key: userId
    ttl: expiresAt
    alarms:
      actions: ["arn:aws:sns:us-east-1:111122223333:on-call"]
      names: {ttl_stalled: sessions-do-not-end}
""",
    passing="""\
tables:
  userSessions:
    partition_key: userId
    ttl: expiresAt
    alarms:
      actions: ["arn:aws:sns:us-east-1:111122223333:on-call"]
      names: {ttl_stalled: sessions-do-not-end}
      ttl_stalled_hours: 24
""",
    edges=(
        passes(alarms={"actions": ["arn:aws:sns:us-east-1:111122223333:on-call"], "names": {"read_throttled": "a"}}),
        fails(
            alarms={
                "actions": ["arn:aws:sns:us-east-1:111122223333:on-call"],
                "names": {"read_throttled": "a", "write_throttled": "a"},
            }
        ),
        fails(
            alarms={
                "actions": ["arn:aws:sns:us-east-1:111122223333:on-call"],
                "names": {"index/gone/read_throttled": "a"},
            }
        ),
    ),
    check=_alarm_names,
)
