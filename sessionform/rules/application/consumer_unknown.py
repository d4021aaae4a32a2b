"""The consumer must be a library that sessionform knows."""

from __future__ import annotations

from collections.abc import Iterator

from sessionform.documentation import fails, passes
from sessionform.edits import set_to
from sessionform.model import Table
from sessionform.rules.application.sources import CONSUMERS
from sessionform.rules.engine.rule import ERROR, Problem, TableRule
from sessionform.rules.view.table_view import TableView
from sessionform.suggestions import certain, nearest, suggest


def _unknown(table: Table, view: TableView) -> Iterator[Problem]:
    if table.consumer is None or not table.consumer.library or view.library is not None:
        return
    from sessionform.consumers.registry import library_ids

    name = table.consumer.library
    hint, meant = suggest(name, library_ids()), nearest(name, library_ids())
    safe = certain(name, library_ids()) is not None
    options = table.consumer.options
    fixes = [
        set_to(("consumer",), {"library": one, "options": options} if options else one, safe=safe) for one in meant[:1]
    ]
    yield Problem(
        ("consumer", "library"), f"`{name}` is not a session library that sessionform knows", hint, fixes=tuple(fixes)
    )


RULE = TableRule(
    id="consumer-unknown",
    severity=ERROR,
    summary="The consumer must be a library that sessionform knows",
    why=(
        "`consumer` promises that the table fits the library that uses it. Nothing can be promised about a library "
        "that is not in the registry; leave `consumer` out for a library of your own."
    ),
    source=CONSUMERS,
    failing="""\
tables:
  userSessions:
    partition_key: id
    ttl: expires
    consumer: connect-dynamo
""",
    passing="""\
tables:
  userSessions:
    partition_key: id
    ttl: expires
    consumer: connect-dynamodb
""",
    edges=(
        passes(),
        fails(consumer="connect-dynamodbs"),
        fails(consumer={"library": "xyzzy"}),
    ),
    check=_unknown,
)
