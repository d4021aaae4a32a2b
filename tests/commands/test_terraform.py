"""`plan`, `deploy` and `destroy`: what is run, in which order, and what becomes of its exit code."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from sessionform.commands.saved_plans import SavedPlans, save_plans
from sessionform.errors import OutsideError, UsageError

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]

TIMEOUT = 120
"""Seconds after which a program hangs."""

FAKE = """\
#!{python}
import json, os, signal, sys, time
call = sys.argv[1:]
with open({log!r}, "a") as log:
    log.write(json.dumps(call) + "\\n")
if os.environ.get("FAKE_FAIL") in call:
    print("Error: the fake fails", file=sys.stderr)
    sys.exit(1)
if os.environ.get("FAKE_SLOW") in call:
    def stop(*_):
        time.sleep(0.5)
        with open({log!r}, "a") as log:
            log.write('"state saved"\\n')
        sys.exit(1)  # as Terraform does
    signal.signal(signal.SIGINT, stop)
    print("busy", flush=True)
    signal.pause()
if "init" in call and os.environ.get("FAKE_LOCK"):
    place = os.path.join(call[0].removeprefix("-chdir="), ".terraform.lock.hcl")
    print(os.path.exists(place) and open(place).read(), file=sys.stderr)
    if "-upgrade" in call or not os.path.exists(place):
        open(place, "w").write(os.environ["FAKE_LOCK"])
if "show" in call:
    print(os.environ.get("FAKE_PLAN", json.dumps({{"format_version": "1.2", "resource_changes": []}})))
    sys.exit(0)
for word in call:
    if word.startswith("-out="):
        open(word.removeprefix("-out="), "w").write("the plan of " + call[0].rpartition("/")[2])
    if word.endswith(".tfplan") and "apply" in call:
        print("applies", open(word).read())
if "init" not in call and "apply" not in call:
    print("changes of", call[0])
"""


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A folder with the declaration, and a program `terraform` that writes down how it is called."""
    shutil.copy(ROOT / "sessions.yaml", tmp_path)
    program = tmp_path / "bin/terraform"
    program.parent.mkdir()
    program.write_text(FAKE.format(python=sys.executable, log=str(tmp_path / "calls")), encoding="utf-8")
    program.chmod(0o755)
    return tmp_path


def command(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "sessionform", *arguments]


def variables(folder: Path, **more: str) -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(ROOT), "PATH": f"{folder}/bin:{os.environ['PATH']}", **more}


def run(folder: Path, *arguments: str, stdin: str = "", **more: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command(*arguments),
        cwd=folder,
        env=variables(folder, **more),
        input=stdin,
        capture_output=True,
        text=True,
        check=False,
    )


def calls(folder: Path) -> list[list[str]]:
    log = folder / "calls"
    return [json.loads(line) for line in log.read_text().splitlines()] if log.exists() else []


def in_stack(environment: str, *words: str) -> list[str]:
    return [f"-chdir=cdktf.out/stacks/{environment}", *words]


def test_plan_goes_through_every_environment(repository: Path) -> None:
    done = run(repository, "plan")
    assert done.returncode == 0, done.stderr
    assert calls(repository) == [
        in_stack(name, *words)
        for name in ("development", "production")
        for words in (["init", "-input=false", "-no-color"], ["plan", "-input=false", "-no-color"])
    ]
    assert done.stdout.splitlines() == [
        "changes of -chdir=cdktf.out/stacks/development",
        "changes of -chdir=cdktf.out/stacks/production",
    ]


def words(folder: Path) -> list[list[str]]:
    """What was called besides init, without the places of plans."""
    found = [call[1:] for call in calls(folder) if "init" not in call]
    return [[re.sub(r"[^=]*/(\w+\.tfplan)$", r"\1", word) for word in call if word != "-no-color"] for call in found]


PLANNED = [["plan", "-input=false", "-out=development.tfplan"], ["show", "-json", "development.tfplan"]]
APPLIED = ["apply", "-input=false", "development.tfplan"]


def test_deploy_applies_the_plan_that_it_has_shown(repository: Path) -> None:
    done = run(repository, "deploy", "-e", "development", "--auto-approve")
    assert done.returncode == 0, done.stderr
    assert words(repository) == [*PLANNED, APPLIED]
    assert done.stdout.splitlines()[-1] == "applies the plan of development"


