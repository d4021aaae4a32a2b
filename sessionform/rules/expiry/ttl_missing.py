"""A session table without TTL grows for ever."""

from __future__ import annotations

from collections.abc import Iterator

from sessionform.documentation import fails, passes
from sessionform.model import Table
from sessionform.rules.engine.rule import WARNING, Problem, TableRule
from sessionform.rules.expiry.sources import HOW_TTL_WORKS
from sessionform.rules.view.table_view import TableView

WITHOUT_TTL = "AWS has no TTL on a strongly consistent table: let the application delete sessions, and waive this with that as the reason"
"""What is left to do where TTL cannot be switched on."""


def _ttl_missing(table: Table, view: TableView) -> Iterator[Problem]:
    if table.ttl is None or (table.ttl.attribute is None and not table.ttl.enabled):
        reason = "the table has no `ttl`" if table.ttl is None else "`ttl` is off"
        yield Problem(
            ("ttl",),
            f"sessions in `{table.key}` never expire: {reason}",
            WITHOUT_TTL
            if table.is_strong
            else "name the Number attribute that holds the expiry in epoch seconds, e.g. `ttl: expiresAt`",
        )


RULE = TableRule(
    id="ttl-missing",
    severity=WARNING,
    summary="A session table without TTL grows for ever",
    why=(
        "Without TTL nothing removes a session once it has ended: storage grows, and a stolen session id stays valid "
        "until the application itself rejects it. DynamoDB deletes expired items at no cost."
    ),
    source=HOW_TTL_WORKS,
    failing="""\
tables:
  userSessions:
    partition_key: sessionId
""",
    passing="""\
tables:
  userSessions:
    partition_key: sessionId
    ttl: expiresAt
""",
    edges=(
        fails(ttl=None),
        fails(ttl=False),
        fails(ttl=None, replicas={"us-east-2": {}, "us-west-2": {}}, multi_region_consistency="STRONG"),
        passes(ttl={"attribute": "expiresAt", "enabled": False}),
    ),
    no_fix="the application has to store another value first",
    check=_ttl_missing,
)
