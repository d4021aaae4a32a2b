"""Lock files beside the declaration: where they are, what they say, and that no link leads elsewhere."""

from __future__ import annotations

from pathlib import Path

import pytest

from sessionform.compile import compile_text
from sessionform.errors import OutsideError, UsageError
from sessionform.facts.version_constraints import Version, version_text
from sessionform.lock_files import IN_STACK, lock_file, locked_version, read_lock, write_lock
from sessionform.model import Environment
from sessionform.review.model import Change, ReviewSeverity
from sessionform.review.review import review
from tests.review.case import TODAY, read_case
from tests.terraform.declarations import declaration, environment

LOCK = """\
# This file is maintained automatically by "terraform init".
# Manual edits may be lost in future updates.

provider "registry.terraform.io/hashicorp/null" {
  version = "3.2.3"
  hashes = ["h1:a="]
}

provider "registry.terraform.io/hashicorp/aws" {
  version     = "5.100.0"
  constraints = ">= 5.100.0, < 7.0.0"
  hashes = [
    "h1:b=",
  ]
}
"""


@pytest.mark.parametrize(
    ("text", "version"),
    [
        (LOCK, (5, 100, 0)),
        (LOCK.replace("registry.terraform.io", "registry.opentofu.org"), (5, 100, 0)),
        (LOCK.replace('"5.100.0"', '"6.69.1"'), (6, 69, 1)),
        (LOCK.replace("hashicorp/aws", "hashicorp/awscc"), None),
        (LOCK.replace('"5.100.0"', '"5.100.0-beta1"'), None),
        (LOCK.replace("\n", "\r\n"), (5, 100, 0)),
        (LOCK.replace("5.100.0", f"{'9' * 9}.0.0"), (999_999_999, 0, 0)),
        (LOCK.replace("5.100.0", f"{'9' * 10}.0.0"), None),
        (LOCK.replace("5.100.0", f"{'9' * 5_000}.0.0"), None),
        (LOCK.replace("5.100.0", "５.100.0"), None),
        ("", None),
        ("provider {", None),
    ],
)
def test_the_version_of_the_aws_provider(text: str, version: tuple[int, int, int] | None) -> None:
    assert locked_version(text) == version


NEWER = LOCK.replace("5.100.0", "6.41.0")


@pytest.mark.parametrize(
    ("text", "version"),
    [
        (f"/*\n{LOCK}*/\n{NEWER}", None),
        (
            LOCK.replace(
                'provider "registry.terraform.io/hashicorp/aws"',
                '# \u2028provider "registry.terraform.io/hashicorp/aws"',
            ),
            None,
        ),
        (LOCK.replace('version     = "5.100.0"', '/* version = "5.100.0" */ version = "6.41.0"'), None),
        (LOCK.replace('version     = "5.100.0"', 'version = "6.41.0"\n  version = "5.100.0"'), None),
        (LOCK.replace("constraints = ", "constraints = <<A\n"), None),
        (LOCK.replace("registry.terraform.io", "registry.example.com") + NEWER, (6, 41, 0)),
        (LOCK.replace("registry.terraform.io", "registry.opentofu.org") + NEWER, None),
        (LOCK.replace("registry.terraform.io", "registry.opentofu.org") + LOCK, (5, 100, 0)),
        (LOCK.replace("hashicorp/aws", "hashicorp/\\u0061ws"), None),
    ],
)
def test_a_lock_file_that_terraform_might_read_otherwise_names_none(
    text: str, version: tuple[int, int, int] | None
) -> None:
    assert locked_version(text) == version


def test_what_a_stack_has_locked_is_kept_once(tmp_path: Path) -> None:
    stack = tmp_path / "stack"
    stack.mkdir()
    assert write_lock(tmp_path, "production", stack) is None
    assert read_lock(tmp_path, "production") is None
    (stack / IN_STACK).write_text(LOCK)
    assert write_lock(tmp_path, "production", stack) == tmp_path / ".terraform-locks/production.hcl"
    assert read_lock(tmp_path, "production") == LOCK
    assert write_lock(tmp_path, "production", stack) is None


def test_a_lock_file_that_is_a_link_is_neither_read_nor_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = tmp_path / "home"
    home.mkdir()
    monkeypatch.chdir(home)
    outside = tmp_path / "outside"
    outside.write_text("theirs")
    path = lock_file(home, "production")
    path.parent.mkdir()
    path.symlink_to(outside)
    (home / IN_STACK).write_text(LOCK)
    with pytest.raises(UsageError, match="is a link"):
        read_lock(home, "production")
    with pytest.raises(UsageError, match="is a link"):
        write_lock(home, "production", home)
    assert outside.read_text() == "theirs"


def test_a_folder_in_its_place_is_said(tmp_path: Path) -> None:
    lock_file(tmp_path, "production").mkdir(parents=True)
    with pytest.raises(OutsideError, match="cannot be read"):
        read_lock(tmp_path, "production")