@pytest.mark.parametrize(("answer", "code"), [("yes\n", 0), (" yes \n", 0), ("y\n", 2), ("\n", 2), ("", 2)])
def test_deploy_asks_unless_it_is_told_not_to(repository: Path, answer: str, code: int) -> None:
    done = run(repository, "deploy", "-e", "development", stdin=answer)
    assert done.returncode == code, done.stderr
    assert words(repository) == [*PLANNED, *([APPLIED] if code == 0 else [])]
    assert "Apply this plan to `development`? Only yes does: " in done.stdout
    assert ("`--auto-approve` says yes" in done.stderr) is (answer == "")


@pytest.mark.long
def test_destroy_is_asked_for_by_terraform(repository: Path) -> None:
    assert run(repository, "destroy", "-e", "development").returncode == 0
    assert run(repository, "destroy", "-e", "development", "--auto-approve").returncode == 0
    assert words(repository) == [["destroy"], ["destroy", "-auto-approve", "-input=false"]]


def test_what_follows_two_dashes_is_for_terraform(repository: Path) -> None:
    assert run(repository, "plan", "-e", "development", "--", "-refresh=false", "-var", "a=b").returncode == 0
    assert words(repository) == [["plan", "-input=false", "-refresh=false", "-var", "a=b"]]
    done = run(repository, "deploy", "development")
    assert done.returncode == 2
    assert "`development` is not an option" in done.stderr
    assert "named with `-e development`" in done.stderr


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


def losing(action: str) -> str:
    actions = {"delete": ["delete"], "replace": ["delete", "create"], "update": ["update"]}[action]
    change = {"mode": "managed", "type": "aws_dynamodb_table", "name": "userSessions", "change": {"actions": actions}}
    return json.dumps({"format_version": "1.2", "resource_changes": [{"address": "a", **change}]})


@pytest.mark.parametrize("action", ["delete", "replace"])
def test_deploy_stops_before_sessions_are_lost(repository: Path, action: str) -> None:
    done = run(repository, "deploy", "-e", "development", "--auto-approve", FAKE_PLAN=losing(action))
    assert done.returncode == 1
    assert f"the plan {action}s `userSessions` in `development`, with every session in it" in done.stderr
    assert "`development` was not deployed" in done.stderr
    assert words(repository) == PLANNED
    forced = run(repository, "deploy", "-e", "development", "--auto-approve", "--force", FAKE_PLAN=losing(action))
    assert forced.returncode == 0
    assert f"sessionform: --force: the plan {action}s `userSessions`" in forced.stderr
    assert words(repository)[-1] == APPLIED


@pytest.mark.long
@pytest.mark.parametrize(
    ("acceptance", "code"),
    [
        ("{change: table-removed, table: userSessions, reason: moved away}", 0),
        ("{change: partition-key-changed, environment: development, reason: nobody works there}", 0),
        ("{change: table-removed, environment: production, reason: moved away}", 1),
        ("{change: table-removed, reason: moved away, expires: 2020-01-01}", 1),
        ("{change: tags-changed, reason: a new team}", 1),
    ],
)
def test_what_the_declaration_accepts_is_deployed(repository: Path, acceptance: str, code: int) -> None:
    with (repository / "sessions.yaml").open("a") as declaration:
        declaration.write(f"accept: [{acceptance}]\n")
    done = run(repository, "deploy", "-e", "development", "--auto-approve", FAKE_PLAN=losing("delete"))
    assert done.returncode == code, done.stderr


def test_a_deploy_says_that_an_import_is_done(repository: Path) -> None:
    declaration = repository / "sessions.yaml"
    text = declaration.read_text(encoding="utf-8")
    before = run(repository, "deploy", "-e", "development", "--auto-approve")
    key = "  userSessions:\n"
    assert key in text
    declaration.write_text(text.replace(key, f"{key}    import_existing: true\n", 1), encoding="utf-8")
    after = run(repository, "deploy", "-e", "development", "--auto-approve")
    words = "`import_existing` of `userSessions` has done its work in `development`, and can go"
    assert (before.returncode, after.returncode) == (0, 0), before.stderr + after.stderr
    assert (words in before.stderr, words in after.stderr) == (False, True)


