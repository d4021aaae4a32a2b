"""A home region that moves to one of the table's own replicas: Terraform finds the replica."""

from __future__ import annotations

import pytest

from sessionform.compile import compile_text
from sessionform.review.model import Review
from sessionform.review.review import review
from tests.review.case import TODAY

HOME = """\
version: 1
terraform: {aws_provider: "%s"}
environments: {production: {region: %s}}
tables:
  userSessions: {partition_key: id, ttl: expiresAt, stream: NEW_AND_OLD_IMAGES, replicas: {%s}%s}
"""
FIVE, BOTH, SIX = "~> 5.100", ">= 5.100.0, < 7.0.0", "~> 6.0"


def reviewed(provider: str, replicas: str = "us-east-1: {}", more: str = "", before: str = "eu-west-1: {}") -> Review:
    texts = (HOME % (provider, "us-east-1", before, more), HOME % (provider, "eu-west-1", replicas, more))
    base, head = (compile_text(text, "sessions.yaml", TODAY) for text in texts)
    assert not base.failed, base.diagnostics
    assert not head.failed, head.diagnostics
    return review(base, head, TODAY)


@pytest.mark.parametrize(
    ("provider", "row"),
    [
        (FIVE, ("update", "in-place", "high")),
        (BOTH, ("update", "in-place", "critical")),
        (SIX, ("replace", "data-loss", "critical")),
    ],
)
def test_the_provider_that_runs_decides(provider: str, row: tuple[str, str, str]) -> None:
    result = reviewed(provider)
    (table,) = result.tables
    assert (str(table.terraform), str(table.outcome), str(table.severity)) == row
    change = next(change for change in result.changes if change.rule == "home-region-exchanged")
    assert "destroy" not in change.hint
    assert ("6.x" in change.message) == (provider != FIVE)
    assert "created there" not in change.message


def test_the_old_home_that_is_given_up_is_deleted() -> None:
    result = reviewed(FIVE, replicas="us-west-2: {}", before="eu-west-1: {}, us-west-2: {}")
    assert {change.rule for change in result.changes} == {"home-region-exchanged", "replica-removed"}
    assert str(result.tables[0].outcome) == "data-loss"


def test_what_stands_beside_the_table_is_created_in_the_new_home() -> None:
    rules = {change.rule for change in reviewed(FIVE, more=", contributor_insights: true").changes}
    assert "contributor-insights-enabled" in rules


def test_the_keys_that_the_copies_are_encrypted_with_stay_theirs() -> None:
    key = "arn:aws:kms:%s:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab"
    home, copy = (f"{{kms_key_arn: '{key % region}'}}" for region in ("us-east-1", "eu-west-1"))
    before = HOME % (FIVE, "us-east-1", f"eu-west-1: {copy}", f", server_side_encryption: {home}")
    after = HOME % (FIVE, "eu-west-1", f"us-east-1: {home}", f", server_side_encryption: {copy}")
    base, head = (compile_text(text, "sessions.yaml", TODAY) for text in (before, after))
    assert not base.failed, base.diagnostics
    rules = {change.rule for change in review(base, head, TODAY).changes}
    assert rules == {"home-region-exchanged", "replica-tags-changed"}


def test_a_region_without_a_replica_is_another_place() -> None:
    result = reviewed(FIVE, before="us-west-2: {}", replicas="us-west-2: {}")
    assert "region-changed" in {change.rule for change in result.changes}
    assert str(result.tables[0].outcome) == "data-loss"


GONE = """\
version: 1
terraform: {aws_provider: "%s"}
environments: {production: {region: %s}}
tables:
  userSessions: {partition_key: id, ttl: expiresAt, stream: NEW_AND_OLD_IMAGES, replicas: {eu-west-1: {}}%s}
  otherSessions: {partition_key: id, ttl: expiresAt}
"""


def gone(provider: str, more: str = "", removed: str = "") -> Review:
    before = GONE % (provider, "us-east-1", more)
    after = "\n".join(line for line in before.splitlines() if "userSessions" not in line) + f"\n{removed}"
    texts = (before, after.replace("us-east-1", "eu-west-1"))
    base, head = (compile_text(text, "sessions.yaml", TODAY) for text in texts)
    assert not base.failed, base.diagnostics
    assert not head.failed, head.diagnostics
    return review(base, head, TODAY)


@pytest.mark.parametrize("provider", [FIVE, BOTH, SIX])
def test_a_table_that_leaves_as_its_home_moves_is_found_by_its_copy_and_deleted(provider: str) -> None:
    row = next(item for item in gone(provider).tables if item.table == "userSessions")
    assert (str(row.terraform), str(row.outcome), str(row.severity)) == ("delete", "data-loss", "critical")


def test_one_that_is_kept_is_forgotten_where_it_is_found() -> None:
    result = gone(FIVE, removed="removed: {userSessions: {keep: true}}")
    row = next(item for item in result.tables if item.table == "userSessions")
    assert (str(row.terraform), str(row.outcome)) == ("forget", "kept")


def test_protection_of_the_old_home_refuses_the_deletion_of_all() -> None:
    """Terraform deletes what is a replica from the new home first, and that is the one which is protected."""
    result = gone(FIVE, ", deletion_protection: true")
    row = next(item for item in result.tables if item.table == "userSessions")
    assert (str(row.outcome), row.refused) == ("fails-at-apply", True)


SCALED = ", billing_mode: PROVISIONED, capacity: {read: {min: 1, max: 9}, write: {min: 1, max: 9}}"


def test_reads_are_scaled_anew_in_the_new_home() -> None:
    """AWS copies the autoscaling of writes to a replica, and not that of reads."""
    created = {change.address for change in reviewed(FIVE, more=SCALED).changes if change.terraform == "create"}
    assert created == {'aws_appautoscaling_target.userSessions["read"]'}
