"""Rules about the session library that uses a table, and what sessions hold."""

from __future__ import annotations

from sessionform.rules.application import (
    consumer_expiry_late,
    consumer_index,
    consumer_keys,
    consumer_option,
    consumer_table_name,
    consumer_ttl,
    consumer_unknown,
    insights_show_sessions,
    recovery_keeps_expired,
    session_id_number,
    stream_shows_sessions,
)

RULES = (
    consumer_unknown.RULE,
    consumer_option.RULE,
    consumer_keys.RULE,
    consumer_index.RULE,
    consumer_ttl.RULE,
    consumer_table_name.RULE,
    consumer_expiry_late.RULE,
    stream_shows_sessions.RULE,
    recovery_keeps_expired.RULE,
    insights_show_sessions.RULE,
    session_id_number.RULE,
)
