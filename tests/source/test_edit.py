"""Edits of a declaration's text: they mean what was intended, and touch nothing else."""

from __future__ import annotations

import textwrap
from pathlib import Path as FilePath
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sessionform.diagnostics import Path
from sessionform.edits import Edit, Remove, Rename, Set
from sessionform.source.edit.edit import edited
from sessionform.source.edit.nodes import Node, nodes
from sessionform.source.edit.refused import EditRefusedError
from sessionform.source.read import read
from tests.source.styled import VALUES, WORDS, texts


def value_of(text: str) -> Any:
    document, findings = read(text, "x.yaml")
    assert document is not None, findings
    assert not findings
    return document.value


CASES: dict[str, tuple[str, list[Edit], str]] = {
    "a scalar keeps its comment": ("a: 1  # why\nb: 2\n", [Set(("a",), 3)], "a: 3  # why\nb: 2\n"),
    "a scalar keeps its quotes": (
        "a: \"x\"\nb: 'y'\n",
        [Set(("a",), "z"), Set(("b",), "it's")],
        "a: \"z\"\nb: 'it''s'\n",
    ),
    "a new setting follows the last": (
        "t:\n    a: 1 # one\n    # the end\n\nu: 2\n",
        [Set(("t", "b"), True)],
        "t:\n    a: 1 # one\n    b: true\n    # the end\n\nu: 2\n",
    ),
    "a new setting in a flow mapping": ("t: { a: 1 }\n", [Set(("t", "b"), [1])], "t: { a: 1, b: [1] }\n"),
    "what it stands in is made": ("a: 1\n", [Set(("t", "u", "v"), 2)], "a: 1\nt: {u: {v: 2}}\n"),
    "tables have lines of their own": (
        "version: 1\n",
        [Set(("tables", "t"), {"partition_key": "id", "ttl": "e"})],
        "version: 1\ntables:\n  t:\n    partition_key: id\n    ttl: e\n",
    ),
    "an empty value": ("t: # none\nu: 1\n", [Set(("t", "a"), 1)], "t: {a: 1} # none\nu: 1\n"),
    "no line end at the end": ("a: 1", [Set(("b",), 2)], "a: 1\nb: 2"),
    "Windows": ("a: 1\r\nb:\r\n  c: 1\r\n", [Set(("b", "d"), 2)], "a: 1\r\nb:\r\n  c: 1\r\n  d: 2\r\n"),
    "a mapping key by key": (
        "t:\n  # kept\n  a: 1\n  b: 2\n",
        [Set(("t",), {"a": 1, "c": 3})],
        "t:\n  # kept\n  a: 1\n  c: 3\n",
    ),
    "a block becomes a word": ("t: # why\n  a: 1\nb: 2\n", [Set(("t",), "x")], "t: x # why\nb: 2\n"),
    "removed with its lines": ("a: 1\nt:\n  b: 1 # b\n  c: 2\n", [Remove(("t", "b"))], "a: 1\nt:\n  c: 2\n"),
    "removed in flow": ("t: {a: 1, b: 2, c: 3}\n", [Remove(("t", "b")), Remove(("t", "c"))], "t: {a: 1}\n"),
    "the last one": ("t:\n  a: 1\n", [Remove(("t", "a"))], "t: {}\n"),
    "an item of a list": ("t:\n- a: 1\n  b: 2\n- c: 3\n", [Remove(("t", 0)), Set(("t", 0, "d"), 4)], "t:\n- c: 3\n  d: 4\n"),
    "one more item": ("t:\n  - 1 # one\nu: []\n", [Set(("t", 1), 2), Set(("u", 0), 3)], "t:\n  - 1 # one\n  - 2\nu: [3]\n"),
    "renamed": ('"a b": 1 # why\nc: {d: 2}\n', [Rename(("a b",), "e"), Rename(("c", "d"), "x: y")], '"e": 1 # why\nc: {"x: y": 2}\n'),
    "a text that keeps its line ends": ("a: |+\n  x\n\nb: 1\n", [Remove(("a",))], "b: 1\n"),
    "another for such a text": ("a: |+\r\n  x\r\nb: 1\r\n", [Set(("a",), 2)], "a: 2\r\nb: 1\r\n"),
    "an alias as a whole": ("a: &x {b: 1}\nc: *x\n", [Set(("c",), 2)], "a: &x {b: 1}\nc: 2\n"),
    "a text in its quotes": ("a: {b: \"c\", d: 'e', f: g}\n", [Set(("a", key), "x") for key in "bdf"], "a: {b: \"x\", d: 'x', f: x}\n"),
    "an anchor that nobody uses": ("a: &x 1\n", [Set(("a",), 2)], "a: 2\n"),
}  # fmt: skip


