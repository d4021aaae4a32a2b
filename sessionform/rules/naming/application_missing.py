"""`{application}` in a name needs an `application`."""

from __future__ import annotations

from collections.abc import Iterator

from sessionform.documentation import fails, passes
from sessionform.model import Table
from sessionform.rules.engine.rule import ERROR, Problem, TableRule
from sessionform.rules.naming.names import OWN_NAME
from sessionform.rules.view.table_view import TableView


def _application_missing(table: Table, view: TableView) -> Iterator[Problem]:
    if "{application}" in table.name:
        message = "the name template uses `{application}`, but the declaration has no `application`"
        yield Problem(OWN_NAME, message, "add it at the top level, e.g. `application: shop`")


RULE = TableRule(
    id="application-missing",
    severity=ERROR,
    summary="`{application}` in a name needs an `application`",
    why="Without a value the placeholder would stay in the name, braces included, and DynamoDB would reject it.",
    source="docs/language.md",
    failing="""\
version: 1
table_name: "{application}-{table}-{environment}"
environments:
  staging: {region: us-east-1}
tables:
  userSessions:
    partition_key: sessionId
    ttl: expiresAt
""",
    passing="""\
version: 1
application: shop
table_name: "{application}-{table}-{environment}"
environments:
  staging: {region: us-east-1}
tables:
  userSessions:
    partition_key: sessionId
    ttl: expiresAt
""",
    edges=(
        passes({"application": "shop"}, table_name="{application}-{table}"),
        passes(table_name="application-{table}"),
        fails(table_name="{application}"),
    ),
    no_fix="only you know what the application is called",
    check=_application_missing,
)
