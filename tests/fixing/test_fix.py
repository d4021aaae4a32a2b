"""Fixes of a whole text: what is done, what is left byte for byte, and what is refused."""

from __future__ import annotations

from datetime import date

import pytest

from sessionform.compile import compile_text
from sessionform.fixing.fix import Fixed, fixed
from sessionform.fixing.replacements import MOST_CHARACTERS, replacements, suggestions
from sessionform.fixing.title import title

HEAD = "version: 1\nenvironments:\n  staging: {region: us-east-1}\n"
TODAY = date(2026, 1, 15)


FILE = "sessions.yaml"


def _all_fixed(text: str, *, unsafe: bool = False) -> Fixed:
    return fixed({FILE: text}, FILE, unsafe=unsafe, today=TODAY)


def _fixed(tables: str, *, unsafe: bool = False) -> str:
    return _all_fixed(HEAD + tables, unsafe=unsafe).texts[FILE].removeprefix(HEAD)


def test_a_misspelled_key_a_missing_quote_and_an_expired_waiver_are_corrected_in_one_go() -> None:
    before = """\
tables:
  # whose sessions these are
  userSessions:
    partition_key:   'userId'   # kept
    ttl: expiresAt
    biling_mode: PAY_PER_REQEST
    tags: {Cost: 007}
    waivers: [{rule: ttl-missing, reason: a job ends them, expires: 2020-01-31}]
"""
    assert (
        _fixed(before)
        == """\
tables:
  # whose sessions these are
  userSessions:
    partition_key:   'userId'   # kept
    ttl: expiresAt
    billing_mode: PAY_PER_REQUEST
    tags: {Cost: "007"}
"""
    )


def test_what_changes_the_meaning_is_done_on_request_alone() -> None:
    before = "tables:\n  userSessions:\n    partition_key: userId\n    ttl: {attribute: expiresAt, enabled: false}\n"
    assert _fixed(before) == before
    assert _fixed(before, unsafe=True) == before.replace("{attribute: expiresAt, enabled: false}", "expiresAt")


def test_line_ends_and_a_missing_last_one_are_kept() -> None:
    before = "tables:\r\n  userSessions:\r\n    partition_key: userId\r\n    tll: expiresAt"
    after = _all_fixed(HEAD.replace("\n", "\r\n") + before).texts[FILE]
    assert after == HEAD.replace("\n", "\r\n") + before.replace("tll", "ttl")


def test_a_fix_within_an_alias_is_refused_and_says_why() -> None:
    text = HEAD + (
        "tables:\n  userSessions: &one\n    partition_key: userId\n    ttl: expiresAt\n    stream: KEYS_ONY\n"
        "  adminSessions: *one\n"
    )
    result = _all_fixed(text)
    assert (result.texts[FILE], result.applied) == (text, ())
    assert "an anchor (`&`)" in result.refused[0].reason or "an alias (`*`)" in result.refused[0].reason
    assert result.refused[0].hint


def test_a_fix_that_breaks_something_else_is_taken_back() -> None:
    """The index that repeats the key is one that a pattern insists on."""
    text = HEAD + (
        "tables:\n  userSessions:\n    partition_key: userId\n    sort_key: sessionId\n    ttl: expiresAt\n"
        "    global_secondary_indexes:\n      by_user: {partition_key: userId, sort_key: sessionId}\n"
        "    access_patterns:\n      of_user: {query: userId, index: by_user}\n"
    )
    result = _all_fixed(text, unsafe=True)
    refused = [item for item in result.refused if item.diagnostic.finding.rule == "index-repeats-key"]
    assert "by_user: {partition_key: userId" in result.texts[FILE]
    assert "taken back" in refused[0].reason


def test_several_waivers_of_one_list_go_one_after_the_other() -> None:
    waiver = "{rule: ttl-missing, reason: a job ends them, expires: 2020-01-31}"
    kept = "{rule: reserved-word, reason: the library does it, expires: 2099-01-31}"
    before = f"tables:\n  a:\n    partition_key: user\n    ttl: ttl\n    waivers: [{waiver}, {kept}, {waiver}]\n"
    assert _fixed(before) == before.replace(f"{waiver}, ", "").replace(f", {waiver}", "")


def test_what_cannot_be_read_is_left_alone() -> None:
    text = "version: 1\n tables:\n"
    result = _all_fixed(text)
    assert (result.texts[FILE], result.applied, result.refused) == (text, (), ())


@pytest.mark.parametrize(
    ("before", "after", "changes"),
    [
        ("a\nb\nc\n", "a\nx\nc\n", [(2, 2, "x\n")]),
        ("a\nb\nc\n", "a\nc\n", [(2, 2, "")]),
        ("a\nb\n", "a\nb\nc\n", [(2, 2, "b\nc\n")]),
        ("a\nb", "x\na\nb", [(1, 1, "x\na\n")]),
        ("a\nb\nc\nd\n", "x\nb\nc\ny\n", [(1, 1, "x\n"), (4, 4, "y\n")]),
        ("a\n", "a\n", []),
    ],
)
def test_replacements_are_whole_lines(before: str, after: str, changes: list[tuple[int, int, str]]) -> None:
    assert [(item.line, item.last, item.text) for item in replacements(FILE, before, after)] == changes


def test_a_suggestion_says_what_it_does() -> None:
    text = HEAD + "tables:\n  userSessions:\n    partition_key: userId\n    tll: expiresAt\n"
    compiled = compile_text(text, "sessions.yaml", TODAY)
    [found] = suggestions([compiled])(compiled.diagnostics[0])
    assert (found.title, found.safe) == ("rename `tll` to `ttl`", True)
    assert [(item.line, item.text) for item in found.replacements] == [(7, "    ttl: expiresAt\n")]
    assert title(compiled.diagnostics[0].finding.fixes[0]) == found.title


def test_suggestions_end_where_reading_again_would_take_long() -> None:
    table = "  t{}:\n    partition_key: userId\n    tll: expiresAt\n"
    text = HEAD + "tables:\n" + "".join(table.format(number) for number in range(200))
    compiled = compile_text(text, FILE, TODAY)
    suggest = suggestions([compiled])
    made = [bool(suggest(item)) for item in compiled.diagnostics]
    assert made.count(True) == (MOST_CHARACTERS - 1) // len(text)
    assert made == sorted(made, reverse=True)


def test_fixes_that_undo_each_other_come_to_an_end() -> None:
    """One raises the cap of an index to its warm throughput, the other lowers it to what the table's cap lets through."""
    text = (
        "version: 1\nenvironments: {staging: {region: us-east-1}}\ntables:\n  web:\n    partition_key: id\n    ttl: exp\n"
        "    max_throughput: {read: 1, write: 1}\n    global_secondary_indexes:\n"
        "      by_user: {partition_key: user, max_throughput: {write: 5}, warm_throughput: {read: 12000, write: 4000}}\n"
    )
    result = _all_fixed(text, unsafe=True)
    assert (len(result.applied) < 5, len(result.refused)) == (True, 1)
