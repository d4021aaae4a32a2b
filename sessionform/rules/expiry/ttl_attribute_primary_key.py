"""An expiry in the primary key cannot be extended."""

from __future__ import annotations

from collections.abc import Iterator

from sessionform.documentation import fails, passes
from sessionform.model import Table
from sessionform.rules.engine.rule import WARNING, Problem, TableRule
from sessionform.rules.view.table_view import TableView


def _ttl_attribute_primary_key(table: Table, view: TableView) -> Iterator[Problem]:
    if table.ttl is None or table.ttl.attribute is None:
        return
    name = table.ttl.attribute
    for setting, attribute in zip((("partition_key",), ("sort_key",)), table.key_attributes, strict=False):
        if attribute.name == name and attribute.type == "N":
            yield Problem(
                ("ttl", "attribute"),
                f"`{name}` holds the expiry and is part of the key of `{table.key}`, so no session can be extended: "
                "DynamoDB never changes a key attribute of an item",
                "keep the expiry in an attribute of its own; to sort by it, make it the sort key of a global index",
                related=((setting, f"`{name}` is a key here"),),
            )


RULE = TableRule(
    id="ttl-attribute-primary-key",
    severity=WARNING,
    summary="An expiry in the primary key cannot be extended",
    why=(
        "The key of an item never changes. Where the expiry is part of it, extending a session means deleting it and "
        "writing another one, and reading a session means knowing its expiry to the second."
    ),
    source="https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_UpdateItem.html",
    failing="""\
tables:
  userSessions:
    partition_key: sessionId
    sort_key: {name: expiresAt, type: N}
    ttl: expiresAt
""",
    passing="""\
tables:
  userSessions:
    partition_key: sessionId
    ttl: expiresAt
""",
    edges=(
        fails(partition_key={"name": "expiresAt", "type": "N"}),
        fails(sort_key={"name": "expiresAt", "type": "N"}),
        passes(sort_key="expiresAt"),
        passes(sort_key={"name": "startedAt", "type": "N"}),
        passes(ttl=None, sort_key={"name": "expiresAt", "type": "N"}),
    ),
    no_fix="the application has to store another value first",
    check=_ttl_attribute_primary_key,
)
