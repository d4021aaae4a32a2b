"""A session id should be a random string, not a number."""

from __future__ import annotations

from collections.abc import Iterator

from sessionform.documentation import fails, passes
from sessionform.edits import set_to
from sessionform.facts.limits import NUMBER_DIGITS
from sessionform.model import Table
from sessionform.rules.application.session_ids import is_session_id
from sessionform.rules.engine.rule import WARNING, Problem, TableRule
from sessionform.rules.view.table_view import TableView

SESSION_IDS = "https://cheatsheetseries.owasp.org/cheatsheets/Session_Management_Cheat_Sheet.html"


def _session_id_number(table: Table, view: TableView) -> Iterator[Problem]:
    for setting, attribute in view.key_uses:
        if attribute.type == "N" and is_session_id(attribute.name):
            yield Problem(
                setting,
                f"`{attribute.name}` is a Number: DynamoDB keeps {NUMBER_DIGITS} digits of it and no leading zeros, "
                "and sequential ids can be guessed",
                f"use a random string, e.g. `{setting[-1]}: {attribute.name}`",
                fixes=(set_to(setting, attribute.name),),
            )


RULE = TableRule(
    id="session-id-number",
    severity=WARNING,
    summary="A session id should be a random string, not a number",
    why=(
        "Whoever knows a session id can act as that user, so it needs at least 64 bits of randomness, better 128. "
        "Numbers invite counters, and DynamoDB's have 38 digits: a longer random one is rejected. All session "
        "libraries that we know write strings."
    ),
    source=SESSION_IDS,
    failing="""\
tables:
  userSessions:
    partition_key: {name: sessionId, type: N}
    ttl: expiresAt
""",
    passing="""\
tables:
  userSessions:
    partition_key: sessionId
    ttl: expiresAt
""",
    edges=(
        fails(sort_key={"name": "sessionId", "type": "N"}),
        passes(sort_key={"name": "sessionId", "type": "B"}),
        passes(sort_key={"name": "sessionStart", "type": "N"}),
        fails(global_secondary_indexes={"by_token": {"partition_key": {"name": "token", "type": "N"}}}),
    ),
    check=_session_id_number,
)
