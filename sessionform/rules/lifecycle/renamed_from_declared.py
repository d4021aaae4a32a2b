"""A table that was renamed is not there under its old key."""

from __future__ import annotations

from collections.abc import Iterator

from sessionform.documentation import fails, passes
from sessionform.edits import remove
from sessionform.model import Table
from sessionform.rules.engine.rule import ERROR, Problem, TableRule
from sessionform.rules.lifecycle.sources import MOVED
from sessionform.rules.view.table_view import TableView


def _renamed_from_declared(table: Table, view: TableView) -> Iterator[Problem]:
    for position, old in enumerate(table.renamed_from):
        if old in view.environment.tables and old != table.key:
            yield Problem(
                ("renamed_from", position),
                f"`{table.key}` says that it was `{old}` before, but `{old}` is still a table of this file",
                f"remove the old `{old}`, or, if these are two tables, remove `renamed_from`",
                fixes=(remove(("renamed_from",)),),
                place_fixes=(remove(("tables", old)),),
            )


RULE = TableRule(
    id="renamed-from-declared",
    severity=ERROR,
    summary="A table that was renamed is not there under its old key",
    why=(
        "Terraform cannot move a resource that is still configured where it was. A new table under the old key needs "
        "a key of its own until the move has been applied everywhere."
    ),
    source=MOVED,
    failing="""\
tables:
  sessions:
    partition_key: userId
    ttl: expiresAt
  userSessions:
    partition_key: userId
    ttl: expiresAt
    renamed_from: sessions
""",
    passing="""\
tables:
  userSessions:
    partition_key: userId
    ttl: expiresAt
    renamed_from: sessions
""",
    edges=(
        passes(renamed_from="sessions"),
        fails({"tables": {"b": {"partition_key": "id", "ttl": "expiresAt"}}}, renamed_from=["a", "b"]),
        passes(renamed_from="userSessions"),
    ),
    check=_renamed_from_declared,
)
