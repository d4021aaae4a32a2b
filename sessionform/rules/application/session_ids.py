"""Which attributes hold a session id."""

from __future__ import annotations

from sessionform.rules.view.attributes import words

_SESSION_WORDS = frozenset(["session", "sess", "sid", "token", "jti", "cookie"])


_ID_WORDS = _SESSION_WORDS | {"id", "key"}


def is_session_id(name: str) -> bool:
    """Whether an attribute is, by its name, the id that a browser proves its session with."""
    named = words(name)
    return bool(named) and not _SESSION_WORDS.isdisjoint(named) and named[-1] in _ID_WORDS
