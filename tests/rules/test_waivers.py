"""Waivers: a warning is silent until its day, an error never is, and a waiver that does nothing is reported."""

from __future__ import annotations

from datetime import date

import pytest

from sessionform.compile import Compiled, compile_text
from sessionform.diagnostics import Severity
from tests.rules.examples import fix_of

HEAD = """\
version: 1
environments:
  development: {region: us-east-1}
  staging: {region: us-east-1}
"""

TODAY = date(2026, 6, 30)


def waiver(rule: str = "ttl-missing", expires: str = "2026-06-30") -> str:
    day = f", expires: {expires}" if expires else ""
    return f"[{{rule: {rule}, reason: a nightly job ends sessions{day}}}]"


def compiled(text: str, today: date = TODAY) -> Compiled:
    return compile_text(HEAD + text, "sessions.yaml", today)


def found(text: str, today: date = TODAY) -> list[tuple[str, tuple[str, ...]]]:
    """Every rule that is reported, with the environments that it is reported of."""
    return [(item.finding.rule, item.finding.environments) for item in compiled(text, today).diagnostics]


def table(waivers: str, settings: str = "partition_key: userId") -> str:
    return f"tables:\n  userSessions: {{{settings}, waivers: {waivers}}}\n"


BOTH = ("development", "staging")

WAIVER = "tables.userSessions.waivers[0]"


@pytest.mark.parametrize("expires", ["2026-06-30", "2026-07-01", "2099-12-31", ""])
def test_a_warning_is_silent_to_the_end_of_the_day_or_for_good(expires: str) -> None:
    assert found(table(waiver(expires=expires))) == []


def test_after_the_day_the_warning_is_back_and_the_waiver_is_reported() -> None:
    text = table(waiver())
    assert found(text, date(2026, 7, 1)) == [("ttl-missing", BOTH), ("waiver-expired", ())]
    expired = compiled(text, date(2026, 7, 1)).diagnostics[1].finding
    assert expired.message == "the waiver of `ttl-missing` expired on 2026-06-30"
    assert expired.path == ("tables", "userSessions", "waivers", 0)


def test_a_note_can_be_waived_too() -> None:
    settings = "partition_key: user, ttl: expiresAt"
    assert found(table("[]", settings)) == [("reserved-word", BOTH)]
    assert found(table(waiver("reserved-word"), settings)) == []


def test_an_error_cannot_be_waived() -> None:
    settings = "partition_key: id, sort_key: id, ttl: expiresAt"
    text = table(waiver("key-attribute-twice"), settings)
    assert found(text) == [("key-attribute-twice", BOTH), ("waiver-impossible", ())]
    assert compiled(text).failed


@pytest.mark.parametrize(
    ("rule", "message", "hint", "fixes"),
    [
        (
            "ttl-mising",
            "there is no rule `ttl-mising`",
            "did you mean `ttl-missing`?",
            [f"safe fix: {WAIVER}.rule = ttl-missing"],
        ),
        (
            "missing",
            "there is no rule `missing`",
            "did you mean `ttl-missing` or `index-cap-missing`?",
            [f"fix: {WAIVER}.rule = ttl-missing"],
        ),
        ("xyz", "there is no rule `xyz`", "`sessionform rules` lists them", []),
        (
            "unknown-key",
            "`unknown-key` is an error, and an error cannot be waived",
            "correct what it complains about, and remove the waiver",
            [f"safe fix: no {WAIVER}"],
        ),
        (
            "waiver-unused",
            "`waiver-unused` is about the file itself, and that cannot be waived",
            "correct what it complains about, and remove the waiver",
            [f"safe fix: no {WAIVER}"],
        ),
    ],
)
def test_a_waiver_of_what_cannot_be_waived_is_an_error(rule: str, message: str, hint: str, fixes: list[str]) -> None:
    (diagnostic,) = compiled(table(waiver(rule), "partition_key: id, ttl: expiresAt")).diagnostics
    found = diagnostic.finding
    assert (found.rule, found.message, found.hint) == ("waiver-impossible", message, hint)
    assert list(map(fix_of, found.fixes)) == fixes


def test_a_waiver_that_silences_nothing_is_reported_once_at_its_place() -> None:
    text = table(waiver(), "partition_key: userId, ttl: expiresAt")
    (unused,) = compiled(text).diagnostics
    assert (unused.finding.rule, unused.finding.environments) == ("waiver-unused", ())
    assert unused.location.line == 6


