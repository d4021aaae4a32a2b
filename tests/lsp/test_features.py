"""The features on plain texts: a place in, an answer out."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from sessionform.compile import compile_text
from sessionform.lsp.actions import REASON, acceptance, actions, done_imports, fix_all
from sessionform.lsp.analysis import Analysis, analyse
from sessionform.lsp.completion import complete
from sessionform.lsp.findings import shown
from sessionform.lsp.hover import hover
from sessionform.lsp.inlay import inlays
from sessionform.lsp.navigation import definition, references
from sessionform.lsp.outline import Symbol, folds, symbols
from sessionform.lsp.positions import Span
from sessionform.lsp.renaming import rename, renameable
from sessionform.lsp.reviewing import Earlier, lenses, remarks, reviewed
from sessionform.review.base.read import Base

FILE = "sessions.yaml"
TEXT = """\
version: 1
environments:
  staging: {region: us-east-1}
  production: {region: eu-west-1, defaults: {deletion_protection: true}}
defaults:
  point_in_time_recovery: false
tables:
  userSessions:
    partition_key: userId
    sort_key: sessionId
    ttl: expiresAt
    point_in_time_recovery: true
    global_secondary_indexes:
      by_session: {partition_key: sessionId}
    access_patterns:
      by_id: {query: sessionId, index: by_session}
    environments:
      production: {point_in_time_recovery: false}
