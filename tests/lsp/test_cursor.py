"""Where a place in the text is, whole or half-typed."""

from __future__ import annotations

import pytest

from sessionform.diagnostics import Path
from sessionform.lsp.cursor import cursor_at, token_at

TABLE = "tables:\n  a:\n    "


@pytest.mark.parametrize(
    ("text", "path", "on_key", "word"),
    [
        ("", (), True, ""),
        ("ta", (), True, "ta"),
        ("tables:\n  ", ("tables",), True, ""),
        ("tables:\n  a:\n    part", ("tables", "a"), True, "part"),
        ("tables:\n  a:\n    b: 1\n", (), True, ""),
        ("tables:\n  a:\n    b: 1\n    ", ("tables", "a"), True, ""),
        (TABLE + "ttl: exp", ("tables", "a", "ttl"), False, "exp"),
        (TABLE + "ttl: ", ("tables", "a", "ttl"), False, ""),
        (TABLE + "ttl: {attr", ("tables", "a", "ttl"), True, "attr"),
        (TABLE + "ttl: {attribute: e", ("tables", "a", "ttl", "attribute"), False, "e"),
        (TABLE + "ttl: {attribute: e, ", ("tables", "a", "ttl"), True, ""),
        (TABLE + "waivers: [{rule: x, reason: 'a: b, c'}, {ru", ("tables", "a", "waivers", 1), True, "ru"),
        (TABLE + "waivers:\n      - rule: x\n        rea", ("tables", "a", "waivers", 0), True, "rea"),
        (TABLE + "waivers:\n      - rule: x\n      - rule: y", ("tables", "a", "waivers", 1, "rule"), False, "y"),
        (TABLE + "only_in: [one, tw", ("tables", "a", "only_in", 1), False, "tw"),
        (TABLE + "only_in:\n      - one\n      - tw", ("tables", "a", "only_in", 1), False, "tw"),
        (TABLE + "tags: {A: b,\n      C", ("tables", "a", "tags"), True, "C"),
        (TABLE + "tags: {A: b} # c\n    tt", ("tables", "a"), True, "tt"),
        (TABLE + "description: |\n      x: y\n    tt", ("tables", "a"), True, "tt"),
        (TABLE + '"quoted key": v', ("tables", "a", "quoted key"), False, "v"),
        (TABLE + "ttl: expiresAt # {", ("tables", "a", "ttl"), False, "expiresAt # {"),
        ("environments:\n  prod-eu: {region: eu", ("environments", "prod-eu", "region"), False, "eu"),
        ("tables:\r\n  a:\r\n    tt", ("tables", "a"), True, "tt"),
    ],
)
def test_what_is_written_here(text: str, path: Path, on_key: bool, word: str) -> None:
    found = cursor_at(text, len(text))
    assert (found.path, found.on_key, found.word) == (path, on_key, word)
    assert text[found.start : found.start + len(word)] == word


def test_a_token_is_looked_at_to_its_end() -> None:
    text = TABLE + "global_secondary_indexes: {by_user: {partition_key: userId}}"
    assert token_at(text, text.index("by_u")).target == ("tables", "a", "global_secondary_indexes", "by_user")
    assert token_at(text, text.index("userId") + 2).path[-1] == "partition_key"
