"""Tables that are taken over from where the base has them, and what is said of those that leave."""

from __future__ import annotations

import pytest

from sessionform.review.model import Review
from tests.review.test_names_in_use import COPIED, OTHER, SAME, declaration, outcomes, reviewed, table


def adopted(before: str, after: str, two: str = "us-east-1") -> Review:
    base = declaration(table("a", "one", before), region=two)
    head = declaration(table("b", "two", ", import_existing: true" + after), region=two)
    return reviewed(base, head + "removed: {a: {keep: true}}\n")


@pytest.mark.parametrize(
    ("before", "after", "row", "rules"),
    [
        ("", "", ("no-op", "none"), {"table-adopted"}),
        ("", ", sort_key: device", ("replace", "data-loss"), {"table-adopted", "sort-key-added"}),
        ("", ", stream: NEW_IMAGE", ("update", "new-stream"), {"table-adopted", "stream-enabled"}),
        (
            ", stream: NEW_IMAGE",
            ", deletion_protection: true",
            ("update", "fails-at-apply"),
            {"table-adopted", "stream-disabled", "deletion-protection-enabled", "changes-refused-together"},
        ),
        (", deletion_protection: true", ", sort_key: device", ("replace", "fails-at-apply"), {}),
        ("", ", sort_key: device, prevent_destroy: true", ("replace", "fails-at-apply"), {}),
    ],
)
def test_what_the_base_says_of_a_table_is_what_its_adoption_changes(
    before: str, after: str, row: tuple[str, str], rules: set[str]
) -> None:
    result = adopted(before, after)
    found = next(item for item in result.tables if item.table == "b")
    assert (str(found.terraform), str(found.outcome)) == row
    assert not rules or rules == {change.rule for change in result.changes if change.table == "b"}


def test_a_copy_that_is_adopted_without_its_home_deletes_that() -> None:
    result = adopted(COPIED % "eu-west-1: {}", ", stream: NEW_AND_OLD_IMAGES", two="eu-west-1")
    assert outcomes(result) == {("one", "a"): "kept", ("two", "b"): "data-loss"}
    (change,) = (change for change in result.changes if change.rule == "replica-removed")
    assert "the replica of `b` in us-east-1 is deleted" in change.message
    whole = adopted(COPIED % "eu-west-1: {}", COPIED % "us-east-1: {}", two="eu-west-1")
    assert outcomes(whole)["two", "b"] == "in-place"


def test_of_a_table_in_another_account_nothing_is_known() -> None:
    base = declaration(table("a", "one"), two=OTHER)
    head = declaration(table("b", "two", ", import_existing: true, sort_key: device"), two=OTHER)
    assert outcomes(reviewed(base, head + "removed: {a: {keep: true}}\n"))["two", "b"] == "none"


def test_a_kept_table_that_is_taken_over_is_said_to_be_managed() -> None:
    (change,) = (change for change in adopted("", "").changes if change.rule == "table-removed-kept")
    assert change.message.endswith("`b` takes it over in `two`")
    assert "nobody" not in change.message


def test_where_nothing_is_planned_nothing_is_adopted() -> None:
    guarded = table("c", "one", ", prevent_destroy: true", name="more")
    head = declaration(guarded.replace("id", "userId", 1), table("b", "one", ", import_existing: true"))
    result = reviewed(declaration(guarded), head)
    assert outcomes(result) == {("one", "c"): "fails-at-apply", ("one", "b"): "fails-at-apply"}


def test_a_refused_deletion_is_not_to_be_accepted() -> None:
    """`accept` accepts nothing that AWS refuses."""
    for removed in ("removed: {a: {delete: true}}\n", ""):
        other = table("c", "", name="'c-{environment}'")
        before = declaration(table("a", "one", ", deletion_protection: true"), other)
        result = reviewed(before, declaration(other) + removed)
        assert all("`accept: [" not in change.hint for change in result.changes)


def test_a_table_that_leaves_a_renamed_environment_is_kept_by_the_name_that_this_has_now() -> None:
    state = "backend: {local: {path: one.tfstate}}"
    before = declaration(table("a", ""), one=f"{SAME}, {state}", region="eu-west-1")
    after = declaration(table("a", "two"), one=f"{SAME}, {state}", region="eu-west-1").replace("one: {", "first: {", 1)
    (change,) = (change for change in reviewed(before, after).changes if change.rule == "table-removed")
    assert "`removed: {a: {keep: true, only_in: [first]}}`" in change.hint
    assert "environment: first" in change.hint


@pytest.mark.parametrize(
    ("more", "after"),
    [
        (", point_in_time_recovery: true", "region: us-east-1"),
        (", point_in_time_recovery: true", "region: eu-central-1"),
        ("", "region: us-east-1"),
    ],
)
def test_a_table_that_is_made_again_is_not_restored_from_what_is_gone(more: str, after: str) -> None:
    before = declaration(table("a", "one", more))
    restored = ", restore_from: {table: sessions, to: latest}"
    head = declaration(table("a", "one", more + restored + (", sort_key: device" if "us-east-1" in after else "")))
    result = reviewed(before, head.replace("one: {region: us-east-1", "one: {" + after))
    (row,) = result.tables
    assert (str(row.outcome), row.refused) == ("data-loss", True)
    assert any("cannot be restored from `sessions`" in change.message for change in result.changes)