@pytest.mark.long
@pytest.mark.parametrize(
    ("removal", "action", "code"),
    [
        ("delete: true", "delete", 0),
        ("delete: true, only_in: [development]", "delete", 0),
        ("delete: true, only_in: [production]", "delete", 1),
        ("keep: true", "delete", 1),
        ("delete: true", "replace", 1),
    ],
)
def test_what_is_declared_to_be_deleted_is(repository: Path, removal: str, action: str, code: int) -> None:
    lost = losing(action).replace("userSessions", "trialSessions")
    with (repository / "sessions.yaml").open("a") as declaration:
        declaration.write(f"removed: {{trialSessions: {{{removal}}}}}\n")
    done = run(repository, "deploy", "-e", "development", "--auto-approve", FAKE_PLAN=lost)
    assert done.returncode == code, done.stderr
    assert ("the plan" in done.stderr) == bool(code)


def test_what_changes_in_place_is_deployed(repository: Path) -> None:
    done = run(repository, "deploy", "-e", "development", "--auto-approve", FAKE_PLAN=losing("update"))
    assert done.returncode == 0


def changed(repository: Path) -> None:
    """Keeps the declaration as a base, and gives the table another key."""
    declaration = repository / "sessions.yaml"
    (repository / "base.yaml").write_text(declaration.read_text())
    declaration.write_text(
        declaration.read_text().replace("partition_key: userId", "partition_key: {name: userId, type: N}")
    )


def test_the_review_stands_beside_the_plan(repository: Path) -> None:
    changed(repository)
    done = run(repository, "plan", "-e", "development", "--base", "./base.yaml")
    assert done.returncode == 1
    assert done.stdout.startswith("changes of -chdir=cdktf.out/stacks/development\n\nverdict: critical")
    assert "plan " in done.stdout
    assert words(repository) == PLANNED
    same = run(repository, "plan", "-e", "development", "--base", "./sessions.yaml")
    assert same.returncode == 0
    assert "nothing changes" in same.stdout


def test_a_declaration_from_standard_input_is_read_once(repository: Path) -> None:
    """It is gone then, and its warnings have been said."""
    text = (repository / "sessions.yaml").read_text()
    done = run(repository, "plan", "-f", "-", "-e", "development", "--base", "./sessions.yaml", stdin=text)
    assert done.returncode == 0, done.stderr
    assert "nothing changes" in done.stdout


def test_a_critical_change_is_not_even_planned(repository: Path) -> None:
    changed(repository)
    done = run(repository, "deploy", "--auto-approve", "--base", "./base.yaml")
    assert done.returncode == 1
    assert "verdict: critical" in done.stdout
    assert "the change is critical and not accepted; nothing was deployed" in done.stderr
    assert calls(repository) == []
    forced = run(repository, "deploy", "-e", "development", "--auto-approve", "--base", "./base.yaml", "--force")
    assert forced.returncode == 0
    assert "sessionform: --force: the change is critical and not accepted" in forced.stderr
    assert words(repository)[-1] == APPLIED


def test_environments_at_once(repository: Path) -> None:
    done = run(repository, "deploy", "--auto-approve", "--parallel", "2")
    assert done.returncode == 0, done.stderr
    assert sorted(line for line in done.stdout.splitlines() if "applies" in line) == [
        "applies the plan of development",
        "applies the plan of production",
    ]
    assert {"production: terraform init", "development: terraform apply"} <= set(done.stderr.splitlines())


@pytest.mark.long
def test_at_once_a_failure_ends_all_that_has_not_begun(repository: Path) -> None:
    text = (repository / "sessions.yaml").read_text()
    more = "".join(f"  test{number}: {{region: us-east-1}}\n" for number in range(8))
    (repository / "sessions.yaml").write_text(text.replace("environments:\n", f"environments:\n{more}", 1))
    done = run(repository, "deploy", "--auto-approve", "--parallel", "2", FAKE_FAIL="init")
    assert done.returncode == 3
    assert "terraform init failed in `test0`" in done.stderr or "terraform init failed in `test1`" in done.stderr
    assert len(calls(repository)) < 10


@pytest.mark.parametrize("number", ["0", "33", "two"])
def test_so_many_at_once_are_too_many_or_too_few(repository: Path, number: str) -> None:
    assert run(repository, "deploy", "--auto-approve", "--parallel", number).returncode == 2


def test_at_once_nobody_can_be_asked(repository: Path) -> None:
    done = run(repository, "deploy", "--parallel", "2")
    assert (done.returncode, "`--parallel` can ask nobody" in done.stderr) == (2, True)


@pytest.mark.long
def test_terraform_has_the_colours_that_we_would_have(repository: Path) -> None:
    run(repository, "plan", "-e", "production", "--color", "always")
    assert [call[1:] for call in calls(repository)] == [["init", "-input=false"], ["plan", "-input=false"]]


