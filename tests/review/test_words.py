"""What the review says, read over all cases: whoever is on call has to understand it without asking."""

from __future__ import annotations

import re

import pytest

from sessionform.compile import compile_text
from sessionform.review.effects.effect import STAGED
from sessionform.review.model import Change, Review, ReviewSeverity
from sessionform.review.review import review
from tests.review.case import CASES, TODAY, Case

of_every_case = pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
HEAD = """\
version: 1
environments:
  production: {region: us-east-1}
tables:
  userSessions:
    partition_key: userId
    sort_key: sessionId
    ttl: expiresAt
"""
REPLICAS = (
    "    stream: NEW_AND_OLD_IMAGES\n    replicas: {us-west-2: {}, eu-west-1: {}}\n    deletion_protection: true\n"
)


def reviewed(before: str, after: str) -> Review:
    return review(compile_text(before, "before.yaml", TODAY), compile_text(after, "after.yaml", TODAY), TODAY)


def told(before: str, after: str, rule: str) -> Change:
    return next(change for change in reviewed(before, after).changes if change.rule == rule)


@of_every_case
def test_a_message_names_what_it_is_about(case: Case) -> None:
    for change in case.review().changes:
        name = change.table or change.environment
        names = (name, change.environment, str(change.before), str(change.after))
        assert any(f"`{item}" in change.message for item in names if item), change.message


@of_every_case
def test_a_message_is_one_plain_sentence(case: Case) -> None:
    for change in case.review().changes:
        assert "\n" not in change.message
        assert not change.message.endswith(".")
        assert "  " not in change.message
        assert not re.search(r"\b[a-z][A-Z]{2,}\b", change.message), "an abbreviation in lower case"
        assert change.message.count("`") % 2 == 0
        assert change.hint.count("`") % 2 == 0


@of_every_case
def test_what_is_dangerous_comes_with_a_way_out(case: Case) -> None:
    for change in case.review().changes:
        assert change.hint or change.severity not in (ReviewSeverity.CRITICAL, ReviewSeverity.HIGH), change.message


@of_every_case
def test_steps_are_numbered_from_one_at_the_end_of_the_hint(case: Case) -> None:
    for change in case.review().changes:
        lines = change.hint.removesuffix(f"\n{STAGED}").split("\n")
        numbers = [int(match[1]) for line in lines if (match := re.match(r"(\d+)\. ", line))]
        assert numbers == list(range(1, len(numbers) + 1))
        assert len(numbers) != 1
        assert all(re.match(r"\d+\. ", line) for line in lines[len(lines) - len(numbers) :] if numbers)


@of_every_case
def test_several_deploys_say_how_long_to_wait(case: Case) -> None:
    for change in case.review().changes:
        if change.outcome in ("needs-several-deploys", "index-rebuild") and change.hint.startswith("1. "):
            assert re.search(r"wait|hour|minutes|quiet|ACTIVE", change.hint), change.rule


def test_the_way_to_another_table_is_the_same_whether_the_old_one_is_protected() -> None:
    """So that development and a protected production are told once."""
    protected = HEAD + "    environments: {production: {deletion_protection: true}}\n"
    protected = protected.replace("environments:\n", "environments:\n  development: {region: us-east-1}\n", 1)
    typed = protected.replace("partition_key: userId", "partition_key: {name: userId, type: N}")
    changes = reviewed(protected, typed).changes
    assert len(changes) == 2
    assert len({change.hint for change in changes}) == 1
    assert changes[0].hint.endswith("if it has `deletion_protection`, switch that off in an earlier deploy")


def test_the_copies_of_a_protected_table_go_before_aws_refuses() -> None:
    change = told(HEAD + REPLICAS, (HEAD + REPLICAS).replace("userId", "accountId"), "partition-key-changed")
    assert change.outcome == "data-loss"
    assert "only after the provider has deleted the replicas in us-west-2 and eu-west-1" in change.message
    guarded = REPLICAS.replace("us-west-2: {}, eu-west-1: {}", "us-west-2: {deletion_protection: true}")
    change = told(HEAD + guarded, (HEAD + guarded).replace("userId", "accountId"), "partition-key-changed")
    assert (change.outcome, "the sessions stay" in change.message) == ("fails-at-apply", True)


