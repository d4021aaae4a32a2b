"""A table with live data is adopted without declaring its deletion protection."""

from __future__ import annotations

from collections.abc import Iterator

from sessionform.documentation import fails, passes
from sessionform.edits import set_to
from sessionform.model import Table
from sessionform.rules.engine.rule import WARNING, Problem, TableRule
from sessionform.rules.protection.safe_state import SAFE_STATE
from sessionform.rules.protection.sources import DELETION_PROTECTION
from sessionform.rules.view.table_view import TableView


def _import_unprotected(table: Table, view: TableView) -> Iterator[Problem]:
    declared = not table.origins.is_default(("deletion_protection",))
    if table.import_existing and not table.deletion_protection and not declared and not view.environment.is_local:
        yield Problem(
            ("import_existing",),
            f"adopting `{table.name}` turns its deletion protection off if it is on in AWS: `{table.key}` does not "
            "declare it, and the default is off",
            "declare `deletion_protection: true`, or `false` if that is intended",
            fixes=(set_to(("deletion_protection",), True),),
        )


RULE = TableRule(
    id="import-unprotected",
    severity=WARNING,
    summary="A table with live data is adopted without declaring its deletion protection",
    why=(
        "A deploy changes every setting of an adopted table to what the declaration says, built-in defaults "
        "included. Protection that somebody switched on by hand would be gone after the first apply."
    ),
    source=DELETION_PROTECTION,
    failing=SAFE_STATE
    + """\
tables:
  userSessions:
    partition_key: userId
    ttl: expiresAt
    import_existing: true
""",
    passing=SAFE_STATE
    + """\
tables:
  userSessions:
    partition_key: userId
    ttl: expiresAt
    import_existing: true
    deletion_protection: true
""",
    edges=(
        fails(import_existing=True),
        passes(import_existing=True, deletion_protection=False),
        passes(import_existing=True, deletion_protection=True),
        passes(
            {"environments": {"staging": {"region": "us-east-1", "endpoint_url": "http://localhost:8000"}}},
            import_existing=True,
        ),
        passes({"defaults": {"deletion_protection": False}}, import_existing=True),
    ),
    check=_import_unprotected,
)
