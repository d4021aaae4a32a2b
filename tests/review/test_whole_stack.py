"""A refusal of one table: Terraform plans nothing of the stack, and AWS stops that table alone."""

from __future__ import annotations

from sessionform.compile import compile_text
from sessionform.review.model import Review
from sessionform.review.review import review
from tests.review.case import TODAY

ENVIRONMENTS = "version: 1\nenvironments:\n  development: {region: us-east-1}\n  production: {region: us-east-1}\n"
BEFORE = f"""{ENVIRONMENTS}tables:
  userSessions: {{partition_key: id, ttl: expiresAt, prevent_destroy: true}}
  deviceSessions: {{partition_key: id, ttl: expiresAt}}
  webSessions: {{partition_key: id, ttl: expiresAt}}
"""
GUARDED = "userSessions: {partition_key: id"


def reviewed(after: str, before: str = BEFORE) -> Review:
    base, head = compile_text(before, "before.yaml", TODAY), compile_text(after, "after.yaml", TODAY)
    assert not base.failed, base.diagnostics
    assert not head.failed, head.diagnostics
    return review(base, head, TODAY)


def rows(result: Review) -> dict[str, tuple[str, str, str]]:
    return {
        item.table: (str(item.terraform), str(item.outcome), str(item.severity))
        for item in result.tables
        if item.environment == "production"
    }


def test_nothing_of_a_stack_happens_where_terraform_refuses_a_part() -> None:
    after = BEFORE.replace(GUARDED, "userSessions: {partition_key: userId")
    after = after.replace("deviceSessions: {", "deviceSessions: {tags: {Team: web}, ")
    after += "  newSessions: {partition_key: id, ttl: expiresAt}\n"
    result = reviewed(after)
    assert rows(result) == {
        "userSessions": ("replace", "fails-at-apply", "critical"),
        "deviceSessions": ("update", "fails-at-apply", "critical"),
        "newSessions": ("create", "fails-at-apply", "critical"),
    }
    said = [change for change in result.changes if change.rule == "stack-not-planned"]
    assert [change.environment for change in said] == ["development", "production"]
    assert "`deviceSessions`, `newSessions` stay as they are" in said[0].message


def test_a_stack_whose_other_tables_stay_needs_no_word_about_them() -> None:
    result = reviewed(BEFORE.replace(GUARDED, "userSessions: {partition_key: userId"))
    assert list(rows(result)) == ["userSessions"]
    assert all(change.rule != "stack-not-planned" for change in result.changes)


def test_another_environment_is_another_stack() -> None:
    after = BEFORE.replace(
        GUARDED, "userSessions: {environments: {development: {partition_key: userId}}, partition_key: id"
    )
    after = after.replace("webSessions: {", "webSessions: {stream: KEYS_ONLY, ")
    assert rows(reviewed(after)) == {"webSessions": ("update", "new-stream", "low")}


def test_the_others_are_changed_where_aws_rejects_one() -> None:
    after = BEFORE.replace(GUARDED, "userSessions: {deletion_protection: true, stream: KEYS_ONLY, partition_key: id")
    after = after.replace("webSessions: {", "webSessions: {tags: {Team: web}, ")
    result = reviewed(after)
    assert rows(result)["webSessions"] == ("update", "in-place", "low")
    said = next(change for change in result.changes if change.rule == "stack-partly-applied")
    assert said.message.endswith("what this deploy does to `webSessions` is applied all the same")


def test_what_else_changes_in_the_table_is_not_planned_either() -> None:
    """With protection the plan is made, and the apply is what fails."""
    for guard, failure in (
        ("prevent_destroy", "Terraform refuses to plan the stack"),
        ("deletion_protection", "the apply fails before that"),
    ):
        before = BEFORE.replace("prevent_destroy", guard)
        result = reviewed(before.replace(GUARDED, "userSessions: {stream: KEYS_ONLY, partition_key: userId"), before)
        messages = [change.message for change in result.changes if change.rule == "stream-enabled"]
        assert messages == [f"`userSessions` does not get this, because {failure}: the stream is switched on"] * 2
