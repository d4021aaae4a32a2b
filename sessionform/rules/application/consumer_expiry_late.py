"""The library accepts a session until DynamoDB has deleted it."""

from __future__ import annotations

from collections.abc import Iterator

from sessionform.documentation import fails, passes
from sessionform.model import Table
from sessionform.rules.engine.rule import NOTE, Problem, TableRule
from sessionform.rules.view.table_view import TableView

TTL = "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/howitworks-ttl.html"


def _expiry_late(table: Table, view: TableView) -> Iterator[Problem]:
    library = view.library
    if library is None or table.ttl is None or not table.ttl.enabled:
        return
    if library.expiry.usable and not library.expiry.checks_itself:
        yield Problem(
            ("consumer", "library"),
            f"{library.title} never checks the age of a session: an expired one stays valid until DynamoDB has "
            "deleted it, which may take days",
            "if that is too long, store the expiry in the session too, and let the application reject expired sessions",
            related=((("ttl",), "the expiry"),),
        )


RULE = TableRule(
    id="consumer-expiry-late",
    severity=NOTE,
    summary="The library accepts a session until DynamoDB has deleted it",
    why=(
        "TTL deletes late, typically within two days, and every read returns the item until then. Most libraries "
        "compare the expiry with the time; this one leaves it to DynamoDB, so a session outlives its expiry."
    ),
    source=TTL,
    failing="""\
tables:
  userSessions:
    partition_key: id
    ttl: expiration
    consumer: flask-session
""",
    passing="""\
tables:
  userSessions:
    partition_key: id
    ttl: expires
    consumer: connect-dynamodb
""",
    edges=(
        passes(partition_key="id", ttl=None, consumer="flask-session"),
        passes(partition_key="id", ttl="expires", consumer="connect-dynamodb"),
        fails(partition_key="id", ttl="expiration", consumer="flask-session"),
        passes(partition_key="id", ttl={"attribute": "expiration", "enabled": False}, consumer="flask-session"),
    ),
    no_fix="it is how the library works",
    check=_expiry_late,
)
