"""A table that AWS does not delete loses what stands beside it all the same: Terraform deletes that before the table."""

from __future__ import annotations

import pytest

from sessionform.compile import compile_text
from sessionform.review.review import review
from tests.review.case import TODAY

ALARMS = "alarms: {actions: ['arn:aws:sns:us-east-1:111122223333:pages']}"
SCALED = "billing_mode: PROVISIONED, capacity: {read: {min: 1, max: 9}, write: {min: 1, max: 9}}"
GRANT = "access_patterns: {read: {get: [id]}}, grants: {web: {patterns: all, role: web}}"


def message(settings: str, removed: str = "") -> str:
    """What the review says of a protected table that leaves the file."""
    start = "version: 1\nenvironments: {production: {region: us-east-1}}\ntables:\n  other: {partition_key: id, ttl: expires}\n"
    table = f"  userSessions: {{partition_key: id, ttl: expires, {settings}}}\n"
    before, after = (
        compile_text(start + table, "before.yaml", TODAY),
        compile_text(start + removed, "after.yaml", TODAY),
    )
    assert not before.failed, before.diagnostics
    assert not after.failed, after.diagnostics
    return next(item.message for item in review(before, after, TODAY).changes if item.table == "userSessions")


@pytest.mark.parametrize("removed", ["", "removed: {userSessions: {delete: true}}\n"])
@pytest.mark.parametrize(
    ("settings", "lost"),
    [
        (ALARMS, "alarms"),
        (SCALED, "scalable targets, scaling policies"),
        (GRANT, "IAM policies, IAM policy attachments"),
        ("contributor_insights: true", "contributor insights"),
    ],
)
def test_what_is_deleted_before_the_refusal_is_named(settings: str, lost: str, removed: str) -> None:
    said = message(f"deletion_protection: true, {settings}", removed)
    assert said.endswith(
        f"the apply fails and the sessions stay, but by then Terraform has deleted the table's companions: {lost}"
    )


def test_a_table_with_nothing_beside_it_loses_nothing() -> None:
    assert message("deletion_protection: true").endswith("the apply fails and the sessions stay")
