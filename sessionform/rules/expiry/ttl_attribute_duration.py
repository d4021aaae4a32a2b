"""TTL reads a point in time, not a length of time."""

from __future__ import annotations

from collections.abc import Iterator

from sessionform.documentation import fails, passes
from sessionform.model import Table
from sessionform.rules.engine.rule import WARNING, Problem, TableRule
from sessionform.rules.expiry.sources import BEFORE_TTL
from sessionform.rules.expiry.ttl_words import ttl_name_problem, words_of_ttl
from sessionform.rules.view.table_view import TableView

_DURATIONS = frozenset(["age", "days", "duration", "hours", "in", "lifespan", "lifetime", "minutes", "timeout"])


def _ttl_attribute_duration(table: Table, view: TableView) -> Iterator[Problem]:
    named = words_of_ttl(table)
    if named and named[-1] in _DURATIONS:
        yield ttl_name_problem(
            table,
            "a length of time",
            f"as a time it is in 1970, and DynamoDB ignores times over five years ago: `{table.key}` keeps every session",
            "store the time of expiry (now plus the lifetime) in another attribute, e.g. `ttl: expiresAt`",
        )


RULE = TableRule(
    id="ttl-attribute-duration",
    severity=WARNING,
    summary="TTL reads a point in time, not a length of time",
    why=(
        "A lifetime such as 3600 is, as epoch seconds, an hour into 1970. To guard against mistakes, DynamoDB does "
        "not delete items that expired more than five years ago, so such sessions stay for ever. The rule goes by "
        "the attribute's name; waive it where the name misleads."
    ),
    source=BEFORE_TTL,
    failing="""\
tables:
  userSessions:
    partition_key: sessionId
    ttl: maxAge
""",
    passing="""\
tables:
  userSessions:
    partition_key: sessionId
    ttl: expiresAt
""",
    edges=(
        passes(ttl="timeoutAt"),
        fails(ttl="session_timeout"),
        passes(ttl={"attribute": "maxAge", "enabled": False}),
        passes(ttl="ageLimit"),
    ),
    no_fix="the application has to store another value first",
    check=_ttl_attribute_duration,
)
