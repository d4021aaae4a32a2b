"""Contributor insights show session ids to readers of CloudWatch."""

from __future__ import annotations

from collections.abc import Iterator

from sessionform.diagnostics import Path
from sessionform.documentation import fails, passes
from sessionform.edits import set_to
from sessionform.model import Table
from sessionform.rules.application.session_ids import is_session_id
from sessionform.rules.engine.rule import WARNING, Problem, TableRule
from sessionform.rules.view.table_view import TableView

INSIGHTS = "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/contributorinsights_HowItWorks.html"


def _insights_show_sessions(table: Table, view: TableView) -> Iterator[Problem]:
    if not table.contributor_insights:
        return
    shown: dict[str, tuple[Path, str]] = {}
    for setting, key in view.key_uses:
        if setting[0] != "local_secondary_indexes" and is_session_id(key.name):
            shown.setdefault(key.name, (setting, f"of index `{setting[1]}`" if len(setting) > 1 else "of the table"))
    for attribute, (setting, whose) in shown.items():
        yield Problem(
            ("contributor_insights",),
            f"contributor insights show `{attribute}`, a key {whose}, in plain text: whoever may read CloudWatch can "
            "take over the most used sessions",
            "`contributor_insights: false`, or store a hash of the session id as the key",
            related=((setting, f"`{attribute}` is a key"),),
            fixes=(set_to(("contributor_insights",), False),),
        )


RULE = TableRule(
    id="insights-show-sessions",
    severity=WARNING,
    summary="Contributor insights show session ids to readers of CloudWatch",
    why=(
        "Contributor insights list the keys that are read and throttled most, in plain text, whatever the table's "
        "encryption, for its global indexes too. A session id works like a password while the session lasts. The "
        "rule goes by the key's name."
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
    edges=(
        passes(partition_key="sessionId"),
        fails(partition_key="sessionId", sort_key="token", contributor_insights=True),
        fails(
            contributor_insights=True,
            global_secondary_indexes={
                "by_one": {"partition_key": "sid"},
                "by_two": {"partition_key": "seen", "sort_key": "sid"},
            },
        ),
        passes(sort_key="x", contributor_insights=True, local_secondary_indexes={"by_sid": {"sort_key": "sid"}}),
        passes(partition_key="sessionCount", contributor_insights=True),
    ),
    check=_insights_show_sessions,
)
