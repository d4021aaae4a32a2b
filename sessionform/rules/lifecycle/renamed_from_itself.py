"""`renamed_from` names another key than the table's own."""

from __future__ import annotations

from collections.abc import Iterator

from sessionform.documentation import fails, passes
from sessionform.edits import remove, set_to
from sessionform.model import Table
from sessionform.rules.engine.rule import ERROR, Problem, TableRule
from sessionform.rules.lifecycle.sources import MOVED
from sessionform.rules.view.table_view import TableView


def _renamed_from_itself(table: Table, view: TableView) -> Iterator[Problem]:
    if table.key in table.renamed_from:
        others = [old for old in table.renamed_from if old != table.key]
        setting = ("renamed_from",)
        yield Problem(
            ("renamed_from", table.renamed_from.index(table.key)),
            f"`{table.key}` cannot have been renamed from `{table.key}`",
            "name the key that it had in `tables` before, or remove `renamed_from`",
            fixes=(set_to(setting, others) if others else remove(setting, safe=True),),
        )


RULE = TableRule(
    id="renamed-from-itself",
    severity=ERROR,
    summary="`renamed_from` names another key than the table's own",
    why="It becomes a `moved` block, and Terraform refuses one whose two ends are the same resource.",
    source=MOVED,
    failing="""\
tables:
  userSessions:
    partition_key: userId
    ttl: expiresAt
    renamed_from: userSessions
""",
    passing="""\
tables:
  userSessions:
    partition_key: userId
    ttl: expiresAt
    renamed_from: sessions
""",
    edges=(
        passes(renamed_from="usersessions"),
        fails(renamed_from=["sessions", "userSessions"]),
    ),
    check=_renamed_from_itself,
)
