"""Names that AWS still has: who holds them in the base, and what this change does to them."""

from __future__ import annotations

import pytest

from sessionform.compile import compile_text
from sessionform.review.model import Review
from sessionform.review.review import review
from tests.review.case import TODAY

SAME = 'account_id: "111122223333"'
OTHER = 'account_id: "444455556666"'


def declaration(*tables: str, one: str = SAME, two: str = SAME, removed: str = "", region: str = "us-east-1") -> str:
    body = "".join(f"  {table}\n" for table in tables) or "  otherSessions: {partition_key: id, ttl: expiresAt}\n"
    return (
        f"version: 1\nenvironments:\n  one: {{region: us-east-1, {one}}}\n  two: {{region: {region}, {two}}}\n"
        f"tables:\n{body}{removed}"
    )


def table(key: str, where: str, more: str = "", name: str = "sessions", partition_key: str = "id") -> str:
    only = f", only_in: [{where}]" if where else ""
    return f"{key}: {{partition_key: {partition_key}, ttl: expiresAt, table_name: {name}{only}{more}}}"


def reviewed(before: str, after: str) -> Review:
    base, head = compile_text(before, "before.yaml", TODAY), compile_text(after, "after.yaml", TODAY)
    assert not base.failed, base.diagnostics
    assert not head.failed, head.diagnostics
    return review(base, head, TODAY)


def outcomes(result: Review) -> dict[tuple[str, str], str]:
    return {(item.environment, item.table): str(item.outcome) for item in result.tables}


def taken(result: Review) -> list[str]:
    return [change.message for change in result.changes if change.rule == "table-name-in-use"]


HELD = declaration(table("a", "one"))


def test_a_name_that_nobody_has_is_free() -> None:
    result = reviewed(HELD, declaration(table("a", "one"), table("b", "two", name="others")))
    assert outcomes(result) == {("two", "b"): "create"}


@pytest.mark.parametrize(
    ("one", "two", "region", "fails"),
    [
        (SAME, SAME, "us-east-1", True),
        (SAME, OTHER, "us-east-1", False),
        (SAME, SAME, "eu-west-1", False),
        ("tags: {}", "tags: {}", "us-east-1", True),
        (SAME, "tags: {}", "us-east-1", True),
        ("profile: a", "profile: b", "us-east-1", False),
        ("profile: a", "profile: a", "us-east-1", True),
        ("profile: a", "tags: {}", "us-east-1", True),
        ("profile: a", SAME, "us-east-1", True),
        ("endpoint_url: 'http://localhost:1'", "tags: {}", "us-east-1", False),
        ("endpoint_url: 'http://localhost:1'", "endpoint_url: 'http://localhost:2'", "us-east-1", False),
    ],
)
def test_account_and_region_decide_whether_a_name_is_the_same(one: str, two: str, region: str, fails: bool) -> None:
    before = declaration(table("a", "one"), one=one, two=two, region=region)
    after = declaration(table("b", "two"), one=one, two=two, region=region, removed="removed: {a: {keep: true}}\n")
    result = reviewed(before, after)
    assert outcomes(result)["two", "b"] == ("fails-at-apply" if fails else "create")


def test_what_may_be_one_account_is_said_as_such() -> None:
    before = declaration(table("a", "one"), one="tags: {}", two="tags: {}")
    after = declaration(table("b", "two"), one="tags: {}", two="tags: {}", removed="removed: {a: {keep: true}}\n")
    (message,) = taken(reviewed(before, after))
    assert "if `one` is in the same account, which nothing rules out" in message
    (certain,) = taken(reviewed(HELD, declaration(table("b", "two"), removed="removed: {a: {keep: true}}\n")))
    assert "same account" not in certain


@pytest.mark.parametrize(("account", "doubt"), [("tags: {}", True), (SAME, False)])
def test_a_table_that_may_be_deleted_as_it_is_taken_over_is_said_as_such(account: str, doubt: bool) -> None:
    before = declaration(table("a", "one"), one=account, two=account)
    adopting, gone = table("b", "two", ", import_existing: true"), "removed: {a: {delete: true}}\n"
    result = reviewed(before, declaration(adopting, one=account, two=account, removed=gone))
    (message,) = (change.message for change in result.changes if change.rule == "table-adopted")
    assert ("if `one` is in the same account, which nothing rules out" in message) is doubt


