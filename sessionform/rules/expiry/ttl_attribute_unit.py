"""TTL reads epoch seconds, not milliseconds and not text."""

from __future__ import annotations

from collections.abc import Iterator

from sessionform.documentation import fails, passes
from sessionform.model import Table
from sessionform.rules.engine.rule import WARNING, Problem, TableRule
from sessionform.rules.expiry.sources import HOW_TTL_WORKS
from sessionform.rules.expiry.ttl_words import ttl_name_problem, words_of_ttl
from sessionform.rules.view.table_view import TableView

_FINER_UNITS = frozenset("ms msec msecs milli millis millisecond milliseconds micros microseconds ns nanos".split())


_TEXT_FORMS = frozenset(["iso", "string", "str", "text", "rfc"])


def _ttl_attribute_unit(table: Table, view: TableView) -> Iterator[Problem]:
    named = words_of_ttl(table)
    if not _FINER_UNITS.isdisjoint(named):
        yield ttl_name_problem(
            table,
            "an expiry in a finer unit than seconds",
            f"TTL reads milliseconds as seconds, tens of thousands of years away, and `{table.key}` keeps every session",
            "store epoch seconds (`expires_at // 1000`) in another attribute, e.g. `ttl: expiresAt`",
        )
    elif not _TEXT_FORMS.isdisjoint(named):
        yield ttl_name_problem(
            table,
            "an expiry written as text",
            f"TTL skips everything that is not a Number, and `{table.key}` keeps every session",
            "store epoch seconds as a Number in another attribute, e.g. `ttl: expiresAt`",
        )


RULE = TableRule(
    id="ttl-attribute-unit",
    severity=WARNING,
    summary="TTL reads epoch seconds, not milliseconds and not text",
    why=(
        "TTL reads any Number as epoch seconds: one in milliseconds is a date some 55,000 years ahead, and such a "
        "session never expires. TTL skips text. The rule goes by the attribute's name; waive it where the name "
        "misleads."
    ),
    source=HOW_TTL_WORKS,
    failing="""\
tables:
  userSessions:
    partition_key: sessionId
    ttl: expiresAtMs
""",
    passing="""\
tables:
  userSessions:
    partition_key: sessionId
    ttl: expiresAt
""",
    edges=(
        fails(ttl="expires_ms"),
        fails(ttl="expiresIso"),
        passes(ttl="expires_seconds"),
        passes(ttl={"attribute": "expiresMs", "enabled": False}),
        passes(ttl="expiresItems"),
    ),
    no_fix="the application has to store another value first",
    check=_ttl_attribute_unit,
)
