"""Rules about the session library that uses a table: what it would really do with it, as `consumers` knows it.

`consumers` is imported where a table has one: most files do without, and it would cost every check some milliseconds.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from sessionform.model import Environment, Table
from sessionform.rules.attributes import keys_have_names
from sessionform.rules.rule import ERROR, NOTE, Problem, TableRule, once_a_table
from sessionform.suggestions import suggest

if TYPE_CHECKING:
    from sessionform.consumers.fit import Kind, Mismatch
    from sessionform.consumers.library import Library

CONSUMERS = "docs/consumers.md"
GET_ITEM = "https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_GetItem.html"
QUERY = "https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_Query.html"
TTL = "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/howitworks-ttl.html"
TTL_FORMAT = "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/time-to-live-ttl-before-you-start.html"


def _library(table: Table) -> Library | None:
    """What is known of the table's consumer; None where it has none, or an unknown one."""
    if table.consumer is None:
        return None
    from sessionform.consumers.registry import library, library_ids

    return library(table.consumer.library) if table.consumer.library in library_ids() else None


def _unknown(table: Table, environment: Environment) -> Iterator[Problem]:
    if table.consumer is None or not table.consumer.library or _library(table) is not None:
        return
    from sessionform.consumers.registry import library_ids

    name = table.consumer.library
    hint = suggest(name, library_ids())
    yield Problem(("consumer", "library"), f"there is no session library `{name}` here", hint)


def _options(table: Table, environment: Environment) -> Iterator[Problem]:
    library = _library(table)
    if table.consumer is None or library is None:
        return
    from sessionform.consumers.options import option_problems

    for problem in option_problems(library, table.consumer.options):
        yield Problem(("consumer", "options", *problem.path), problem.message, problem.hint, on_key=True)


@once_a_table
def _all_mismatches(table: Table) -> list[Mismatch]:
    if _library(table) is None or not keys_have_names(table):
        return []
    from sessionform.consumers.fit import fit

    return fit(table)


def _mismatches(kind: Kind) -> Callable[[Table, Environment], Iterator[Problem]]:
    def check(table: Table, environment: Environment) -> Iterator[Problem]:
        library = _library(table)
        for mismatch in _all_mismatches(table):
            if mismatch.kind == kind and library is not None:
                related = ((("consumer",), "used by this library"),)
                yield Problem(mismatch.setting, mismatch.message, mismatch.hint(library), related=related)

    return check


consumer_unknown = TableRule(
    id="consumer-unknown",
    severity=ERROR,
    summary="The consumer must be a library that we know",
    why=(
        "`consumer` promises that the table fits the library that uses it. Nothing can be promised about a library "
        "that is not in the registry; leave `consumer` away for one of your own."
    ),
    source=CONSUMERS,
    failing="""\
tables:
  userSessions:
    partition_key: id
    ttl: expires
    consumer: connect-dynamo
""",
    mended="""\
tables:
  userSessions:
    partition_key: id
    ttl: expires
    consumer: connect-dynamodb
""",
    check=_unknown,
)

consumer_option = TableRule(
    id="consumer-option",
    severity=ERROR,
    summary="The consumer's options must be those of the library",
    why=(
        "`options` mirror what the application gives the library, under the library's own names. A name that the "
        "library does not have changes nothing in the application, and the table would be judged by a setting that "
        "is not there."
    ),
    source=CONSUMERS,
    failing="""\
tables:
  userSessions:
    partition_key: sessionId
    ttl: expires
    consumer: {library: connect-dynamodb, options: {hashkey: sessionId}}
""",
    mended="""\
tables:
  userSessions:
    partition_key: sessionId
    ttl: expires
    consumer: {library: connect-dynamodb, options: {hashKey: sessionId}}
""",
    check=_options,
)

