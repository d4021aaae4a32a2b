"""TTL must be on the attribute in which the library writes the expiry."""

from __future__ import annotations

from sessionform.documentation import fails, passes
from sessionform.rules.application.mismatches import mismatches_of
from sessionform.rules.engine.rule import ERROR, TableRule

TTL_FORMAT = "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/time-to-live-ttl-before-you-start.html"


RULE = TableRule(
    id="consumer-ttl",
    severity=ERROR,
    summary="TTL must be on the attribute in which the library writes the expiry",
    why=(
        "TTL deletes only items whose TTL attribute is a Number of epoch seconds, and silently skips all others: on "
        "an attribute that the library never writes, or writes as a String, no session is ever deleted. Some "
        "libraries rely on that deletion alone; with them nobody would ever be logged out."
    ),
    source=TTL_FORMAT,
    failing="""\
tables:
  userSessions:
    partition_key: id
    ttl: ttl
    consumer: flask-session
""",
    passing="""\
tables:
  userSessions:
    partition_key: id
    ttl: expiration
    consumer: flask-session
""",
    edges=(
        passes(partition_key="id", ttl=None, consumer="connect-dynamodb"),
        fails(partition_key="id", ttl="Expires", consumer="connect-dynamodb"),
        passes(partition_key="id", ttl="expires", consumer="connect-dynamodb"),
    ),
    check=mismatches_of("ttl"),
)