def test_environments_that_share_a_name_already_are_two_accounts() -> None:
    before = declaration(table("a", ""), table("c", "one", name="more"), one="tags: {}", two="tags: {}")
    after = declaration(table("a", ""), table("c", "", name="more"), one="tags: {}", two="tags: {}")
    assert outcomes(reviewed(before, after)) == {("two", "c"): "create"}


def test_the_deploy_that_frees_a_name_comes_first() -> None:
    result = reviewed(HELD, declaration(table("b", "two"), removed="removed: {a: {delete: true}}\n"))
    (change,) = (change for change in result.changes if change.rule == "table-name-in-use")
    assert (str(change.severity), str(change.outcome)) == ("high", "fails-at-apply")
    assert change.hint.startswith(
        "to keep its sessions, change the entry of `removed` to `removed: {a: {keep: true, only_in: [one]}}`, "
        "write `import_existing: true` in `b`"
    )
    assert "deploy its removal from `one` first" in change.hint


def test_a_name_that_is_freed_in_the_same_deploy_is_not_free_yet() -> None:
    result = reviewed(HELD, declaration(table("b", "one"), removed="removed: {a: {delete: true}}\n"))
    assert outcomes(result) == {("one", "a"): "data-loss", ("one", "b"): "fails-at-apply"}
    assert "Terraform does both at the same time" in taken(result)[0]


def test_names_that_two_environments_swap_are_free_in_no_order() -> None:
    before = declaration(table("a", "one", name="first"), table("b", "two", name="second"))
    after = declaration(table("a", "one", name="second"), table("b", "two", name="first"))
    result = reviewed(before, after)
    assert outcomes(result) == {("one", "a"): "data-loss", ("two", "b"): "data-loss"}
    assert all("in turn" in message for message in taken(result))
    assert len(taken(result)) == 2


def test_a_protected_table_does_not_free_its_name() -> None:
    before = declaration(table("a", "one", ", deletion_protection: true"))
    result = reviewed(before, declaration(table("b", "two"), removed="removed: {a: {delete: true}}\n"))
    assert outcomes(result) == {("one", "a"): "fails-at-apply", ("two", "b"): "fails-at-apply"}


def test_a_table_that_is_let_go_can_be_taken_over_where_its_key_is_the_same() -> None:
    removed = "removed: {a: {keep: true}}\n"
    result = reviewed(HELD, declaration(table("b", "one"), removed=removed))
    (change,) = (change for change in result.changes if change.outcome == "fails-at-apply")
    assert "import_existing: true" in change.hint
    adopted = declaration(table("b", "one", ", import_existing: true"), removed=removed)
    assert outcomes(reviewed(HELD, adopted)) == {("one", "b"): "none", ("one", "a"): "kept"}
    other = reviewed(HELD, declaration(table("b", "two", partition_key="userId"), removed=removed))
    (change,) = (change for change in other.changes if change.rule == "table-name-in-use")
    assert "its key differs from that of the table in AWS" in change.hint


def test_a_renamed_table_holds_its_own_name() -> None:
    assert taken(reviewed(HELD, declaration(table("b", "one", ", renamed_from: a")))) == []


def test_a_replaced_table_holds_its_own_name() -> None:
    result = reviewed(HELD, declaration(table("a", "one", partition_key="userId")))
    assert outcomes(result) == {("one", "a"): "data-loss"}
    assert taken(result) == []


def test_where_terraform_refuses_the_plan_no_name_is_freed() -> None:
    guarded = table("c", "one", ", prevent_destroy: true", name="more")
    before = declaration(table("a", "one"), guarded)
    after = declaration(table("b", "two"), guarded.replace("id", "userId", 1), removed="removed: {a: {delete: true}}\n")
    result = reviewed(before, after)
    assert outcomes(result)["one", "a"] == "fails-at-apply"
    (message,) = taken(result)
    assert message.endswith("it belongs to `a` of `one`")


