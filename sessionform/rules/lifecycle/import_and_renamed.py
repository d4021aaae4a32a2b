"""A table is either adopted or renamed."""

from __future__ import annotations

from collections.abc import Iterator

from sessionform.documentation import fails, passes
from sessionform.edits import remove
from sessionform.model import Table
from sessionform.rules.engine.rule import ERROR, Problem, TableRule
from sessionform.rules.view.table_view import TableView

IMPORT = "https://developer.hashicorp.com/terraform/language/import"


def _import_and_renamed(table: Table, view: TableView) -> Iterator[Problem]:
    if table.import_existing and table.renamed_from:
        yield Problem(
            ("import_existing",),
            f"`{table.key}` has both `import_existing` and `renamed_from: {table.renamed_from[-1]}`: a table that is "
            "in the state under another key is managed already",
            "remove `import_existing`, or, if nothing manages the table yet, `renamed_from`",
            related=((("renamed_from",), "renamed here"),),
            fixes=(remove(("import_existing",)), remove(("renamed_from",))),
        )


RULE = TableRule(
    id="import-and-renamed",
    severity=ERROR,
    summary="A table is either adopted or renamed",
    why=(
        "`import_existing` brings a table into the state that nothing manages yet; `renamed_from` moves one that is in "
        "the state. Asked for both, Terraform would hold one table twice, or refuse."
    ),
    source=IMPORT,
    failing="""\
tables:
  userSessions:
    partition_key: userId
    ttl: expiresAt
    renamed_from: sessions
    import_existing: true
""",
    passing="""\
tables:
  userSessions:
    partition_key: userId
    ttl: expiresAt
    renamed_from: sessions
""",
    edges=(
        passes(import_existing=True),
        passes(renamed_from="sessions"),
        fails(import_existing=True, renamed_from=["oldSessions", "sessions"]),
    ),
    check=_import_and_renamed,
)
