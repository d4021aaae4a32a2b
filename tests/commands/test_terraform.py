"""`plan`, `deploy` and `destroy`: what is run, in which order, and what becomes of its exit code."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
from pathlib import Path

import pytest

from tests.commands.fake_terraform import (
    APPLIED,
    PLANNED,
    ROOT,
    TIMEOUT,
    calls,
    command,
    in_stack,
    repository,
    run,
    variables,
    words,
)

__all__ = ["repository"]

pytestmark = pytest.mark.slow


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
