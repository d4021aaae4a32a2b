"""A global secondary index is only eventually consistent."""

from __future__ import annotations

from sessionform.documentation import fails, passes
from sessionform.rules.engine.rule import ERROR, TableRule
from sessionform.rules.patterns.sources import GSI
from sessionform.rules.patterns.unserved import unserved

RULE = TableRule(
    id="pattern-consistency",
    severity=ERROR,
    summary="A global secondary index is only eventually consistent",
    why=(
        "A global index follows its table with a delay, so DynamoDB rejects a strongly consistent read of one. A "
        "session that was just ended may still be found through the index."
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
      by_id: {query: sessionId, consistent: true}
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
        passes(access_patterns={"a": {"query": "userId", "consistent": True}}),
        fails(
            global_secondary_indexes={"by_id": {"partition_key": "id"}},
            access_patterns={"a": {"query": "id", "consistent": True}},
        ),
    ),
    check=unserved("pattern-consistency"),
)
