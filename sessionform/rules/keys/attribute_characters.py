"""`#`, `:` and `.` have a meaning in expressions."""

from __future__ import annotations

from collections.abc import Iterator

from sessionform.documentation import fails, passes
from sessionform.model import Table
from sessionform.rules.engine.rule import NOTE, Problem, TableRule
from sessionform.rules.keys.placeholders import expression_placeholders
from sessionform.rules.view.table_view import TableView

NAMING_RULES = "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/HowItWorks.NamingRulesDataTypes.html"


_NEEDS_PLACEHOLDER = frozenset("#:.")


def _attribute_characters(table: Table, view: TableView) -> Iterator[Problem]:
    if table.consumer is not None:  # as above
        return
    first = None
    special: dict[str, None] = {}
    for setting, name in view.attribute_uses:
        if not _NEEDS_PLACEHOLDER.isdisjoint(name):
            first = first or setting
            special[name] = None
    if first is not None:
        yield Problem(first, *expression_placeholders(list(special), "a name", "names", "with `#`, `:` or `.` in it"))


RULE = TableRule(
    id="attribute-characters",
    severity=NOTE,
    summary="`#`, `:` and `.` have a meaning in expressions",
    why=(
        "An expression reads `a.b` as the member `b` of the map `a`, and `#` and `:` as the start of a placeholder. "
        "An attribute with one of them in its name can be used, but only through a placeholder."
    ),
    source=NAMING_RULES,
    failing="""\
tables:
  userSessions:
    partition_key: session:id
    ttl: expiresAt
""",
    passing="""\
tables:
  userSessions:
    partition_key: session_id
    ttl: expiresAt
""",
    edges=(
        passes(partition_key="session-id"),
        fails(partition_key="session#id", sort_key="a.b", ttl="a:b"),
        fails(
            global_secondary_indexes={
                "by_user": {"partition_key": "userId", "projection": {"include": ["expiresAt", "a#b", "b#c"]}}
            },
            partition_key="id",
        ),
        passes(partition_key="id", ttl="a.b", consumer="connect-dynamodb"),
    ),
    no_fix="the application has to store another value first",
    check=_attribute_characters,
)
