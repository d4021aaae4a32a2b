"""Two tables cannot have one name in an account and region."""

from __future__ import annotations

from collections.abc import Iterator

from sessionform.model import Declaration
from sessionform.rules.engine.rule import ERROR, DeclarationRule, Problem
from sessionform.rules.naming.meetings import meeting_problem, meetings
from sessionform.rules.naming.sources import CREATE_TABLE


def _table_name_taken(declaration: Declaration) -> Iterator[Problem]:
    for meeting in meetings(declaration):
        if meeting.certain:
            yield meeting_problem(
                meeting, "give it another `table_name`, e.g. with `{table}` and `{environment}` in it"
            )


RULE = DeclarationRule(
    id="table-name-taken",
    severity=ERROR,
    summary="Two tables cannot have one name in an account and region",
    why=(
        "AWS keeps table names unique within an account and a region, replicas included. The second table to be "
        "applied fails, or, where it is imported, two stacks undo each other's changes for ever."
    ),
    source=CREATE_TABLE,
    failing="""\
tables:
  userSessions:
    table_name: sessions
    partition_key: sessionId
    ttl: expiresAt
  adminSessions:
    table_name: sessions
    partition_key: sessionId
    ttl: expiresAt
""",
    passing="""\
tables:
  userSessions:
    table_name: user-sessions
    partition_key: sessionId
    ttl: expiresAt
  adminSessions:
    table_name: admin-sessions
    partition_key: sessionId
    ttl: expiresAt
""",
    check=_table_name_taken,
)
