"""A review joined with a plan: confirmed, hidden, different, drifted, missing; and plans that are refused."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from sessionform.compile import compile_text
from sessionform.errors import UsageError
from sessionform.report.review.github import render_review_github
from sessionform.report.review.html import render_review_html
from sessionform.report.review.json import render_review_json
from sessionform.report.review.markdown import render_review_markdown
from sessionform.report.review.text import render_review_text
from sessionform.review.join import environment_of, join
from sessionform.review.model import Review, ReviewSeverity
from sessionform.review.plan import read_plan
from sessionform.review.review import review
from tests.review.case import TODAY

BEFORE = """\
version: 1
environments:
  development: {region: us-east-1}
  production: {region: us-east-1}
tables:
  userSessions: {partition_key: userId, ttl: expiresAt}
  deviceSessions: {partition_key: deviceId, ttl: expiresAt}
"""
RENDERERS: dict[str, Callable[[Review], str]] = {
    "human": render_review_text,
    "markdown": render_review_markdown,
    "html": render_review_html,
    "github": render_review_github,
    "json": render_review_json,
}
NUMBERED = BEFORE.replace("partition_key: userId", "partition_key: {name: userId, type: N}")
REKEYED = BEFORE.replace("partition_key: userId", "partition_key: accountId")


def reviewed(after: str) -> Review:
    return review(compile_text(BEFORE, "before.yaml", TODAY), compile_text(after, "after.yaml", TODAY), TODAY)


def resource(name: str, *actions: str, type_: str = "aws_dynamodb_table", **more: Any) -> dict[str, Any]:
    before = {"name": f"{name}-production", "table_class": "STANDARD", "tags": None}
    after = {**before, "tags": {}, **more.pop("after", {})}
    change = {"actions": list(actions), "before": before, "after": after, "after_unknown": {"arn": True}}
    return {"address": f"{type_}.{name}", "mode": "managed", "type": type_, "name": name, "change": change, **more}


def plan(*resources: dict[str, Any], **more: Any) -> str:
    return json.dumps({"format_version": "1.2", "resource_changes": list(resources), "unheard_of": 1, **more})


def remarks(after: str, text: str) -> list[tuple[str, str, str]]:
    result = join(reviewed(after), read_plan(text, "plan.json"), "production")
    return [(remark.judgement, remark.address, remark.terraform) for remark in result.plan]


def test_a_plan_that_shows_what_the_review_says_confirms_it() -> None:
    text = plan(resource("userSessions", "delete", "create"), resource("deviceSessions", "no-op"))
    assert remarks(REKEYED, text) == [("confirmed", "aws_dynamodb_table.userSessions", "replace")]


def test_a_plan_tells_whether_a_state_that_moves_was_migrated() -> None:
    moved = BEFORE.replace("production: {", "production: {backend: {local: {path: production.tfstate}}, ")
    for actions, judgement in (("no-op", "confirmed"), ("create", "differs")):
        text = plan(resource("userSessions", actions), resource("deviceSessions", "no-op"))
        result = join(reviewed(moved), read_plan(text, "plan.json"), "production")
        remark = next(item for item in result.plan if item.table == "userSessions")
        assert remark.judgement == judgement
        assert ("the state was not migrated" in remark.message) == (actions == "create")


def test_a_plan_without_a_change_hides_a_changed_key_type() -> None:
    result = join(reviewed(NUMBERED), read_plan(plan(resource("userSessions", "no-op")), "plan.json"), "production")
    (remark,) = result.plan
    assert remark.judgement == "hidden"
    assert remark.message.startswith("Terraform says no change; in fact: the key `userId`")


def test_another_action_than_expected_is_said() -> None:
    assert remarks(REKEYED, plan(resource("userSessions", "update"))) == [
        ("differs", "aws_dynamodb_table.userSessions", "update")
    ]


def test_a_table_that_the_plan_leaves_out_is_missing() -> None:
    assert remarks(REKEYED, plan()) == [("missing", "aws_dynamodb_table.userSessions", "no-op")]


def test_a_change_that_nobody_declared_is_drift_and_named_by_its_attributes() -> None:
    text = plan(resource("deviceSessions", "update", after={"table_class": "STANDARD_INFREQUENT_ACCESS"}))
    (remark,) = join(reviewed(BEFORE), read_plan(text, "plan.json"), "production").plan
    assert (remark.judgement, remark.table) == ("drift", "deviceSessions")
    assert "`table_class` differs" in remark.message


def test_what_changed_outside_is_drift_though_nothing_is_planned_for_it() -> None:
    drifted = resource("deviceSessions", "update", after={"table_class": "STANDARD_INFREQUENT_ACCESS"})
    assert remarks(BEFORE, plan(resource("deviceSessions", "no-op"), resource_drift=[drifted])) == [
        ("drift", "aws_dynamodb_table.deviceSessions", "update")
    ]


def test_null_and_empty_are_no_drift() -> None:
    text = plan(resource("deviceSessions", "no-op"), resource_drift=[resource("deviceSessions", "update")])
    assert remarks(BEFORE, text) == []


def test_what_stands_beside_a_changed_table_is_explained_by_it() -> None:
    alarm = resource("userSessions", "update", type_="aws_cloudwatch_metric_alarm")
    assert remarks(REKEYED, plan(resource("userSessions", "delete", "create"), alarm)) == [
        ("confirmed", "aws_dynamodb_table.userSessions", "replace")
    ]


TAKEN_AWAY = [("delete",), ("delete", "create"), ("create", "delete")]


@pytest.mark.parametrize("actions", TAKEN_AWAY, ids=" ".join)
@pytest.mark.parametrize("after", [BEFORE, BEFORE + "    tags: {team: login}\n"], ids=["drift", "differs"])
def test_a_table_that_only_the_plan_takes_away_fails_the_review(actions: tuple[str, ...], after: str) -> None:
    """Whatever `--fail-on` is: nobody has decided on it in the declaration."""
    after = after.replace("ttl: expiresAt}\n    tags: {team: login}", "ttl: expiresAt, tags: {team: login}}")
    result = reviewed(after)
    assert not result.fails(ReviewSeverity.CRITICAL)
    joined = join(result, read_plan(plan(resource("deviceSessions", *actions)), "plan.json"), "production")
    (loss,) = joined.losses
    assert loss.table == "deviceSessions"
    assert loss.message.endswith("every session in the table would be lost, so do not apply this plan")
    assert joined.verdict is ReviewSeverity.CRITICAL
    assert joined.fails(ReviewSeverity.CRITICAL)


@pytest.mark.parametrize(
    "item",
    [
        resource("deviceSessions", "update", after={"table_class": "STANDARD_INFREQUENT_ACCESS"}),
        resource("deviceSessions", "forget"),
        resource("deviceSessions", "create"),
        resource("deviceSessions", "delete", type_="aws_cloudwatch_metric_alarm"),
        resource("deviceSessions", "delete", type_="aws_dynamodb_table_item"),
    ],
    ids=lambda item: item["address"] + " " + " ".join(item["change"]["actions"]),
)
def test_what_takes_no_table_away_does_not_fail_it(item: dict[str, Any]) -> None:
    joined = join(reviewed(BEFORE), read_plan(plan(item), "plan.json"), "production")
    assert len(joined.plan) == 1
    assert not joined.losses
    assert not joined.fails(ReviewSeverity.LOW)


def test_a_loss_that_the_declaration_accepts_and_the_plan_confirms_passes() -> None:
    accept = "accept: [{change: partition-key-changed, reason: nobody is logged in yet}]\n"
    text = plan(resource("userSessions", "delete", "create"), resource("deviceSessions", "no-op"))
    joined = join(reviewed(REKEYED + accept), read_plan(text, "plan.json"), "production")
    assert not joined.fails(ReviewSeverity.CRITICAL)


@pytest.mark.parametrize("format_", ["human", "markdown", "html", "github", "json"])
def test_every_format_says_that_a_table_is_lost_though_nothing_changes(format_: str) -> None:
    joined = join(reviewed(BEFORE), read_plan(plan(resource("deviceSessions", "delete")), "plan.json"), "production")
    text = RENDERERS[format_](joined)
    assert "deviceSessions" in text
    assert ("::error" if format_ == "github" else "critical") in text
    assert "No session is harmed" not in text
    assert "Nothing changes" not in text


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "is not JSON"),
        ("[]", "is not a plan in JSON"),
        ("{}", "is not a plan in JSON"),
        ("[" * 100_000, "is not JSON"),
        (plan("x"), "is not a plan in JSON"),
        (plan({"change": [1]}), "is not a plan in JSON"),
        (plan({"name": 5}), "is not a plan in JSON"),
        (plan({"change": {"actions": "delete"}}), "is not a plan in JSON"),
        (plan({"change": {"before": "x"}}), "is not a plan in JSON"),
        (plan({"change": {"after": {"global_secondary_index": [1]}}}), "is not a plan in JSON"),
        (
            plan({"change": {"after": {"global_secondary_index": [{"non_key_attributes": [1]}]}}}),
            "is not a plan in JSON",
        ),
        (plan({"change": {"after": {"global_secondary_index": [{"key_schema": [1]}]}}}), "is not a plan in JSON"),
        ('{"format_version": "1.2", "resource_drift": 5}', "is not a plan in JSON"),
        ('{"format_version": "2.0"}', "format version 2.0"),
        ('{"format_version": "0.2"}', "format version 0.2"),
    ],
)
def test_what_is_no_known_plan_is_refused(text: str, words: str) -> None:
    with pytest.raises(UsageError, match=words):
        read_plan(text, "plan.json")


def test_a_later_minor_version_is_read() -> None:
    assert read_plan('{"format_version": "1.99"}', "plan.json").resources == ()


def test_the_environment_is_known_by_the_names_in_aws() -> None:
    declaration = compile_text(BEFORE, "sessions.yaml", TODAY).valid()
    text = plan(resource("userSessions", "no-op"))
    assert environment_of(read_plan(text, "plan.json"), None, declaration) == "production"


def test_a_plan_of_another_environment_than_asked_for_is_refused() -> None:
    declaration = compile_text(BEFORE, "sessions.yaml", TODAY).valid()
    made = read_plan(plan(resource("userSessions", "no-op")), "plan.json")
    assert environment_of(made, None, declaration, "production") == "production"
    with pytest.raises(UsageError, match="the plan is for production, not for development"):
        environment_of(made, None, declaration, "development")
    assert environment_of(read_plan(plan(), "plan.json"), None, declaration, "development") == "development"


def test_a_plan_of_something_else_has_no_environment() -> None:
    declaration = compile_text(BEFORE, "sessions.yaml", TODAY).valid()
    with pytest.raises(UsageError, match="no table of this declaration"):
        environment_of(read_plan(plan(), "plan.json"), None, declaration)


def index(name: str, **more: Any) -> dict[str, Any]:
    return {"name": name, "hash_key": f"{name}Id", "range_key": "", "projection_type": "ALL", "key_schema": [], **more}


def with_indexes(before: list[dict[str, Any]], after: list[dict[str, Any]]) -> str:
    item = resource("userSessions", "update")
    item["change"]["before"]["global_secondary_index"] = before
    item["change"]["after"]["global_secondary_index"] = after
    return plan(item)


WARMED = {"warm_throughput": [{"read_units_per_second": 12000, "write_units_per_second": 17194}]}
NAMED = {"key_schema": [{"attribute_name": "oldId", "key_type": "HASH"}]}
INDEXED = BEFORE.replace(
    "userSessions: {partition_key: userId, ttl: expiresAt}",
    "userSessions: {partition_key: userId, ttl: expiresAt, global_secondary_indexes: {%s}}",
)


@pytest.mark.parametrize("said", [WARMED, NAMED, {"range_key": None}, {"non_key_attributes": []}])
def test_an_index_that_the_provider_writes_otherwise_is_no_drift_by_hand(said: dict[str, Any]) -> None:
    """46281, 44692: provider 6 shows it in every plan, and changes nothing."""
    text = with_indexes([index("old", **said)], [index("old")])
    (remark,) = join(reviewed(BEFORE), read_plan(text, "plan.json"), "production").plan
    assert remark.judgement == "drift"
    assert "changes nothing" in remark.message
    assert "by hand" not in remark.message


@pytest.mark.parametrize(
    "after",
    [[index("old", projection_type="KEYS_ONLY")], [index("old", hash_key="other")], [], [index("old"), index("new")]],
)
def test_an_index_that_really_differs_is_drift(after: list[dict[str, Any]]) -> None:
    text = with_indexes([index("old", **WARMED)], after)
    (remark,) = join(reviewed(BEFORE), read_plan(text, "plan.json"), "production").plan
    assert "by hand" in remark.message


def test_indexes_that_a_plan_shows_beside_the_one_that_changes_are_not_believed() -> None:
    """46601, 49674: with provider 6 every index is shown as removed and added where one is new."""
    old, both = (
        (INDEXED % "old: {partition_key: oldId}"),
        (INDEXED % "old: {partition_key: oldId}, new: {partition_key: newId}"),
    )
    result = review(compile_text(old, "before.yaml", TODAY), compile_text(both, "after.yaml", TODAY), TODAY)
    text = with_indexes([index("old", **NAMED)], [index("old"), index("new")])
    (remark,) = join(result, read_plan(text, "plan.json"), "production").plan
    assert remark.judgement == "confirmed"
    assert remark.message.endswith("`old` removed and added as before, which the provider writes and AWS does not do")


def test_an_index_that_changes_is_not_called_unchanged() -> None:
    before = INDEXED % "old: {partition_key: oldId, warm_throughput: {read: 12000, write: 5000}}"
    after = INDEXED % "old: {partition_key: oldId, warm_throughput: {read: 12000, write: 6000}}"
    result = review(compile_text(before, "before.yaml", TODAY), compile_text(after, "after.yaml", TODAY), TODAY)
    text = with_indexes([index("old", **WARMED)], [index("old")])
    (remark,) = join(result, read_plan(text, "plan.json"), "production").plan
    assert "as before" not in remark.message
