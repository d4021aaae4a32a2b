"""The table must have the index that the library queries."""

from __future__ import annotations

from sessionform.documentation import fails, passes
from sessionform.rules.application.mismatches import mismatches_of
from sessionform.rules.engine.rule import ERROR, TableRule

QUERY = "https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_Query.html"


RULE = TableRule(
    id="consumer-index",
    severity=ERROR,
    summary="The table must have the index that the library queries",
    why="A query on an index that is not there, or has other keys, fails; what the projection leaves out is not read.",
    source=QUERY,
    failing="""\
tables:
  userSessions:
    partition_key: pk
    sort_key: sk
    ttl: expires
    consumer: auth-js
""",
    passing="""\
tables:
  userSessions:
    partition_key: pk
    sort_key: sk
    ttl: expires
    global_secondary_indexes:
      GSI1: {partition_key: GSI1PK, sort_key: GSI1SK}
    consumer: auth-js
""",
    edges=(
        passes(
            partition_key="pk",
            sort_key="sk",
            ttl="expires",
            consumer="auth-js",
            global_secondary_indexes={"GSI1": {"partition_key": "GSI1PK", "sort_key": "GSI1SK"}},
        ),
        fails(
            partition_key="pk",
            sort_key="sk",
            ttl="expires",
            consumer="auth-js",
            global_secondary_indexes={"gsi1": {"partition_key": "GSI1PK", "sort_key": "GSI1SK"}},
        ),
    ),
    check=mismatches_of("index"),
)
