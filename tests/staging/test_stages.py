"""What a step is: as much as AWS takes at once, by edits of settings that leave everything else as it stands."""

from __future__ import annotations

import pytest

from sessionform.source.edit.refused import EditRefusedError
from tests.staging.staged import staged, texts

HEAD = """\
version: 1
environments:
  development: {region: us-east-1}
  production: {region: eu-west-1}
"""


def _with(*lines: str) -> str:
    return HEAD + "\n".join(("tables:", "  userSessions:", *(f"    {line}" for line in lines), ""))


def test_only_what_is_held_back_is_written_otherwise() -> None:
    before = _with("partition_key: userId", "ttl: old", "tags: {Team: a}")
    after = _with(
        "# keys are for good",
        "partition_key: userId   # of the identity provider",
        "",
        "ttl: 'new'   # in epoch seconds",
        'tags: {Team: "b"}',
    )
    first, last = texts(staged(before, after))
    assert first == after.replace("ttl: 'new'", "ttl: {attribute: old, enabled: false}")
    assert last == after


def test_what_one_deploy_does_is_not_staged() -> None:
    before, after = (
        _with("partition_key: userId", "ttl: old"),
        _with("partition_key: userId", "ttl: old", "tags: {A: b}"),
    )
    found = staged(before, after)
    assert (texts(found), found.stuck) == ([after], ())
    assert staged(before, before).steps == ()


def test_an_index_and_a_replica_of_a_table_come_one_by_one_and_of_two_tables_at_once() -> None:
    table = "{partition_key: userId, ttl: t, stream: NEW_AND_OLD_IMAGES%s}"
    added = (
        ", global_secondary_indexes: {by_a: {partition_key: a}, by_b: {partition_key: b}}, replicas: {us-west-2: {}}"
    )
    sides = [
        f"{HEAD}tables:\n  one: {table % more}\n  two: {table % more}\n".replace(
            "  development: {region: us-east-1}\n", ""
        )
        for more in ("", added)
    ]
    found = staged(*sides)
    built = [sorted({change.rule for change in step.review.changes}) for step in found.steps]
    assert built == [["index-added"], ["index-added"], ["replica-added"]]
    assert all(len(step.review.tables) == 2 for step in found.steps)


def test_a_setting_that_tables_share_moves_for_all_of_them() -> None:
    tables = "defaults: {ttl: %s}\ntables:\n  one: {partition_key: a}\n  two: {partition_key: b}\n"
    found = staged(HEAD + tables % "old", HEAD + tables % "new")
    assert len(found.steps) == 2
    assert {change.rule for change in found.steps[0].review.changes} == {"ttl-switched-off"}
    assert {verdict.table for verdict in found.steps[0].review.tables} == {"one", "two"}


def test_one_environment_can_have_a_state_in_between_that_the_others_do_not_have() -> None:
    table = "tables:\n  one:\n    partition_key: a\n    ttl: new\n    environments:\n      production: {ttl: %s}\n"
    found = staged(HEAD + table % "old", HEAD + table % "newer")
    assert texts(found)[0] == HEAD + table % "{attribute: old, enabled: false}"
    assert [step.environments for step in found.steps] == [("production",), ("production",)]


def test_capacity_and_billing_mode_go_together() -> None:
    before = _with("partition_key: userId", "ttl: t")
    after = _with(
        "partition_key: userId",
        "ttl: t",
        "deletion_protection: true",
        "billing_mode: PROVISIONED",
        "capacity: {read: 10, write: 10}",
    )
    found = staged(before, after)
    assert [{change.rule for change in step.review.changes} for step in found.steps] == [
        {"deletion-protection-enabled"},
        {"billing-mode-to-provisioned"},
    ]


def test_replicas_wait_for_autoscaled_capacity() -> None:
    """Whether AWS lets a table that has replicas switch to provisioned capacity, nobody has tried."""
    keys = ("partition_key: userId", "ttl: t", "stream: NEW_AND_OLD_IMAGES")
    scaled = ("billing_mode: PROVISIONED", "capacity: {read: {min: 5, max: 50}, write: {min: 5, max: 50}}")
    found = staged(_with(*keys), _with(*keys, *scaled, "replicas: {eu-north-1: {}}"))
    assert [{change.rule for change in step.review.changes} for step in found.steps] == [
        {"billing-mode-to-provisioned", "autoscaling-enabled"},
        {"replica-added"},
    ]


def test_protection_that_is_on_goes_off_first_where_the_loss_is_accepted() -> None:
    table = "tables:\n  one: {partition_key: %s, ttl: t, deletion_protection: true}\n"
    accept = "accept:\n  - {change: partition-key-changed, table: one, reason: no sessions yet, expires: 2027-01-31}\n"
    found = staged(HEAD + table % "a", HEAD + table % "b" + accept)
    assert len(found.steps) == 2
    assert texts(found)[0] == HEAD + table.replace("true", "false") % "a" + accept
    assert staged(HEAD + table % "a", HEAD + table % "b").stuck


def test_a_protected_table_leaves_in_two_deploys_where_its_loss_is_accepted() -> None:
    one, two = "  one: {partition_key: a, ttl: t, deletion_protection: true}\n", "  two: {partition_key: a, ttl: t}\n"
    accept = "accept:\n  - {change: table-removed-deleted, table: one, reason: no sessions, expires: 2027-01-31}\n"
    head = f"{HEAD}tables:\n{two}removed:\n  one: {{delete: true}}\n{accept}"
    found = staged(f"{HEAD}tables:\n{one}{two}", head)
    assert [{change.rule for change in step.review.changes} for step in found.steps] == [
        {"deletion-protection-disabled"},
        {"table-removed-deleted"},
    ]


def test_a_renamed_table_is_renamed_in_the_first_step() -> None:
    before = f"{HEAD}tables:\n  old: {{partition_key: a, table_name: sessions, ttl: one}}\n"
    after = f"{HEAD}tables:\n  new: {{partition_key: a, table_name: sessions, ttl: two, renamed_from: old}}\n"
    found = staged(before, after)
    assert texts(found)[0] == after.replace("ttl: two", "ttl: {attribute: one, enabled: false}")


def test_an_anchor_that_would_be_edited_is_refused() -> None:
    tables = "tables:\n  one: {partition_key: a, ttl: &t %s}\n  two: {partition_key: a, ttl: *t}\n"
    with pytest.raises(EditRefusedError, match="anchor"):
        staged(HEAD + tables % "old", HEAD + tables % "new")


def test_what_cannot_be_staged_is_named_and_nothing_is_staged() -> None:
    before, after = _with("partition_key: userId", "ttl: old"), _with("partition_key: accountId", "ttl: new")
    found = staged(before, after)
    assert not found.steps
    assert {change.rule for change in found.stuck} == {"partition-key-changed"}


def test_the_wait_between_two_changes_of_a_kind_is_as_long_as_aws_takes_one() -> None:
    found = staged(_with("partition_key: userId", "ttl: old"), _with("partition_key: userId", "ttl: new"))
    waits = found.steps[0].waits
    asked = [wait for wait in waits if wait.command]
    assert {(wait.environment, wait.expected) for wait in asked} == {
        ("development", "DISABLED"),
        ("production", "DISABLED"),
    }
    assert asked[1].command == (
        "aws dynamodb describe-time-to-live --region eu-west-1 --table-name userSessions-production "
        '--query "TimeToLiveDescription.TimeToLiveStatus" --output text'
    )
    assert {wait.at_least for wait in waits if not wait.command} == {"an hour"}
    assert not [wait for wait in found.steps[1].waits if wait.at_least]
