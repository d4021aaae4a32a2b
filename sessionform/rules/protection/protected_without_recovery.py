"""A protected table whose items never expire has no point-in-time recovery."""

from __future__ import annotations

from collections.abc import Iterator

from sessionform.documentation import fails, passes
from sessionform.edits import set_to
from sessionform.model import Table
from sessionform.rules.engine.rule import WARNING, Problem, TableRule
from sessionform.rules.protection.safe_state import SAFE_STATE
from sessionform.rules.protection.sources import RECOVERY
from sessionform.rules.view.table_view import TableView


def _protected_without_recovery(table: Table, view: TableView) -> Iterator[Problem]:
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
                f"`{table.key}` is protected from deletion and keeps its items for ever, but has no recovery after a "
                "wrong write",
                "turn it on: `point_in_time_recovery: true`",
                related=(((setting,), "protected here"),),
                place_fixes=(set_to((*table.origins.of((setting,))[:-1], "point_in_time_recovery"), True),),
            )
            return


RULE = TableRule(
    id="protected-without-recovery",
    severity=WARNING,
    summary="A protected table whose items never expire has no point-in-time recovery",
    why=(
        "Deletion protection keeps the table, not what is in it: a faulty release or a script can overwrite every "
        "item. Expiring sessions come back with the next login, so the rule applies only to tables without TTL."
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
    passing=SAFE_STATE
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
    edges=(
        passes(deletion_protection=True),
        fails(ttl=None, deletion_protection=True),
        fails(ttl={"attribute": "expiresAt", "enabled": False}, prevent_destroy=True),
        passes(ttl=None, deletion_protection=True, point_in_time_recovery=True),
        passes(ttl=None),
    ),
    check=_protected_without_recovery,
)
