"""The name of a grant's policy has at most 128 characters."""

from __future__ import annotations

from collections.abc import Iterator

from sessionform.documentation import fails, passes
from sessionform.facts.limits import MAX_POLICY_NAME
from sessionform.model import Table
from sessionform.rules.engine.rule import ERROR, Problem, TableRule
from sessionform.rules.grants.sources import IAM_QUOTAS
from sessionform.rules.view.table_view import TableView
from sessionform.terraform.grants import policy_name


def _length(table: Table, view: TableView) -> Iterator[Problem]:
    for grant in table.grants:
        name = policy_name(grant.name, table.name)
        if len(name) > MAX_POLICY_NAME:
            yield Problem(
                ("grants", grant.name),
                f"the policy of the grant `{grant.name}` would be called `{name}`: {len(name)} characters, and IAM "
                f"allows {MAX_POLICY_NAME}",
                f"give the grant a name of at most {MAX_POLICY_NAME - len(table.name) - 1} characters"
                if len(table.name) < MAX_POLICY_NAME - 1
                else "the table's name alone is too long: write its policies in a configuration of your own",
                on_key=True,
            )


RULE = TableRule(
    id="grant-name-length",
    severity=ERROR,
    summary="The name of a grant's policy has at most 128 characters",
    why="The policy is named after the grant and the table, `web@sessions-production`; IAM rejects longer names.",
    source=IAM_QUOTAS,
    failing=f"""\
tables:
  userSessions:
    table_name: sessions-{"of-the-shop-" * 10}{{environment}}
    partition_key: sessionId
    ttl: expiresAt
    access_patterns:
      read_session: {{get: sessionId}}
    grants:
      web: all
""",
    passing="""\
tables:
  userSessions:
    table_name: sessions-{environment}
    partition_key: sessionId
    ttl: expiresAt
    access_patterns:
      read_session: {get: sessionId}
    grants:
      web: all
""",
    edges=(
        passes(table_name="x" * 124, grants={"web": {"stream": True}}, stream="NEW_IMAGE"),
        fails(table_name="x" * 125, grants={"web": {"stream": True}}, stream="NEW_IMAGE"),
        fails(table_name="x" * 127, grants={"w": {"stream": True}}, stream="NEW_IMAGE"),
    ),
    no_fix="only you know a shorter name",
    check=_length,
)
