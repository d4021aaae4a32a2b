"""Contributor insights show session ids to readers of CloudWatch."""

from __future__ import annotations

from collections.abc import Iterator

from sessionform.model import Table
from sessionform.rules.application.session_ids import is_session_id
from sessionform.rules.engine.rule import WARNING, Problem, TableRule
from sessionform.rules.view.table_view import TableView

INSIGHTS = "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/contributorinsights_HowItWorks.html"


def _insights_show_sessions(table: Table, view: TableView) -> Iterator[Problem]:
    if not table.contributor_insights:
        return
    for setting, attribute in zip((("partition_key",), ("sort_key",)), table.key_attributes, strict=False):
        if is_session_id(attribute.name):
            yield Problem(
                ("contributor_insights",),
                f"contributor insights show `{attribute.name}` in plain text: whoever may read CloudWatch can take "
                "over the sessions that are used most",
                "`contributor_insights: false`, or store a hash of the session id as the key",
                related=((setting, f"`{attribute.name}` is a key"),),
            )


RULE = TableRule(
    id="insights-show-sessions",
    severity=WARNING,
    summary="Contributor insights show session ids to readers of CloudWatch",
    why=(
        "Contributor insights list the keys that are read and throttled most, in plain text, whatever the table's "
        "encryption. A session id is as good as a password while the session lasts. The rule judges by the key's name."
    ),
    source=INSIGHTS,
    failing="""\
tables:
  userSessions:
    partition_key: sessionId
    ttl: expiresAt
    contributor_insights: true
""",
    passing="""\
tables:
  userSessions:
    partition_key: sessionId
    ttl: expiresAt
""",
    check=_insights_show_sessions,
)
