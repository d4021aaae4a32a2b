"""A library that makes way for another, or gets other options: what the review says of existing sessions."""

from __future__ import annotations

import pytest

from sessionform.compile import compile_text
from sessionform.review.model import Change
from sessionform.review.review import review
from tests.review.case import TODAY

TABLE = """\
version: 1
environments: {production: {region: us-east-1}}
tables:
  userSessions: {partition_key: %s, ttl: %s%s}
"""
CONNECT = "{library: connect-dynamodb, options: {%s}}"


def change(before: tuple[str, str, str | None], after: tuple[str, str, str | None]) -> Change:
    texts = (
        TABLE % (key, ttl, f", consumer: {consumer}" if consumer else "") for key, ttl, consumer in (before, after)
    )
    sides = (compile_text(text, f"{name}.yaml", TODAY) for text, name in zip(texts, "ab", strict=True))
    (found,) = (item for item in review(*sides, TODAY).changes if item.rule == "consumer-changed")
    return found


@pytest.mark.parametrize(
    ("before", "after", "severity", "words"),
    [
        (("id", "expires", None), ("id", "expires", "connect-dynamodb"), "medium", "may not find sessions"),
        (("id", "expires", "connect-dynamodb"), ("id", "expires", None), "low", "no longer for `connect-dynamodb`"),
        (
            ("id", "expires", "connect-dynamodb"),
            ("id", "expires", "aws-sdk-php"),
            "high",
            "every user is logged out when it is released",
        ),
        (
            ("session_key", "expires", CONNECT % "hashKey: session_key"),
            ("session_key", "false", "django-dynamodb-sessions"),
            "high",
            "writes no expiry, so its sessions never expire",
        ),
        (
            ("id", "expires", CONNECT % "hashKey: id"),
            ("sid", "expires", CONNECT % "hashKey: sid"),
            "medium",
            '`hashKey` (name of the partition key) changes from "id" to "sid", and existing sessions stay under the old one',
        ),
        (
            ("id", "expires", CONNECT % ""),
            ("id", "expires", CONNECT % "prefix: 's:'"),
            "high",
            'from "sess:" to "s:"; `prefix` is part of each key, so no existing session is found: every user is',
        ),
        (
            ("_idx", "a", "{library: remix-architect, options: {ttl: a}}"),
            ("_idx", "b", "{library: remix-architect, options: {ttl: b}}"),
            "high",
            "writes the expiry into `b`, and existing sessions have theirs in `a`: TTL acts on only one of the two",
        ),
    ],
)
def test_what_becomes_of_sessions(
    before: tuple[str, str, str | None], after: tuple[str, str, str | None], severity: str, words: str
) -> None:
    found = change(before, after)
    assert (str(found.severity), words in found.message) == (severity, True), found.message
    assert (found.terraform, found.outcome) == ("no-op", "none")


def test_a_default_that_is_written_out_is_no_change() -> None:
    texts = (TABLE % ("id", "expires", f", consumer: {it}") for it in ("connect-dynamodb", CONNECT % "prefix: 'sess:'"))
    sides = (compile_text(text, f"{name}.yaml", TODAY) for text, name in zip(texts, "ab", strict=True))
    assert review(*sides, TODAY).changes == ()
