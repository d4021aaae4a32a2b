"""What the rules are run over: every table of every environment, but nothing that the schema refused in part."""

from __future__ import annotations

from datetime import date

from sessionform.compile import Compiled, compile_text
from sessionform.diagnostics import Finding, Severity
from sessionform.rules.engine.run import run_rules
from tests.rules.examples import TODAY

TWO_ENVIRONMENTS = """\
version: 1
environments:
  development: {region: us-east-1}
  staging: {region: us-east-1}
tables:
"""


def compiled(text: str) -> Compiled:
    return compile_text(text, "sessions.yaml", TODAY)


def found(text: str) -> list[tuple[int, str]]:
    """The line and the rule of everything that is found, in the order of the report."""
    return [(item.location.line, item.finding.rule) for item in compiled(text).diagnostics]


def findings(text: str, rule: str) -> list[Finding]:
    return [item.finding for item in compiled(text).diagnostics if item.finding.rule == rule]


def test_what_holds_in_every_environment_is_said_once_with_their_names() -> None:
    (finding,) = findings(f"{TWO_ENVIRONMENTS}  userSessions: {{partition_key: id}}\n", "ttl-missing")
    assert finding.environments == ("development", "staging")


def test_what_holds_in_one_environment_is_said_of_that_one() -> None:
    text = (
        f"{TWO_ENVIRONMENTS}  userSessions:\n    partition_key: id\n    ttl: expiresAt\n"
        "    environments:\n      development: {ttl: null}\n"
    )
    (finding,) = findings(text, "ttl-missing")
    assert finding.environments == ("development",)


def test_a_setting_that_differs_in_its_place_is_said_at_each_place() -> None:
    overlay = "    environments:\n      staging: {ttl: 'c.d'}\n"
    text = f"{TWO_ENVIRONMENTS}  userSessions:\n    partition_key: id\n    ttl: 'a.b'\n{overlay}"
    places = [(item.environments, item.path) for item in findings(text, "ttl-attribute-nested")]
    assert places == [
        (("development",), ("tables", "userSessions", "ttl")),
        (("staging",), ("tables", "userSessions", "environments", "staging", "ttl")),
    ]


def test_what_defaults_break_is_said_at_the_defaults_once_for_all_tables() -> None:
    text = f"{TWO_ENVIRONMENTS}  a_sessions: {{partition_key: id}}\n  b_sessions: {{partition_key: id}}\n"
    text = text.replace("tables:", "defaults:\n  ttl: expiresAt\n  tags: {'aws:team': identity}\ntables:")
    places = {item.path for item in findings(text, "tag-reserved-prefix")}
    assert places == {("defaults", "tags", "aws:team")}


def test_findings_come_in_the_order_of_the_file() -> None:
    text = """\
version: 1
environments:
  staging: {region: us-est-1, profile: live}
tables:
  b_sessions: {partition_key: id, ttl: createdAt}
  a_sessions: {partition_key: id, sort_key: id, ttl: false}
removed:
  a_sessions: {keep: true}
"""
    assert found(text) == [
        (3, "region-malformed"),
        (3, "profile-without-account"),
        (5, "ttl-attribute-past"),
        (6, "key-attribute-twice"),
        (6, "ttl-missing"),
        (8, "removed-still-declared"),
    ]


def test_in_one_place_findings_come_by_the_name_of_their_rule() -> None:
    text = f"{TWO_ENVIRONMENTS}  userSessions: {{partition_key: id, ttl: session.createdAt}}\n"
    assert found(text) == [(6, "attribute-characters"), (6, "ttl-attribute-nested"), (6, "ttl-attribute-past")]


def test_a_table_that_the_schema_refuses_in_part_is_not_judged_and_the_others_are() -> None:
    text = f"{TWO_ENVIRONMENTS}  broken: {{partition_key: id, ttl: 7}}\n  userSessions: {{partition_key: id}}\n"
    assert found(text) == [(6, "wrong-type"), (7, "ttl-missing")]


def test_an_environment_that_the_schema_refuses_in_part_is_not_judged() -> None:
    text = f"{TWO_ENVIRONMENTS}  userSessions: {{partition_key: id}}\n".replace(
        "staging: {region: us-east-1}", "staging: {region: 7}"
    )
    (finding,) = findings(text, "ttl-missing")
    assert finding.environments == ("development",)
    assert found(text) == [(4, "wrong-type"), (6, "ttl-missing")]


def test_refused_defaults_keep_every_table_from_being_judged() -> None:
    text = f"{TWO_ENVIRONMENTS}  userSessions: {{partition_key: id}}\n".replace(
        "tables:", "defaults: {ttl: 7}\ntables:"
    )
    assert found(text) == [(5, "wrong-type")]


