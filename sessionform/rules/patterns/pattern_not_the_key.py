"""GetItem, PutItem, UpdateItem and DeleteItem need the whole primary key."""

from __future__ import annotations

from sessionform.documentation import fails, passes
from sessionform.rules.engine.rule import ERROR, TableRule
from sessionform.rules.patterns.sources import GET
from sessionform.rules.patterns.unserved import unserved

RULE = TableRule(
    id="pattern-not-the-key",
    severity=ERROR,
    summary="GetItem, PutItem, UpdateItem and DeleteItem need the whole primary key",
    why=(
        "An item is addressed by its partition key and, where the table has one, its sort key. DynamoDB rejects a "
        "call with less than that, or with other attributes."
    ),
    source=GET,
    failing="""\
tables:
  userSessions:
    partition_key: userId
    sort_key: sessionId
    ttl: expiresAt
    access_patterns:
      log_out: {delete: userId}
""",
    passing="""\
tables:
  userSessions:
    partition_key: userId
    sort_key: sessionId
    ttl: expiresAt
    access_patterns:
      log_out: {delete: [userId, sessionId]}
""",
    edges=(
        passes(access_patterns={"read": {"get": "userId"}}),
        fails(sort_key="id", access_patterns={"read": {"get": "userId"}}),
        fails(access_patterns={"write": {"put": ["userId", "ip"]}}),
    ),
    check=unserved("pattern-not-the-key"),
)
