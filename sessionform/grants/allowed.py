"""What a grant comes to: actions on places of a table. A place is the table, one index, or the stream; ARNs come later.

Which action needs which resource: https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazondynamodb.html.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from sessionform.consumers.iam import needed_grants
from sessionform.consumers.library import Library
from sessionform.consumers.options import declared_options
from sessionform.consumers.registry import library, library_ids
from sessionform.consumers.values import index_of
from sessionform.model import AccessPattern, Grant, Table
from sessionform.patterns.serve import judge
from sessionform.patterns.verdict import Served

CONSUMER = "consumer"
"""The grant that is the session library's, where it asks for `all`."""

TABLE, STREAM, ANYWHERE = "table", "stream", "*"

STREAM_ACTIONS = ("DescribeStream", "GetRecords", "GetShardIterator")
"""What reads a stream: https://docs.aws.amazon.com/lambda/latest/dg/services-dynamodb-eventsourcemapping.html."""

LIST_STREAMS = "ListStreams"
"""IAM knows no resource for it, and Lambda refuses a role without it (the same page)."""


class Allowed(NamedTuple):
    """An action of DynamoDB's, without the service, and where: `table`, `index/NAME`, `stream` or `*`."""

    place: str
    action: str


def allowed(table: Table, grant: Grant) -> frozenset[Allowed]:
    """Everything that the grant allows, but for the keys that DynamoDB decrypts with in the caller's name."""
    return frozenset(_allowed(table, grant))


def _allowed(table: Table, grant: Grant) -> Iterator[Allowed]:
    of_library = library_of(table, grant)
    if of_library is not None:
        yield from _calls(table, of_library)
    for served in served_patterns(table, grant):
        yield Allowed(TABLE if served.index is None else index_place(served.index.name), served.operation)
    if grant.stream:
        yield from (Allowed(STREAM, action) for action in STREAM_ACTIONS)
        yield Allowed(ANYWHERE, LIST_STREAMS)


def index_place(name: str) -> str:
    return f"index/{name}"


def library_of(table: Table, grant: Grant) -> Library | None:
    """The session library whose calls the grant allows; None where it is a list of patterns or another application's."""
    if grant.name != CONSUMER or grant.patterns is not None or table.consumer is None:
        return None
    return library(table.consumer.library) if table.consumer.library in library_ids() else None


def served_patterns(table: Table, grant: Grant) -> Iterator[Served]:
    """The grant's access patterns with what serves each; those that nothing serves are errors of their own."""
    for pattern in patterns_of(table, grant):
        judged = judge(table, pattern)
        if isinstance(judged, Served):
            yield judged


def patterns_of(table: Table, grant: Grant) -> tuple[AccessPattern, ...]:
    """The table's access patterns that the grant names, in the table's order."""
    if grant.name == CONSUMER and grant.patterns is None and table.consumer is not None:
        return ()
    named = grant.patterns
    return tuple(pattern for pattern in table.access_patterns if named is None or pattern.name in named)


def _calls(table: Table, entry: Library) -> Iterator[Allowed]:
    options = declared_options(entry, table.consumer.options if table.consumer is not None else {})
    index = index_of(entry, table, options)
    places = {"table": TABLE} | {more.name: index_place(more.name) for more in entry.more_indexes}
    if index is not None:
        places["index"] = index_place(index.name)
    for needed in needed_grants(entry, table):
        if needed.on in places:
            yield from (Allowed(places[needed.on], action) for action in needed.actions)
