"""The index does not hold an attribute that the answer must have."""

from __future__ import annotations

from sessionform.documentation import fails, passes
from sessionform.rules.engine.rule import ERROR, TableRule
from sessionform.rules.patterns.unserved import unserved

RULE = TableRule(
    id="pattern-projection",
    severity=ERROR,
    summary="The index does not hold an attribute that the answer must have",
    why=(
        "A Query on a global index returns only what is projected into it: another attribute is silently missing, "
        "and fetching it is a second read by the table's key."
    ),
    source="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/GSI.html#GSI.Projections",
    failing="""\
tables:
  userSessions:
    partition_key: userId
    sort_key: sessionId
    ttl: expiresAt
    global_secondary_indexes:
      by_session: {partition_key: sessionId, projection: KEYS_ONLY}
    access_patterns:
      by_id: {query: sessionId, attributes: [data]}
""",
    passing="""\
tables:
  userSessions:
    partition_key: userId
    sort_key: sessionId
    ttl: expiresAt
    global_secondary_indexes:
      by_session: {partition_key: sessionId, projection: KEYS_ONLY}
    access_patterns:
      by_id: {query: sessionId, attributes: [userId]}
""",
    edges=(
        passes(
            global_secondary_indexes={
                "by_id": {"partition_key": "id", "projection": {"include": ["expiresAt", "data"]}}
            },
            access_patterns={"a": {"query": "id", "attributes": ["data", "userId"]}},
        ),
        fails(
            global_secondary_indexes={
                "by_id": {"partition_key": "id", "projection": {"include": ["expiresAt", "data"]}}
            },
            access_patterns={"a": {"query": "id", "attributes": ["data", "ip"]}},
        ),
    ),
    check=unserved("pattern-projection"),
)
