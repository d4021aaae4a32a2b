"""A table that is adopted is not restored."""

from __future__ import annotations

from collections.abc import Iterator

from sessionform.edits import remove
from sessionform.model import Table
from sessionform.rules.engine.rule import ERROR, Problem, TableRule
from sessionform.rules.lifecycle.sources import IMPORT_BLOCK
from sessionform.rules.view.table_view import TableView


def _restore_and_import(table: Table, view: TableView) -> Iterator[Problem]:
    if table.restore_from is not None and table.import_existing:
        yield Problem(
            ("restore_from",),
            f"`{table.key}` is both adopted and created from a backup",
            "leave out one of the two: `import_existing` for a table that is there, `restore_from` for one that is not",
            related=((("import_existing",), "adopted here"),),
            fixes=(remove(("restore_from",)), remove(("import_existing",))),
            on_key=True,
        )


RULE = TableRule(
    id="restore-and-import",
    severity=ERROR,
    summary="A table that is adopted is not restored",
    why=(
        "`import_existing` takes over a table that exists, `restore_from` creates one that does not. Terraform "
        "imports the table and never restores anything into it."
    ),
    source=IMPORT_BLOCK,
    failing="""\
tables:
  userSessions:
    partition_key: userId
    sort_key: sessionId
    ttl: expiresAt
    import_existing: true
    restore_from: {table: sessions-production, to: latest}
""",
    passing="""\
tables:
  userSessions:
    partition_key: userId
    sort_key: sessionId
    ttl: expiresAt
    restore_from: {table: sessions-production, to: latest}
""",
    check=_restore_and_import,
)