def test_a_table_that_is_replaced_may_be_restored_from_another_that_stays() -> None:
    source = table("b", "one", ", point_in_time_recovery: true", name="others")
    head = declaration(source, table("a", "one", ", sort_key: device, restore_from: {table: others, to: latest}"))
    assert not any(row.refused for row in reviewed(declaration(source, table("a", "one")), head).tables)


ROLES = (
    "assume_role_arn: 'arn:aws:iam::111122223333:role/deploy'",
    "assume_role_arn: 'arn:aws:iam::444455556666:role/deploy'",
)


@pytest.mark.parametrize(
    ("one", "two", "refused"),
    [
        (*ROLES, False),
        (ROLES[0], SAME, True),
        (ROLES[1], SAME, False),
        (ROLES[0], ROLES[0], True),
        ("profile: a", "profile: a", True),
        ("profile: a", "profile: b", False),
        ("profile: a", "tags: {}", False),
        ("tags: {}", "tags: {}", True),
    ],
)
def test_a_restore_is_judged_by_the_table_of_its_own_account(one: str, two: str, refused: bool) -> None:
    """That one has no restore points; where nothing tells the accounts apart, it is taken for the one that is meant."""
    source = table("a", "one")
    before = declaration(source, one=one, two=two)
    after = declaration(
        source, table("b", "two", ", restore_from: {table: sessions, to: latest}", "new"), one=one, two=two
    )
    assert [row.refused for row in reviewed(before, after).tables] == [refused]


@pytest.mark.parametrize(
    ("earlier", "later", "refused"),
    [(*ROLES, False), (ROLES[0], SAME, True), ("tags: {}", SAME, True), (SAME, OTHER, False)],
)
def test_a_restore_in_an_environment_that_changes_its_account(earlier: str, later: str, refused: bool) -> None:
    source = table("a", "one")
    after = declaration(source, table("b", "one", ", restore_from: {table: sessions, to: latest}", "new"), one=later)
    rows = {row.table: row.refused for row in reviewed(declaration(source, one=earlier), after).tables}
    assert rows["b"] is refused


def test_a_table_that_moves_to_another_account_is_not_restored_from_itself() -> None:
    source = ", point_in_time_recovery: true"
    before = declaration(table("a", "one", source), one=ROLES[0])
    after = declaration(table("a", "one", f"{source}, restore_from: {{table: sessions, to: latest}}"), one=ROLES[1])
    messages = [change.message for change in reviewed(before, after).changes]
    assert any("a restore looks for it in the account that `one` moves to" in message for message in messages), messages


def test_a_deletion_in_a_stack_that_is_not_planned_has_a_way_out_without_accept() -> None:
    guarded = table("c", "one", ", prevent_destroy: true", name="more")
    head = declaration(guarded.replace("id", "userId", 1)) + "removed: {a: {delete: true}}\n"
    result = reviewed(declaration(guarded, table("a", "one")), head)
    (change,) = (change for change in result.changes if change.rule == "table-removed-deleted")
    assert change.hint == "deploy this without what Terraform refuses to plan, and review it then"


@pytest.mark.parametrize(("before", "vain"), [("", True), (", import_existing: true", False)])
def test_nothing_is_imported_to_an_address_that_is_in_the_state(before: str, vain: bool) -> None:
    """What is imported already may stay in the file: then nothing says that AWS has the new name."""
    base = declaration(table("a", "one", before))
    result = reviewed(base, declaration(table("a", "one", ", import_existing: true", name="others")))
    (row,) = result.tables
    assert (str(row.terraform), str(row.outcome), row.refused) == ("replace", "data-loss", vain)
    changes = [change for change in result.changes if change.rule == "table-name-in-use"]
    assert len(changes) == vain
    assert all("`removed: {a: {keep: true}}`" in change.hint for change in changes)


def test_a_protected_table_under_another_key_may_be_the_same() -> None:
    before = declaration(table("a", "one", ", deletion_protection: true"))
    (change,) = (
        change
        for change in reviewed(before, declaration(table("b", "one"))).changes
        if change.rule == "table-name-in-use"
    )
    assert (
        change.hint == "if it is the same table, write `renamed_from: a` in `b`; if not, give `b` another `table_name`"
    )


def test_a_protected_table_that_is_adopted_elsewhere_is_still_to_be_deleted_where_it_was() -> None:
    protected = ", deletion_protection: true"
    after = declaration(table("b", "two", f"{protected}, import_existing: true"))
    (change,) = (
        change
        for change in reviewed(declaration(table("a", "one", protected)), after).changes
        if change.rule == "table-adopted"
    )
    assert str(change.severity) == "high"
    assert "only its deletion protection prevents that" in change.message
    assert change.hint == "write `removed: {a: {keep: true, only_in: [one]}}`, and deploy `one` first"