def test_prevent_destroy_keeps_the_copies_too() -> None:
    before = HEAD + REPLICAS + "    prevent_destroy: true\n"
    change = told(before, before.replace("userId", "accountId"), "partition-key-changed")
    assert (change.outcome, "Terraform refuses to plan it" in change.message) == ("fails-at-apply", True)


@pytest.mark.parametrize(
    ("before", "after", "severity", "words"),
    [
        (">= 5.100.0, < 6.0.0", ">= 6.2.0, < 7.0.0", "medium", "whoever still runs 5.x gets 6.x"),
        (">= 5.100.0, < 7.0.0", ">= 5.100.0, < 6.0.0", "medium", "where 6.x has applied it already"),
        (">= 5.100.0, < 6.0.0", ">= 5.100.0, < 7.0.0", "low", "instead of >= 5.100.0, < 6.0.0"),
        ("~> 5.100", "~> 5.101", "medium", "instead of ~> 5.100"),
    ],
)
def test_another_major_version_of_the_provider_is_said(before: str, after: str, severity: str, words: str) -> None:
    texts = [f'terraform: {{aws_provider: "{item}"}}\n{HEAD}' for item in (before, after)]
    change = told(*texts, "provider-constraint-changed")
    assert str(change.severity) == severity
    assert words in change.message
    assert ("state" in change.message) == ("x" in words)


@pytest.mark.parametrize(
    ("provider", "terraform", "words"),
    [
        ("~> 5.100", "create", "stay behind, unmanaged and still charged for"),
        (">= 5.100.0, < 7.0.0", "create", "charged for, or are deleted by AWS provider 6.x"),
        ("~> 6.0", "replace", "the table is deleted and an empty one takes its place, so every user is logged out"),
    ],
)
def test_which_provider_may_run_decides_what_another_region_does(provider: str, terraform: str, words: str) -> None:
    before = f'terraform: {{aws_provider: "{provider}"}}\n{HEAD}'
    change = told(before, before.replace("us-east-1", "eu-west-1"), "region-changed")
    assert (change.terraform, change.outcome) == (terraform, "data-loss")
    assert change.message.endswith(words)


def test_an_index_of_a_provisioned_table_needs_write_units_to_be_built() -> None:
    index = "    global_secondary_indexes: {by_session: {partition_key: sessionId, projection: KEYS_ONLY%s}}\n"
    fixed = "    billing_mode: PROVISIONED\n    capacity: {read: 5, write: 5}\n"
    on_demand = told(HEAD, HEAD + index % "", "index-added").hint
    provisioned = told(HEAD + fixed, HEAD + fixed + index % ", capacity: {read: 5, write: 5}", "index-added").hint
    assert "write units" not in on_demand
    assert "enough write units" in provisioned


def test_an_environment_that_goes_as_another_comes_may_be_the_same() -> None:
    after = HEAD.replace("production:", "live:")
    assert "if `live` is this environment under another name" in told(HEAD, after, "environment-removed").hint
    more = HEAD.replace("environments:\n", "environments:\n  live: {region: us-east-1}\n")
    assert "another name" not in told(more, HEAD, "environment-removed").hint


def test_who_takes_over_a_state_is_not_told_to_keep_the_tables_of_another() -> None:
    state = "{region: us-east-1, backend: {local: {path: %s.tfstate}}}"
    before = HEAD.replace("{region: us-east-1}", state % "a")
    staging = f"  staging: {state % 'a'}\ntables:\n"
    after = HEAD.replace("{region: us-east-1}", state % "b").replace("tables:\n", staging)
    changes = [change for change in reviewed(before, after).changes if change.environment == "staging"]
    assert [change.rule for change in changes] == ["state-taken-over", "table-name-changed"]
    assert changes[0].hint.startswith("give `staging` a `backend` of its own")
    assert changes[1].hint == "see the hint about the state of `staging`"


def test_an_abbreviation_stays_one_in_the_middle_of_a_sentence() -> None:
    after = HEAD.replace("userId", "accountId").replace("expiresAt", "expires")
    assert told(HEAD, after, "ttl-attribute-changed").message == (
        "`userSessions` has this from the start, because it is replaced: TTL is on and moves to another attribute"
    )
