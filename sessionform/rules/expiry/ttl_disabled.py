"""TTL names an attribute but is off."""

from __future__ import annotations

from collections.abc import Iterator

from sessionform.documentation import fails, passes
from sessionform.edits import set_to
from sessionform.model import Table
from sessionform.rules.engine.rule import WARNING, Problem, TableRule
from sessionform.rules.expiry.ttl_missing import WITHOUT_TTL
from sessionform.rules.view.table_view import TableView


def _ttl_disabled(table: Table, view: TableView) -> Iterator[Problem]:
    if table.ttl is not None and table.ttl.attribute is not None and not table.ttl.enabled:
        yield Problem(
            ("ttl", "enabled"),
            f"TTL is off, so sessions in `{table.key}` do not expire, whatever `{table.ttl.attribute}` says",
            WITHOUT_TTL
            if table.is_strong
            else "write `enabled: true`; while you change the attribute, write a waiver with a date instead",
            fixes=() if table.is_strong else (set_to(("ttl",), table.ttl.attribute),),
        )


RULE = TableRule(
    id="ttl-disabled",
    severity=WARNING,
    summary="TTL names an attribute but is off",
    why=(
        "This is right for the hour between two steps: to change the attribute, TTL has to be disabled first, and "
        "AWS accepts one change an hour. If it stays, sessions pile up as if there were no TTL."
    ),
    source="https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_UpdateTimeToLive.html",
    failing="""\
tables:
  userSessions:
    partition_key: sessionId
    ttl: {attribute: expiresAt, enabled: false}
""",
    passing="""\
tables:
  userSessions:
    partition_key: sessionId
    ttl: {attribute: expiresAt, enabled: true}
""",
    edges=(
        fails(ttl={"attribute": "expiresAt", "enabled": False}),
        fails(
            ttl={"attribute": "expiresAt", "enabled": False},
            replicas={"us-east-2": {}, "us-west-2": {}},
            multi_region_consistency="STRONG",
        ),
        passes(ttl=False),
        passes(ttl=None),
    ),
    check=_ttl_disabled,
)
