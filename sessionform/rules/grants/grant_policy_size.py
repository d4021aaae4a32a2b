"""The policy of a grant has at most 6,144 characters."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sessionform.documentation import fails, passes
from sessionform.facts.limits import MAX_MANAGED_POLICY
from sessionform.grants.policy import policy_characters
from sessionform.model import Table
from sessionform.rules.engine.rule import ERROR, Problem, TableRule
from sessionform.rules.grants.sources import IAM_QUOTAS
from sessionform.rules.view.table_view import TableView


def _size(table: Table, view: TableView) -> Iterator[Problem]:
    for grant in table.grants:
        size = policy_characters(table, view.environment, grant)
        if size > MAX_MANAGED_POLICY:
            yield Problem(
                ("grants", grant.name),
                f"the policy of the grant `{grant.name}` has {size:,} characters; IAM allows {MAX_MANAGED_POLICY:,}",
                "split it into two grants, each with some of the patterns, and give the role both",
                on_key=True,
            )


_REGIONS = "us-west-2 eu-west-1 eu-central-1 eu-north-1 ap-south-1 ca-central-1 sa-east-1 ap-northeast-1".split()


def _asked(last: int) -> dict[str, Any]:
    """A table whose policy names twenty indexes of long names, the last one with so many characters."""
    names = [f"{number:02}{'y' * 125}" for number in range(19)] + ["z" * last]
    return {
        "table_name": "x" * 120,
        "global_secondary_indexes": {name: {"partition_key": f"k{name[:2]}", "projection": "ALL"} for name in names},
        "access_patterns": {f"p{name[:2]}": {"query": f"k{name[:2]}"} for name in names},
        "grants": {"web": "all"},
    }


RULE = TableRule(
    id="grant-policy-size",
    severity=ERROR,
    summary="The policy of a grant has at most 6,144 characters",
    why=(
        "IAM rejects a longer one in the middle of the deploy. The policy has an ARN for every index that a pattern "
        "uses, in every region with a replica."
    ),
    source=IAM_QUOTAS,
    failing=f"""\
tables:
  userSessions:
    partition_key: sessionId
    ttl: expiresAt
    stream: NEW_AND_OLD_IMAGES
    replicas: {{{", ".join(f"{region}: {{}}" for region in _REGIONS)}}}
    global_secondary_indexes:
      {"".join(f"by_{number}: {{partition_key: k{number}}}{chr(10)}      " for number in range(9)).rstrip()}
    access_patterns:
      {"".join(f"ask_{number}: {{query: k{number}}}{chr(10)}      " for number in range(9)).rstrip()}
    grants:
      web: all
""",
    passing="""\
tables:
  userSessions:
    partition_key: sessionId
    ttl: expiresAt
    global_secondary_indexes:
      by_user: {partition_key: userId}
    access_patterns:
      sessions_of_user: {query: userId}
    grants:
      web: all
""",
    edges=(passes(**_asked(113)), fails(**_asked(114))),
    no_fix="only you know which patterns belong together",
    check=_size,
)