def test_an_environment_with_a_broken_table_is_not_judged_as_a_whole() -> None:
    """Its other tables could be all that it seems to lack, or the broken one all that it seems to have."""
    only = "partition_key: id, ttl: expiresAt, only_in: [staging]"
    whole = f"{TWO_ENVIRONMENTS}  userSessions: {{{only}}}\n"
    assert found(whole) == [(3, "environment-without-tables")]
    broken = f"{whole}  broken: {{partition_key: id, ttl: 7}}\n"
    assert found(broken) == [(7, "wrong-type")]


def test_the_declaration_as_a_whole_is_judged_only_when_nothing_in_it_is_broken() -> None:
    twice = "partition_key: id, ttl: expiresAt, table_name: sessions, only_in: [staging]"
    text = f"{TWO_ENVIRONMENTS}  a_sessions: {{{twice}}}\n  b_sessions: {{{twice}}}\n  development: {{partition_key: id, ttl: e}}\n"
    assert [rule for _, rule in found(text)] == ["table-name-taken"]
    assert [rule for _, rule in found(text.replace("ttl: e}", "ttl: 7}"))] == ["wrong-type"]


def test_rules_that_are_run_twice_say_the_same() -> None:
    """No rule remembers: the second run, in a process that lives on, is as the first."""
    declaration = compiled(f"{TWO_ENVIRONMENTS}  userSessions: {{partition_key: status, sort_key: id}}\n").declaration
    assert declaration is not None
    first = run_rules(declaration, TODAY)
    assert first
    assert run_rules(declaration, date(2026, 1, 15)) == first


def test_what_is_below_the_least_severity_is_not_looked_for_and_its_waivers_are_left_alone() -> None:
    waived = "waivers: [{rule: reserved-word, reason: as the application has it, expires: 2099-01-31}]"
    declared = f"  userSessions: {{partition_key: status, sort_key: {{name: data, type: S}}, stream: NEW_IMAGE, global_secondary_indexes: {{one: {{}}}}, {waived}}}\n"
    text = f"{TWO_ENVIRONMENTS}{declared}"
    everything = compiled(text).diagnostics
    assert {str(item.finding.severity) for item in everything} == {"error", "warning", "note"}
    for least in Severity:
        kept = tuple(item for item in everything if item.finding.severity >= least)
        assert compile_text(text, "sessions.yaml", TODAY, least=least).diagnostics == kept


def test_what_defaults_break_is_said_of_the_first_table_with_the_number_of_the_others() -> None:
    tables = "".join(f"  {name}_table: {{partition_key: id}}\n" for name in "abc")
    text = TWO_ENVIRONMENTS.replace("tables:", "defaults: {ttl: a.b}\ntables:") + tables
    (finding,) = findings(text, "ttl-attribute-nested")
    assert finding.path == ("defaults", "ttl")
    assert finding.message.startswith("`ttl` names `a.b`, a place inside another attribute, so nothing in `a_table`")
    assert finding.message.endswith("; and so for 2 other tables")
    assert finding.environments == ("development", "staging")


def test_what_is_the_environments_own_is_not_said_to_hold_for_other_tables() -> None:
    text = TWO_ENVIRONMENTS.replace("staging: {region: us-east-1}", "staging: {region: us-east-1, tags: {'aws:a': b}}")
    text += "  a_table: {partition_key: id, ttl: e}\n  b_table: {partition_key: id, ttl: e}\n"
    (finding,) = findings(text, "tag-reserved-prefix")
    assert finding.message.endswith("which AWS keeps for its own tags")


def test_a_waived_table_is_not_counted() -> None:
    waived = "waivers: [{rule: tag-at-sign, reason: our account takes it}]"
    text = TWO_ENVIRONMENTS.replace("tables:", "defaults: {tags: {a@b: owner}}\ntables:")
    text += f"  a_table: {{partition_key: id, ttl: e}}\n  b_table: {{partition_key: id, ttl: e, {waived}}}\n"
    (finding,) = findings(text, "tag-at-sign")
    assert "other table" not in finding.message


def test_a_table_that_is_alone_with_it_in_another_environment_is_named_there() -> None:
    text = TWO_ENVIRONMENTS.replace("tables:", "defaults: {ttl: a.b}\ntables:")
    text += (
        "  a_table: {partition_key: id, only_in: [development]}\n  b_table: {partition_key: id, only_in: [staging]}\n"
    )
    named = [(item.environments, "b_table" in item.message) for item in findings(text, "ttl-attribute-nested")]
    assert named == [(("development",), False), (("staging",), True)]
