"""A grant reads a stream that the table does not have."""

from __future__ import annotations

from collections.abc import Iterator

from sessionform.documentation import fails, passes
from sessionform.edits import set_to
from sessionform.model import Table
from sessionform.rules.engine.rule import ERROR, Problem, TableRule
from sessionform.rules.grants.sources import GRANTS
from sessionform.rules.view.table_view import TableView


def _stream(table: Table, view: TableView) -> Iterator[Problem]:
    for grant in table.grants:
        if grant.stream and table.stream is None:
            yield Problem(
                ("grants", grant.name, "stream"),
                f"the grant `{grant.name}` reads the stream of `{table.key}`, which has none",
                "declare one: `stream: NEW_AND_OLD_IMAGES`, or another view; or remove `stream: true` from the grant",
                fixes=(set_to(("stream",), "NEW_AND_OLD_IMAGES"),),
            )


RULE = TableRule(
    id="grant-stream",
    severity=ERROR,
    summary="A grant reads a stream that the table does not have",
    why="There is no stream whose ARN the policy could name, and IAM rejects the policy in the middle of the deploy.",
    source=GRANTS,
    failing="""\
tables:
  userSessions:
    partition_key: sessionId
    ttl: expiresAt
    grants:
      audit: {stream: true}
""",
    passing="""\
tables:
  userSessions:
    partition_key: sessionId
    ttl: expiresAt
    stream: KEYS_ONLY
    grants:
      audit: {stream: true}
""",
    edges=(
        passes(
            access_patterns={"a": {"get": "userId"}},
            partition_key="userId",
            grants={"a": {"patterns": "all", "stream": False}},
        ),
        fails(stream=False, grants={"a": {"stream": True}}),
    ),
    check=_stream,
)
