"""Whole sessions copied into indexes make every write expensive."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sessionform.documentation import fails, passes
from sessionform.edits import Fix, Set
from sessionform.facts.limits import WRITE_UNIT_BYTES
from sessionform.model import Table
from sessionform.rules.engine.rule import WARNING, Problem, TableRule
from sessionform.rules.indexes.sources import GLOBAL_INDEXES
from sessionform.rules.view.table_view import TableView

EXTRA_WRITE_UNITS = 8
"""From how many write units on, spent on whole copies of a session in global indexes, a warning is due. Ours: it is
four indexes on a session of 2 KB, which makes each write five times as expensive as the table's own.
"""


def _projection_write_cost(table: Table, view: TableView) -> Iterator[Problem]:
    whole = sum(index.projection.type == "ALL" for index in table.global_secondary_indexes)
    if not whole:
        return
    own = -(-table.item_size // WRITE_UNIT_BYTES)
    if whole * own >= EXTRA_WRITE_UNITS:
        copies = "index holds whole sessions" if whole == 1 else "indexes hold whole sessions"
        yield Problem(
            ("global_secondary_indexes",),
            f"{whole} global {copies} of {table.item_size} bytes: each write of a session to `{table.key}` "
            f"costs {own} write units for the table and up to {whole * own} more for copies",
            "`projection: KEYS_ONLY`, or `{include: [...]}` with what the queries show; declare `item_size` if "
            "sessions are smaller",
            fixes=(_keys_only(table),),
        )


def _keys_only(table: Table) -> Fix:
    """Without the sessions themselves: the expiry stays, since what has expired has to be told from what has not."""
    expiry = table.ttl.attribute if table.ttl is not None and table.ttl.enabled else None
    less: Any = {"include": [expiry]} if expiry else "KEYS_ONLY"
    whole = [index.name for index in table.global_secondary_indexes if index.projection.type == "ALL"]
    return Fix(tuple(Set(("global_secondary_indexes", name, "projection"), less) for name in whole))


RULE = TableRule(
    id="projection-write-cost",
    severity=WARNING,
    summary="Whole sessions copied into indexes make every write expensive",
    why=(
        "An index with `projection: ALL` stores the session's payload again and is written whenever the payload "
        "changes, for sessions at almost every request. Lists of sessions seldom need more than the keys and the "
        "expiry. Without `item_size`, a session counts as 2 KB."
    ),
    source=GLOBAL_INDEXES,
    failing="""\
tables:
  userSessions:
    partition_key: sessionId
    ttl: expiresAt
    item_size: 16000
    global_secondary_indexes:
      by_user: {partition_key: userId}
""",
    passing="""\
tables:
  userSessions:
    partition_key: sessionId
    ttl: expiresAt
    item_size: 16000
    global_secondary_indexes:
      by_user: {partition_key: userId, projection: {include: [expiresAt]}}
""",
    edges=(
        passes(item_size=7 * 1024, global_secondary_indexes={"by_id": {"partition_key": "id"}}),
        fails(item_size=7 * 1024 + 1, global_secondary_indexes={"by_id": {"partition_key": "id"}}),
        fails(
            item_size=4 * 1024,
            global_secondary_indexes={"by_id": {"partition_key": "id"}, "by_ip": {"partition_key": "ip"}},
        ),
        passes(
            item_size=3 * 1024,
            global_secondary_indexes={"by_id": {"partition_key": "id"}, "by_ip": {"partition_key": "ip"}},
        ),
        passes(
            item_size=16_000, global_secondary_indexes={"by_id": {"partition_key": "id", "projection": "KEYS_ONLY"}}
        ),
    ),
    check=_projection_write_cost,
)
