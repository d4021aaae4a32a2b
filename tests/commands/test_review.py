"""`sessionform review` from end to end: the real git, the real plans, and what becomes of the exit code."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from sessionform.compile import compile_text
from sessionform.terraform.environment import environment_config
from tests.commands.reviewing import BASE, REKEYED, repository, run
from tests.git_support import Checkout
from tests.moto_support import MotoServer
from tests.terraform_support import Workspace

__all__ = ["repository"]

ACCEPTED = REKEYED + "accept:\n  - {change: partition-key-changed, reason: nobody is logged in yet}\n"
STREAMLESS = BASE.replace(", stream: NEW_IMAGE", "")


def test_a_critical_change_fails(repository: Checkout) -> None:
    repository.commit("sessions.yaml", REKEYED)
    done = run("review", "--base", "main")
    assert done.code == 1
    assert done.output.startswith("verdict: critical (sessions.yaml against main:sessions.yaml: 2 changes)\n")
    assert "every user is logged out" in done.output
    assert " sessions.yaml:6:33  tables.userSessions.partition_key\n" in done.output


def test_without_a_change_nothing_fails(repository: Checkout) -> None:
    done = run("review", "--base", "main", "--fail-on", "low")
    assert (done.code, done.output) == (
        0,
        "verdict: none (sessions.yaml against main:sessions.yaml: nothing changes)\n",
    )


def test_what_main_got_since_is_no_change_of_this_branch(repository: Checkout) -> None:
    repository.git("switch", "--quiet", "main")
    repository.commit("sessions.yaml", REKEYED)
    repository.git("switch", "--quiet", "topic")
    done = run("review", "--base", "main")
    assert done.code == 0
    assert "(the merge base with main): nothing changes)" in done.output


@pytest.mark.parametrize(("fail_on", "code"), [("critical", 0), ("high", 1), ("medium", 1), ("low", 1)])
def test_it_fails_from_the_severity_on_that_is_asked_for(repository: Checkout, fail_on: str, code: int) -> None:
    repository.commit("sessions.yaml", STREAMLESS)
    done = run("review", "--base", "main", "--fail-on", fail_on)
    assert done.code == code
    assert done.output.startswith("verdict: high ")


def test_an_accepted_change_does_not_fail(repository: Checkout) -> None:
    repository.commit("sessions.yaml", ACCEPTED)
    done = run("review", "--base", "main", "--fail-on", "low")
    assert done.code == 0
    assert "2 changes, 2 of them accepted" in done.output
    assert "accepted: nobody is logged in yet" in done.output


def test_an_acceptance_of_no_kind_of_change_fails(repository: Checkout) -> None:
    repository.commit("sessions.yaml", ACCEPTED.replace("partition-key-changed", "partition-key-change"))
    done = run("review", "--base", "main")
    assert (done.code, done.output) == (1, "")
    assert "did you mean `partition-key-changed`?" in done.error


def test_a_head_that_fails_the_check_is_not_reviewed(repository: Checkout) -> None:
    repository.commit("sessions.yaml", BASE.replace("ttl: expiresAt", "ttl: userId"))
    done = run("review", "--base", "main")
    assert (done.code, done.output) == (1, "")
    assert "error[" in done.error
    assert "sessions.yaml has errors; nothing was done" in done.error


def test_a_first_declaration_passes(repository: Checkout) -> None:
    repository.git("switch", "--quiet", "main")
    repository.git("rm", "--quiet", "sessions.yaml")
    repository.commit("README.md", "version, environments, tables: in sessions.yaml\n")
    repository.git("switch", "--quiet", "--create=first")
    repository.commit("sessions.yaml", BASE)
    done = run("review", "--base", "main")
    assert done.code == 0
    assert "`main` has no `sessions.yaml`: every table counts as new\n" in done.output
    assert done.output.count("create") >= 4
    assert run("review", "--base", "main", "--new").output == done.output


WITHOUT_BASE = {
    "human": "verdict: critical (infra/sessions.yaml against main:infra/sessions.yaml: 6 changes, and not everything could "
    "be compared)\n`main` has no `infra/sessions.yaml`: every table counts as new, but in `main` there are tables in "
    "`sessions.yaml`, which are not compared, some of them in the same state: `development`, `production`\n"
    "this fails the review; where the declaration is meant to have no earlier one, `--new` says so\n",
    "markdown": "### Session tables: 🔴 critical\n\n6 changes in ",
    "html": "<h1>Verdict: critical</h1>",
    "github": "::error file=infra/sessions.yaml,line=1,",
    "sarif": '"level": "error"',
    "json": '"verdict": "critical",\n  "base": "main:infra/sessions.yaml",\n  "not_compared": [\n    "`main` has no',
}


def test_states_in_files_do_not_move_with_a_declaration(repository: Checkout) -> None:
    """They are beside it, and in no commit."""
    left = "the states of `development`, `production` are files beside the declaration: unless they are moved with it"
    repository.git("mv", "sessions.yaml", "tables.yaml")
    assert left not in run("review", "--base", "main", "-f", "tables.yaml").output
    (repository.folder / "infra").mkdir()
    repository.git("mv", "tables.yaml", "infra/sessions.yaml")
    done = run("review", "--base", "main", "-f", "infra/sessions.yaml")
    assert (done.code, left in done.output) == (0, True)


@pytest.mark.parametrize(("form", "words"), WITHOUT_BASE.items(), ids=WITHOUT_BASE)
def test_a_declaration_whose_tables_have_another_base_is_no_pass(repository: Checkout, form: str, words: str) -> None:
    """Moved so that git does not take it for renamed, or reviewed under another name: what becomes of the tables is unknown."""
    lines = "".join(f"# Line {number}\n" for number in range(50))
    repository.commit("infra/sessions.yaml", lines + REKEYED.replace("Sessions", "Logins"))
    done = run("review", "--base", "main", "-f", "infra/sessions.yaml", "--format", form)
    assert done.code == 1
    assert words in done.output
    assert "which are not compared" in done.output
    meant = run("review", "--base", "main", "-f", "infra/sessions.yaml", "--format", form, "--new", "--fail-on", "low")
    assert meant.code == 0
    assert "which are not compared" in meant.output or form == "sarif"
    assert "critical" not in meant.output.replace("review.css", "")[:200]


def test_new_is_for_what_has_no_base(repository: Checkout) -> None:
    repository.commit("sessions.yaml", REKEYED)
    done = run("review", "--base", "main", "--new")
    assert done.code == 1
    assert "`--new` has no effect, as there is main:sessions.yaml to compare with: leave it out\n" in done.output


def test_the_null_commit_is_no_base(repository: Checkout) -> None:
    done = run("review", "--base", "0" * 40)
    assert done.code == 1
    assert "the base is git's null commit" in done.output
    assert run("review", "--base", "0" * 40, "--new").code == 0


def test_a_renamed_file_is_compared_all_the_same(repository: Checkout) -> None:
    repository.git("mv", "sessions.yaml", "tables.yaml")
    repository.commit("tables.yaml", REKEYED)
    done = run("review", "--base", "main", "-f", "tables.yaml")
    assert done.code == 1
    assert "`tables.yaml` was `sessions.yaml` in `main`, and is compared with that" in done.output


@pytest.mark.parametrize(
    ("base", "words"),
    [
        (b"version: [", "main:sessions.yaml is not a declaration"),
        (b"\xff\xfe\x00", "main:sessions.yaml is not a declaration (the file is UTF-16 or UTF-32)"),
        (b"", "main:sessions.yaml is not a declaration"),
        (BASE.replace("version: 1", "version: 0").encode(), "main:sessions.yaml is of another form"),
    ],
)
def test_a_base_that_cannot_be_understood_is_a_statement(repository: Checkout, base: bytes, words: str) -> None:
    repository.git("switch", "--quiet", "main")
    (repository.folder / "sessions.yaml").write_bytes(base)
    repository.commit_all()
    repository.git("switch", "--quiet", "topic")
    repository.git("rebase", "--quiet", "main")
    repository.commit("sessions.yaml", BASE)
    done = run("review", "--base", "main")
    assert done.code == 1, done.error
    assert words in done.output
    assert done.output.startswith("verdict: critical ")
    assert "no change is known, and not everything could be compared" in done.output
    meant = run("review", "--base", "main", "--new")
    assert meant.code == 0
    assert words in meant.output
    assert meant.output.startswith("verdict: none ")


def test_a_table_that_cannot_be_compared_is_no_pass(repository: Checkout) -> None:
    repository.git("switch", "--quiet", "main")
    repository.commit("sessions.yaml", BASE.replace("{partition_key: deviceId, ttl: expiresAt}", "[a, b]"))
    repository.git("switch", "--quiet", "--create=repair")
    repository.commit("sessions.yaml", BASE)
    done = run("review", "--base", "main")
    assert done.code == 1
    assert "too little of `deviceSessions` can be understood, which is not compared" in done.output
    assert run("review", "--base", "main", "--new").code == 0


def test_standard_input_is_compared_with_the_file_of_the_usual_name(repository: Checkout) -> None:
    done = run("review", "--base", "main", "-f", "-", stdin=REKEYED)
    assert done.code == 1
    assert done.output.startswith("verdict: critical (<stdin> against main:sessions.yaml: 2 changes)\n")


def test_a_file_is_a_base_too(repository: Checkout) -> None:
    repository.write("yesterday.yaml", REKEYED)
    done = run("review", "--base", "yesterday.yaml")
    assert done.code == 1
    assert "against yesterday.yaml" in done.output


def test_only_the_environments_that_are_asked_for(repository: Checkout) -> None:
    repository.commit("sessions.yaml", REKEYED.replace("  development: {region: us-east-1}\n", ""))
    reviewed = json.loads(run("review", "--base", "main", "--format", "json", "-e", "production").output)
    assert {change["environment"] for change in reviewed["changes"]} == {"production"}
    gone = json.loads(run("review", "--base", "main", "--format", "json", "-e", "development").output)
    assert {change["rule"] for change in gone["changes"]} == {"environment-removed"}


def test_an_environment_that_is_asked_for_is_found_under_its_other_name(repository: Checkout) -> None:
    """Otherwise a new name for it would hide whatever else changes."""
    stated = "production: {region: us-east-1, backend: {local: {path: production.tfstate}}}"
    kept = "environments: {prod: {table_name: userSessions-production}}"
    repository.commit("sessions.yaml", BASE.replace("production: {region: us-east-1}", stated))
    repository.git("branch", "--force", "main")
    renamed = REKEYED.replace("production: {region: us-east-1}", stated.replace("production", "prod", 1))
    repository.commit("sessions.yaml", renamed.replace("stream: NEW_IMAGE", kept))
    for name in ("production", "prod"):
        done = run("review", "--base", "main", "--format", "json", "-e", name)
        changes = json.loads(done.output)["changes"]
        assert (done.code, {change["environment"] for change in changes}) == (1, {"prod"})
        assert {"partition-key-changed", "environment-renamed"} <= {change["rule"] for change in changes}
    assert "development" not in run("review", "--base", "main", "-e", "production").output
    other = json.loads(run("review", "--base", "main", "--format", "json", "-e", "development").output)
    assert {change["environment"] for change in other["changes"]} == {"development"}


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ((), "--base"),
        (("--base", "mian"), "there is no file or git revision `mian`"),
        (("--base", ""), "`--base` is empty"),
        (("--base=--output=x",), "`--output=x` is not a revision"),
        (("--base", "main", "-e", "prodution"), "there is no environment `prodution`"),
        (("--base", "main", "-f", "missing.yaml"), "there is no file `missing.yaml`"),
        (("--base", "main", "--fail-on", "none"), "--fail-on"),
        (("--base", "main", "--format", "xml"), "--format"),
        (("--base", "main", "--plan", "missing.json"), "there is no file `missing.json`"),
        (("--base", "main", "--plan", "plan.out"), "`plan.out` is not UTF-8 text"),
        (("--base", "main", "--plan", "/dev/null"), "`/dev/null` is a device"),
        (("--base", "main", "--plan", "sessions.yaml"), "`sessions.yaml` is not JSON"),
        (("--base", "main", "--plan", "later.json"), "`later.json` has the format version 2.0; only 1.x is understood"),
        (("--base", "main", "--plan", "empty.json"), "the plan has no table of this declaration"),
        (("--base", "main", "-e", "production", "--plan", "a", "--plan", "b"), "one environment has one plan"),
        (("--base", "main", "--plan", "p.json", "--plan", "p.json"), "are both plans of `production`"),
    ],
)
def test_what_is_used_wrongly_is_said(repository: Checkout, arguments: tuple[str, ...], words: str) -> None:
    (repository.folder / "plan.out").write_bytes(b"PK\x03\x04\xff\xfe")
    repository.write("later.json", '{"format_version": "2.0", "resource_changes": []}')
    repository.write("empty.json", '{"format_version": "1.2"}')
    change = {"actions": ["no-op"], "before": {"name": "userSessions-production"}}
    table = {"type": "aws_dynamodb_table", "name": "userSessions", "mode": "managed", "change": change}
    repository.write("p.json", json.dumps({"format_version": "1.2", "resource_changes": [table]}))
    done = run("review", *arguments)
    assert (done.code, done.output) == (2, ""), done
    assert words in done.error
    assert not (repository.folder / "x").exists()


def test_files_are_named_from_the_root_of_the_repository(repository: Checkout, monkeypatch: pytest.MonkeyPatch) -> None:
    repository.commit("infra/sessions.yaml", REKEYED)
    monkeypatch.chdir(repository.folder / "infra")
    repository.write("old.yaml", BASE)
    assert (
        "::error file=infra/sessions.yaml,line=6,"
        in run("review", "--base", "../old.yaml", "--format", "github").output
    )
    log = json.loads(run("review", "--base", "../old.yaml", "--format", "sarif").output)
    (location,) = log["runs"][0]["results"][0]["locations"]
    assert location["physicalLocation"]["artifactLocation"]["uri"] == "infra/sessions.yaml"


@pytest.mark.long
@pytest.mark.slow
@pytest.mark.terraform
def test_the_plans_that_terraform_made_are_joined(repository: Checkout, moto: MotoServer, tmp_path: Path) -> None:
    """The key's type changes, which the plans hide, and somebody changed a table of production by hand."""
    before, after = BASE, BASE.replace("partition_key: userId", "partition_key: {name: userId, type: N}")
    repository.commit("sessions.yaml", after)
    names = ("development", "production")
    for name in names:
        workspace = Workspace(tmp_path / name, endpoint=moto.url)
        workspace.write(environment_config(compile_text(before, "sessions.yaml").valid().environments[name]))
        workspace.init()
        workspace.apply()
        if name == "production":
            moto.client("dynamodb").update_time_to_live(
                TableName="deviceSessions-production",
                TimeToLiveSpecification={"AttributeName": "expiresAt", "Enabled": False},
            )
        workspace.write(environment_config(compile_text(after, "sessions.yaml").valid().environments[name]))
        repository.write(f"{name}.json", json.dumps(workspace.plan()))
    plans = [argument for name in names for argument in ("--plan", f"{name}.json")]
    done = run("review", "--base", "main", "--format", "json", *plans)
    assert done.code == 1, done.error
    assert told(done.output) == {
        ("development", "userSessions", "hidden", "no-op"),
        ("production", "userSessions", "hidden", "no-op"),
        ("production", "deviceSessions", "drift", "update"),
    }
    only = run("review", "--base", "main", "--format", "json", "-e", "production", "--plan", "production.json")
    assert told(only.output) == {item for item in told(done.output) if item[0] == "production"}


def told(output: str) -> set[tuple[Any, ...]]:
    remarks = json.loads(output)["plan"]
    return {(item["environment"], item["table"], item["judgement"], item["terraform"]) for item in remarks}


def test_another_provider_in_a_lock_file_is_a_change(repository: Checkout) -> None:
    """Also where nothing of the declaration changes, and without a word of the other environment's."""
    lock = 'provider "registry.terraform.io/hashicorp/aws" {\n  version = "%s"\n}\n'
    repository.git("switch", "--quiet", "main")
    for name in ("development", "production"):
        repository.commit(f".terraform-locks/{name}.hcl", lock % "5.100.0")
    repository.git("switch", "--quiet", "topic")
    repository.git("merge", "--quiet", "main")
    assert "nothing changes" in run("review", "--base", "main").output
    repository.commit(".terraform-locks/production.hcl", lock % "6.28.0")
    done = run("review", "--base", "main", "--fail-on", "medium")
    assert done.code == 1
    assert "`production` runs the AWS provider 6.28.0 instead of 5.100.0" in done.output
    assert "`development`" not in done.output
