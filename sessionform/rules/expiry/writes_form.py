"""The application writes the expiry in epoch seconds."""

from __future__ import annotations

from collections.abc import Iterator

from sessionform.model import Table
from sessionform.rules.engine.rule import ERROR, Problem, TableRule
from sessionform.rules.expiry.sources import BEFORE_TTL
from sessionform.rules.view.table_view import TableView

FORMS = {
    "milliseconds": "read as seconds, milliseconds are fifty thousand years ahead, so DynamoDB never deletes a session",
    "iso8601": "a text is not a Number, so DynamoDB never deletes a session",
}
"""What becomes of an expiry in another form than epoch seconds."""


def _writes_form(table: Table, view: TableView) -> Iterator[Problem]:
    writes, ttl = table.writes, table.ttl
    if writes is None or ttl is None or not ttl.enabled or writes.ttl not in FORMS:
        return
    yield Problem(
        ("writes", "ttl"),
        f"the application writes the expiry of `{table.key}` as {writes.ttl}: {FORMS[writes.ttl]}",
        "write whole seconds since 1970, as a Number",
        related=((("ttl",), "TTL reads it here"),),
    )


RULE = TableRule(
    id="writes-form",
    severity=ERROR,
    summary="The application writes the expiry in epoch seconds",
    why=(
        "DynamoDB reads the TTL attribute as a Number of seconds since 1970. Nothing reports any other value as an "
        "error: the sessions stay, and are charged for, for ever."
    ),
    source=BEFORE_TTL,
    failing="""\
tables:
  userSessions:
    partition_key: userId
    sort_key: sessionId
    ttl: expiresAt
    writes: {ttl: milliseconds}
""",
    passing="""\
tables:
  userSessions:
    partition_key: userId
    sort_key: sessionId
    ttl: expiresAt
    writes: {ttl: seconds}
""",
    no_fix="the application has to store another value first",
    check=_writes_form,
)
