"""Lints about what session tables hold: credentials and personal data, for a limited time."""

from __future__ import annotations

from collections.abc import Iterator

from sessionform.model import Environment, Table
from sessionform.rules.attributes import words
from sessionform.rules.rule import NOTE, WARNING, Problem, TableRule

STREAMS = "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Streams.html"
RECOVERY = "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/PointInTimeRecovery_Howitworks.html"
INSIGHTS = "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/contributorinsights_HowItWorks.html"
SESSION_IDS = "https://cheatsheetseries.owasp.org/cheatsheets/Session_Management_Cheat_Sheet.html"

DEFAULT_RECOVERY_DAYS = 35
"""How far back point-in-time recovery goes where the declaration does not say (PointInTimeRecovery_Howitworks)."""

_SESSION_WORDS = frozenset(["session", "sess", "sid", "token", "jti", "cookie"])
_ID_WORDS = _SESSION_WORDS | {"id", "key"}


def _is_session_id(name: str) -> bool:
    """Whether an attribute is, by its name, the id that a browser proves its session with."""
    named = words(name)
    return bool(named) and not _SESSION_WORDS.isdisjoint(named) and named[-1] in _ID_WORDS


def _stream_shows_sessions(table: Table, environment: Environment) -> Iterator[Problem]:
    if table.stream is not None and table.stream != "KEYS_ONLY" and not table.replicas:
        yield Problem(
            ("stream",),
            f"the stream of `{table.key}` carries whole sessions: whoever reads it sees what is in them, and their ids",
            "`stream: KEYS_ONLY` where consumers need to know only that a session came or went; else let few roles "
            "read the stream",
        )
    if table.kinesis_stream is not None:
        yield Problem(
            ("kinesis_stream",),
            f"the Kinesis stream of `{table.key}` receives whole sessions before and after each change, and keeps them "
            "as long as its own retention says",
            "encrypt it, let few roles read it, and keep its retention short",
        )


stream_shows_sessions = TableRule(
    id="stream-shows-sessions",
    severity=NOTE,
    summary="A stream of full images copies the sessions",
    why=(
        "With any view but `KEYS_ONLY` every change puts the session's contents into the stream for 24 hours, ended "
        "and expired sessions included. Auditing often needs exactly that, so this is a note; rights to "
        "read the stream are then rights to read sessions. Replicas need the images, so replicated tables are exempt."
    ),
    source=STREAMS,
    failing="""\
tables:
  userSessions:
    partition_key: userId
    ttl: expiresAt
    stream: NEW_AND_OLD_IMAGES
""",
    mended="""\
tables:
  userSessions:
    partition_key: userId
    ttl: expiresAt
    stream: KEYS_ONLY
""",
    check=_stream_shows_sessions,
)


def _recovery_keeps_expired(table: Table, environment: Environment) -> Iterator[Problem]:
    recovery = table.point_in_time_recovery
    if recovery.enabled and table.ttl is not None and table.ttl.enabled:
        days = recovery.days or DEFAULT_RECOVERY_DAYS
        yield Problem(
            ("point_in_time_recovery",),
            f"sessions that expired or were ended stay recoverable in `{table.key}` for {days} "
            f"{'day' if days == 1 else 'days'}, and a restored table has no TTL until it is switched on",
            "after a restore, end the sessions that came back; a shorter window: "
            "`point_in_time_recovery: {recovery_period_in_days: 1}`"
            if days > 1
            else "after a restore, end the sessions that came back",
        )


recovery_keeps_expired = TableRule(
    id="recovery-keeps-expired",
    severity=NOTE,
    summary="Recovery brings back sessions that had ended",
    why=(
        "Point-in-time recovery keeps what TTL and log-outs delete, for up to 35 days. A restore makes a new table "
        "in which those sessions are there again, without TTL, stream, tags or alarms. The price of "
        "recovery does not depend on the window."
    ),
    source=RECOVERY,
    failing="""\
tables:
  userSessions:
    partition_key: userId
    ttl: expiresAt
    point_in_time_recovery: true
""",
    mended="""\
tables:
  userSessions:
    partition_key: userId
    ttl: expiresAt
""",
    check=_recovery_keeps_expired,
)


def _insights_show_sessions(table: Table, environment: Environment) -> Iterator[Problem]:
    if not table.contributor_insights:
        return
    for setting, attribute in zip((("partition_key",), ("sort_key",)), table.key_attributes, strict=False):
        if _is_session_id(attribute.name):
            yield Problem(
                ("contributor_insights",),
                f"contributor insights show `{attribute.name}` in plain text: whoever may read CloudWatch can take "
                "over the sessions that are used most",
                "`contributor_insights: false`, or store a hash of the session id as the key",
                related=((setting, f"`{attribute.name}` is a key"),),
            )


insights_show_sessions = TableRule(
    id="insights-show-sessions",
    severity=WARNING,
    summary="Contributor insights show session ids to readers of CloudWatch",
    why=(
        "Contributor insights list the keys that are read and throttled most, in plain text, whatever the table's "
        "encryption. A session id is as good as a password while the session lasts. The rule judges by the key's name."
    ),
    source=INSIGHTS,
    failing="""\
tables:
  userSessions:
    partition_key: sessionId
    ttl: expiresAt
    contributor_insights: true
""",
    mended="""\
tables:
  userSessions:
    partition_key: sessionId
    ttl: expiresAt
""",
    check=_insights_show_sessions,
)


def _session_id_number(table: Table, environment: Environment) -> Iterator[Problem]:
    for setting, attribute in table.all_key_uses():
        if attribute.type == "N" and _is_session_id(attribute.name):
            yield Problem(
                setting,
                f"`{attribute.name}` is a Number: DynamoDB keeps 38 digits of it and no leading zeros, and ids that are "
                "counted up can be guessed",
                f"use a random string, e.g. `{setting[-1]}: {attribute.name}`",
            )


session_id_number = TableRule(
    id="session-id-number",
    severity=WARNING,
    summary="A session id should be a random string, not a number",
    why=(
        "Whoever knows a session id is that user, so it needs at least 64 bits of randomness, better 128. Numbers invite "
        "counters, and DynamoDB's have 38 digits: a longer random one is rejected. All the session libraries that we "
        "know of write strings."
    ),
    source=SESSION_IDS,
    failing="""\
tables:
  userSessions:
    partition_key: {name: sessionId, type: N}
    ttl: expiresAt
""",
    mended="""\
tables:
  userSessions:
    partition_key: sessionId
    ttl: expiresAt
""",
    check=_session_id_number,
)

RULES = (stream_shows_sessions, recovery_keeps_expired, insights_show_sessions, session_id_number)
