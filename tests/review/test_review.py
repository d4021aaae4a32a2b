"""The comparison itself: what it is made with, where a change stands, and what cannot be compared."""

from __future__ import annotations

from dataclasses import replace

import pytest

from sessionform.compile import compile_text
from sessionform.diagnostics import dotted
from sessionform.review.affected import affected_environments
from sessionform.review.model import Review, ReviewSeverity
from sessionform.review.review import review
from sessionform.setting_path import Layer, SettingPath
from tests.review.case import TODAY

HEAD = """\
version: 1
environments:
  development: {region: us-east-1}
  production: {region: us-east-1}
defaults:
  stream: KEYS_ONLY
tables:
  userSessions: {partition_key: userId, ttl: expiresAt}
  deviceSessions: {partition_key: deviceId, ttl: expiresAt}
"""


def reviewed(before: str | None, after: str = HEAD, environments: tuple[str, ...] = ()) -> Review:
    base = None if before is None else compile_text(before, "main:sessions.yaml", TODAY)
    return review(base, compile_text(after, "sessions.yaml", TODAY), TODAY, environments=environments)


def places(result: Review) -> list[tuple[str, str, str, str, bool]]:
    return [
        (change.environment, change.table, str(change.location), dotted(change.path), change.gone)
        for change in result.changes
    ]


def test_without_a_base_every_table_is_created() -> None:
    result = reviewed(None)
    assert {(table.terraform, table.outcome) for table in result.tables} == {("create", "create")}
    assert len(result.tables) == 4
    assert result.verdict is ReviewSeverity.NONE
    assert result.compared


def test_one_edit_in_defaults_names_every_table_and_its_own_line() -> None:
    result = reviewed(HEAD.replace("KEYS_ONLY", "NEW_IMAGE"))
    assert places(result) == [
        (environment, table, "sessions.yaml:6:11", "defaults.stream", False)
        for environment in ("development", "production")
        for table in ("userSessions", "deviceSessions")
    ]


def test_what_is_no_more_stands_where_it_was() -> None:
    result = reviewed(HEAD, HEAD.replace("defaults:\n  stream: KEYS_ONLY\n", ""))
    assert {place[2:] for place in places(result)} == {("main:sessions.yaml:6:11", "defaults.stream", True)}


def test_null_is_the_line_that_takes_a_setting_away() -> None:
    after = HEAD.replace("{partition_key: userId,", "{partition_key: userId, stream: null,")
    assert places(reviewed(HEAD, after))[0][2:] == ("sessions.yaml:8:49", "tables.userSessions.stream", False)


def test_only_the_asked_environments_are_looked_at() -> None:
    result = reviewed(HEAD.replace("KEYS_ONLY", "NEW_IMAGE"), environments=("production",))
    assert {change.environment for change in result.changes} == {"production"}


def test_a_base_that_is_no_yaml_cannot_be_compared() -> None:
    result = reviewed("version: [")
    assert not result.changes
    assert not result.compared
    (gap,) = result.gaps
    assert gap.startswith("main:sessions.yaml is not a declaration")
    assert result.verdict is ReviewSeverity.CRITICAL
    assert result.fails(ReviewSeverity.CRITICAL)


def test_a_base_of_another_form_cannot_be_compared() -> None:
    result = reviewed(HEAD.replace("version: 1", "version: 0"))
    assert not result.changes
    assert not result.compared
    assert "main:sessions.yaml is of another form" in result.gaps[0]
    assert result.fails(ReviewSeverity.CRITICAL)


def test_a_table_of_the_base_that_is_not_understood_is_left_out_and_named() -> None:
    before = HEAD.replace("{partition_key: deviceId,", "{partition_key: [deviceId],").replace("KEYS_ONLY", "NEW_IMAGE")
    result = reviewed(before)
    assert {change.table for change in result.changes} == {"userSessions"}
    assert not result.compared
    assert "`tables.deviceSessions.partition_key` cannot be understood" in result.gaps[0]
    assert "too little of `deviceSessions` can be understood" in result.gaps[1]
    assert result.fails(ReviewSeverity.CRITICAL)


@pytest.mark.parametrize(
    "slip", ["straem: KEYS_ONLY", "hash_key: userId", "tags: {Application: 5}", "table_class: GOLD"]
)
def test_a_slip_in_the_base_hides_no_loss(slip: str) -> None:
    """What is wrong with a setting of the base keeps its table from nothing but the comparison of that setting."""
    setting = "partition_key: userId" if slip.startswith("hash_key") else "ttl: expiresAt"
    before = HEAD.replace(setting, slip if setting.startswith("partition") else f"{setting}, {slip}", 1)
    result = reviewed(before, HEAD.replace("userId", "accountId"))
    assert result.verdict is ReviewSeverity.CRITICAL
    assert "partition-key-changed" in {change.rule for change in result.changes}
    assert "cannot be understood" in result.statements[0]