@pytest.mark.parametrize(("before", "edits", "after"), CASES.values(), ids=CASES)
def test_only_what_is_meant_changes(before: str, edits: list[Edit], after: str) -> None:
    assert edited(before, edits) == after


ANCHOR = "has an anchor (`&`) that other places use, and an edit would change them too"


@pytest.mark.parametrize(
    ("text", "edit", "reason", "message"),
    [
        ("a: &x {b: 1}\nc: *x\n", Set(("a", "b"), 2), "anchor", f"`a.b` {ANCHOR}"),
        ("a: &x {b: 1}\nc: *x\n", Remove(("a",)), "anchor", f"`a` {ANCHOR}"),
        (
            "a: &x {b: 1}\nc: *x\n",
            Set(("c", "b"), 2),
            "alias",
            "`c` is an alias (`*`), and an edit in it would change other places too",
        ),
        (
            "a: {<<: {b: 1}, c: 1}\n",
            Set(("a", "d"), 2),
            "merge",
            "`a` has a merge key (`<<`), which the language does not have",
        ),
        (
            "a: word\n",
            Set(("a", "b"), 2),
            "in the way",
            "`a.b` cannot be set: there is a value in its place, which cannot hold it",
        ),
        ("a: 1\n", Remove(("b",)), "missing", "there is no `b` in the file"),
        ("a: [1]\n", Set(("a", 2), 1), "missing", "there is no `a[2]` in the file"),
        ("a: 1\nb: 2\n", Rename(("a",), "b"), "taken", "`a` cannot become `b`: that key is there already"),
        (
            "a: [\n",
            Set(("a",), 2),
            "unreadable",
            "the file cannot be read: the file ends inside a `[` or `{`",
        ),
    ],
)
def test_what_cannot_be_edited_is_refused(text: str, edit: Edit, reason: str, message: str) -> None:
    with pytest.raises(EditRefusedError) as refused:
        edited(text, [edit])
    assert (refused.value.reason, refused.value.message) == (reason, message)


@pytest.mark.parametrize("second", ["b: {d: 1}", "b:", "b: [1]", "b: {c: 2, c: {e: 1}}"])
def test_a_key_that_stands_there_twice_is_the_first_one(second: str) -> None:
    """As it is read. The second may be anything, and stays: which of the two is meant, nobody but the author knows."""
    text = f"a:\n  b: {{c: 1}}\n  {second}\n  e: 1\n"
    assert edited(text, [Set(("a", "b", "c"), 2)]) == text.replace("{c: 1}", "{c: 2}")
    assert edited(text, [Set(("a", "f"), 2)]) == text + "  f: 2\n"
    assert edited(text, [Remove(("a", "e"))]) == text.replace("  e: 1\n", "")
    assert edited(text, [Set(("a",), 1)]) == "a: 1\n"
    with pytest.raises(EditRefusedError):
        edited(text, [Remove(("a", "b"))])


