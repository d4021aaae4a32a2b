"""A table name among the consumer's options must be this table's."""

from __future__ import annotations

from sessionform.documentation import fails, passes
from sessionform.rules.application.mismatches import mismatches_of
from sessionform.rules.application.sources import CONSUMERS
from sessionform.rules.engine.rule import ERROR, TableRule

RULE = TableRule(
    id="consumer-table-name",
    severity=ERROR,
    summary="A table name among the consumer's options must be this table's",
    why=(
        "The application would read and write another table; some libraries even create it, without TTL. Leave the "
        "option out: `explain` prints the name of the table in each environment."
    ),
    source=CONSUMERS,
    failing="""\
tables:
  userSessions:
    partition_key: id
    ttl: expires
    consumer: {library: connect-dynamodb, options: {table: sessions}}
""",
    passing="""\
tables:
  userSessions:
    table_name: sessions
    partition_key: id
    ttl: expires
    consumer: {library: connect-dynamodb, options: {table: sessions}}
""",
    edges=(
        passes(
            partition_key="id",
            ttl="expires",
            table_name="sessions",
            consumer={"library": "connect-dynamodb", "options": {"table": "sessions"}},
        ),
        fails(
            partition_key="id",
            ttl="expires",
            table_name="Sessions",
            consumer={"library": "connect-dynamodb", "options": {"table": "sessions"}},
        ),
    ),
    check=mismatches_of("table-name"),
)
