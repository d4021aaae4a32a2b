"""The answer cannot come in this order."""

from __future__ import annotations

from sessionform.documentation import fails, passes
from sessionform.rules.engine.rule import ERROR, TableRule
from sessionform.rules.patterns.sources import QUERY
from sessionform.rules.patterns.unserved import unserved

RULE = TableRule(
    id="pattern-order",
    severity=ERROR,
    summary="The answer cannot come in this order",
    why=(
        "A Query returns items in the order of the sort key of its table or index, forwards or backwards, and in no "
        "other. Sorting in the application means reading everything first."
    ),
    source=QUERY,
    failing="""\
tables:
  userSessions:
    partition_key: userId
    sort_key: sessionId
    ttl: expiresAt
    access_patterns:
      recent: {query: userId, sorted_by: lastSeen}
""",
    passing="""\
tables:
  userSessions:
    partition_key: userId
    sort_key: sessionId
    ttl: expiresAt
    access_patterns:
      in_order: {query: userId, sorted_by: sessionId}
""",
    edges=(
        passes(sort_key="id", access_patterns={"a": {"query": "userId", "sorted_by": "id", "descending": True}}),
        fails(access_patterns={"a": {"query": "userId", "sorted_by": "id"}}),
    ),
    check=unserved("pattern-order"),
)
