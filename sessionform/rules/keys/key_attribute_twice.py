"""Partition key and sort key are two attributes."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from sessionform.diagnostics import Path
from sessionform.documentation import fails, passes
from sessionform.edits import remove
from sessionform.model import Attribute, Table
from sessionform.rules.engine.rule import ERROR, Problem, TableRule
from sessionform.rules.indexes.positions import GLOBAL
from sessionform.rules.view.table_view import TableView

KEY_SCHEMA = "https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_KeySchemaElement.html"


def _key_attribute_twice(table: Table, view: TableView) -> Iterator[Problem]:
    for holder, key in _keys(view):
        seen: dict[str, Path] = {}
        for setting, attribute in key:
            earlier = seen.setdefault(attribute.name, setting)
            if attribute.name and earlier != setting:
                yield _twice(holder, attribute.name, earlier, setting)


def _twice(holder: str, name: str, earlier: Path, setting: Path) -> Problem:
    if earlier[-1] == "partition_key" and setting[-1] == "sort_key":
        message = f"`{name}` is both partition key and sort key of {holder}"
        hint = "sort by another attribute, or leave the sort key out"
        return Problem(setting, message, hint, fixes=(remove(setting),))
    return Problem(setting, f"`{name}` is in the key of {holder} twice", "keep one of the two")


def _keys(view: TableView) -> Iterator[tuple[str, list[tuple[Path, Attribute]]]]:
    """The keys of the table and of its indexes: what each is of, and its attributes with their settings."""
    count = len(view.table.key_attributes)
    own = list(view.key_uses[:count])
    yield "the table", own
    for (kind, name), uses in groupby(view.key_uses[count:], lambda use: use[0][:2]):
        yield f"index `{name}`", ([] if kind == GLOBAL else own[:1]) + list(uses)


RULE = TableRule(
    id="key-attribute-twice",
    severity=ERROR,
    summary="Partition key and sort key are two attributes",
    why=(
        "A key with one attribute twice would sort items that cannot differ. DynamoDB rejects it in tables and in "
        "indexes; Terraform plans it without a warning."
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
        passes(global_secondary_indexes={"by_id": {"partition_key": ["id", "region"], "sort_key": ["seen", "tenant"]}}),
        fails(global_secondary_indexes={"by_id": {"partition_key": ["id", "region"], "sort_key": ["seen", "id"]}}),
        fails(global_secondary_indexes={"by_id": {"partition_key": ["id", {"name": "id", "type": "S"}]}}),
    ),
    check=_key_attribute_twice,
)
