"""Rules about what the name of a TTL attribute says of the values in it: they must be moments, in epoch seconds."""

from __future__ import annotations

from collections.abc import Iterator

from sessionform.model import Environment, Table
from sessionform.rules.attributes import words
from sessionform.rules.rule import WARNING, Problem, TableRule

HOW_TTL_WORKS = "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/howitworks-ttl.html"
BEFORE_TTL = "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/time-to-live-ttl-before-you-start.html"

_FINER_UNITS = frozenset("ms msec msecs milli millis millisecond milliseconds micros microseconds ns nanos".split())
_TEXT_FORMS = frozenset(["iso", "string", "str", "text", "rfc"])
_PAST = frozenset("accessed changed created issued last login modified seen started touched updated".split())
_FUTURE = frozenset(["end", "ends", "expire", "expires", "expiration", "expiry", "until", "valid"])
_DURATIONS = frozenset(["age", "days", "duration", "hours", "in", "lifespan", "lifetime", "minutes", "timeout"])


def _words_of_ttl(table: Table) -> tuple[str, ...]:
    """The words of the TTL attribute's name; none where TTL is off."""
    if table.ttl is None or not table.ttl.enabled or table.ttl.attribute is None:
        return ()
    return words(table.ttl.attribute)


def _problem(table: Table, says: str, effect: str, hint: str) -> Problem:
    name = "" if table.ttl is None else table.ttl.attribute
    return Problem(("ttl", "attribute"), f"`{name}` sounds like {says}: {effect}", hint)


def _ttl_attribute_unit(table: Table, environment: Environment) -> Iterator[Problem]:
    named = _words_of_ttl(table)
    if not _FINER_UNITS.isdisjoint(named):
        yield _problem(
            table,
            "an expiry in a finer unit than seconds",
            f"TTL reads milliseconds as seconds, tens of thousands of years away, and `{table.key}` keeps every session",
            "store epoch seconds (`expires_at // 1000`) in another attribute, e.g. `ttl: expiresAt`",
        )
    elif not _TEXT_FORMS.isdisjoint(named):
        yield _problem(
            table,
            "an expiry written as text",
            f"TTL passes over everything that is not a Number, and `{table.key}` keeps every session",
            "store epoch seconds as a Number in another attribute, e.g. `ttl: expiresAt`",
        )


ttl_attribute_unit = TableRule(
    id="ttl-attribute-unit",
    severity=WARNING,
    summary="TTL reads epoch seconds, not milliseconds and not text",
    why=(
        "TTL takes any Number for epoch seconds: one in milliseconds is a date some 55,000 years ahead, and such a "
        "session never expires. Text is passed over. The rule judges by the attribute's name; waive it where the "
        "name misleads."
    ),
    source=HOW_TTL_WORKS,
    failing="""\
tables:
  userSessions:
    partition_key: sessionId
    ttl: expiresAtMs
""",
    mended="""\
tables:
  userSessions:
    partition_key: sessionId
    ttl: expiresAt
""",
    check=_ttl_attribute_unit,
)


def _ttl_attribute_past(table: Table, environment: Environment) -> Iterator[Problem]:
    named = _words_of_ttl(table)
    if not _PAST.isdisjoint(named) and _FUTURE.isdisjoint(named):
        yield _problem(
            table,
            "a moment that is past when it is written",
            f"DynamoDB would delete sessions of `{table.key}` that are still in use",
            "store the moment of expiry in another attribute, e.g. `ttl: expiresAt`",
        )


ttl_attribute_past = TableRule(
    id="ttl-attribute-past",
    severity=WARNING,
    summary="An attribute such as `createdAt` makes every session expired from the start",
    why=(
        "TTL deletes an item once the moment in its attribute has passed; it adds no lifetime to it. An item that "
        "carries the time of its creation may be deleted at once. The rule judges by the attribute's name; waive "
        "it where the name misleads."
    ),
    source=HOW_TTL_WORKS,
    failing="""\
tables:
  userSessions:
    partition_key: sessionId
    ttl: createdAt
""",
    mended="""\
tables:
  userSessions:
    partition_key: sessionId
    ttl: expiresAt
""",
    check=_ttl_attribute_past,
)


def _ttl_attribute_duration(table: Table, environment: Environment) -> Iterator[Problem]:
    named = _words_of_ttl(table)
    if named and named[-1] in _DURATIONS:
        yield _problem(
            table,
            "a length of time",
            f"read as a moment it lies in 1970, and DynamoDB ignores moments over five years ago: `{table.key}` "
            "keeps every session",
            "store the moment of expiry (now plus the lifetime) in another attribute, e.g. `ttl: expiresAt`",
        )


ttl_attribute_duration = TableRule(
    id="ttl-attribute-duration",
    severity=WARNING,
    summary="TTL reads a moment, not a length of time",
    why=(
        "A lifetime such as 3600 is, as epoch seconds, an hour into 1970. To guard against mistakes DynamoDB does not "
        "delete items whose expiry lies more than five years back, so such sessions stay for ever. The rule judges by "
        "the attribute's name; waive it where the name misleads."
    ),
    source=BEFORE_TTL,
    failing="""\
tables:
  userSessions:
    partition_key: sessionId
    ttl: maxAge
""",
    mended="""\
tables:
  userSessions:
    partition_key: sessionId
    ttl: expiresAt
""",
    check=_ttl_attribute_duration,
)

RULES = (ttl_attribute_unit, ttl_attribute_past, ttl_attribute_duration)