"""


def _analysis(text: str, before: Analysis | None = None) -> Analysis:
    return analyse(FILE, text, before, today=date(2026, 1, 15))


def _at(analysis: Analysis, mark: str, behind: int = 0) -> tuple[int, int]:
    return analysis.positions.point(analysis.text.index(mark) + behind)


def _labels(text: str, before: str = TEXT) -> list[str]:
    """What is offered at the end of the text, after another text could be read."""
    analysis = _analysis(text, _analysis(before))
    return [item.label for item in complete(analysis, analysis.positions.point(len(text)))]


def _applied(text: str, edits: list[tuple[Span, str]]) -> str:
    positions = _analysis(text).positions
    for span, new in sorted(edits, reverse=True):
        start, end = map(positions.offset, span)
        text = text[:start] + new + text[end:]
    return text


@pytest.mark.parametrize(
    ("typed", "some"),
    [
        ("", ["terraform", "include", "accept"]),
        ("tables:\n  a:\n    ", ["partition_key", "ttl", "ttl: {…}", "billing_mode"]),
        ("tables:\n  a:\n    billing_mode: ", ["PAY_PER_REQUEST", "PROVISIONED"]),
        ("tables:\n  a:\n    stream: ", ["NEW_AND_OLD_IMAGES", "KEYS_ONLY"]),
        ("tables:\n  a:\n    ttl: ", ["expiresAt", "false"]),
        ("tables:\n  a:\n    ttl: {", ["attribute", "enabled"]),
        ("tables:\n  a:\n    deletion_protection: ", ["true", "false"]),
        ("tables:\n  a:\n    environments:\n      ", ["staging", "production"]),
        ("tables:\n  a:\n    only_in: [", ["staging", "production"]),
        ("tables:\n  a:\n    replicas:\n      ", ["eu-west-1", "us-east-2"]),
        ("tables:\n  a:\n    consumer: ", ["connect-dynamodb", "flask-session", "auth-js"]),
        ("tables:\n  a:\n    waivers: [{rule: ", ["ttl-missing", "reserved-word"]),
        ("tables:\n  a:\n    access_patterns:\n      x: {query: ", ["userId", "sessionId"]),
        ("tables:\n  a:\n    access_patterns:\n      x: {query: a, where: {", ["userId", "sessionId"]),
        ("tables:\n  userSessions:\n    access_patterns:\n      x: {query: a, index: ", ["by_session"]),
        ("environments:\n  production: {region: ", ["eu-west-1", "us-east-1"]),
        ("accept: [{change: ", ["ttl-attribute-changed", "partition-key-changed"]),
        ("accept: [{change: x, table: ", ["userSessions"]),
        ("accept: [{change: x, environment: ", ["staging", "production"]),
    ],
)
def test_completion_knows_the_document_and_the_language(typed: str, some: list[str]) -> None:
    assert set(some) <= set(_labels(typed))


def test_completion_knows_the_options_of_the_library() -> None:
    before = TEXT + "    consumer: {library: connect-dynamodb}\n"
    typed = TEXT + "    consumer: {library: connect-dynamodb, options: {"
    assert "hashKey" in _labels(typed, before)


def test_keys_that_are_there_are_not_offered_again() -> None:
    offered = _labels(TEXT + "    ")
    assert "stream" in offered
    assert "partition_key" not in offered


def test_a_completed_key_has_its_colon_and_the_right_indentation() -> None:
    analysis = _analysis("tables:\n  a:\n    capa")
    [item] = [item for item in complete(analysis, (2, 8)) if item.label == "capacity"]
    assert (item.span, item.new) == (((2, 4), (2, 8)), "capacity:\n      ")


def test_hover_explains_the_effective_value_with_the_line_that_won() -> None:
    analysis = _analysis(TEXT)
    text = hover(analysis, _at(analysis, "point_in_time_recovery: true"))
    assert text is not None
    assert "**point_in_time_recovery**" in text
    assert "| staging | `{enabled: true}` | line 12 |" in text
    assert "| production | `{enabled: false}` | line 18 |" in text


def test_hover_names_the_tables_of_an_environment() -> None:
    analysis = _analysis(TEXT)
    text = hover(analysis, _at(analysis, "production"))
    assert text is not None
    assert "`production` is in eu-west-1\n- `userSessions`: `userSessions-production`" in text


def test_the_definition_of_an_override_is_what_it_overrides() -> None:
    analysis = _analysis(TEXT)
    in_table = _at(analysis, "point_in_time_recovery: true")
    in_environment = _at(analysis, "{point_in_time_recovery: false}", 1)
    assert definition(analysis, in_environment)[0][1][0] == in_table
    assert definition(analysis, in_table)[0][1][0] == _at(analysis, "point_in_time_recovery: false")


def test_the_definition_of_an_index_in_a_pattern_is_the_index() -> None:
    analysis = _analysis(TEXT)
    assert definition(analysis, _at(analysis, "index: by_session", 7))[0][1][0] == _at(analysis, "by_session: {")


GRANTED = TEXT.replace(
    "    environments:\n      prod", "    grants:\n      web: [by_id]\n    environments:\n      prod"
)


def test_the_definition_of_a_pattern_in_a_grant_is_the_pattern() -> None:
    analysis = _analysis(GRANTED)
    in_grant, declared = _at(analysis, "[by_id]", 1), _at(analysis, "by_id: {")
    assert definition(analysis, in_grant)[0][1][0] == declared
    assert [span[0] for _, span in references(analysis, declared)] == [declared, in_grant]


@pytest.mark.parametrize(
    "grant", ["web: [", "web: [by_", "web:\n        - ", "web:\n        patterns: [", "web: {patterns: ["]
)
def test_the_patterns_of_a_grant_are_offered(grant: str) -> None:
    assert "by_id" in _labels(GRANTED.partition("    grants:")[0] + "    grants:\n      " + grant, GRANTED)


def test_references_of_an_attribute_are_all_its_uses() -> None:
    analysis = _analysis(TEXT)
    found = references(analysis, _at(analysis, "sort_key: sessionId", 10))
    assert [span[0][0] for _, span in found] == [9, 13, 15]


def test_an_attribute_and_an_environment_are_renamed_everywhere() -> None:
    analysis = _analysis(TEXT)
    place = _at(analysis, "sort_key: sessionId", 10)
    assert renameable(analysis, place) is not None
    assert _applied(TEXT, rename(analysis, place, "sid")) == TEXT.replace("sessionId", "sid")
    place = _at(analysis, "production: {point")
    assert _applied(TEXT, rename(analysis, place, "live")) == TEXT.replace("production", "live")


@pytest.mark.parametrize("name", ["staging", "a b", ""])
def test_a_name_that_cannot_be_is_refused(name: str) -> None:
    analysis = _analysis(TEXT)
    with pytest.raises(ValueError, match=r"name|there is"):
        rename(analysis, _at(analysis, "production"), name)


def test_symbols_and_folds_follow_the_file() -> None:
    analysis = _analysis(TEXT)
    found = {item.name: item for item in symbols(analysis)}
    table = found["tables"].children[0]
    assert (table.name, table.kind) == ("userSessions", "table")
    assert [(item.name, item.kind) for item in _named(table, "global_secondary_indexes").children] == [
        ("by_session", "index")
    ]
    assert table.span == ((7, 2), (17, 49))
    assert (7, 17) in folds(analysis)


def _named(symbol: Symbol, name: str) -> Symbol:
    return next(child for child in symbol.children if child.name == name)


def test_inlays_say_the_physical_names_and_what_is_protected() -> None:
    [hint] = inlays(_analysis(TEXT), 0, 99)
    assert hint.label == "userSessions-staging, userSessions-production, protected in production"
    assert inlays(_analysis(TEXT), 9, 99) == []


def test_findings_have_related_places_and_say_where_they_hold() -> None:
    analysis = _analysis(TEXT.replace("ttl: expiresAt", "ttl: sessionId"))
    found = next(item for item in shown(analysis) if item.code == "ttl-attribute-type")
    assert [label for _, _, label in found.related] == ["`sessionId` is a key of type S here"]


def test_a_fix_is_offered_and_does_what_it_says() -> None:
    text = TEXT.replace("ttl: expiresAt", "tll: expiresAt")
    [fix] = [item for item in actions(_analysis(text), 10, 10) if item.code == "unknown-key"]
    assert (fix.title, fix.preferred) == ("rename `tll` to `ttl`", True)
    assert _applied(text, fix.changes[FILE]) == TEXT
    [everything] = fix_all(_analysis(text))
    assert _applied(text, everything.changes[FILE]) == TEXT


def test_a_waiver_is_offered_with_a_reason_to_write() -> None:
    text = TEXT.replace("    ttl: expiresAt\n", "")
    line = text[: text.index("userSessions:")].count("\n")
    [waiver] = [
        item for item in actions(_analysis(text), line, line + 9) if item.title.startswith("waive `ttl-missing`")
    ]
    after = _applied(text, waiver.changes[FILE])
    assert f'waivers: [{{rule: ttl-missing, reason: "{REASON}"}}]' in after
    assert not any(item.finding.rule == "ttl-missing" for item in compile_text(after, FILE).diagnostics)


def test_the_review_is_said_at_the_line_and_above_the_table() -> None:
    analysis = _analysis(
        TEXT.replace("sort_key: sessionId", "sort_key: sid")
        .replace("{query: sessionId", "{query: sid")
        .replace("{partition_key: sessionId}", "{partition_key: sid}")
    )
    before = Earlier(Base(TEXT.encode(), FILE, "main"), compile_text(TEXT, FILE))
    result = reviewed(analysis, before)
    assert result is not None
    remark = next(item for item in remarks(analysis, result) if item.change.rule == "sort-key-changed")
    assert remark.span[0][0] == 9
    assert remark.message.startswith("critical in ")
    [lens] = lenses(analysis, result)
    assert lens.title.startswith("critical in ")
    [accepted] = acceptance(analysis, remark.change)
    assert "- {change: sort-key-changed, table: userSessions" in _applied(analysis.text, accepted.changes[FILE])


def test_a_text_that_cannot_be_read_is_answered_from_the_last_that_could() -> None:
    analysis = _analysis(TEXT + "    stream: [", _analysis(TEXT))
    assert not analysis.readable
    assert shown(analysis)[0].code == "yaml-syntax"
    assert "**ttl**" in (hover(analysis, _at(analysis, "ttl:")) or "")
    assert actions(analysis, 0, 99) == []


def test_an_import_that_the_base_has_too_can_be_taken_out() -> None:
    text = TEXT.replace("    ttl: expiresAt\n", "    ttl: expiresAt\n    import_existing: true\n")
    analysis = _analysis(text)
    line = text[: text.index("import_existing")].count("\n")
    [action] = done_imports(analysis, compile_text(text, FILE), line, line)
    assert _applied(text, action.changes[FILE]) == TEXT
    assert done_imports(analysis, compile_text(TEXT, FILE), 0, 99) == []


def test_a_file_that_cannot_be_included_is_a_finding(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object) -> None:
        raise OSError(13, "Permission denied")

    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("os.scandir", refused)
    [found] = shown(_analysis(TEXT + "include: [parts/*.yaml]\n"))
    assert (found.code, found.span[0]) == ("include-refused", (0, 0))
    assert "Permission denied" in found.message