@pytest.mark.parametrize(
    ("settings", "more", "lock"),
    [
        ("region: us-east-1", "", True),
        ("region: us-east-1\nlock: false", "", False),
        ("region: us-east-1", "terraform: {lock: false}\n", False),
        ("region: us-east-1\nlock: true", "terraform: {lock: false}\n", True),
    ],
)
def test_an_environment_says_whether_it_is_kept(settings: str, more: str, lock: bool) -> None:
    assert environment(settings, more=more).lock is lock


def test_the_review_speaks_of_the_provider_that_is_locked() -> None:
    case = read_case(Path(__file__).parent / "review/cases/index-key-type-changed")
    before, after = case.compiled()
    (name,) = after.valid().environments

    def told(**locks: tuple[int, int, int]) -> set[str]:
        changes = review(before, after, TODAY, locks=locks, earlier_locks=locks).changes
        return {str(change.terraform) for change in changes if change.table}

    assert told(**{name: (5, 100, 0)}) == {"no-op"}
    assert told(**{name: (6, 60, 0)}) == {"update"}
    # the constraint does not admit it, so that Terraform refuses it and another one runs
    assert told(**{name: (7, 1, 0)}) == told()


def test_a_declaration_keeps_its_locks_unless_it_says_otherwise() -> None:
    text = "version: 1\nenvironments: {a: {region: us-east-1}, b: {region: us-east-1, lock: false}}\n"
    environments = declaration(f"{text}tables: {{s: {{partition_key: id, ttl: at}}}}").environments
    kept: list[Environment] = [item for item in environments.values() if item.lock]
    assert [item.name for item in kept] == ["a"]


@pytest.mark.parametrize(
    ("before", "after", "severities", "what_follows"),
    [
        (
            (5, 100, 0),
            (6, 28, 0),
            {"medium"},
            "instead of 5.100.0: whoever still runs 5.x gets 6.x, which rewrites the state",
        ),
        (
            (6, 28, 0),
            (5, 100, 0),
            {"medium"},
            "instead of 6.28.0: where 6.x has applied it already, 5.x cannot read the state",
        ),
        ((6, 28, 0), (6, 69, 1), {"low"}, "instead of 6.28.0"),
        ((6, 28, 0), (6, 28, 0), set(), ""),
    ],
)
def test_another_provider_in_the_lock_file_is_a_change(
    before: Version, after: Version, severities: set[str], what_follows: str
) -> None:
    text = "version: 1\nenvironments: {a: {region: us-east-1}}\ntables: {s: {partition_key: id, ttl: at}}\n"
    earlier, head = (compile_text(text, f"{name}.yaml", TODAY) for name in ("before", "after"))
    changes = review(earlier, head, TODAY, locks={"a": after}, earlier_locks={"a": before}).changes
    assert {str(change.severity) for change in changes} == severities
    for change in changes:
        assert f"`a` runs the AWS provider {version_text(after)} {what_follows}" in change.message
        assert ("cannot read" in change.message) is (before[0] != after[0])
        assert (change.path, change.table, change.address) == (("environments", "a"), "", "")
        assert (change.before, change.after) == tuple(f"= {version_text(item)}" for item in (before, after))


WARM = "version: 1\n%senvironments: {a: {region: us-east-1}}\ntables: {s: {partition_key: id, ttl: e%s}}\n"
DECLARED = 'terraform: {aws_provider: ">= 5.100.0, < 7.0.0"}\n'


def refused(more: str, lock: Version, earlier: Version | None = None, terraform: str = DECLARED) -> list[str]:
    """What is said of a lock file that nothing can be planned with, where the table gets `more`."""
    before = compile_text(WARM % (terraform, ""), "before.yaml", TODAY)
    after = compile_text(WARM % (terraform, more), "after.yaml", TODAY)
    result = review(before, after, TODAY, locks={"a": lock}, earlier_locks={"a": earlier or lock})
    found = [change for change in result.changes if change.rule == "provider-lock-refused"]
    assert all(change.refused and change.severity is ReviewSeverity.CRITICAL for change in found)
    return [change.message for change in found]


NEEDS_SIX = ", warm_throughput: {read: 12000, write: 4000}"
INDEXED = ", global_secondary_indexes: {by_x: {partition_key: x}}"


def test_a_lock_that_does_not_know_a_setting_is_a_refusal() -> None:
    (message,) = refused(NEEDS_SIX, (5, 100, 0))
    assert "5.100.0, which does not support `warm_throughput` of `s`: that came with 6.13.0" in message
    assert "nothing is deployed" in message
    assert refused(NEEDS_SIX, (6, 40, 0)) == []


def test_a_lock_that_the_constraint_does_not_admit_is_a_refusal() -> None:
    (message,) = refused(NEEDS_SIX, (5, 100, 0), terraform="")
    assert "5.100.0, but the stack requires >= 6.13.0, < 7.0.0" in message