def test_an_environment_that_moves_to_where_the_name_is_finds_that_table() -> None:
    before = declaration(table("a", "one"), table("b", "two"), region="eu-west-1")
    after = declaration(table("a", "one"), region="eu-west-1", removed="removed: {b: {keep: true}}\n")
    after = after.replace("one: {region: us-east-1", "one: {region: eu-west-1")
    result = reviewed(before, after)
    (change,) = (change for change in result.changes if change.rule == "region-changed")
    assert "Terraform treats that one as `a`" in change.message
    assert (str(change.terraform), str(change.outcome)) == ("update", "data-loss")
    assert "sessionform destroy" not in change.hint


GLOBAL = "stream: NEW_AND_OLD_IMAGES, replicas: {ap-south-1: {}%s}"


def moved(before: str, after: str, owner: str = SAME) -> Review:
    """An environment `one` that moves from us-east-1 to eu-west-1, and the account that it is in then."""
    base = declaration(table("a", "one", f", {GLOBAL % ''}" if before else ""), region="eu-central-1")
    head = declaration(table("a", "one", f", {after}"), one=owner, region="eu-central-1")
    return reviewed(base, head.replace("one: {region: us-east-1", "one: {region: eu-west-1"))


@pytest.mark.parametrize(
    ("before", "after", "region"),
    [
        ("global", GLOBAL % "", "ap-south-1"),
        ("", GLOBAL % "", ""),
        ("", (GLOBAL % "").replace("ap-south-1", "us-east-1"), "us-east-1"),
        ("global", GLOBAL % ", us-east-1: {}", "ap-south-1"),
    ],
)
def test_what_stays_behind_keeps_its_name_in_every_region(before: str, after: str, region: str) -> None:
    """Terraform makes a table in the new home, and AWS has the name where the old one and its copies are."""
    messages = taken(moved(before, after))
    assert len(messages) == bool(region)
    assert all(f"the replica of `a` in {region}" in message for message in messages)


def test_in_another_account_the_names_are_free() -> None:
    assert taken(moved("global", GLOBAL % "", OTHER)) == []


def test_a_copy_in_another_account_is_not_the_replica_of_before() -> None:
    result = moved("global", GLOBAL % "", OTHER).changes
    assert "home-region-exchanged" not in {change.rule for change in result}
    base = declaration(table("a", "one", f", {GLOBAL % ''}"))
    head = declaration(table("a", "one", f", {GLOBAL % ''}".replace("ap-south-1", "us-east-1")), one=OTHER)
    there = reviewed(base, head.replace("one: {region: us-east-1", "one: {region: ap-south-1"))
    assert "home-region-exchanged" not in {change.rule for change in there.changes}
    assert outcomes(there) == {("one", "a"): "data-loss"}


@pytest.mark.parametrize(
    ("protected", "outcome"), [("", "data-loss"), (", deletion_protection: true", "fails-at-apply")]
)
def test_a_table_that_leaves_as_its_environment_moves_takes_the_one_of_its_name_with_it(
    protected: str, outcome: str
) -> None:
    """Terraform looks for the table in the new region by its name, finds another environment's, and deletes that."""
    before = declaration(table("a", "", protected), table("c", "one", name="more"), region="eu-west-1")
    after = declaration(table("a", "two", protected), table("c", "one", name="more"), region="eu-west-1")
    result = reviewed(before, after.replace("one: {region: us-east-1", "one: {region: eu-west-1"))
    row = next(item for item in result.tables if item.table == "a")
    assert (row.environment, str(row.terraform), str(row.outcome)) == ("one", "delete", outcome)
    (change,) = (change for change in result.changes if (change.environment, change.table) == ("one", "a"))
    assert "AWS already has a table `sessions`, `a` of `two`" in change.message
    kept = after.replace("one: {region: us-east-1", "one: {region: eu-west-1")
    kept += "removed: {a: {keep: true, only_in: [one]}}\n"
    assert outcomes(reviewed(before, kept))["one", "a"] == "kept"


COPIED = ", stream: NEW_AND_OLD_IMAGES, replicas: {%s}"


