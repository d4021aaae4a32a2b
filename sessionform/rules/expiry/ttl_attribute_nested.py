"""The TTL attribute is a top-level attribute."""

from __future__ import annotations

from collections.abc import Iterator

from sessionform.documentation import fails, passes
from sessionform.edits import set_to
from sessionform.model import Table
from sessionform.rules.engine.rule import ERROR, Problem, TableRule
from sessionform.rules.expiry.sources import HOW_TTL_WORKS
from sessionform.rules.view.table_view import TableView


def _ttl_attribute_nested(table: Table, view: TableView) -> Iterator[Problem]:
    if table.ttl is None or table.ttl.attribute is None:
        return
    name = table.ttl.attribute
    if "." not in name and "[" not in name:
        return
    own = name.replace("[", ".").split(".")[-1].strip("]")
    if all(attribute.name != name for _, attribute in view.key_uses):
        yield Problem(
            ("ttl", "attribute"),
            f"`ttl` names `{name}`, a place inside another attribute, so nothing in `{table.key}` would ever expire",
            f"store the expiry in a top-level attribute, e.g. `ttl: {own}`",
            fixes=(set_to(("ttl",), own),) if own else (),
        )


RULE = TableRule(
    id="ttl-attribute-nested",
    severity=ERROR,
    summary="The TTL attribute is a top-level attribute",
    why=(
        "TTL reads only top-level attributes: it reads `session.expires` as the whole name of one. AWS accepts the "
        "setting, finds no such attribute in any item, and deletes nothing."
    ),
    source=HOW_TTL_WORKS,
    failing="""\
tables:
  userSessions:
    partition_key: sessionId
    ttl: session.expires
""",
    passing="""\
tables:
  userSessions:
    partition_key: sessionId
    ttl: expires
""",
    edges=(
        fails(ttl="session.expires"),
        fails(ttl="sessions[0]"),
        fails(ttl="a[0].b[1]"),
        passes(ttl="session_expires"),
        passes(sort_key={"name": "session.expires", "type": "N"}, ttl="session.expires"),
        passes(ttl=False),
    ),
    check=_ttl_attribute_nested,
)
