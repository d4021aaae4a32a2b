"""Plans that are saved, looked at and applied later."""

from __future__ import annotations

from pathlib import Path

import pytest

from sessionform.commands.saved_plans import SavedPlans, save_plans
from sessionform.errors import OutsideError, UsageError
from tests.commands.fake_terraform import calls, repository, run, words

__all__ = ["repository"]

pytestmark = pytest.mark.slow


def test_a_saved_plan_is_what_is_applied(repository: Path) -> None:
    assert run(repository, "plan", "--save", "plans.zip").returncode == 0
    assert (repository / "plans.zip").stat().st_mode & 0o077 == 0, "a plan holds what the state holds"
    done = run(repository, "deploy", "--plan", "plans.zip")
    assert done.returncode == 0, done.stderr
    assert [call[0] for call in words(repository)] == ["plan", "plan", *["show", "apply"] * 2]
    assert done.stdout.splitlines() == ["applies the plan of development", "applies the plan of production"]
    only = run(repository, "deploy", "--plan", "plans.zip", "-e", "production")
    assert only.stdout.splitlines() == ["applies the plan of production"]


@pytest.mark.long
def test_a_saved_plan_of_another_declaration_is_refused(repository: Path) -> None:
    assert run(repository, "plan", "-e", "development", "--save", "plans.zip").returncode == 0
    missing = run(repository, "deploy", "--plan", "plans.zip", "-e", "production")
    assert (missing.returncode, "has no plan of `production`" in missing.stderr) == (2, True)
    declaration = repository / "sessions.yaml"
    declaration.write_text(declaration.read_text().replace("Application: user", "Application: other"))
    done = run(repository, "deploy", "--plan", "plans.zip")
    assert done.returncode == 2
    assert "`development` is declared otherwise by now than when `plans.zip` was saved" in done.stderr
    assert [call[0] for call in words(repository)] == ["plan"]


@pytest.mark.long
@pytest.mark.parametrize("command", [["deploy", "--auto-approve"], ["plan", "--save", "plans.zip"]])
def test_the_place_of_a_plan_that_is_looked_at_is_not_for_others(repository: Path, command: list[str]) -> None:
    done = run(repository, *command, "-e", "development", "--", "-out=elsewhere")
    assert (done.returncode, "`-out` would put the plan" in done.stderr) == (2, True)
    assert calls(repository) == []
    assert run(repository, "plan", "-e", "development", "--", "-out=elsewhere").returncode == 0


def test_plans_are_saved_over_nothing_but_plans(repository: Path) -> None:
    before = (repository / "sessions.yaml").read_text()
    done = run(repository, "plan", "-e", "development", "--save", "sessions.yaml")
    assert (done.returncode, "`sessions.yaml` is there already" in done.stderr) == (2, True)
    assert (repository / "sessions.yaml").read_text() == before
    assert words(repository) == []
    for _ in range(2):
        assert run(repository, "plan", "-e", "development", "--save", "plans.zip").returncode == 0


def test_a_saved_plan_with_another_byte_is_refused(tmp_path: Path) -> None:
    """Whichever byte it is: nothing else than what was saved is applied, and nothing ends in a traceback."""
    stack = tmp_path / "stacks" / "development"
    stack.mkdir(parents=True)
    plan = tmp_path / "development.tfplan"
    plan.write_bytes(bytes(at * at % 251 for at in range(600)))
    save_plans(str(tmp_path / "saved"), {"development": plan}, tmp_path / "stacks")
    good = (tmp_path / "saved").read_bytes()
    refused = 0
    for at in range(len(good)):
        (tmp_path / "changed").write_bytes(good[:at] + bytes([good[at] ^ 0x55]) + good[at + 1 :])
        try:
            taken = SavedPlans(str(tmp_path / "changed")).take("development", stack, tmp_path)
        except (UsageError, OutsideError):
            refused += 1
        except KeyError:
            pass  # a name in it is another, which `deploy` says
        else:
            assert taken.read_bytes() == plan.read_bytes()
    assert refused > len(good) / 2


@pytest.mark.parametrize("content", [b"", b"PK\x05\x06" + bytes(18), b"a plan of Terraform's own"])
def test_a_file_that_holds_no_plans_is_refused(repository: Path, content: bytes) -> None:
    (repository / "plans.zip").write_bytes(content)
    done = run(repository, "deploy", "--plan", "plans.zip")
    assert (done.returncode, "`plans.zip` holds no saved plans" in done.stderr) == (2, True)
    gone = run(repository, "deploy", "--plan", "gone.zip")
    assert (gone.returncode, "there is no file `gone.zip`" in gone.stderr) == (2, True)


@pytest.mark.parametrize("more", [["--upgrade"], ["--", "-refresh=false"]])
def test_a_saved_plan_is_taken_as_it_is(repository: Path, more: list[str]) -> None:
    done = run(repository, "deploy", "--plan", "plans.zip", *more)
    assert (done.returncode, "a saved plan is applied as it is" in done.stderr) == (2, True)