@pytest.mark.parametrize(
    ("rule", "least", "unused"),
    [
        ("ttl-missing", Severity.WARNING, True),
        ("ttl-missing", Severity.ERROR, False),
        ("reserved-word", Severity.NOTE, True),
        ("reserved-word", Severity.WARNING, False),
    ],
)
def test_nothing_is_said_of_waivers_of_rules_that_are_not_run(rule: str, least: Severity, unused: bool) -> None:
    text = HEAD + table(waiver(rule), "partition_key: userId, ttl: expiresAt")
    found = compile_text(text, "sessions.yaml", TODAY, least=least).diagnostics
    assert [item.finding.rule for item in found] == ["waiver-unused"] * unused


def test_a_waiver_silences_its_own_rule_and_no_other() -> None:
    assert found(table(waiver(), "partition_key: status, sort_key: id")) == [
        ("low-cardinality-key", BOTH),
        ("reserved-word", BOTH),
    ]


def test_a_waiver_in_defaults_holds_for_every_table_and_is_of_use_if_one_needs_it() -> None:
    tables = "tables:\n  a_sessions: {partition_key: userId}\n  b_sessions: {partition_key: userId, ttl: expiresAt}\n"
    assert found(f"defaults: {{waivers: {waiver()}}}\n{tables}") == []


def test_an_unused_waiver_in_defaults_is_reported_once() -> None:
    tables = "".join(f"  {name}: {{partition_key: userId, ttl: expiresAt}}\n" for name in ("a_table", "b_table"))
    assert found(f"defaults: {{waivers: {waiver()}}}\ntables:\n{tables}") == [("waiver-unused", ())]


def test_a_tables_own_waivers_replace_those_of_defaults() -> None:
    """As every list does; `explain` shows which line won."""
    text = f"defaults: {{waivers: {waiver('reserved-word')}}}\n{table(waiver(), 'partition_key: user')}"
    assert found(text) == [("reserved-word", BOTH)]


def test_a_waiver_can_hold_in_one_environment() -> None:
    text = f"tables:\n  userSessions:\n    partition_key: userId\n    environments:\n      development: {{waivers: {waiver()}}}\n"
    assert found(text) == [("ttl-missing", ("staging",))]


def test_two_waivers_of_one_rule_do_not_hide_that_one_of_them_is_needless() -> None:
    twice = waiver(expires="2026-12-31")[:-1] + ", " + waiver(expires="2027-12-31")[1:]
    assert found(table(twice)) == [("waiver-unused", ())]


def test_an_expired_waiver_beside_one_in_force_does_not_bring_the_warning_back() -> None:
    twice = waiver(expires="2026-12-31")[:-1] + ", " + waiver(expires="2020-12-31")[1:]
    assert found(table(twice)) == [("waiver-expired", ())]


def test_a_day_that_no_calendar_has_is_refused_and_not_taken_for_no_day() -> None:
    assert found(table(waiver(expires="2026-02-31"))) == [("bad-format", ())]


def test_nothing_is_said_of_waivers_while_a_table_is_broken() -> None:
    """What a broken table's waivers would silence is not known."""
    text = f"defaults: {{waivers: {waiver()}}}\ntables:\n  broken: {{partition_key: 7}}\n"
    assert found(text) == [("wrong-type", ())]


def test_a_warning_about_an_environment_is_waived_in_its_defaults() -> None:
    tables = "tables:\n  a_sessions: {partition_key: id, ttl: e}\n  b_sessions: {partition_key: id, ttl: e}\n"
    environments = HEAD.replace("staging: {region: us-east-1}", "staging: {region: us-east-1, profile: live}")
    assert rules_of(environments + tables) == ["profile-without-account"]
    waived = environments.replace(
        "profile: live", f"profile: live, defaults: {{waivers: {waiver('profile-without-account')}}}"
    )
    assert rules_of(waived + tables) == []


def test_a_waiver_of_one_environment_does_not_reach_the_same_warning_about_another() -> None:
    profiles = HEAD.replace("us-east-1}", "us-east-1, profile: live}")
    overlay = f"environments: {{development: {{waivers: {waiver('profile-without-account')}}}}}"
    text = f"{profiles}tables:\n  userSessions: {{partition_key: id, ttl: e, {overlay}}}\n"
    (diagnostic,) = compile_text(text, "sessions.yaml", TODAY).diagnostics
    assert (diagnostic.finding.rule, diagnostic.finding.environments) == ("profile-without-account", ("staging",))


def test_a_warning_about_the_whole_file_is_waived_at_any_of_its_tables() -> None:
    text = f"table_name: '{{table}}'\n{table(waiver('table-name-shared'), 'partition_key: id, ttl: e')}"
    assert found(text) == []


def rules_of(text: str) -> list[str]:
    return [item.finding.rule for item in compile_text(text, "sessions.yaml", TODAY).diagnostics]
