"""A pattern says something that its operation has no use for."""

from __future__ import annotations

from sessionform.rules.engine.rule import ERROR, TableRule
from sessionform.rules.patterns.sources import GET
from sessionform.rules.patterns.unserved import unserved

RULE = TableRule(
    id="pattern-idle-setting",
    severity=ERROR,
    summary="A pattern says something that its operation has no use for",
    why=(
        "Order, conditions, a limit and an index are a matter of queries, consistency one of reads. A call that takes "
        "no such parameter cannot keep the promise that the declaration seems to make."
    ),
    source=GET,
    failing="""\
tables:
  userSessions:
    partition_key: userId
    sort_key: sessionId
    ttl: expiresAt
    global_secondary_indexes:
      by_session: {partition_key: sessionId}
    access_patterns:
      read: {get: [userId, sessionId], index: by_session}
""",
    passing="""\
tables:
  userSessions:
    partition_key: userId
    sort_key: sessionId
    ttl: expiresAt
    global_secondary_indexes:
      by_session: {partition_key: sessionId}
    access_patterns:
      read: {get: [userId, sessionId]}
""",
    check=unserved("pattern-idle-setting"),
)
