"""An attribute such as `createdAt` makes every session expired from the start."""

from __future__ import annotations

from collections.abc import Iterator

from sessionform.documentation import fails, passes
from sessionform.model import Table
from sessionform.rules.engine.rule import WARNING, Problem, TableRule
from sessionform.rules.expiry.sources import HOW_TTL_WORKS
from sessionform.rules.expiry.ttl_words import ttl_name_problem, words_of_ttl
from sessionform.rules.view.table_view import TableView

_PAST = frozenset("accessed changed created issued last login modified seen started touched updated".split())


_FUTURE = frozenset(["end", "ends", "expire", "expires", "expiration", "expiry", "until", "valid"])


def _ttl_attribute_past(table: Table, view: TableView) -> Iterator[Problem]:
    named = words_of_ttl(table)
    if not _PAST.isdisjoint(named) and _FUTURE.isdisjoint(named):
        yield ttl_name_problem(
            table,
            "a time that is past when it is written",
            f"DynamoDB would delete sessions of `{table.key}` that are still in use",
            "store the time of expiry in another attribute, e.g. `ttl: expiresAt`",
        )


RULE = TableRule(
    id="ttl-attribute-past",
    severity=WARNING,
    summary="An attribute such as `createdAt` makes every session expired from the start",
    why=(
        "TTL deletes an item once the time in its attribute has passed; it adds no lifetime to it. An item that "
        "holds the time of its creation may be deleted at once. The rule goes by the attribute's name; waive it "
        "where the name misleads."
    ),
    source=HOW_TTL_WORKS,
    failing="""\
tables:
  userSessions:
    partition_key: sessionId
    ttl: createdAt
""",
    passing="""\
tables:
  userSessions:
    partition_key: sessionId
    ttl: expiresAt
""",
    edges=(
        passes(ttl="lastExpiry"),
        fails(ttl={"attribute": "last_seen"}),
        passes(ttl={"attribute": "createdAt", "enabled": False}),
        passes(ttl="validUntilChanged"),
    ),
    no_fix="the application has to store another value first",
    check=_ttl_attribute_past,
)