def test_a_lock_with_a_fault_that_stops_plans_is_a_refusal() -> None:
    (message,) = refused(INDEXED, (6, 29, 0))
    assert "6.29.0, one of those that crash" in message
    assert refused(INDEXED, (6, 29, 1)) == []


def test_a_lock_that_was_refused_before_is_not_reported_again() -> None:
    text = WARM % (DECLARED, NEEDS_SIX)
    head = compile_text(text, "after.yaml", TODAY)
    locks: dict[str, Version] = {"a": (5, 100, 0)}
    assert not review(head, compile_text(text, "b.yaml", TODAY), TODAY, locks=locks, earlier_locks=locks).changes


def test_a_lock_file_that_goes_is_reported() -> None:
    before, after = (compile_text(WARM % (DECLARED, ""), name, TODAY) for name in ("before.yaml", "after.yaml"))
    (change,) = review(before, after, TODAY, earlier_locks={"a": (5, 100, 0)}).changes
    assert change.rule == "provider-constraint-changed"
    assert "no lock file pins the AWS provider of `a` any more: it ran 5.100.0" in change.message
    assert change.severity is ReviewSeverity.MEDIUM


def first_lock(lock: Version, more: str = "", earlier: Version | None = None) -> Change:
    """What is said of the version where the lock file is new, or was one that could plan nothing."""
    before = compile_text(WARM % (DECLARED, INDEXED), "before.yaml", TODAY)
    after = compile_text(WARM % (DECLARED, more), "after.yaml", TODAY)
    earlier_locks = {} if earlier is None else {"a": earlier}
    result = review(before, after, TODAY, locks={"a": lock}, earlier_locks=earlier_locks)
    (change,) = (change for change in result.changes if change.rule == "provider-constraint-changed")
    assert (change.before, change.after) == (">= 5.100.0, < 7.0.0", f"= {version_text(lock)}")
    return change


@pytest.mark.parametrize(
    ("lock", "severity", "what_follows"),
    [
        ((6, 28, 0), "low", "whoever still runs 5.x gets 6.x"),
        ((5, 100, 0), "medium", "where 6.x has applied it already, 5.x cannot read the state"),
    ],
)
def test_the_first_lock_file_says_what_it_pins(lock: Version, severity: str, what_follows: str) -> None:
    change = first_lock(lock, INDEXED)
    assert str(change.severity) == severity
    assert change.message.startswith(
        f"the lock file of `a` pins the AWS provider {version_text(lock)}, where any version that >= 5.100.0, < 7.0.0 allows "
        f"could run before: {what_follows}"
    )
    assert "something else" not in change.message


def test_the_first_lock_file_says_for_which_table_the_newest_plans_otherwise() -> None:
    """From 6.41.0 on the provider does not see that the last index goes."""
    assert "; the newest one that the stack allows plans something else for `s`" in first_lock((6, 40, 0)).message
    assert "something else" not in first_lock((6, 69, 1)).message


def test_a_lock_that_takes_the_place_of_a_refused_one_says_so() -> None:
    message = first_lock((6, 40, 0), INDEXED, (7, 1, 0)).message
    assert (
        "pins the AWS provider 6.40.0, in place of one that `terraform init` refused (7.1.0, but the stack" in message
    )


def test_a_lock_that_is_still_refused_stops_whatever_else_changes() -> None:
    before, after = (WARM % (DECLARED, NEEDS_SIX + more) for more in ("", ", stream: NEW_IMAGE"))
    locks: dict[str, Version] = {"a": (5, 100, 0)}
    sides = (compile_text(text, "x.yaml", TODAY) for text in (before, after))
    changes = review(*sides, TODAY, locks=locks, earlier_locks=locks).changes
    assert [change.rule for change in changes] == ["provider-lock-refused", "stream-enabled"]


def test_a_new_environment_with_a_lock_that_is_refused_is_told_so() -> None:
    text = WARM % (DECLARED, NEEDS_SIX)
    before, after = (
        compile_text(text.replace("{a:", environments), "x.yaml", TODAY)
        for environments in ("{a:", "{b: {region: eu-west-1}, a:")
    )
    changes = review(before, after, TODAY, locks={"b": (5, 100, 0)}).changes
    assert {change.environment for change in changes if change.rule == "provider-lock-refused"} == {"b"}
    assert not any("lock" in change.rule for change in review(before, after, TODAY, locks={"b": (6, 40, 0)}).changes)


def test_the_hint_plans_and_does_not_deploy() -> None:
    before, after = (compile_text(WARM % (DECLARED, more), "x.yaml", TODAY) for more in ("", NEEDS_SIX))
    changes = review(before, after, TODAY, locks={"a": (5, 100, 0)}, earlier_locks={"a": (5, 100, 0)}).changes
    (hint,) = (change.hint for change in changes if change.rule == "provider-lock-refused")
    assert hint.startswith(
        "run `sessionform plan --upgrade -e a`, or `terraform init -upgrade`, and commit the lock file"
    )
