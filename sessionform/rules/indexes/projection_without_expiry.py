"""An index without the TTL attribute returns expired sessions."""

from __future__ import annotations

from collections.abc import Iterator

from sessionform.documentation import fails, passes
from sessionform.edits import set_to
from sessionform.model import Table
from sessionform.rules.engine.rule import NOTE, Problem, TableRule
from sessionform.rules.indexes.projections import projections_of
from sessionform.rules.view.table_view import TableView

TTL = "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/howitworks-ttl.html"


def _projection_without_expiry(table: Table, view: TableView) -> Iterator[Problem]:
    if table.ttl is None or table.ttl.attribute is None or not table.ttl.enabled:
        return
    expiry = table.ttl.attribute
    for setting, name, projection in projections_of(table):
        if projection.type == "ALL" or expiry in projection.include or _is_key(view, name, expiry):
            continue
        yield Problem(
            setting,
            f"index `{name}` does not hold `{expiry}`, so a query on it cannot tell which sessions have expired",
            f"`projection: {{include: [{', '.join((*projection.include, expiry))}]}}`, "
            "unless every answer is read from the table again",
            related=((("ttl",), "the expiry"),),
            fixes=(set_to(setting, {"include": [*projection.include, expiry]}),),
        )


def _is_key(view: TableView, index: str, name: str) -> bool:
    """Whether the attribute is in that index because it is a key of it or of the table."""
    return any(
        attribute.name == name and (len(setting) == 1 or setting[1] == index) for setting, attribute in view.key_uses
    )


RULE = TableRule(
    id="projection-without-expiry",
    severity=NOTE,
    summary="An index without the TTL attribute returns expired sessions",
    why=(
        "DynamoDB deletes expired items late, typically within two days, and returns them until then. Queries filter "
        "them out by comparing the TTL attribute with the time, which an index can do only if it holds that attribute."
    ),
    source=TTL,
    failing="""\
tables:
  userSessions:
    partition_key: sessionId
    ttl: expiresAt
    global_secondary_indexes:
      by_user: {partition_key: userId, projection: KEYS_ONLY}
""",
    passing="""\
tables:
  userSessions:
    partition_key: sessionId
    ttl: expiresAt
    global_secondary_indexes:
      by_user: {partition_key: userId, projection: {include: [expiresAt]}}
""",
    edges=(
        passes(global_secondary_indexes={"by_id": {"partition_key": "id", "projection": {"include": ["expiresAt"]}}}),
        passes(
            global_secondary_indexes={
                "by_id": {
                    "partition_key": "id",
                    "sort_key": {"name": "expiresAt", "type": "N"},
                    "projection": "KEYS_ONLY",
                }
            }
        ),
        fails(
            global_secondary_indexes={
                "by_end": {"partition_key": "x", "sort_key": {"name": "expiresAt", "type": "N"}},
                "by_id": {"partition_key": "id", "projection": "KEYS_ONLY"},
            }
        ),
        passes(
            sort_key={"name": "expiresAt", "type": "N"},
            global_secondary_indexes={"by_id": {"partition_key": "id", "projection": "KEYS_ONLY"}},
        ),
        fails(
            sort_key="sid", local_secondary_indexes={"by_seen": {"sort_key": "seen", "projection": {"include": ["ip"]}}}
        ),
        passes(
            ttl={"attribute": "expiresAt", "enabled": False},
            global_secondary_indexes={"by_id": {"partition_key": "id", "projection": "KEYS_ONLY"}},
        ),
        passes(ttl=None, global_secondary_indexes={"by_id": {"partition_key": "id", "projection": "KEYS_ONLY"}}),
    ),
    check=_projection_without_expiry,
)
