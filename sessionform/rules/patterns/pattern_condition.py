"""A Query can have a condition on the sort key alone."""

from __future__ import annotations

from sessionform.rules.engine.rule import ERROR, TableRule
from sessionform.rules.patterns.unserved import unserved

_CONDITION = "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Query.KeyConditionExpressions.html"


RULE = TableRule(
    id="pattern-condition",
    severity=ERROR,
    summary="A Query can have a condition on the sort key alone",
    why=(
        "A key condition is one comparison on the sort key of the table or index. A filter on another attribute "
        "applies after the items have been read, and the whole read is charged."
    ),
    source=_CONDITION,
    failing="""\
tables:
  userSessions:
    partition_key: userId
    sort_key: sessionId
    ttl: expiresAt
    access_patterns:
      recent: {query: userId, where: {lastSeen: GT}}
""",
    passing="""\
tables:
  userSessions:
    partition_key: userId
    sort_key: sessionId
    ttl: expiresAt
    access_patterns:
      of_kind: {query: userId, where: {sessionId: BEGINS_WITH}}
""",
    check=unserved("pattern-condition"),
)
