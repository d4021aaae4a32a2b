"""A pattern names an index that the table does not have."""

from __future__ import annotations

from sessionform.rules.engine.rule import ERROR, TableRule
from sessionform.rules.patterns.sources import QUERY
from sessionform.rules.patterns.unserved import unserved

RULE = TableRule(
    id="pattern-unknown-index",
    severity=ERROR,
    summary="A pattern names an index that the table does not have",
    why=("`index` is a promise about which index answers. DynamoDB rejects a Query on an index that does not exist."),
    source=QUERY,
    failing="""\
tables:
  userSessions:
    partition_key: userId
    sort_key: sessionId
    ttl: expiresAt
    global_secondary_indexes:
      by_session: {partition_key: sessionId}
    access_patterns:
      by_id: {query: sessionId, index: by_sesion}
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
      by_id: {query: sessionId, index: by_session}
""",
    check=unserved("pattern-unknown-index"),
)