def test_a_base_with_a_key_too_many_is_compared() -> None:
    result = reviewed(HEAD + "extra: 1\n", HEAD.replace("userId", "accountId"))
    assert result.verdict is ReviewSeverity.CRITICAL


def test_a_base_with_a_waiver_of_a_rule_that_is_gone_is_compared_all_the_same() -> None:
    """A newer version of this program may have other rules; what the table is, is understood."""
    before = HEAD.replace("ttl: expiresAt}", "ttl: expiresAt, waivers: [{rule: gone, reason: noise}]}")
    result = reviewed(before, HEAD.replace("userId", "accountId"))
    assert result.verdict is ReviewSeverity.CRITICAL
    assert "fails the check" in result.statements[0]


def test_a_base_that_only_breaks_a_rule_is_compared_all_the_same() -> None:
    before = HEAD.replace("partition_key: userId, ttl: expiresAt", "partition_key: expiresAt, ttl: expiresAt")
    result = reviewed(before)
    assert {change.rule for change in result.changes} == {"partition-key-changed"}
    assert result.statements == ("main:sessions.yaml fails the check (1 error); it is compared as it is written",)
    more = reviewed(before.replace("ttl: expiresAt", "ttl: expiresAt, sort_key: expiresAt", 1))
    assert more.statements == ("main:sessions.yaml fails the check (2 errors); it is compared as it is written",)
    assert result.compared


def test_the_worst_comes_first() -> None:
    before = HEAD.replace("KEYS_ONLY", "NEW_IMAGE").replace("deviceId", "device")
    severities = [change.severity for change in reviewed(before).changes]
    assert severities == sorted(severities, reverse=True)
    assert severities[0] is ReviewSeverity.CRITICAL


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        (
            "s3: {bucket: state-of-web, key: k, region: us-east-1}",
            "s3: {bucket: state-of-web, key: k, region: us-east-1, endpoints: {s3: 'https://s3.example.com'}}",
            "from `s3://state-of-web/k` to `s3://state-of-web/k` at `https://s3.example.com`",
        ),
        (
            "cloud: {organization: web, workspace: sessions}",
            "cloud: {organization: web, workspace: sessions, hostname: tfe.example.com}",
            "from the workspace `web/sessions` to the workspace `web/sessions` at `tfe.example.com`",
        ),
    ],
)
def test_where_a_state_moves_tells_the_two_places_apart(before: str, after: str, words: str) -> None:
    old, new = (
        HEAD.replace("{region: us-east-1}\ndefaults", f"{{region: us-east-1, backend: {{{item}}}}}\ndefaults")
        for item in (before, after)
    )
    messages = [item.message for item in reviewed(old, new).changes if item.rule == "backend-changed"]
    assert len(messages) == 2
    assert all(words in message for message in messages)


def test_affected_are_the_environments_with_something_to_apply() -> None:
    head = compile_text(HEAD, "sessions.yaml", TODAY).valid()
    before = HEAD.replace("production: {region: us-east-1}", "production: {region: us-east-1, tags: {Team: a}}")
    assert affected_environments(reviewed(before), head) == ["production"]
    assert affected_environments(reviewed(HEAD), head) == []
    described = HEAD.replace("{partition_key: userId,", "{partition_key: userId, description: Sessions,")
    assert affected_environments(reviewed(described), head) == []
    assert affected_environments(reviewed(None), head) == ["development", "production"]
    assert affected_environments(replace(reviewed(HEAD), compared=False), head) == ["development", "production"]


def test_a_change_knows_its_setting_and_the_layer_that_wrote_it() -> None:
    before = HEAD.replace("region: us-east-1", "region: us-east-1, tags: {Stage: a}", 1)
    after = before.replace("Stage: a", "Stage: b").replace("KEYS_ONLY", "NEW_IMAGE")
    found = {change.setting for change in reviewed(after, before).changes if change.environment == "development"}
    assert {item for item in found if item.table in (None, "userSessions")} == {
        SettingPath(Layer.ENVIRONMENT, "development", None, ("tags", "Stage")),
        SettingPath(Layer.DEFAULTS, "development", "userSessions", ("stream",)),
    }
