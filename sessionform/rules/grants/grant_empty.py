"""A grant that allows nothing."""

from __future__ import annotations

from collections.abc import Iterator

from sessionform.documentation import fails, passes
from sessionform.edits import remove
from sessionform.grants.allowed import CONSUMER, library_of, patterns_of
from sessionform.model import Table
from sessionform.rules.engine.rule import ERROR, Problem, TableRule
from sessionform.rules.grants.sources import GRANTS
from sessionform.rules.view.table_view import TableView


def _empty(table: Table, view: TableView) -> Iterator[Problem]:
    for grant in table.grants:
        if grant.patterns or grant.stream or patterns_of(table, grant) or library_of(table, grant) is not None:
            continue
        if grant.name == CONSUMER and table.consumer is not None and grant.patterns is None:
            continue  # an unknown library is an error of its own
        missing = (
            "it has `all` patterns, and the table has none"
            if grant.patterns is None
            else "it has no pattern and no stream"
        )
        yield Problem(
            ("grants", grant.name),
            f"the grant `{grant.name}` of `{table.key}` allows nothing: {missing}",
            "declare the application's calls under `access_patterns`, or grant the stream: `stream: true`",
            on_key=True,
            fixes=(remove(("grants", grant.name)),),
        )


RULE = TableRule(
    id="grant-empty",
    severity=ERROR,
    summary="A grant allows nothing",
    why="IAM rejects a policy without a statement, in the middle of the deploy.",
    source=GRANTS,
    failing="""\
tables:
  userSessions:
    partition_key: sessionId
    ttl: expiresAt
    grants:
      web: {role: sessions-web}
""",
    passing="""\
tables:
  userSessions:
    partition_key: sessionId
    ttl: expiresAt
    access_patterns:
      read_session: {get: sessionId}
    grants:
      web: {patterns: all, role: sessions-web}
""",
    edges=(
        fails(grants={"web": "all"}),
        fails(grants={"consumer": "all"}),
        fails(grants={"consumer": {"role": "web"}}, consumer="connect-dynamodb", partition_key="id", ttl="expires"),
        passes(grants={"consumer": "all"}, consumer="connect-dynamodb", partition_key="id", ttl="expires"),
        passes(grants={"consumer": "all"}, consumer="connect-dynamodbs"),
        passes(grants={"audit": {"stream": True}}, stream="NEW_IMAGE"),
    ),
    check=_empty,
)
