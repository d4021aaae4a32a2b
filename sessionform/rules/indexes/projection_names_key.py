"""Every index holds the keys without naming them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sessionform.diagnostics import Path
from sessionform.documentation import fails, passes
from sessionform.edits import set_to
from sessionform.model import Projection, Table
from sessionform.rules.engine.rule import NOTE, Problem, TableRule
from sessionform.rules.indexes.sources import GLOBAL_INDEXES
from sessionform.rules.view.table_view import TableView


def _projection_names_key(table: Table, view: TableView) -> Iterator[Problem]:
    if not any(index.projection.include for index in table.indexes):
        return
    table_keys = set(table.key_names)
    for index in table.global_secondary_indexes:
        own = {attribute.name for attribute in index.key_attributes}
        setting: Path = ("global_secondary_indexes", index.name, "projection", "include")
        yield from _keys_named(setting, index.name, index.projection, table_keys | own)
    for local in table.local_secondary_indexes:
        setting = ("local_secondary_indexes", local.name, "projection", "include")
        yield from _keys_named(setting, local.name, local.projection, table_keys | {local.sort_key.name})


def _keys_named(setting: Path, index: str, projection: Projection, keys: set[str]) -> Iterator[Problem]:
    for position, name in enumerate(projection.include):
        if name in keys:
            yield Problem(
                (*setting, position),
                f"`{name}` is a key, and index `{index}` always holds its own and the table's keys",
                "leave it out of `include`",
                fixes=(set_to(setting[:-1], _without(projection, name)),),
            )


def _without(projection: Projection, name: str) -> Any:
    include = [other for other in projection.include if other != name]
    return {"include": include} if include else "KEYS_ONLY"


RULE = TableRule(
    id="projection-names-key",
    severity=NOTE,
    summary="Every index holds the keys without naming them",
    why=(
        "An index always holds its own keys and those of the table. Naming one again changes nothing, but it counts "
        "towards the 20 attributes that an index may include."
    ),
    source=GLOBAL_INDEXES,
    failing="""\
tables:
  userSessions:
    partition_key: sessionId
    ttl: expiresAt
    global_secondary_indexes:
      by_user: {partition_key: userId, projection: {include: [sessionId, expiresAt]}}
""",
    passing="""\
tables:
  userSessions:
    partition_key: sessionId
    ttl: expiresAt
    global_secondary_indexes:
      by_user: {partition_key: userId, projection: {include: [expiresAt]}}
""",
    edges=(
        passes(global_secondary_indexes={"by_id": {"partition_key": "id", "projection": {"include": ["expiresAt"]}}}),
        fails(
            sort_key="sid",
            global_secondary_indexes={
                "by_id": {
                    "partition_key": "id",
                    "sort_key": "seen",
                    "projection": {"include": ["expiresAt", "seen", "id", "sid"]},
                }
            },
        ),
        fails(
            sort_key="sid",
            local_secondary_indexes={
                "by_seen": {"sort_key": "seen", "projection": {"include": ["expiresAt", "seen", "userId"]}}
            },
        ),
        passes(
            sort_key="sid",
            local_secondary_indexes={"by_seen": {"sort_key": "seen", "projection": {"include": ["expiresAt"]}}},
            global_secondary_indexes={"by_id": {"partition_key": "id", "projection": {"include": ["seen"]}}},
        ),
    ),
    check=_projection_names_key,
)
