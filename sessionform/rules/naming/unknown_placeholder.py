"""Name templates know `{application}`, `{environment}` and `{table}`."""

from __future__ import annotations

from collections.abc import Iterator

from sessionform.documentation import fails, passes
from sessionform.edits import set_to
from sessionform.model import Table
from sessionform.rules.engine.rule import ERROR, Problem, TableRule
from sessionform.rules.naming.names import OWN_NAME, template_of
from sessionform.rules.view.table_view import TableView
from sessionform.source.names import PLACEHOLDERS, unknown_placeholders
from sessionform.suggestions import nearest, suggest


def _unknown_placeholder(table: Table, view: TableView) -> Iterator[Problem]:
    if "{" not in table.name:
        return
    for name in unknown_placeholders(template_of(table)):
        hint = suggest(name, PLACEHOLDERS)
        meant = nearest(name, PLACEHOLDERS) or [known for known in PLACEHOLDERS if known.startswith(name)]
        template = template_of(table)
        fixes = tuple(
            set_to(OWN_NAME, template.replace(f"{{{name}}}", f"{{{known}}}"), safe=len(meant) == 1)
            for known in meant[:1]
        )
        yield Problem(OWN_NAME, f"`{{{name}}}` is not a placeholder of name templates", hint, fixes=fixes)


RULE = TableRule(
    id="unknown-placeholder",
    severity=ERROR,
    summary="Name templates know `{application}`, `{environment}` and `{table}`",
    why=(
        "Any other placeholder would stay in the name as it is written, braces included, and DynamoDB would refuse it. "
        "What else differs between environments can be written out under `environments.NAME.table_name`."
    ),
    source="docs/language.md",
    failing="""\
tables:
  userSessions:
    table_name: "{env}-sessions"
    partition_key: sessionId
    ttl: expiresAt
""",
    passing="""\
tables:
  userSessions:
    table_name: "{environment}-sessions"
    partition_key: sessionId
    ttl: expiresAt
""",
    edges=(
        passes(table_name="{environment}-{table}"),
        fails(table_name="{Environment}-{stage}"),
        fails(table_name="x{}y"),
    ),
    check=_unknown_placeholder,
)
