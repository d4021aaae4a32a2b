"""A table's name has 3 to 255 letters, digits, `_`, `.` or `-`."""

from __future__ import annotations

from collections.abc import Iterator

from sessionform.documentation import fails, passes
from sessionform.model import Table
from sessionform.rules.engine.rule import ERROR, Problem, TableRule
from sessionform.rules.naming.names import OWN_NAME, name_fault, template_of
from sessionform.rules.naming.sources import NAMING_RULES
from sessionform.rules.view.table_view import TableView
from sessionform.source.names import unknown_placeholders


def _table_name_pattern(table: Table, view: TableView) -> Iterator[Problem]:
    fault = name_fault(table.name)
    if fault is None or _blame_lies_with_a_placeholder(table):
        return
    yield Problem(OWN_NAME, f"the name `{table.name}` of `{table.key}` {fault}", "give it another `table_name`")


def _blame_lies_with_a_placeholder(table: Table) -> bool:
    return "{application}" in table.name or bool(unknown_placeholders(template_of(table)))


RULE = TableRule(
    id="table-name-pattern",
    severity=ERROR,
    summary="A table's name has 3 to 255 letters, digits, `_`, `.` or `-`",
    why=(
        "DynamoDB refuses any other name when the table is created, and Terraform does not look at it before. The "
        "name counts after the template is filled in, so a long environment name can break it."
    ),
    source=NAMING_RULES,
    failing="""\
tables:
  userSessions:
    table_name: "{environment}/sessions"
    partition_key: sessionId
    ttl: expiresAt
""",
    passing="""\
tables:
  userSessions:
    table_name: "{environment}-sessions"
    partition_key: sessionId
    ttl: expiresAt
""",
    edges=(
        passes(table_name="abc"),
        fails(table_name="ab"),
        passes(table_name="a" * 255),
        fails(table_name="a" * 256),
        passes(table_name="A-Z_a.z-0.9"),
        fails(table_name="web sessions/{environment}/{table}"),
        passes(table_name="{environmen}"),
        passes(table_name="{application}/{table}"),
        fails({"application": "a/b"}, table_name="{application}-{table}"),
    ),
    no_fix="a table with another name is another table",
    check=_table_name_pattern,
)
