"""Tables that take each other's keys: the steps that the hints name keep every table, one after the other."""

from __future__ import annotations

import pytest

from sessionform.compile import Compiled, compile_text
from sessionform.review.outcome import Outcome
from sessionform.review.review import review
from sessionform.rules.lifecycle.renames_in_turn import in_turn, waiting_renames, way
from tests.review.case import TODAY

HEAD = "version: 1\nenvironments: {production: {region: us-east-1}}\ntables:\n"

SEVERAL = {
    "chain": {"a": "b", "b": "c"},
    "chain of three": {"a": "b", "b": "c", "c": "d"},
    "swap": {"a": "b", "b": "a"},
    "circle": {"a": "b", "b": "c", "c": "a"},
    "two": {"a": "b", "b": "c", "x": "y", "y": "x"},
}


def declaration(tables: dict[str, str], earlier: dict[str, str]) -> Compiled:
    """Tables by key, with their names in AWS, and what `renamed_from` says of some."""
    lines = [
        f"  {key}: {{partition_key: userId, ttl: expiresAt, table_name: {name}"
        + (f", renamed_from: {earlier[key]}" if key in earlier else "")
        + "}\n"
        for key, name in tables.items()
    ]
    return compile_text(HEAD + "".join(lines), "sessions.yaml", TODAY)


@pytest.mark.parametrize("renames", SEVERAL.values(), ids=SEVERAL)
def test_at_once_they_are_refused_with_every_step(renames: dict[str, str]) -> None:
    """`renamed_from` that says all of them stops in the check, which names the steps in order."""
    names = {new: f"{old}-sessions" for old, new in renames.items()}
    compiled = declaration(names, {new: old for old, new in renames.items()})
    found = [item.finding for item in compiled.diagnostics if item.finding.rule == "renamed-from-declared"]
    assert {finding.path[1] for finding in found} == {new for old, new in renames.items() if old in renames.values()}
    for finding in found:
        assert way(waiting_renames((str(finding.path[1]),), renames)).splitlines()[0] in finding.hint
        assert "remove `renamed_from`" not in finding.hint
        assert finding.fixes == ()


@pytest.mark.parametrize("renames", SEVERAL.values(), ids=SEVERAL)
def test_unsaid_they_lose_tables_and_one_hint_has_every_step(renames: dict[str, str]) -> None:
    before = declaration({old: f"{old}-sessions" for old in renames}, {})
    after = declaration({new: f"{old}-sessions" for old, new in renames.items()}, {})
    changes = review(before, after, TODAY).changes
    assert any(change.outcome is Outcome.DATA_LOSS for change in changes)
    hints = "\n".join(change.hint for change in changes)
    for old, new in in_turn(renames):
        assert f"rename only `{old}` to `{new}`" in hints


@pytest.mark.parametrize("renames", SEVERAL.values(), ids=SEVERAL)
def test_step_by_step_no_table_is_touched(renames: dict[str, str]) -> None:
    tables = {old: f"{old}-sessions" for old in renames}
    earlier: dict[str, str] = {}
    before = declaration(tables, earlier)
    for old, new in in_turn(renames):
        assert new not in tables
        tables = {new if key == old else key: name for key, name in tables.items()}
        earlier = {key: was for key, was in earlier.items() if was != new and key in tables} | {new: old}
        after = declaration(tables, earlier)
        changes = review(before, after, TODAY).changes
        assert {change.rule for change in changes} <= {"table-renamed", "moved-block-removed"}
        assert {change.outcome for change in changes} == {Outcome.NONE}
        before = after
    assert tables == {new: f"{old}-sessions" for old, new in renames.items()}