def test_the_first_failure_ends_it(repository: Path) -> None:
    done = run(repository, "deploy", "--auto-approve", FAKE_FAIL="apply")
    assert done.returncode == 3
    assert "terraform apply failed in `development`, with exit code 1" in done.stderr
    assert not [call for call in calls(repository) if "production" in call[0]]


def test_where_nobody_can_be_asked_it_is_said(repository: Path) -> None:
    done = run(repository, "destroy", FAKE_FAIL="destroy")
    assert done.stderr.endswith("  hint: where nobody can answer, `--auto-approve` says yes\n")
    assert "--auto-approve" not in run(repository, "destroy", "--auto-approve", FAKE_FAIL="destroy").stderr


def test_what_init_says_is_shown_where_it_fails(repository: Path) -> None:
    done = run(repository, "plan", FAKE_FAIL="init")
    assert done.returncode == 3
    assert "Error: the fake fails" in done.stderr


@pytest.mark.long
def test_another_program_is_called_by_its_name(repository: Path) -> None:
    shutil.copy(repository / "bin/terraform", repository / "bin/tofu")
    done = run(repository, "plan", "-e", "production", "--terraform", "tofu")
    assert done.returncode == 0
    assert "production: tofu plan" in done.stderr
    assert run(repository, "plan", "-e", "production", "--terraform", "bin/tofu").returncode == 0
    failed = run(repository, "plan", "--terraform", "tofu", FAKE_FAIL="plan")
    assert "tofu plan failed in `development`" in failed.stderr


def test_a_missing_program_is_said_before_anything_is_done(repository: Path) -> None:
    done = run(repository, "plan", "--terraform", "opentofu")
    assert done.returncode == 3
    assert "there is no `opentofu` to run" in done.stderr
    assert not (repository / "cdktf.out").exists()


def test_an_unknown_environment_is_said_before_anything_is_done(repository: Path) -> None:
    done = run(repository, "deploy", "-e", "prodution", "--auto-approve")
    assert done.returncode == 2
    assert "did you mean `production`?" in done.stderr
    assert calls(repository) == []


def test_a_declaration_that_fails_is_not_applied(repository: Path) -> None:
    declaration = repository / "sessions.yaml"
    declaration.write_text(declaration.read_text(encoding="utf-8").replace("ttl: ttl", "ttl: userId"), encoding="utf-8")
    assert run(repository, "deploy", "--auto-approve").returncode == 1
    assert calls(repository) == []


def test_a_stack_with_constructs_of_main_py_is_not_applied_without_them(repository: Path) -> None:
    """Terraform would take them for removed, and destroy what they stand for."""
    shutil.copy(ROOT / "main.py", repository)
    assert run(repository, "plan", "-e", "development").returncode == 0
    app = repository / "main.py"
    app.write_text(app.read_text(encoding="utf-8").replace("run_app()", "run_app(listen)"), encoding="utf-8")
    before = len(calls(repository))
    done = run(repository, "deploy", "--auto-approve")
    assert done.returncode == 2
    assert "main.py adds constructs to the stacks" in done.stderr
    assert len(calls(repository)) == before
    assert "the constructs that main.py adds are not in it" in run(repository, "synth").stderr


