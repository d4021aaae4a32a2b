"""`import_existing` that has done its work: the review says so, and `check --fix --unsafe` removes it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from sessionform.cli import main
from sessionform.compile import compile_text
from sessionform.review.review import review
from tests.git_support import Checkout

TEXT = """\
version: 1
environments:
  staging: {region: us-east-1}
  production: {region: us-east-1, account_id: "123456789012"}
tables:
  carts: {partition_key: id, ttl: expires, deletion_protection: true, import_existing: true}  # both
  users:
    partition_key: id
    ttl: expires
    deletion_protection: true
    environments:
      production:
        table_name: users-1a2b3c4
        import_existing: {companions: [alarms]}
    alarms: {throttled_requests: true}
"""

WITHOUT = TEXT.replace(", import_existing: true", "").replace("        import_existing: {companions: [alarms]}\n", "")


@pytest.fixture
def committed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The declaration as the branch that is merged into has it."""
    monkeypatch.chdir(tmp_path)
    Checkout.new(tmp_path).commit("sessions.yaml", TEXT)
    return tmp_path / "sessions.yaml"


def statements(before: str, after: str) -> list[str]:
    result = review(compile_text(before, "base.yaml"), compile_text(after, "sessions.yaml"), date(2026, 11, 28))
    return [text for text in result.statements if "import_existing" in text]


def test_what_the_base_has_too_is_taken_out(committed: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--fix", "--unsafe"]) == 0, capsys.readouterr()
    assert committed.read_text(encoding="utf-8") == WITHOUT
    out = capsys.readouterr().out
    assert "sessions.yaml:6:71: remove `import_existing`: the base has it too, and it has done its work\n" in out
    assert "sessions.yaml: 2 fixes done\n" in out
    assert main(["check", "--fix", "--unsafe"]) == 0
    assert "nothing to fix" in capsys.readouterr().out


def test_not_what_is_certain_and_not_without_asking(committed: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--fix"]) == 0
    assert main(["check", "--diff"]) == 0
    assert main(["check", "--diff", "--unsafe"]) == 1
    assert "-        import_existing: {companions: [alarms]}\n" in capsys.readouterr().out
    assert committed.read_text(encoding="utf-8") == TEXT


@pytest.mark.parametrize(
    ("now", "kept"),
    [
        (TEXT.replace("tables:", "backend: {local: {path: other.tfstate}}\ntables:"), "import_existing: true"),
        (
            TEXT.replace("[alarms]", "[alarms, contributor_insights]").replace(
                "alarms: {", "contributor_insights: true\n    alarms: {"
            ),
            "companions: [alarms, contributor_insights]",
        ),
        (TEXT.replace("users-1a2b3c4", "users-9f8e7d6"), "companions: [alarms]"),
        (TEXT.replace('"123456789012"', '"111122223333"'), "import_existing: true"),
        (
            TEXT.replace("us-east-1}", "us-east-1, assume_role_arn: 'arn:aws:iam::444455556666:role/deploy'}", 1),
            "import_existing: true",
        ),
        (
            TEXT + "  new: {partition_key: id, ttl: expires, deletion_protection: true, import_existing: true}\n",
            "true, import_existing: true}\n",
        ),
    ],
    ids=["another state", "more beside it", "another table", "another account", "a role in one", "a new one"],
)
def test_what_the_base_does_not_have_stays(committed: Path, now: str, kept: str) -> None:
    """A setting of two environments stays as long as one of them needs it."""
    committed.write_text(now, encoding="utf-8")
    main(["check", "--fix", "--unsafe", "-q"])
    assert kept in committed.read_text(encoding="utf-8")


def test_without_a_base_nothing_is_known(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("sessions.yaml").write_text(TEXT, encoding="utf-8")
    assert main(["check", "--fix", "--unsafe", "-q"]) == 0
    assert Path("sessions.yaml").read_text(encoding="utf-8") == TEXT


def test_the_review_says_that_it_can_go() -> None:
    rest = "already in the base: once that is deployed it has done its work, and `sessionform check --fix --unsafe` removes it"
    assert statements(TEXT, TEXT) == [
        f"`import_existing` of `carts` in staging is {rest}",
        f"`import_existing` of `carts`, `users` in production is {rest}",
    ]
    assert statements(WITHOUT, TEXT) == statements(TEXT, WITHOUT) == []


@pytest.mark.parametrize(
    ("before", "after", "done"),
    [
        ("assume_role_arn: 'arn:aws:iam::111122223333:role/deploy'", "account_id: '111122223333'", True),
        (
            "assume_role_arn: 'arn:aws:iam::111122223333:role/deploy'",
            "assume_role_arn: 'arn:aws:iam::111122223333:role/other'",
            True,
        ),
        (
            "assume_role_arn: 'arn:aws:iam::111122223333:role/deploy'",
            "assume_role_arn: 'arn:aws:iam::444455556666:role/deploy'",
            False,
        ),
        ("profile: first", "profile: first", True),
        ("profile: first", "profile: second", False),
    ],
)
def test_a_table_that_moves_to_another_account_needs_its_import_again(before: str, after: str, done: bool) -> None:
    """Whichever setting says so; the state that is there does not have the table."""
    text = (
        "version: 1\nenvironments: {staging: {region: us-east-1, OWNER}}\n"
        "tables: {carts: {partition_key: id, ttl: expires, import_existing: true}}\n"
    )
    assert bool(statements(text.replace("OWNER", before), text.replace("OWNER", after))) is done
