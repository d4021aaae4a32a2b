"""Two tables cannot have one name in an account and region."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from sessionform.documentation import fails, passes
from sessionform.edits import set_to
from sessionform.model import Declaration
from sessionform.rules.engine.rule import ERROR, DeclarationRule, Problem
from sessionform.rules.naming.meetings import meeting_problem, meetings
from sessionform.rules.naming.sources import CREATE_TABLE
from sessionform.source.names import TABLE_NAME


def _table_name_taken(declaration: Declaration) -> Iterator[Problem]:
    for meeting in meetings(declaration):
        if meeting.certain:
            problem = meeting_problem(
                meeting, "give it another `table_name`, e.g. with `{table}` and `{environment}` in it"
            )
            own_name = (*meeting.later.table.origins.owner, "table_name")
            yield replace(problem, fixes=(set_to(own_name, TABLE_NAME),))


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
    edges=(
        fails(
            {
                "environments": {
                    "a": {"region": "us-east-1", "account_id": "111122223333"},
                    "b": {"region": "us-east-1", "account_id": "111122223333"},
                }
            },
            table_name="sessions",
        ),
        fails(
            {
                "environments": {
                    "a": {"region": "us-east-1", "account_id": "111122223333"},
                    "b": {"region": "us-east-1", "assume_role_arn": "arn:aws:iam::111122223333:role/deploy"},
                }
            },
            table_name="sessions",
        ),
        passes(
            {
                "environments": {
                    "a": {"region": "us-east-1", "account_id": "111122223333"},
                    "b": {"region": "us-east-1", "assume_role_arn": "arn:aws:iam::444455556666:role/deploy"},
                }
            },
            table_name="sessions",
        ),
        fails(
            {
                "environments": {
                    "a": {"region": "us-east-1", "endpoint_url": "http://localhost:8000"},
                    "b": {"region": "us-east-1", "endpoint_url": "http://localhost:8000"},
                }
            },
            table_name="sessions",
        ),
        fails(
            {
                "environments": {
                    "a": {"region": "us-east-1", "profile": "one"},
                    "b": {"region": "us-east-1", "profile": "one"},
                }
            },
            table_name="sessions",
        ),
        passes({"tables": {"adminSessions": {"partition_key": "id", "ttl": "expiresAt"}}}),
    ),
    check=_table_name_taken,
)
