"""Partition key and sort key are two attributes."""

from __future__ import annotations

from collections.abc import Iterator

from sessionform.diagnostics import Path
from sessionform.documentation import fails, passes
from sessionform.edits import remove
from sessionform.model import Attribute, Table
from sessionform.rules.engine.rule import ERROR, Problem, TableRule
from sessionform.rules.view.table_view import TableView

KEY_SCHEMA = "https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_KeySchemaElement.html"


def _key_attribute_twice(table: Table, view: TableView) -> Iterator[Problem]:
    for setting, partition_key, sort_key in _keys(table):
        if sort_key is not None and sort_key.name == partition_key.name and sort_key.name:
            holder = "the table" if len(setting) == 1 else f"index `{setting[1]}`"
            yield Problem(
                setting,
                f"`{sort_key.name}` is both partition key and sort key of {holder}",
                "sort by another attribute, or leave the sort key out",
                fixes=(remove(setting),),
            )


def _keys(table: Table) -> Iterator[tuple[Path, Attribute, Attribute | None]]:
    """The setting of each sort key of the table and its indexes, with both attributes of that key."""
    yield ("sort_key",), table.partition_key, table.sort_key
    for index in table.global_secondary_indexes:
        yield ("global_secondary_indexes", index.name, "sort_key"), index.partition_key, index.sort_key
    for local in table.local_secondary_indexes:
        yield ("local_secondary_indexes", local.name, "sort_key"), table.partition_key, local.sort_key


RULE = TableRule(
    id="key-attribute-twice",
    severity=ERROR,
    summary="Partition key and sort key are two attributes",
    why=(
        "A key of one attribute twice would sort items that cannot differ. DynamoDB refuses it in tables and in "
        "indexes; Terraform plans it without a word."
    ),
    source=KEY_SCHEMA,
    failing="""\
tables:
  userSessions:
    partition_key: sessionId
    sort_key: sessionId
    ttl: expiresAt
""",
    passing="""\
tables:
  userSessions:
    partition_key: sessionId
    ttl: expiresAt
""",
    edges=(
        passes(sort_key="userid"),
        fails(global_secondary_indexes={"by_id": {"partition_key": "id", "sort_key": "id"}}),
        fails(sort_key="id", local_secondary_indexes={"by_user": {"sort_key": "userId"}}),
        passes(global_secondary_indexes={"by_id": {"partition_key": "id"}}),
    ),
    check=_key_attribute_twice,
)
