"""`sessionform stage`: steps shown, written into a folder, and put into the declaration one after the other."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.commands.reviewing import BASE, REKEYED, repository, run
from tests.git_support import Checkout

__all__ = ["repository"]

MOVED = "# what we want\n" + BASE.replace("partition_key: userId, ttl: expiresAt", "partition_key: userId, ttl: endsAt")
OFF = MOVED.replace("ttl: endsAt", "ttl: {attribute: expiresAt, enabled: false}")


@pytest.fixture
def moved(repository: Checkout) -> Checkout:
    """The declaration wants TTL on another attribute, for which it takes two deploys."""
    repository.commit("sessions.yaml", MOVED)
    return repository


def _file(name: str = "sessions.yaml") -> str:
    return Path(name).read_text(encoding="utf-8")


def test_the_steps_are_shown_and_nothing_is_written(moved: Checkout) -> None:
    done = run("stage", "--base", "main")
    assert done.code == 0
    assert done.output.startswith("from main:sessions.yaml to sessions.yaml in 2 deploys\n")
    assert "userSessions in production: wait until TTL is off; this command then prints DISABLED:\n" in done.output
    assert "describe-time-to-live" in done.output
    assert sorted(path.name for path in moved.folder.iterdir()) == [".git", "sessions.yaml"]
    assert _file() == MOVED


def test_json_has_every_step_with_its_review_and_its_waits(moved: Checkout) -> None:
    found = json.loads(run("stage", "--base", "main", "--format", "json").output)
    assert [step["verdict"] for step in found["steps"]] == ["medium", "high"]
    assert found["steps"][0]["files"] == {"sessions.yaml": None}
    assert {wait["expected"] or wait["at_least"] for wait in found["steps"][0]["waits"]} == {"DISABLED", "an hour"}
    assert (found["version"], found["stuck"]) == (1, [])


def test_the_steps_and_a_runbook_are_written_into_a_folder(moved: Checkout) -> None:
    done = run("stage", "--base", "main", "--out", "steps")
    assert (done.code, _file("steps/1/sessions.yaml"), _file("steps/2/sessions.yaml")) == (0, OFF, MOVED)
    runbook = _file("steps/RUNBOOK.md")
    assert "cp steps/1/sessions.yaml sessions.yaml\nsessionform deploy -e development -e production\n" in runbook
    assert run("check", "-f", "steps/1/sessions.yaml").code == 0
    assert run("stage", "--base", "main", "--out", "steps").code == 0
    Path("steps/2/sessions.yaml").write_text("# mine\n", encoding="utf-8")
    again = run("stage", "--base", "main", "--out", "steps")
    assert (again.code, _file("steps/2/sessions.yaml")) == (2, "# mine\n")
    assert "would be lost" in again.error


def test_next_leads_through_the_steps_as_the_base_gets_there(moved: Checkout) -> None:
    assert run("stage", "--base", "main", "--next").code == 0
    assert (_file(), _file(".stages/2/sessions.yaml")) == (OFF, MOVED)
    assert run("stage", "--base", "main", "--next").code == 0
    assert _file() == OFF
    moved.commit_all()
    moved.git("branch", "--force", "main")
    assert run("stage", "--base", "main", "--next").code == 0
    assert _file() == MOVED
    moved.commit_all()
    moved.git("branch", "--force", "main")
    done = run("stage", "--base", "main", "--next")
    assert (done.code, _file()) == (0, MOVED)
    assert "nothing is left to stage" in done.error


def test_next_does_not_edit_what_somebody_else_has_edited(moved: Checkout) -> None:
    run("stage", "--base", "main", "--next")
    moved.write("sessions.yaml", OFF + "# a thought\n")
    done = run("stage", "--base", "main", "--next")
    assert (done.code, _file()) == (1, OFF + "# a thought\n")
    assert "is none of the steps in `.stages`" in done.error


def test_next_leaves_a_folder_alone_that_is_not_its_own(moved: Checkout) -> None:
    moved.write(".stages/notes.txt", "mine")
    done = run("stage", "--base", "main", "--next")
    assert (done.code, _file(), _file(".stages/notes.txt")) == (2, MOVED, "mine")


def test_next_has_nothing_to_do_where_one_deploy_is_enough(repository: Checkout) -> None:
    text = BASE.replace("stream: NEW_IMAGE", "stream: NEW_IMAGE, tags: {Team: a}")
    repository.commit("sessions.yaml", text)
    done = run("stage", "--base", "main", "--next")
    assert (done.code, _file(), Path(".stages").exists()) == (0, text, False)
    assert (
        done.output == "from main:sessions.yaml to sessions.yaml: one deploy is enough, and there is nothing to stage\n"
    )


def test_what_cannot_be_staged_fails_and_is_named_and_nothing_is_written(repository: Checkout) -> None:
    repository.commit("sessions.yaml", REKEYED)
    for options in ([], ["--out", "steps"], ["--next"]):
        done = run("stage", "--base", "main", *options)
        assert done.code == 1
        assert "to sessions.yaml: a part of the change cannot be staged\n" in done.output
        assert "critical[partition-key-changed]" in done.output
    assert (_file(), Path("steps").exists(), Path(".stages").exists()) == (REKEYED, False, False)


INCLUDING = "version: 1\nenvironments: {production: {region: us-east-1}}\ninclude: ['%s']\n"
TABLE = "tables:\n  one: {partition_key: a, ttl: %s}   # in a file of its own\n"


def _including(repository: Checkout, pattern: str) -> None:
    repository.write("sessions.yaml", INCLUDING % pattern)
    repository.write("tables/one.yaml", TABLE % "old")
    repository.commit_all()
    repository.git("branch", "--force", "main")
    repository.write("tables/one.yaml", TABLE % "new")
    repository.commit_all()


def test_an_included_file_is_edited_where_the_setting_is(repository: Checkout) -> None:
    _including(repository, "tables/*.yaml")
    done = run("stage", "--base", "main", "--next")
    assert done.code == 0, done.error
    assert _file("tables/one.yaml") == TABLE % "{attribute: old, enabled: false}"
    assert _file() == _file(".stages/1/sessions.yaml") == INCLUDING % "tables/*.yaml"
    assert _file(".stages/2/tables/one.yaml") == TABLE % "new"
    assert run("check", "-f", ".stages/2/sessions.yaml").code == 0


def test_steps_are_not_written_where_the_declaration_would_include_them(repository: Checkout) -> None:
    _including(repository, "**/one.yaml")
    done = run("stage", "--base", "main", "--out", "steps")
    assert (done.code, Path("steps").exists()) == (2, False)
    assert "names the files in `steps` too" in done.error
    assert run("stage", "--base", "main", "--next").code == 0


def test_windows_line_ends_and_a_byte_order_mark_stay(repository: Checkout) -> None:
    data = b"\xef\xbb\xbf" + MOVED.replace("\n", "\r\n").encode()
    Path("sessions.yaml").write_bytes(data)
    assert run("stage", "--base", "main", "--next").code == 0
    assert Path("sessions.yaml").read_bytes() == b"\xef\xbb\xbf" + OFF.replace("\n", "\r\n").encode()
    repository.commit_all()
    repository.git("branch", "--force", "main")
    assert run("stage", "--base", "main", "--next").code == 0
    assert Path("sessions.yaml").read_bytes() == data


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["-f", "-", "--base", "main"], "standard input"),
        (["--base", "nowhere"], "no file or git revision `nowhere`"),
        (["--base", "0" * 40], "nothing to stage from"),
    ],
)
def test_what_cannot_be_read_is_said(moved: Checkout, arguments: list[str], said: str) -> None:
    done = run("stage", *arguments, stdin=MOVED)
    assert done.code == 2
    assert said in done.error


def test_an_alias_is_refused_with_its_place(repository: Checkout) -> None:
    shared = BASE.replace("ttl: expiresAt}", "ttl: *t}").replace("ttl: expiresAt,", "ttl: &t expiresAt,")
    repository.commit("sessions.yaml", shared)
    repository.git("branch", "--force", "main")
    head = shared.replace("&t expiresAt", "&t endsAt")
    repository.commit("sessions.yaml", head)
    done = run("stage", "--base", "main", "--next")
    assert (done.code, _file()) == (1, head)
    assert "has an anchor (`&`) that other places use" in done.error


def test_nothing_is_staged_while_the_lock_file_has_a_provider_that_plans_nothing(moved: Checkout) -> None:
    """It is no part of the change: with another lock file the same steps lead there."""
    lock = 'provider "registry.terraform.io/hashicorp/aws" {\n  version = "%s"\n}\n'
    moved.commit(".terraform-locks/production.hcl", lock % "5.0.0")
    done = run("stage", "--base", "main")
    assert done.code == 1
    assert "this cannot be staged yet: the lock file of `production` pins the AWS provider 5.0.0" in done.error
    assert "commit the lock file in the same change; then stage again" in done.error
    moved.commit(".terraform-locks/production.hcl", lock % "6.69.1")
    assert "in 2 deploys" in run("stage", "--base", "main").output