consumer_keys = TableRule(
    id="consumer-keys",
    severity=ERROR,
    summary="The table's keys must be those that the library reads and writes",
    why=(
        "A session library sends the keys that it was written for, and DynamoDB refuses every call whose keys are not "
        "exactly the table's. What people then see differs: some libraries stop the application, some answer every "
        "request with a 500, and some swallow the error, so that every user just looks logged out."
    ),
    source=GET_ITEM,
    failing="""\
tables:
  userSessions:
    partition_key: id
    sort_key: sessionId
    ttl: expires
    consumer: connect-dynamodb
""",
    mended="""\
tables:
  userSessions:
    partition_key: id
    ttl: expires
    consumer: connect-dynamodb
""",
    check=_mismatches("keys"),
)

consumer_index = TableRule(
    id="consumer-index",
    severity=ERROR,
    summary="The table must have the index that the library queries",
    why="A query on an index that is not there, or has other keys, fails; what the projection leaves out is not read.",
    source=QUERY,
    failing="""\
tables:
  userSessions:
    partition_key: pk
    sort_key: sk
    ttl: expires
    consumer: auth-js
""",
    mended="""\
tables:
  userSessions:
    partition_key: pk
    sort_key: sk
    ttl: expires
    global_secondary_indexes:
      GSI1: {partition_key: GSI1PK, sort_key: GSI1SK}
    consumer: auth-js
""",
    check=_mismatches("index"),
)

consumer_ttl = TableRule(
    id="consumer-ttl",
    severity=ERROR,
    summary="TTL must be on the attribute in which the library writes the expiry",
    why=(
        "TTL deletes only items whose TTL attribute is a Number of epoch seconds, and passes over all others in "
        "silence: on an attribute that the library never writes, or writes as a String, no session is ever deleted. "
        "Some libraries rely on that deletion alone; with them nobody would ever be logged out."
    ),
    source=TTL_FORMAT,
    failing="""\
tables:
  userSessions:
    partition_key: id
    ttl: ttl
    consumer: flask-session
""",
    mended="""\
tables:
  userSessions:
    partition_key: id
    ttl: expiration
    consumer: flask-session
""",
    check=_mismatches("ttl"),
)

consumer_table_name = TableRule(
    id="consumer-table-name",
    severity=ERROR,
    summary="A table name among the consumer's options must be this table's",
    why=(
        "The application would read and write another table; some libraries even create it, without TTL. Leave the "
        "option away: `explain` prints the name of the table in each environment."
    ),
    source=CONSUMERS,
    failing="""\
tables:
  userSessions:
    partition_key: id
    ttl: expires
    consumer: {library: connect-dynamodb, options: {table: sessions}}
""",
    mended="""\
tables:
  userSessions:
    table_name: sessions
    partition_key: id
    ttl: expires
    consumer: {library: connect-dynamodb, options: {table: sessions}}
""",
    check=_mismatches("table-name"),
)


def _expiry_late(table: Table, environment: Environment) -> Iterator[Problem]:
    library = _library(table)
    if library is None or table.ttl is None or not table.ttl.enabled:
        return
    if library.expiry.usable and not library.expiry.checks_itself:
        yield Problem(
            ("consumer", "library"),
            f"{library.title} never looks at the age of a session: one that has expired stays good until DynamoDB has "
            "deleted it, which may take days",
            "where that is too long, keep the expiry in the session too, and let the application refuse it",
            related=((("ttl",), "the expiry"),),
        )


consumer_expiry_late = TableRule(
    id="consumer-expiry-late",
    severity=NOTE,
    summary="The library accepts a session until DynamoDB has deleted it",
    why=(
        "TTL deletes late, typically within two days, and every read returns the item until then. Most libraries compare "
        "the expiry with the time; this one leaves it to DynamoDB, so that a session outlives its expiry."
    ),
    source=TTL,
    failing="""\
tables:
  userSessions:
    partition_key: id
    ttl: expiration
    consumer: flask-session
""",
    mended="""\
tables:
  userSessions:
    partition_key: id
    ttl: expires
    consumer: connect-dynamodb
""",
    check=_expiry_late,
)

RULES = (
    consumer_unknown,
    consumer_option,
    consumer_keys,
    consumer_index,
    consumer_ttl,
    consumer_table_name,
    consumer_expiry_late,
)
