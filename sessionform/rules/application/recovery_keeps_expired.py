"""Recovery brings back sessions that had ended."""

from __future__ import annotations

from collections.abc import Iterator

from sessionform.documentation import fails, passes
from sessionform.facts.limits import DEFAULT_RECOVERY_DAYS
from sessionform.model import Table
from sessionform.rules.engine.rule import NOTE, Problem, TableRule
from sessionform.rules.view.table_view import TableView

RECOVERY = "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/PointInTimeRecovery_Howitworks.html"


def _recovery_keeps_expired(table: Table, view: TableView) -> Iterator[Problem]:
    recovery = table.point_in_time_recovery
    if recovery.enabled and table.ttl is not None and table.ttl.enabled:
        days = recovery.days or DEFAULT_RECOVERY_DAYS
        yield Problem(
            ("point_in_time_recovery",),
            f"sessions that expired or were ended stay recoverable in `{table.key}` for {days} "
            f"{'day' if days == 1 else 'days'}, and a restored table has no TTL until it is switched on",
            "after a restore, end the sessions that came back; a shorter window: "
            "`point_in_time_recovery: {recovery_period_in_days: 1}`"
            if days > 1
            else "after a restore, end the sessions that came back",
        )


RULE = TableRule(
    id="recovery-keeps-expired",
    severity=NOTE,
    summary="Recovery brings back sessions that had ended",
    why=(
        "Point-in-time recovery keeps what TTL and log-outs delete, for up to 35 days. A restore creates a new table "
        "with those sessions in it, without TTL, stream, recovery, tags, resource policy, deletion protection, table "
        "class or alarms. The price of recovery does not depend on the window."
    ),
    source=RECOVERY,
    failing="""\
tables:
  userSessions:
    partition_key: userId
    ttl: expiresAt
    point_in_time_recovery: true
""",
    passing="""\
tables:
  userSessions:
    partition_key: userId
    ttl: expiresAt
""",
    edges=(
        fails(point_in_time_recovery={"recovery_period_in_days": 1}),
        fails(point_in_time_recovery={"recovery_period_in_days": 2}),
        fails(point_in_time_recovery=True),
        passes(point_in_time_recovery=False),
        passes(point_in_time_recovery=True, ttl=None),
        passes(point_in_time_recovery=True, ttl={"attribute": "expiresAt", "enabled": False}),
    ),
    no_fix="recovery works like this; what has to be done comes after a restore",
    check=_recovery_keeps_expired,
)
