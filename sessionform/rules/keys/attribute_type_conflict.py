"""A key attribute has one type throughout the table."""

from __future__ import annotations

from collections.abc import Iterator

from sessionform.diagnostics import Path
from sessionform.documentation import fails, passes
from sessionform.edits import set_to
from sessionform.model import Attribute, Table
from sessionform.rules.engine.rule import ERROR, Problem, TableRule
from sessionform.rules.view.table_view import TableView

ATTRIBUTES = "https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_AttributeDefinition.html"


def _attribute_type_conflict(table: Table, view: TableView) -> Iterator[Problem]:
    if not (table.global_secondary_indexes or table.local_secondary_indexes):
        conflict = table.sort_key is not None and table.sort_key.name == table.partition_key.name
        if not conflict:
            return
    first: dict[str, tuple[Path, Attribute]] = {}
    for setting, attribute in view.key_uses:
        earlier_setting, earlier = first.setdefault(attribute.name, (setting, attribute))
        if earlier.type != attribute.type and attribute.name:
            yield Problem(
                (*setting, "type"),
                f"`{attribute.name}` is a key of type {attribute.type} here and of type {earlier.type} elsewhere "
                f"in `{table.key}`",
                f"write `{{name: {attribute.name}, type: {earlier.type}}}` in both places",
                related=((earlier_setting, f"type {earlier.type} here"),),
                fixes=(set_to(setting, earlier.as_written),),
            )


RULE = TableRule(
    id="attribute-type-conflict",
    severity=ERROR,
    summary="A key attribute has one type throughout the table",
    why=(
        "An item has an attribute once, so it can be a key of one type only. Terraform keeps one of the two types "
        "without saying which, and AWS then rejects every write of the other type."
    ),
    source=ATTRIBUTES,
    failing="""\
tables:
  userSessions:
    partition_key: sessionId
    ttl: expiresAt
    global_secondary_indexes:
      by_user: {partition_key: userId, sort_key: {name: sessionId, type: B}}
""",
    passing="""\
tables:
  userSessions:
    partition_key: sessionId
    ttl: expiresAt
    global_secondary_indexes:
      by_user: {partition_key: userId, sort_key: sessionId}
""",
    edges=(
        passes(sort_key="id", global_secondary_indexes={"by_id": {"partition_key": "id", "sort_key": "userId"}}),
        fails(
            sort_key={"name": "id", "type": "N"},
            global_secondary_indexes={"by_id": {"partition_key": "id", "sort_key": {"name": "userId", "type": "B"}}},
        ),
        fails(sort_key={"name": "userId", "type": "N"}),
        passes(sort_key="userId"),
        fails(sort_key="id", local_secondary_indexes={"by_seen": {"sort_key": {"name": "id", "type": "N"}}}),
        passes(sort_key="id", local_secondary_indexes={"by_seen": {"sort_key": {"name": "seen", "type": "N"}}}),
    ),
    check=_attribute_type_conflict,
)
