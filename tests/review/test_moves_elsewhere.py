"""An environment that moves, and what each provider then does to its tables."""

from __future__ import annotations

import pytest

from sessionform.compile import compile_text
from sessionform.review.model import Change
from sessionform.review.review import review
from tests.review.case import TODAY

_ONE = 'account_id: "111122223333"'
_OTHER = 'account_id: "444455556666"'
_SIX = 'terraform: {aws_provider: ">= 6.0.0, < 7.0.0"}\n'


def moved(before: str, after: str, table: str = "", top: str = "") -> list[Change]:
    text = "version: 1\n%senvironments: {a: {%s}}\ntables: {s: {partition_key: id, ttl: e%s}}\n"
    base, head = (compile_text(text % (top, it, table), "sessions.yaml", TODAY) for it in (before, after))
    assert not base.failed
    assert not head.failed, head.diagnostics
    return list(review(base, head, TODAY).changes)


@pytest.mark.parametrize("top", ["", _SIX])
@pytest.mark.parametrize(
    ("before", "after"),
    [
        (_ONE, _OTHER),
        ("assume_role_arn: 'arn:aws:iam::111122223333:role/d'", "assume_role_arn: 'arn:aws:iam::444455556666:role/d'"),
    ],
)
def test_in_another_account_no_provider_finds_the_tables_whatever_the_region(before: str, after: str, top: str) -> None:
    (change,) = moved(f"region: us-east-1, {before}", f"region: eu-west-1, {after}", top=top)
    assert change.rule == "account-changed"
    assert change.terraform == "create"
    assert "to the account 444455556666 and to the region eu-west-1" in change.message
    assert "6.x" not in change.message


def test_a_region_alone_is_remembered_by_later_providers() -> None:
    (change,) = moved(f"region: us-east-1, {_ONE}", f"region: eu-west-1, {_ONE}")
    assert change.message.endswith("or are deleted by AWS provider 6.x")


def test_what_may_not_be_deleted_is_not_deleted_by_later_providers() -> None:
    sides = f"region: us-east-1, {_ONE}", f"region: eu-west-1, {_ONE}"
    (change,) = moved(*sides, ", prevent_destroy: true")
    assert change.message.endswith(
        "AWS provider 6.x plans to replace them, which Terraform refuses (`prevent_destroy`)"
    )
    (change,) = moved(*sides, ", deletion_protection: true")
    assert "deleted by" not in change.message
    assert change.message.endswith(
        "AWS refuses, because deletion protection is on: the apply fails and the sessions stay"
    )


def test_a_home_that_moves_to_its_copy_is_not_deleted_either() -> None:
    text = (
        "version: 1\nenvironments: {a: {region: %s}}\n"
        "tables: {s: {partition_key: id, ttl: e, stream: NEW_AND_OLD_IMAGES, replicas: {%s: {}}%s}}\n"
    )
    for more, said in (
        (", prevent_destroy: true", "which Terraform refuses (`prevent_destroy`)"),
        (", deletion_protection: true", "AWS refuses, because deletion protection is on"),
        ("", "and deletes it in every region"),
    ):
        base, head = (
            compile_text(text % (*regions, more), "sessions.yaml", TODAY)
            for regions in (("us-east-1", "eu-west-1"), ("eu-west-1", "us-east-1"))
        )
        (message,) = (
            item.message for item in review(base, head, TODAY).changes if item.rule == "home-region-exchanged"
        )
        assert said in message
        assert ("deletes it in every region" in message) is (not more)


def test_a_table_that_is_replaced_and_restored_is_not_empty() -> None:
    backup = "arn:aws:dynamodb:us-east-1:111122223333:table/other/backup/01548148148148-a1bcde12"
    text = (
        "version: 1\nenvironments: {a: {region: us-east-1}}\ntables: {s: {partition_key: id, ttl: e, table_name: %s}}\n"
    )
    base = compile_text(text % "first", "sessions.yaml", TODAY)
    head = compile_text(text % f"second, restore_from: {{backup_arn: '{backup}'}}", "sessions.yaml", TODAY)
    (message,) = (item.message for item in review(base, head, TODAY).changes if item.rule == "table-name-changed")
    assert "an empty one" not in message
    assert f"one restored from the backup {backup} takes its place" in message


