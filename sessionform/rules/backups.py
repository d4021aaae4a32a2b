"""Rules about point-in-time recovery."""

from __future__ import annotations

from collections.abc import Iterator

from sessionform.model import Environment, Table
from sessionform.rules.protection import SAFE_STATE
from sessionform.rules.rule import WARNING, Problem, TableRule

RECOVERY = "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/PointInTimeRecovery_Howitworks.html"


def _protected_without_recovery(table: Table, _: Environment) -> Iterator[Problem]:
    expires = table.ttl is not None and table.ttl.enabled
    if table.point_in_time_recovery.enabled or expires:
        return
    for setting, protected in (
        ("deletion_protection", table.deletion_protection),
        ("prevent_destroy", table.prevent_destroy),
    ):
        if protected:
            yield Problem(
                ("point_in_time_recovery",),
                f"`{table.key}` is protected from deletion and keeps its items for ever, but nothing restores them "
                "after a wrong write",
                "turn it on: `point_in_time_recovery: true`",
                related=(((setting,), "protected here"),),
            )
            return


protected_without_recovery = TableRule(
    id="protected-without-recovery",
    severity=WARNING,
    summary="A protected table whose items never expire has no point-in-time recovery",
    why=(
        "Deletion protection keeps the table, not what is in it: a faulty release or a script can overwrite every "
        "item. Sessions that expire come back with the next login, so the rule looks only at tables without TTL."
    ),
    source=RECOVERY,
    failing=SAFE_STATE
    + """\
tables:
  loginAudit:
    partition_key: userId
    ttl: false
    deletion_protection: true
    prevent_destroy: true
    waivers: [{rule: ttl-missing, reason: audit records are kept for ever, expires: 2099-12-31}]
""",
    mended=SAFE_STATE
    + """\
tables:
  loginAudit:
    partition_key: userId
    ttl: false
    deletion_protection: true
    prevent_destroy: true
    point_in_time_recovery: true
    waivers: [{rule: ttl-missing, reason: audit records are kept for ever, expires: 2099-12-31}]
""",
    check=_protected_without_recovery,
)


def _replica_without_recovery(table: Table, _: Environment) -> Iterator[Problem]:
    if not table.point_in_time_recovery.enabled:
        return
    for replica in table.replicas:
        if not replica.point_in_time_recovery:
            yield Problem(
                ("replicas", replica.region),
                f"`{table.key}` has point-in-time recovery, but its replica in {replica.region} has none",
                f"turn it on there too: `{replica.region}: {{point_in_time_recovery: true}}`",
                related=((("point_in_time_recovery",), "on for the table here"),),
            )


replica_without_recovery = TableRule(
    id="replica-without-recovery",
    severity=WARNING,
    summary="Point-in-time recovery of the table does not reach its replicas",
    why=(
        "Recovery is set for each replica apart and is never synchronised. If the table's own region is lost, "
        "the regions that are left have no restore points."
    ),
    source=RECOVERY,
    failing="""\
tables:
  userSessions:
    partition_key: userId
    ttl: expiresAt
    stream: NEW_AND_OLD_IMAGES
    point_in_time_recovery: true
    replicas: {eu-west-1: {}}
""",
    mended="""\
tables:
  userSessions:
    partition_key: userId
    ttl: expiresAt
    stream: NEW_AND_OLD_IMAGES
    point_in_time_recovery: true
    replicas: {eu-west-1: {point_in_time_recovery: true}}
""",
    check=_replica_without_recovery,
)

RULES = (protected_without_recovery, replica_without_recovery)
