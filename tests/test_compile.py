"""The pipeline: everything that is wrong in one run, and nothing said twice or because of something else."""

from __future__ import annotations

from datetime import date

import pytest

from sessionform.compile import compile_text

HEAD = "version: 1\nenvironments:\n  staging: {region: us-east-1}\n  production: {region: us-east-1}\n"


def rules(text: str) -> list[str]:
    return [item.finding.rule for item in compile_text(text, "sessions.yaml").diagnostics if item.finding.severity > 0]


def test_one_run_says_everything_in_file_order() -> None:
    """YAML, schema and rules: what one of them refuses keeps the others from nothing else."""
    text = HEAD + (
        "tables:\n"
        "  broken: {partition_key: id, sotr_key: x}\n"
        "  doubled: {partition_key: id, ttl: at, ttl: on}\n"
        "  endless: {partition_key: id}\n"
        "  looping: {partition_key: id, ttl: id}\n"
        "  somewhere: {partition_key: id, ttl: at, only_in: [prod]}\n"
    )
    assert rules(text) == [
        "unknown-key",
        "duplicate-key",
        "ttl-missing",
        "ttl-attribute-type",
        "unknown-environment",
    ]


def test_a_table_that_the_schema_refuses_in_part_is_not_judged_by_what_is_left() -> None:
    """Otherwise a misspelled `ttl` would be a missing one too."""
    assert rules(HEAD + "tables:\n  broken: {partition_key: id, tttl: x}\n") == ["unknown-key"]


@pytest.mark.parametrize("place", ["defaults: {sotr_key: x}\n", "application: [x]\n", "table_name: 5\n"])
def test_what_reaches_every_table_keeps_every_table_from_being_judged(place: str) -> None:
    assert len(rules(HEAD + place + "tables:\n  a: {partition_key: id}\n")) == 1


def test_a_finding_of_every_environment_is_said_once_with_their_names() -> None:
    compiled = compile_text(HEAD + "tables:\n  endless: {partition_key: id}\n", "sessions.yaml")
    (warning,) = [item.finding for item in compiled.diagnostics if item.finding.rule == "ttl-missing"]
    assert warning.environments == ("staging", "production")


def test_a_waiver_holds_until_its_day() -> None:
    text = HEAD + (
        "tables:\n  endless: {partition_key: id, waivers: [{rule: ttl-missing, reason: x, expires: 2027-01-31}]}\n"
    )
    compiled = [compile_text(text, "sessions.yaml", day) for day in (date(2027, 1, 31), date(2027, 2, 1))]
    found = [[item.finding.rule for item in result.problems] for result in compiled]
    assert found[0] == []
    assert "ttl-missing" in found[1]


def test_a_declaration_that_failed_is_not_for_use() -> None:
    compiled = compile_text(HEAD + "tables:\n  a: {partition_key: id, x: y}\n", "sessions.yaml")
    assert compiled.failed
    with pytest.raises(ValueError, match=r"sessions\.yaml did not compile"):
        compiled.valid()


def test_a_table_that_is_refused_whole_is_still_there() -> None:
    """Its environment is not told that it has no tables."""
    assert rules(HEAD + "tables:\n  broken: userSessions\n") == ["wrong-type"]
    assert rules(HEAD + "tables: [userSessions]\n") == ["wrong-type"]
    assert rules(HEAD + "tables:\n  2fast: {partition_key: id, ttl: at}\n") == ["bad-format"]


def test_a_setting_in_place_of_an_environment_is_said_once() -> None:
    text = HEAD + "tables:\n  a: {partition_key: id, ttl: at, environments: {deletion_protection: true}}\n"
    assert rules(text) == ["wrong-type"]


def test_what_is_wrong_whatever_was_meant_is_said_in_the_same_run() -> None:
    """A table is not passed over because a word in it is misspelled, or a value none that there is."""
    text = HEAD + (
        "tables:\n"
        "  userSessions:\n"
        "    partition_key: userId\n"
        "    sort_kye: sessionId\n"
        "    ttl: sessionId\n"
        "    table_class: GOLD\n"
        '    tags: {"aws:x": y}\n'
        "    access_patterns:\n"
        "      read: {get: [userId, sessionId]}\n"
        "      by_session: {query: sessionId}\n"
    )
    assert rules(text) == [
        "unknown-key",
        "ttl-attribute-type",
        "unknown-value",
        "tag-reserved-prefix",
        "pattern-needs-scan",
    ]


def test_what_may_be_right_once_the_refused_is_mended_is_not_said() -> None:
    replicated = "tables:\n  a: {partition_key: id, ttl: at, replicas: {eu-west-1: {}}, stream: EVERYTHING}\n"
    assert rules(HEAD + replicated) == ["unknown-value"]
    assert rules(HEAD + "tables:\n  a: {partition_key: 7, ttl: at, access_patterns: {r: {get: id}}}\n") == [
        "wrong-type"
    ]


def test_an_error_at_a_misspelled_setting_is_shown_where_it_is_written() -> None:
    compiled = compile_text(HEAD + "tables:\n  a:\n    partition_key: id\n    tttl: id\n", "sessions.yaml")
    placed = [(item.finding.rule, item.location.line) for item in compiled.diagnostics if item.finding.severity == 2]
    assert placed == [("unknown-key", 8), ("ttl-attribute-type", 8)]


def test_a_default_that_is_refused_does_not_keep_tables_from_being_judged() -> None:
    text = HEAD + 'defaults: {table_class: GOLD}\ntables:\n  a: {partition_key: id, ttl: at, tags: {"aws:x": y}}\n'
    assert rules(text) == ["unknown-value", "tag-reserved-prefix"]
