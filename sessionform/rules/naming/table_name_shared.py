"""Two environments that may share an account use one table name."""

from __future__ import annotations

from collections.abc import Iterator

from sessionform.documentation import fails, passes
from sessionform.model import Declaration
from sessionform.rules.engine.rule import WARNING, DeclarationRule, Problem
from sessionform.rules.naming.meetings import meeting_problem, meetings
from sessionform.rules.naming.sources import CREATE_TABLE


def _table_name_shared(declaration: Declaration) -> Iterator[Problem]:
    for meeting in meetings(declaration):
        if not meeting.certain:
            yield meeting_problem(
                meeting, "give each environment its `account_id`, or put `{environment}` into the name"
            )


RULE = DeclarationRule(
    id="table-name-shared",
    severity=WARNING,
    summary="Two environments that may share an account use one table name",
    why=(
        "Table names are unique within an account and a region. Where two environments use one name, only their "
        "`account_id` tells whether they are two accounts; it also makes the provider refuse the wrong one."
    ),
    source=CREATE_TABLE,
    failing="""\
version: 1
table_name: "{table}"
environments:
  development: {region: us-east-1}
  staging: {region: us-east-1}
tables:
  userSessions:
    partition_key: sessionId
    ttl: expiresAt
""",
    passing="""\
version: 1
table_name: "{table}"
environments:
  development: {region: us-east-1, account_id: "111111111111"}
  staging: {region: us-east-1, account_id: "222222222222"}
tables:
  userSessions:
    partition_key: sessionId
    ttl: expiresAt
""",
    edges=(
        passes({"environments": {"a": {"region": "us-east-1"}, "b": {"region": "eu-west-1"}}}, table_name="sessions"),
        passes(
            {
                "environments": {
                    "a": {"region": "us-east-1", "account_id": "111122223333"},
                    "b": {"region": "us-east-1", "account_id": "444455556666"},
                }
            },
            table_name="sessions",
        ),
        fails(
            {
                "environments": {
                    "a": {"region": "us-east-1", "account_id": "111122223333"},
                    "b": {"region": "us-east-1"},
                }
            },
            table_name="sessions",
        ),
        fails(
            {
                "environments": {
                    "a": {"region": "us-east-1"},
                    "b": {"region": "us-east-1", "account_id": "111122223333"},
                }
            },
            table_name="sessions",
        ),
        passes(
            {
                "environments": {
                    "a": {"region": "us-east-1", "profile": "one"},
                    "b": {"region": "us-east-1", "profile": "two"},
                }
            },
            table_name="sessions",
        ),
        fails(
            {"environments": {"a": {"region": "us-east-1", "profile": "one"}, "b": {"region": "us-east-1"}}},
            table_name="sessions",
        ),
        passes(
            {
                "environments": {
                    "a": {"region": "us-east-1", "endpoint_url": "http://localhost:8000"},
                    "b": {"region": "us-east-1"},
                }
            },
            table_name="sessions",
        ),
        fails(
            {"environments": {"a": {"region": "us-east-1"}, "b": {"region": "eu-west-1"}}},
            table_name="sessions",
            stream="NEW_AND_OLD_IMAGES",
            environments={"a": {"replicas": {"eu-west-1": {}}}},
        ),
        fails(
            {
                "environments": {"a": {"region": "us-east-1"}, "b": {"region": "us-east-1"}},
                "tables": {
                    "adminSessions": {
                        "partition_key": "id",
                        "ttl": "expiresAt",
                        "table_name": "sessions",
                        "only_in": ["b"],
                    }
                },
            },
            table_name="sessions",
            only_in=["a"],
        ),
    ),
    no_fix="only you know the accounts of the environments",
    check=_table_name_shared,
)
