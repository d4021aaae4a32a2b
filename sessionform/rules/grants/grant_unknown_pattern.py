"""A grant names an access pattern that the table does not have."""

from __future__ import annotations

from collections.abc import Iterator

from sessionform.documentation import fails, passes
from sessionform.edits import set_to
from sessionform.model import Table
from sessionform.rules.engine.rule import ERROR, Problem, TableRule
from sessionform.rules.grants.sources import GRANTS
from sessionform.rules.view.table_view import TableView
from sessionform.suggestions import certain, nearest, suggest


def _unknown(table: Table, view: TableView) -> Iterator[Problem]:
    known = [pattern.name for pattern in table.access_patterns]
    for grant in table.grants:
        for position, name in enumerate(grant.patterns or ()):
            if name not in known:
                place = table.origins.of(("grants", grant.name, "patterns", position))
                safe = certain(name, known) is not None
                meant = [one for one in nearest(name, known) if one not in (grant.patterns or ())][:1]
                yield Problem(
                    (),
                    f"the grant `{grant.name}` names the access pattern `{name}`, which `{table.key}` does not have",
                    suggest(name, known, "" if known else "declare it under `access_patterns`"),
                    place=place,
                    place_fixes=tuple(set_to(place, one, safe=safe) for one in meant),
                )


RULE = TableRule(
    id="grant-unknown-pattern",
    severity=ERROR,
    summary="A grant names an access pattern that the table does not have",
    why=(
        "A grant allows what its patterns need. Nobody knows what an undeclared pattern needs, and AWS would deny "
        "the application's first call."
    ),
    source=GRANTS,
    failing="""\
tables:
  userSessions:
    partition_key: sessionId
    ttl: expiresAt
    access_patterns:
      read_session: {get: sessionId}
    grants:
      web: [read_sesion]
""",
    passing="""\
tables:
  userSessions:
    partition_key: sessionId
    ttl: expiresAt
    access_patterns:
      read_session: {get: sessionId}
    grants:
      web: [read_session]
""",
    edges=(
        fails(
            access_patterns={"a": {"get": "userId"}}, grants={"web": {"patterns": ["a", "b"]}}, partition_key="userId"
        ),
        fails(grants={"web": ["read_session"]}),
        fails(grants={"consumer": ["read_session"]}, consumer="connect-dynamodb"),
        passes(access_patterns={"a": {"get": "userId"}}, grants={"web": "all"}, partition_key="userId"),
    ),
    check=_unknown,
)
