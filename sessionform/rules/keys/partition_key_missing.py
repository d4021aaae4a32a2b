"""Every table has a partition key."""

from __future__ import annotations

from collections.abc import Iterator

from sessionform.documentation import fails, passes
from sessionform.model import Table
from sessionform.rules.engine.rule import ERROR, Problem, TableRule
from sessionform.rules.view.table_view import TableView

CREATE_TABLE = "https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_CreateTable.html"


def _partition_key_missing(table: Table, view: TableView) -> Iterator[Problem]:
    if not table.partition_key.name:
        message = f"`{table.key}` has no `partition_key`, so there is nothing to read a session by"
        yield Problem(("partition_key",), message, "name the attribute, e.g. `partition_key: sessionId`")


RULE = TableRule(
    id="partition-key-missing",
    severity=ERROR,
    summary="Every table has a partition key",
    why=(
        "DynamoDB finds an item by its partition key, and every table needs one. It may come from `defaults`; here "
        "no layer sets one."
    ),
    source=CREATE_TABLE,
    failing="""\
tables:
  userSessions:
    ttl: expiresAt
""",
    passing="""\
tables:
  userSessions:
    partition_key: sessionId
    ttl: expiresAt
""",
    edges=(
        fails(partition_key=None),
        passes(partition_key="id"),
    ),
    no_fix="only you know what sessions are read by",
    check=_partition_key_missing,
)
