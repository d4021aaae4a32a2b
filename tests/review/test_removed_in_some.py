"""A table that `removed` names in some environments, while others lose it too."""

from __future__ import annotations

from sessionform.compile import compile_text
from sessionform.review.model import Change
from sessionform.review.review import review
from tests.review.case import TODAY

_BASE = """\
version: 1
environments: {a: {region: us-east-1}, b: {region: us-east-1}, c: {region: us-east-1}}
tables:
  devices: {partition_key: id, ttl: expiresAt}
"""
_TABLE = "  sessions: {partition_key: id, ttl: expiresAt%s}\n"


def _deleted(rest: str, removed: str, before: str = _TABLE % "") -> dict[str, Change]:
    base = compile_text(_BASE + before, "before.yaml", TODAY)
    head = compile_text(f"{_BASE}{rest}removed: {{sessions: {{{removed}}}}}\n", "after.yaml", TODAY)
    assert not head.failed, head.diagnostics
    return {item.environment: item for item in review(base, head, TODAY).changes if item.rule == "table-removed"}


def test_the_hint_extends_the_entry_that_is_there() -> None:
    for rest in (_TABLE % ", only_in: [c]", ""):
        hint = _deleted(rest, "keep: true, only_in: [a]")["b"].hint
        assert "`removed: {sessions: {keep: true, only_in: [a, b]}}`" in hint, rest


def test_what_the_hint_writes_keeps_both() -> None:
    assert _deleted(_TABLE % ", only_in: [c]", "keep: true, only_in: [a, b]") == {}


def test_an_entry_that_deletes_elsewhere_cannot_keep_here() -> None:
    hint = _deleted(_TABLE % ", only_in: [c]", "delete: true, only_in: [a]")["b"].hint
    assert "keep: true" not in hint
    assert "in a later deploy" in hint
    assert "`removed: {sessions: {delete: true, only_in: [a, b]}}`" in hint


def test_a_table_that_may_be_called_otherwise_gets_the_same_entry() -> None:
    hint = _deleted("  users: {partition_key: id, ttl: expiresAt, only_in: [b]}\n", "keep: true, only_in: [a]")[
        "b"
    ].hint
    assert "`renamed_from: sessions`" in hint
    assert "`removed: {sessions: {keep: true, only_in: [a, b]}}`" in hint
