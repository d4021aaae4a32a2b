"""The table's keys must be those that the library reads and writes."""

from __future__ import annotations

from sessionform.documentation import fails, passes
from sessionform.rules.application.mismatches import mismatches_of
from sessionform.rules.engine.rule import ERROR, TableRule

GET_ITEM = "https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_GetItem.html"


RULE = TableRule(
    id="consumer-keys",
    severity=ERROR,
    summary="The table's keys must be those that the library reads and writes",
    why=(
        "A session library sends the keys that it was written for, and DynamoDB refuses every call whose keys are not "
        "exactly the table's. What people then see differs: some libraries stop the application, some answer every "
        "request with a 500, and some swallow the error, so that every user just looks logged out."
    ),
    source=GET_ITEM,
    failing="""\
tables:
  userSessions:
    partition_key: id
    sort_key: sessionId
    ttl: expires
    consumer: connect-dynamodb
""",
    passing="""\
tables:
  userSessions:
    partition_key: id
    ttl: expires
    consumer: connect-dynamodb
""",
    edges=(
        passes(partition_key="id", ttl="expires", consumer="connect-dynamodb"),
        fails(partition_key="Id", ttl="expires", consumer="connect-dynamodb"),
        fails(partition_key={"name": "id", "type": "N"}, ttl="expires", consumer="connect-dynamodb"),
        passes(partition_key=None, consumer="connect-dynamodb"),
    ),
    check=mismatches_of("keys"),
)
