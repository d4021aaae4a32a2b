"""A pattern has a setting that its operation does not use."""

from __future__ import annotations

from sessionform.rules.engine.rule import ERROR, TableRule
from sessionform.rules.patterns.sources import GET
from sessionform.rules.patterns.unserved import unserved

RULE = TableRule(
    id="pattern-idle-setting",
    severity=ERROR,
    summary="A pattern has a setting that its operation does not use",
    why=(
        "Order, conditions, a limit and an index belong to queries, consistency to reads. A call without such a "
        "parameter cannot keep the promise that the declaration seems to make."
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
