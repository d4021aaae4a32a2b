"""The application writes the expiry to the attribute that TTL reads."""

from __future__ import annotations

from collections.abc import Iterator

from sessionform.edits import set_to
from sessionform.model import Table
from sessionform.rules.engine.rule import ERROR, Problem, TableRule
from sessionform.rules.expiry.sources import BEFORE_TTL
from sessionform.rules.view.table_view import TableView


def _writes_attribute(table: Table, view: TableView) -> Iterator[Problem]:
    writes, ttl = table.writes, table.ttl
    if writes is None or writes.attribute is None:
        return
    if ttl is None or not ttl.enabled:
        yield Problem(
            ("writes", "attribute"),
            f"the application writes an expiry to `{writes.attribute}` of `{table.key}`, but TTL is off",
            f"`ttl: {writes.attribute}`",
            fixes=(set_to(("ttl",), writes.attribute),),
        )
    elif ttl.attribute != writes.attribute:
        yield Problem(
            ("writes", "attribute"),
            f"the application writes the expiry of `{table.key}` to `{writes.attribute}`, but TTL reads `{ttl.attribute}`",
            f"`ttl: {writes.attribute}`, or let the application write `{ttl.attribute}`",
            related=((("ttl",), "TTL reads it here"),),
            fixes=(set_to(("ttl",), writes.attribute),),
        )


RULE = TableRule(
    id="writes-attribute",
    severity=ERROR,
    summary="The application writes the expiry to the attribute that TTL reads",
    why=(
        "TTL reads one attribute. A session with its expiry in another one is never deleted, and nothing reports an error."
    ),
    source=BEFORE_TTL,
    failing="""\
tables:
  userSessions:
    partition_key: userId
    sort_key: sessionId
    ttl: expiresAt
    writes: {ttl: seconds, attribute: expires}
""",
    passing="""\
tables:
  userSessions:
    partition_key: userId
    sort_key: sessionId
    ttl: expiresAt
    writes: {ttl: seconds, attribute: expiresAt}
""",
    check=_writes_attribute,
)
