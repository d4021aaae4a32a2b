"""No key or index answers this query."""

from __future__ import annotations

from sessionform.documentation import fails, passes
from sessionform.rules.engine.rule import ERROR, TableRule
from sessionform.rules.patterns.sources import QUERY
from sessionform.rules.patterns.unserved import unserved

RULE = TableRule(
    id="pattern-needs-scan",
    severity=ERROR,
    summary="No key or index answers this query",
    why=(
        "A query needs the partition key of the table or of an index. Without one only a Scan finds the answer, "
        "which reads the whole table: slow, charged by the size of the table, and slower every day."
    ),
    source=QUERY,
    failing="""\
tables:
  userSessions:
    partition_key: userId
    sort_key: sessionId
    ttl: expiresAt
    global_secondary_indexes:
      by_device: {partition_key: deviceId}
    access_patterns:
      of_session: {query: sessionId}
""",
    passing="""\
tables:
  userSessions:
    partition_key: userId
    sort_key: sessionId
    ttl: expiresAt
    global_secondary_indexes:
      by_device: {partition_key: deviceId}
    access_patterns:
      of_device: {query: deviceId}
""",
    edges=(
        fails(access_patterns={"of_ip": {"query": "ip"}}),
        passes(access_patterns={"of_user": {"query": "userId"}}),
        passes(partition_key=None, access_patterns={"of_ip": {"query": "ip"}}),
    ),
    check=unserved("pattern-needs-scan"),
)