def shared(one: str, two: str, keys: tuple[str, str], more: str = "", account: str = _ONE) -> str:
    """Two environments, in these regions, whose table has one name."""
    environments = f"one: {{region: {one}, {account}}}" + (f", two: {{region: {two}, {account}}}" if two else "")
    overlay = f"environments: {{one: {{partition_key: {keys[0]}}}}}" if one and keys[0] != keys[1] else "stream: false"
    return (
        f"version: 1\nenvironments: {{{environments}}}\n"
        f"tables: {{s: {{partition_key: {keys[1]}, ttl: e, table_name: shared, {overlay}{more}}}, t: {{partition_key: id, ttl: e}}}}\n"
    )


_SHARED = shared("us-east-1", "eu-west-1", ("id", "id"))


@pytest.mark.parametrize(
    ("after", "action"),
    [
        (shared("eu-west-1", "", ("user", "id")), "no-op"),
        (shared("eu-west-1", "eu-west-1", ("id", "id"), ", only_in: [two]"), "no-op"),
        (shared("eu-west-1", "eu-west-1", ("id", "id"), ", only_in: [two], deletion_protection: true"), "update"),
    ],
)
def test_a_table_that_another_environment_deletes_says_so_itself(after: str, action: str) -> None:
    base, head = compile_text(_SHARED, "before.yaml", TODAY), compile_text(after, "after.yaml", TODAY)
    assert not head.failed, head.diagnostics
    result = review(base, head, TODAY)
    (row,) = (item for item in result.tables if (item.environment, item.table) == ("two", "s"))
    assert (str(row.terraform), str(row.outcome), str(row.severity)) == (action, "data-loss", "critical")
    (change,) = (item for item in result.changes if item.rule == "table-lost-to-a-move")
    assert "`one` moves to eu-west-1, and its deploy deletes `shared` there" in change.message


def test_a_table_that_aws_protects_is_not_lost_to_a_move() -> None:
    sides = [
        shared("us-east-1", "eu-west-1", ("id", "id"), ", deletion_protection: true"),
        shared("eu-west-1", "eu-west-1", ("id", "id"), ", deletion_protection: true, only_in: [two]"),
    ]
    base, head = (compile_text(text, "sessions.yaml", TODAY) for text in sides)
    assert not [item for item in review(base, head, TODAY).changes if item.rule == "table-lost-to-a-move"]


@pytest.mark.parametrize("account", [_ONE, "tags: {}"])
def test_what_is_lost_only_in_one_account_is_said_as_such(account: str) -> None:
    sides = [
        shared("us-east-1", "eu-west-1", ("id", "id"), account=account),
        shared("eu-west-1", "eu-west-1", ("id", "id"), ", only_in: [two]", account=account),
    ]
    base, head = (compile_text(text, "sessions.yaml", TODAY) for text in sides)
    messages = {item.rule: item.message for item in review(base, head, TODAY).changes}
    doubts = [f", if `{name}` is in the same account, which nothing rules out" for name in ("one", "two")]
    found = (doubts[0] in messages["table-lost-to-a-move"], doubts[1] in messages["table-removed"])
    assert found == ((False, False) if account == _ONE else (True, True))


@pytest.mark.parametrize(
    ("more", "left"),
    [
        ("", ""),
        ("u: {partition_key: id, ttl: e, only_in: [two]}", "; the other tables that `two` had stay in AWS"),
    ],
)
def test_a_table_whose_environment_takes_over_a_state_is_lost_in_one_row_with_it(more: str, left: str) -> None:
    """The state of `three` goes to `two`, whose own table lies where that state's table is looked for."""
    two = f"two: {{region: eu-west-1, {_ONE}%s}}"
    three = f", three: {{region: us-east-1, {_ONE}, backend: {{local: {{path: a.tfstate}}}}}}"
    base, head = (
        compile_text(f"version: 1\nenvironments: {{{environments}}}\ntables: {{{tables}}}\n", "sessions.yaml", TODAY)
        for environments, tables in (
            (two % "" + three, ", ".join(filter(None, ["s: {partition_key: id, ttl: e, table_name: shared}", more]))),
            (two % ", backend: {local: {path: a.tfstate}}", "t: {partition_key: id, ttl: e}"),
        )
    )
    assert not base.failed, base.diagnostics
    assert not head.failed, head.diagnostics
    result = review(base, head, TODAY)
    rows = [(item.environment, item.table) for item in result.tables]
    assert len(rows) == len(set(rows))
    messages = {item.rule: item.message for item in result.changes if item.environment == "two"}
    assert "its deploy deletes `shared` there" in messages["table-lost-to-a-move"]
    assert ("stay in AWS" in messages["state-taken-over"]) is bool(left)
    assert left in messages["state-taken-over"]