def test_ctrl_c_lets_terraform_save_its_state(repository: Path) -> None:
    """The terminal interrupts both; we wait for the one that has something to lose, and do not go on."""
    with subprocess.Popen(
        command("deploy", "--auto-approve"),
        cwd=repository,
        env=variables(repository, FAKE_SLOW="apply"),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as process:
        assert process.stdout is not None
        assert "busy\n" in iter(process.stdout.readline, "")
        os.killpg(process.pid, signal.SIGINT)
        _, stderr = process.communicate(timeout=TIMEOUT)
    assert process.returncode == 130
    assert stderr.endswith("sessionform: waiting for terraform to stop\nsessionform: interrupted\n")
    assert calls(repository)[-1] == "state saved"


def test_what_terraform_prints_may_be_any_bytes(repository: Path) -> None:
    program = repository / "bin/terraform"
    program.write_text("#!/bin/sh\nprintf 'Error: caf\\351 \\377\\n'\nexit 1\n", encoding="utf-8")
    done = run(repository, "plan")
    assert done.returncode == 3
    assert "Error: caf\ufffd \ufffd\n" in done.stderr
    assert done.stderr.splitlines()[-1].startswith("sessionform: terraform init failed in `development`")


def kept(folder: Path, environment: str) -> str | None:
    path = folder / f".terraform-locks/{environment}.hcl"
    return path.read_text() if path.exists() else None


@pytest.mark.long
def test_plan_keeps_the_provider_and_deploy_uses_it(repository: Path) -> None:
    """Also where the stacks are made anew, as on another machine."""
    assert run(repository, "deploy", "-e", "production", "--auto-approve", FAKE_LOCK="old").returncode == 0
    assert kept(repository, "production") is None
    shutil.rmtree(repository / "cdktf.out")
    done = run(repository, "plan", "-e", "production", FAKE_LOCK="old")
    assert "production: commit .terraform-locks/production.hcl, which says which provider runs" in done.stderr
    assert (kept(repository, "production"), kept(repository, "development")) == ("old", None)
    shutil.rmtree(repository / "cdktf.out")
    assert "commit" not in run(repository, "plan", "-e", "production", FAKE_LOCK="new").stderr
    assert kept(repository, "production") == "old"
    assert (repository / "cdktf.out/stacks/production/.terraform.lock.hcl").read_text() == "old"


@pytest.mark.long
def test_another_provider_is_taken_when_it_is_asked_for(repository: Path) -> None:
    run(repository, "plan", "-e", "production", FAKE_LOCK="old")
    done = run(repository, "deploy", "-e", "production", "--upgrade", "--auto-approve", FAKE_LOCK="new")
    assert done.returncode == 0
    assert kept(repository, "production") == "new"
    upgraded = in_stack("production", "init", "-input=false", "-upgrade", "-no-color")
    assert [call for call in calls(repository) if "init" in call][-1] == upgraded


@pytest.mark.long
def test_who_locks_elsewhere_says_so(repository: Path) -> None:
    text = (repository / "sessions.yaml").read_text()
    (repository / "sessions.yaml").write_text(f"terraform: {{lock: false}}\n{text}")
    (repository / ".terraform-locks").mkdir()
    (repository / ".terraform-locks/production.hcl").write_text("old")
    assert run(repository, "plan", "-e", "production", FAKE_LOCK="new").returncode == 0
    assert kept(repository, "production") == "old"
    assert (repository / "cdktf.out/stacks/production/.terraform.lock.hcl").read_text() == "new"


@pytest.mark.long
@pytest.mark.parametrize(("version", "code"), [("1.9.1", 3), ("1.10.0", 0), ("1.12.3", 0)])
def test_an_opentofu_that_cannot_keep_a_table_is_refused(repository: Path, version: str, code: int) -> None:
    tofu = repository / "bin/tofu"
    answer = f"if call == ['version']:\n    print('OpenTofu v{version}')\n    sys.exit(0)\n"
    program = (repository / "bin/terraform").read_text().replace("with open(", f"{answer}with open(", 1)
    tofu.write_text(program)
    tofu.chmod(0o755)
    with (repository / "sessions.yaml").open("a") as declaration:
        declaration.write("removed: {oldSessions: {keep: true}}\n")
    done = run(repository, "plan", "-e", "production", "--terraform", "tofu")
    assert done.returncode == code, done.stderr
    assert ("`removed.oldSessions.keep` needs OpenTofu 1.10.0 or later" in done.stderr) is bool(code)


@pytest.mark.long
@pytest.mark.parametrize("code", [0, 1])
def test_what_terraform_prints_need_not_be_text(repository: Path, code: int) -> None:
    """Nor need its lock file: what cannot be read of them is replaced."""
    program = repository / "bin/terraform"
    lock = '"${1#-chdir=}/.terraform.lock.hcl"'
    program.write_text(f"#!/bin/sh\nprintf 'caf\\351 \\377\\n'; printf '# \\377\\n' > {lock}; exit {code}\n")
    done = subprocess.run(
        command("plan", "-e", "production"), cwd=repository, env=variables(repository), capture_output=True, check=False
    )
    said = (done.stdout + done.stderr).decode("utf-8", "replace")
    assert done.returncode == (3 if code else 0), said
    assert "a bug in sessionform" not in said
    assert "Traceback" not in said
    if code:
        assert "caf\ufffd \ufffd" in said
    else:
        assert "\ufffd" in (repository / ".terraform-locks/production.hcl").read_text(encoding="utf-8")