def test_the_examples_are_edited_line_by_line(root: FilePath) -> None:
    """In each file every table gets one more setting, and nothing else changes."""
    for path in [root / "sessions.yaml", *sorted((root / "examples").glob("*.yaml"))]:
        text = path.read_text(encoding="utf-8")
        added = text
        for table in value_of(text)["tables"]:
            added = edited(added, [Set(("tables", table, "added"), {"by": "hand"})])
            again = edited(added, [Remove(("tables", table, "added"))])
            assert again == edited(again, [Set(("version",), 1)])
        kept = [line for line in added.splitlines() if line.strip() != "added: {by: hand}"]
        assert textwrap.dedent("\n".join(kept)).replace(", added: {by: hand}", "") == textwrap.dedent(text).rstrip("\n")


def test_a_last_line_without_an_end_stays_without_one() -> None:
    for end in ("\n", "\r\n"):
        assert edited(f"a: 1{end}b: 2", [Set(("c",), 3)]) == f"a: 1{end}b: 2{end}c: 3"


@settings(max_examples=150)
@given(st.data())
def test_random_edits_of_random_texts(data: st.DataObject) -> None:
    text = data.draw(texts())
    for _ in range(3):
        before = value_of(text)
        edit = data.draw(_edits(before))
        after = edited(text, [edit])
        assert value_of(after) == _expected(before, edit), (text, edit, after)
        _assert_kept_outside(text, after, edit)
        text = after


def _edits(value: Any) -> st.SearchStrategy[Edit]:
    paths = list(_paths(value, ()))
    holders = [path for path in [(), *paths] if isinstance(_at(value, path), dict)]
    changes = st.builds(Set, st.sampled_from(paths), VALUES)
    additions = st.builds(lambda path, key, item: Set((*path, key), item), st.sampled_from(holders), WORDS, VALUES)
    removable = [path for path in paths if len(path) > 1 or len(value) > 1]
    choices: list[st.SearchStrategy[Edit]] = [changes, additions]
    choices += [st.builds(Remove, st.sampled_from(removable))] if removable else []
    keyed = [path for path in paths if isinstance(path[-1], str) and "renamed" not in _at(value, path[:-1])]
    choices += [st.builds(Rename, st.sampled_from(keyed), st.just("renamed"))] if keyed else []
    return st.one_of(choices)


def _paths(value: Any, path: Path) -> Any:
    parts = value.keys() if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else ()
    for part in parts:
        yield (*path, part)
        yield from _paths(value[part], (*path, part))


def _at(value: Any, path: Path) -> Any:
    for part in path:
        value = value[part]
    return value


def _expected(value: Any, edit: Edit) -> Any:
    if not edit.path:
        return value
    holder = _at(value, edit.path[:-1])
    changed = holder.copy()
    if isinstance(edit, Set):
        changed[edit.path[-1]] = edit.value
    elif isinstance(edit, Remove):
        del changed[edit.path[-1]]
    else:
        changed = {edit.key if key == edit.path[-1] else key: item for key, item in holder.items()}
    return changed if len(edit.path) == 1 else _expected(value, Set(edit.path[:-1], changed))


def _assert_kept_outside(before: str, after: str, edit: Edit) -> None:
    """Above the first line of what holds the setting, and below its last, every byte is as it was."""
    node: Node | None = nodes(before)
    assert node is not None
    start, end = 0, len(before)
    for part in edit.path[:-1]:
        entry = node.entry(part)
        assert entry is not None
        start, end, node = entry.start, entry.value.end, entry.value
    above = before.rfind("\n", 0, start) + 1
    assert after.startswith(before[:above])
    line_end = before.find("\n", end)
    if len(edit.path) > 1 and line_end >= 0:
        assert after.endswith(before[line_end:])


def test_a_block_without_a_line_end_is_not_given_one_unseen() -> None:
    """After it, another setting would give its text a line end that it does not have now."""
    with pytest.raises(EditRefusedError, match="cannot be edited as it is written"):
        edited("a: |\n  text", [Set(("b",), 1)])
    assert edited("a: |-\n  text", [Set(("b",), 1)]) == "a: |-\n  text\nb: 1"
