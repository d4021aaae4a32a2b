"""TTL names an attribute and is switched off."""

from __future__ import annotations

from collections.abc import Iterator

from sessionform.documentation import fails, passes
from sessionform.edits import set_to
from sessionform.model import Table
from sessionform.rules.engine.rule import WARNING, Problem, TableRule
from sessionform.rules.view.table_view import TableView


def _ttl_disabled(table: Table, view: TableView) -> Iterator[Problem]:
    if table.ttl is not None and table.ttl.attribute is not None and not table.ttl.enabled:
        yield Problem(
            ("ttl", "enabled"),
            f"TTL is off, so sessions in `{table.key}` do not expire, whatever `{table.ttl.attribute}` says",
            "`enabled: true`; on the way to another attribute, a waiver with a date for the time between",
            fixes=(set_to(("ttl",), table.ttl.attribute),),
        )


RULE = TableRule(
    id="ttl-disabled",
    severity=WARNING,
    summary="TTL names an attribute and is switched off",
    why=(
        "This is right for the hour between two steps: AWS lets TTL move to another attribute only by way of off, and "
        "takes one change an hour. If it stays, sessions pile up as if there were no TTL."
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
        passes(ttl=False),
        passes(ttl=None),
    ),
    check=_ttl_disabled,
)
