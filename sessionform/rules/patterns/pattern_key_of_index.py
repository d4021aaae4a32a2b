"""An index can be queried, but not read by key, updated or deleted from."""

from __future__ import annotations

from sessionform.documentation import fails, passes
from sessionform.rules.engine.rule import ERROR, TableRule
from sessionform.rules.patterns.sources import GSI
from sessionform.rules.patterns.unserved import unserved

RULE = TableRule(
    id="pattern-key-of-index",
    severity=ERROR,
    summary="An index can be queried, but not read by key, updated or deleted from",
    why=(
        "GetItem and the writes work on tables alone. The entries of an index are not unique, and they are read with "
        "a Query; a write goes to the table, by the table's key."
    ),
    source=GSI,
    failing="""\
tables:
  userSessions:
    partition_key: userId
    sort_key: sessionId
    ttl: expiresAt
    global_secondary_indexes:
      by_session: {partition_key: sessionId}
    access_patterns:
      by_id: {get: sessionId}
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
      by_id: {query: sessionId}
""",
    edges=(
        passes(global_secondary_indexes={"by_id": {"partition_key": "id"}}, access_patterns={"a": {"get": "userId"}}),
        fails(global_secondary_indexes={"by_id": {"partition_key": "id"}}, access_patterns={"a": {"delete": "id"}}),
    ),
    check=unserved("pattern-key-of-index"),
)
