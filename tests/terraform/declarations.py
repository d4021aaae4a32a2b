"""Small declarations for tests of the back end: only what a test is about is written out."""

from __future__ import annotations

from textwrap import indent

from sessionform.compile import compile_text
from sessionform.model import Declaration, Environment, Table

KEYS = "partition_key: userId\nsort_key: sessionId\nttl: expiresAt\n"


def declaration(text: str) -> Declaration:
    """What a whole file means; ValueError, with what is wrong with it, where it fails."""
    compiled = compile_text(text, "sessions.yaml")
    if compiled.failed:
        raise ValueError([item.finding.message for item in compiled.problems])
    return compiled.valid()


def table(settings: str, keys: str = KEYS) -> Table:
    """The one table `userSessions` of the one environment `production`, with these settings besides its keys."""
    return environment("region: us-east-1", f"userSessions:\n{indent(keys + settings, '  ')}").tables["userSessions"]


def environment(settings: str, tables: str = f"userSessions:\n{indent(KEYS, '  ')}", more: str = "") -> Environment:
    """The environment `production` with these settings."""
    text = (
        f"version: 1\nenvironments:\n  production:\n{indent(settings, '    ')}\ntables:\n{indent(tables, '  ')}\n{more}"
    )
    return declaration(text).environments["production"]