def test_a_copy_that_goes_frees_its_name_with_its_own_deploy() -> None:
    before = declaration(table("a", "one", COPIED % "eu-west-1: {}, ap-south-1: {}"), region="eu-west-1")
    after = declaration(table("a", "one", COPIED % "ap-south-1: {}"), table("b", "two"), region="eu-west-1")
    (change,) = (change for change in reviewed(before, after).changes if change.rule == "table-name-in-use")
    assert change.hint.startswith("1. deploy `one` first, which deletes that replica")
    adopted = declaration(
        table("a", "one", COPIED % "ap-south-1: {}"), table("b", "two", ", import_existing: true"), region="eu-west-1"
    )
    (change,) = (change for change in reviewed(before, adopted).changes if change.rule == "table-adopted")
    assert (str(change.outcome), str(change.severity)) == ("data-loss", "critical")
    assert "state rm" not in change.hint
    assert "`Disassociate`" in change.hint


@pytest.mark.parametrize(
    ("held", "own", "row"),
    [
        ("", "", ("update", "data-loss", False)),
        (", sort_key: device", "", ("replace", "data-loss", False)),
        (", sort_key: device, deletion_protection: true", "", ("replace", "fails-at-apply", True)),
        (", sort_key: device", ", prevent_destroy: true", ("replace", "fails-at-apply", True)),
    ],
)
def test_the_table_that_is_found_is_replaced_where_its_key_is_another(
    held: str, own: str, row: tuple[str, str, bool]
) -> None:
    before = declaration(table("a", "one", own), table("b", "two", held), region="eu-west-1")
    after = declaration(table("a", "one", own), region="eu-west-1", removed="removed: {b: {keep: true}}\n")
    result = reviewed(before, after.replace("one: {region: us-east-1", "one: {region: eu-west-1"))
    found = next(item for item in result.tables if item.table == "a")
    assert (str(found.terraform), str(found.outcome), found.refused) == row
    (change,) = (change for change in result.changes if change.rule == "region-changed")
    assert ("its key is different" in change.message) == (row == ("replace", "data-loss", False))


THREE = "version: 1\nenvironments:\n" + "".join(
    f"  {name}: {{region: us-east-1, {SAME if name != 'three' else OTHER}}}\n" for name in ("one", "two", "three")
)


@pytest.mark.parametrize(
    ("removed", "hint"),
    [
        ("", "write `removed: {a: {keep: true, only_in: [one]}}`,"),
        (
            "removed: {a: {keep: true, only_in: [three]}}\n",
            "name `one` in the entry of `removed` too: `removed: {a: {keep: true, only_in: [three, one]}}`,",
        ),
        (
            "removed: {a: {delete: true, only_in: [one]}}\n",
            "change the entry of `removed` to `removed: {a: {keep: true, only_in: [one]}}`,",
        ),
        (
            "removed: {a: {delete: true}}\n",
            (
                "change the entry of `removed`, which cannot keep the table in `one` and delete it in `three`, to `removed: {a: "
                "{keep: true, only_in: [one]}}`, and leave `a` in `three` until a later deploy,"
            ),
        ),
    ],
)
def test_a_hint_says_how_the_entry_that_is_there_changes(removed: str, hint: str) -> None:
    """A key has one entry of `removed`: another one beside it would be refused."""
    before = f"{THREE}tables:\n  {table('a', 'one, three')}\n"
    after = f"{THREE}tables:\n  {table('b', 'two')}\n{removed}"
    (change,) = (change for change in reviewed(before, after).changes if change.rule == "table-name-in-use")
    assert change.hint.startswith(f"to keep its sessions, {hint} write `import_existing: true` in `b`")
    adopted = f"{THREE}tables:\n  {table('b', 'two', ', import_existing: true')}\n{removed}"
    (change,) = (change for change in reviewed(before, adopted).changes if change.rule == "table-adopted")
    assert change.hint == f"{hint} and deploy `one` first"


def test_a_table_that_is_deleted_elsewhere_is_kept_by_the_entry_that_is_there() -> None:
    before = declaration(table("a", "one"), table("b", "two"), region="eu-west-1")
    after = declaration(table("b", "two"), region="eu-west-1", removed="removed: {a: {delete: true}}\n")
    result = reviewed(before, after.replace("one: {region: us-east-1", "one: {region: eu-west-1"))
    (change,) = (change for change in result.changes if change.rule == "table-removed-deleted")
    assert change.hint.endswith(
        "to have Terraform forget the table, change the entry of `removed` to `removed: {a: {keep: true, only_in: [one]}}`"
    )