def test_an_environment_that_moves_without_its_tables_loses_none() -> None:
    """The way that `home-region-exchanged` names ends so: the table is released, and taken over in the new home."""
    before = declaration(table("a", "one", COPIED % "eu-west-1: {}"))
    after = declaration(table("b", "one", COPIED % "us-east-1: {}" + ", import_existing: true"))
    after = after.replace("one: {region: us-east-1", "one: {region: eu-west-1") + "removed: {a: {keep: true}}\n"
    result = reviewed(before, after)
    assert outcomes(result) == {("one", "a"): "kept", ("one", "b"): "in-place"}
    (change,) = (change for change in result.changes if change.rule == "region-changed")
    assert (str(change.severity), str(change.outcome)) == ("low", "none")


@pytest.mark.parametrize(
    ("before", "after", "severity", "row", "words"),
    [
        ("", "", "high", ("no-op", "in-place"), "each deploy undoes what the other one sets"),
        ("", ", sort_key: device", "critical", ("replace", "data-loss"), "deletes it, with every session in it"),
        (
            ", deletion_protection: true",
            ", sort_key: device",
            "critical",
            ("replace", "fails-at-apply"),
            "only its deletion protection keeps the deploy of `two` from deleting it",
        ),
    ],
)
def test_a_table_that_another_stack_goes_on_managing_is_not_simply_taken_over(
    before: str, after: str, severity: str, row: tuple[str, str], words: str
) -> None:
    kept, taken = table("a", "one", before), table("b", "two", f", import_existing: true{after}")
    result = reviewed(declaration(kept, two="tags: {}"), declaration(kept, taken, two="tags: {}"))
    (change,) = (change for change in result.changes if change.rule == "table-adopted")
    assert (str(change.severity), str(change.terraform), str(change.outcome)) == (severity, *row)
    assert change.message.startswith("`b` takes over the table `sessions`, which `one` keeps managing as `a`")
    assert words in change.message
    assert change.message.endswith("if `one` is in the same account, which nothing rules out")


def test_a_table_of_another_account_is_nobody_elses() -> None:
    kept, taken = table("a", "one"), table("b", "two", ", import_existing: true, sort_key: device")
    result = reviewed(declaration(kept, two=OTHER), declaration(kept, taken, two=OTHER))
    (change,) = (change for change in result.changes if change.rule == "table-adopted")
    assert (str(change.severity), str(change.outcome)) == ("low", "none")


def test_an_environment_that_goes_is_not_destroyed_with_what_is_taken_over() -> None:
    """Its state still has the table, so the command that deletes the rest would delete it, too."""
    base = declaration(table("a", "one"), table("c", "one", name="others"))
    head = declaration(table("b", "two", ", import_existing: true")).replace(
        f"  one: {{region: us-east-1, {SAME}}}\n", ""
    )
    said = {change.table: change for change in reviewed(base, head).changes if change.rule == "environment-removed"}
    assert "`b` of `two` takes it over, but the state of `one` still has it" in said["a"].message
    assert "stay in AWS with their sessions, unmanaged" in said["c"].message
    for change in said.values():
        assert "removed: {a: {keep: true, only_in: [one]}}" in change.hint
        assert "first run `sessionform destroy" not in change.hint


def test_an_environment_without_tables_goes_quietly() -> None:
    before = declaration(table("a", "two"))
    result = reviewed(before, before.replace(f"  one: {{region: us-east-1, {SAME}}}\n", ""))
    assert [(change.rule, str(change.severity), change.hint) for change in result.changes] == [
        ("environment-removed", "low", "")
    ]


@pytest.mark.parametrize(
    ("region", "account", "refused"),
    [
        ("us-east-1", "111122223333", True),
        ("eu-west-1", "111122223333", False),
        ("us-east-1", "444455556666", False),
    ],
)
def test_an_arn_says_where_the_source_of_a_restore_is(region: str, account: str, refused: bool) -> None:
    """The table of the name in the environment's own region, which cannot be restored, is not meant by every ARN."""
    before = declaration(table("a", "one"))
    source = f"arn:aws:dynamodb:{region}:{account}:table/sessions"
    new = table("b", "one", f', restore_from: {{table: "{source}", to: latest}}', name="others")
    result = reviewed(before, declaration(table("a", "one"), new))
    assert outcomes(result)["one", "b"] == ("fails-at-apply" if refused else "create")


def test_an_arn_finds_the_source_of_a_restore_in_another_region() -> None:
    before = declaration(table("a", "two", ", point_in_time_recovery: true"), region="eu-west-1")
    source = "arn:aws:dynamodb:eu-west-1:111122223333:table/sessions"
    new = table("b", "one", f', sort_key: device, restore_from: {{table: "{source}", to: latest}}', name="others")
    head = declaration(table("a", "two", ", point_in_time_recovery: true"), new, region="eu-west-1")
    assert outcomes(reviewed(before, head))["one", "b"] == "silently-ignored"
