"""An update cannot change a part of the key."""

from __future__ import annotations

from sessionform.documentation import fails, passes
from sessionform.rules.engine.rule import ERROR, TableRule
from sessionform.rules.patterns.unserved import unserved

RULE = TableRule(
    id="pattern-changes-key",
    severity=ERROR,
    summary="An update cannot change a part of the key",
    why=(
        "The key decides where an item is stored, and UpdateItem cannot change it. A session with another key is a "
        "new item: put it, then delete the old one."
    ),
    source="https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_UpdateItem.html",
    failing="""\
tables:
  userSessions:
    partition_key: userId
    sort_key: sessionId
    ttl: expiresAt
    access_patterns:
      renew: {update: [userId, sessionId], attributes: [sessionId, expiresAt]}
""",
    passing="""\
tables:
  userSessions:
    partition_key: userId
    sort_key: sessionId
    ttl: expiresAt
    access_patterns:
      renew: {update: [userId, sessionId], attributes: [expiresAt]}
""",
    edges=(
        fails(sort_key="id", access_patterns={"renew": {"update": ["userId", "id"], "attributes": ["userId", "data"]}}),
        passes(sort_key="id", access_patterns={"renew": {"update": ["userId", "id"], "attributes": ["data"]}}),
    ),
    check=unserved("pattern-changes-key"),
)
