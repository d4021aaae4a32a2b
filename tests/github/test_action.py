"""The action, run step by step on a pull request of a scratch repository, with a GitHub on loopback."""

from __future__ import annotations

import html
import json
import re
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from sessionform import __version__
from tests.github.repository import PullRequestBranch, pull_request
from tests.github.steps import Job, Ran, failed, load
from tests.pull_request.fake_github import READ_ONLY, REPOSITORY, TOKEN, FakeGitHub

pytestmark = [pytest.mark.slow, pytest.mark.node]

ROOT = Path(__file__).parents[2]
ACTION = load(ROOT / "action.yml")
MARKER = "<!-- sessionform-review -->"
UPLOAD = "github/codeql-action/upload-sarif"
REVIEW, CHECK = "Review the change", "Check the declaration"

DECLARATION = """\
version: 1
environments:
  production: {region: us-east-1}
tables:
  userSessions:
    partition_key: userId
    sort_key: sessionId
    ttl: expiresAt
"""
DANGEROUS = DECLARATION.replace("partition_key: userId", "partition_key: {name: userId, type: N}")
HARMLESS = DECLARATION + "    tags: {Team: login}\n"
BROKEN = DECLARATION.replace("ttl:", "tll:")

Run = Callable[..., list[Ran]]


@pytest.fixture
def propose(tmp_path: Path) -> Callable[..., PullRequestBranch]:
    """Makes the repository with a pull request that writes these files, and checks its merge out."""

    def make(after: Mapping[str, str], before: Mapping[str, str] | None = None, **more: Any) -> PullRequestBranch:
        branch = pull_request(
            tmp_path / "origin", {"sessions.yaml": DECLARATION} if before is None else before, after, **more
        )
        branch.check_out(tmp_path / "workspace")
        return branch

    return make


@pytest.fixture
def job(tmp_path: Path, github: FakeGitHub) -> Callable[[Mapping[str, Any]], Job]:
    """A job for an event, on a runner where the action has installed this sessionform."""
    command = tmp_path / "runner/temp/sessionform/bin/sessionform"
    command.parent.mkdir(parents=True)
    command.symlink_to(Path(sys.executable).with_name("sessionform"))

    def make(event: Mapping[str, Any]) -> Job:
        variables = {"GITHUB_REPOSITORY": REPOSITORY, "GITHUB_GRAPHQL_URL": github.url}
        return Job(tmp_path / "runner", tmp_path / "workspace", event, {"token": TOKEN}, variables)

    return make


def act(job: Job, *, failing: tuple[str, ...] = (), **inputs: str) -> dict[str, Ran]:
    """Runs the action but for its installation, which has a test of its own, with its defaults or these inputs."""
    defaults = {
        name: entry["default"].replace("${{ github.token }}", TOKEN) for name, entry in ACTION["inputs"].items()
    }
    unknown = {name.replace("_", "-") for name in inputs} - set(defaults)
    assert not unknown, unknown
    chosen = defaults | {name.replace("_", "-"): value for name, value in inputs.items()}
    steps = [step for step in ACTION["runs"]["steps"] if step.get("name") != "Install sessionform"]
    return {step.name: step for step in job.run(steps, chosen, failing=failing)}


def plain(body: str) -> str:
    """The words of a comment: what is code stands between backticks."""
    return html.unescape(re.sub("</?code>", "`", body))


def test_a_dangerous_change_fails_and_is_explained(propose: Any, job: Any, github: FakeGitHub) -> None:
    run = job(propose({"sessions.yaml": DANGEROUS}).event())
    steps = act(run)
    assert failed([*steps.values()]) == [REVIEW]
    assert steps[REVIEW].code == 1, steps[REVIEW].stderr
    assert "::error file=sessions.yaml,line=6,endLine=6," in steps[REVIEW].stdout
    assert "sessionform: commented on the pull request" in steps[REVIEW].stderr
    [comment] = github.comments
    assert comment.body.startswith(f"{MARKER}\n### Session tables: 🔴 critical\n")
    assert "`userSessions`" in plain(comment.body)
    assert run.summary.startswith(MARKER)

    act(run)
    assert [(item.id, item.versions) for item in github.comments] == [(comment.id, 1)], "said so already"
    (run.workspace / "sessions.yaml").write_text(HARMLESS)
    steps = act(run)
    assert failed([*steps.values()]) == []
    assert [(item.id, item.versions) for item in github.comments] == [(comment.id, 2)]
    assert "critical" not in github.comments[0].body


def test_a_harmless_change_passes_and_is_explained(propose: Any, job: Any, github: FakeGitHub) -> None:
    run = job(propose({"sessions.yaml": HARMLESS}).event())
    assert failed([*act(run).values()]) == []
    [comment] = github.comments
    assert "1 change in `sessions.yaml`, compared with `HEAD^1:sessions.yaml`" in plain(comment.body)
    assert comment.body.startswith(f"{MARKER}\n### Session tables: 🔵 low\n")
    assert failed([*act(run, fail_on="low").values()]) == [REVIEW]


def test_a_declaration_beside_another_passes_where_it_is_meant_to_be_new(
    propose: Any, job: Any, github: FakeGitHub
) -> None:
    other = "# Another application\n" * 40 + DECLARATION.replace("userSessions", "visits")
    run = job(propose({"visits.yaml": other}).event())
    steps = act(run, file="visits.yaml")
    assert failed([*steps.values()]) == [REVIEW]
    assert steps[REVIEW].stdout.startswith("::error file=visits.yaml,line=1,")
    [comment] = github.comments
    assert comment.body.startswith(f"{MARKER}\n### Session tables: 🔴 critical\n")
    assert "there are tables in `sessions.yaml`, which are not compared" in plain(comment.body)
    assert failed([*act(run, file="visits.yaml", new="true", sarif="true").values()]) == []


@pytest.mark.parametrize("target", ["sub/s.yaml", "../../etc/passwd", ".git/config"])
def test_a_link_in_the_place_of_the_declaration_fails(propose: Any, job: Any, github: FakeGitHub, target: str) -> None:
    run = job(propose({"sub/s.yaml": DANGEROUS}).event())
    (run.workspace / "sessions.yaml").unlink()
    (run.workspace / "sessions.yaml").symlink_to(target)
    steps = act(run)
    assert failed([*steps.values()]) == [CHECK]
    assert steps[CHECK].code == 2
    assert "`sessions.yaml` is a link" in steps[CHECK].stderr
    assert github.comments == []
    assert run.summary == ""


def test_a_pull_request_about_something_else_gets_no_comment(propose: Any, job: Any, github: FakeGitHub) -> None:
    run = job(propose({"README.md": "Ours, and theirs.\n"}).event())
    steps = act(run)
    assert failed([*steps.values()]) == []
    assert github.comments == []
    assert "nothing changes" in run.summary
    assert "sessionform: nothing to comment on" in steps[REVIEW].stderr


def test_a_change_that_was_taken_back_is_taken_back_in_the_comment(propose: Any, job: Any, github: FakeGitHub) -> None:
    run = job(propose({"sessions.yaml": DANGEROUS}).event())
    act(run)
    (run.workspace / "sessions.yaml").write_text(DECLARATION)
    assert failed([*act(run).values()]) == []
    [comment] = github.comments
    assert "nothing changes" in comment.body


@pytest.mark.long
@pytest.mark.parametrize(("after", "fails"), [(HARMLESS, []), (DANGEROUS, [REVIEW])], ids=["harmless", "dangerous"])
@pytest.mark.parametrize("token", [READ_ONLY, ""], ids=["read-only", "none"])
def test_a_fork_has_the_verdict_and_the_summary(
    propose: Any, job: Any, github: FakeGitHub, after: str, fails: list[str], token: str
) -> None:
    run = job(propose({"sessions.yaml": after}).event())
    steps = act(run, token=token)
    assert failed([*steps.values()]) == fails
    assert "sessionform: no comment, as" in steps[REVIEW].stderr
    assert github.comments == []
    assert run.summary.startswith(MARKER)


def test_comments_can_be_switched_off(propose: Any, job: Any, github: FakeGitHub) -> None:
    run = job(propose({"sessions.yaml": HARMLESS}).event())
    assert failed([*act(run, comment="false").values()]) == []
    assert (github.comments, github.requests) == ([], [])
    assert run.summary.startswith(MARKER)


def test_a_broken_declaration_fails_on_its_lines(propose: Any, job: Any, github: FakeGitHub) -> None:
    run = job(propose({"sessions.yaml": BROKEN}).event())
    steps = act(run)
    assert failed([*steps.values()]) == [CHECK]
    assert "::error file=sessions.yaml,line=8,endLine=8,col=5," in steps[CHECK].stdout
    assert steps[REVIEW].outcome == "skipped"
    assert github.comments == []
    [thread] = github.threads
    assert (thread.path, thread.line) == ("sessions.yaml", 8)
    assert "```suggestion\n    ttl: expiresAt\n```" in thread.body
    heading, _, shown = run.summary.partition("\n\n")
    assert heading == "### Session tables: the declaration has errors"
    assert "did you mean `ttl`?" in shown
    assert [line for line in shown.splitlines() if not line.startswith("    ")] == []


def test_a_declaration_that_is_not_there_is_a_clear_error(propose: Any, job: Any) -> None:
    steps = act(job(propose({"README.md": "Nothing yet.\n"}, before={}).event()))
    assert failed([*steps.values()]) == [CHECK]
    assert (steps[CHECK].code, "sessions.yaml" in steps[CHECK].stderr) == (2, True)


def test_the_first_declaration_counts_as_new(propose: Any, job: Any, github: FakeGitHub) -> None:
    steps = act(job(propose({"sessions.yaml": DECLARATION}, before={}).event()))
    assert failed([*steps.values()]) == []
    [comment] = github.comments
    assert "`HEAD^1` has no `sessions.yaml`: every table counts as new" in plain(comment.body)


def test_what_others_merged_meanwhile_is_not_this_pull_request(propose: Any, job: Any, github: FakeGitHub) -> None:
    """The base in the event is what main was before: compared with it, the others' change would count as this one's."""
    branch = propose({"README.md": "Ours, and theirs.\n"}, meanwhile={"sessions.yaml": DANGEROUS})
    assert failed([*act(job(branch.event())).values()]) == []
    assert github.comments == []


@pytest.mark.long
def test_the_proposed_commit_itself_is_compared_with_where_it_began(
    tmp_path: Path, job: Any, github: FakeGitHub
) -> None:
    branch = pull_request(
        tmp_path / "origin", {"sessions.yaml": DECLARATION}, {"sessions.yaml": HARMLESS}, {"README.md": "More.\n"}
    )
    branch.check_out(tmp_path / "workspace", "refs/heads/change", depth=0)
    assert failed([*act(job(branch.event())).values()]) == []
    [comment] = github.comments
    assert f"compared with `{branch.base}:sessions.yaml`" in plain(comment.body)


@pytest.mark.long
@pytest.mark.parametrize("revision", ["refs/pull/7/merge", "refs/heads/change"])
def test_too_little_history_is_a_clear_error(tmp_path: Path, job: Any, revision: str) -> None:
    branch = pull_request(tmp_path / "origin", {"sessions.yaml": DECLARATION}, {"sessions.yaml": DANGEROUS})
    branch.check_out(tmp_path / "workspace", revision, depth=1)
    steps = act(job(branch.event()))
    assert failed([*steps.values()]) == [REVIEW]
    assert steps[REVIEW].code == 2
    assert "shallow" in steps[REVIEW].stderr
    assert "`fetch-depth: 0`" in steps[REVIEW].stderr


@pytest.mark.long
def test_a_merge_queue_is_reviewed_without_a_comment(propose: Any, job: Any, github: FakeGitHub) -> None:
    branch = propose({"sessions.yaml": DANGEROUS})
    run = job({"merge_group": {"base_sha": branch.base}})
    assert failed([*act(run).values()]) == [REVIEW]
    assert (github.requests, run.summary.startswith(MARKER)) == ([], True)


@pytest.mark.long
def test_a_push_is_checked_alone_unless_it_names_a_base(propose: Any, job: Any, github: FakeGitHub) -> None:
    propose({"sessions.yaml": DANGEROUS})
    run = job({"before": "0" * 40})
    steps = act(run)
    assert (failed([*steps.values()]), steps[REVIEW].outcome, run.summary) == ([], "skipped", "")
    assert failed([*act(run, base="HEAD~1").values()]) == [REVIEW]
    assert github.requests == []


def test_another_file_is_named_from_the_root(propose: Any, job: Any) -> None:
    name = "infra/login tables.yaml"
    steps = act(job(propose({name: DANGEROUS}, before={name: DECLARATION}).event()), file=name)
    assert failed([*steps.values()]) == [REVIEW]
    assert f"::error file={name},line=6," in steps[REVIEW].stdout


@pytest.mark.long
@pytest.mark.parametrize(
    "inputs",
    [
        {"file": '"; touch hacked; "'},
        {"file": "$(touch hacked)"},
        {"file": "--help"},
        {"base": "`touch hacked`"},
        {"base": "--output=hacked"},
        {"fail_on": "low; touch hacked"},
    ],
)
def test_no_input_is_taken_for_a_command(propose: Any, job: Any, inputs: dict[str, str]) -> None:
    run = job(propose({"sessions.yaml": HARMLESS}).event())
    steps = act(run, **inputs)
    assert [steps[name].code for name in failed([*steps.values()])] == [2]
    assert not (run.workspace / "hacked").exists()


def test_code_of_the_repository_is_not_run(propose: Any, job: Any) -> None:
    names = (
        "sessionform.py",
        "stacks/__init__.py",
        "yaml.py",
        "jsonschema.py",
        "json.py",
        "main.py",
        "sitecustomize.py",
    )
    hostile = dict.fromkeys(names, "raise SystemExit('the repository was run')\n")
    steps = act(job(propose({"sessions.yaml": HARMLESS, **hostile}).event()))
    assert failed([*steps.values()]) == []
    assert "the repository was run" not in "".join(step.stderr for step in steps.values())


@pytest.mark.long
@pytest.mark.parametrize(
    ("after", "fails", "rules"),
    [
        (DANGEROUS, [REVIEW], {"check": set(), "review": {"key-type-changed"}}),
        (BROKEN, [CHECK], {"check": {"unknown-key"}}),
    ],
    ids=["dangerous", "broken"],
)
def test_code_scanning_gets_what_was_found_also_where_that_fails(
    propose: Any, job: Any, after: str, fails: list[str], rules: dict[str, set[str]]
) -> None:
    run = job(propose({"sessions.yaml": after}).event())
    steps = act(run, sarif="true", failing=(UPLOAD,))
    assert failed([*steps.values()]) == [*fails, next(name for name in steps if name.startswith(UPLOAD))]
    [upload] = [step for step in steps.values() if step.name.startswith(UPLOAD)]
    logs = {path.stem: json.loads(path.read_text())["runs"][0] for path in Path(upload.inputs["sarif_file"]).iterdir()}
    found = {
        name: {result["ruleId"] for result in log["results"] if result["level"] == "error"}
        for name, log in logs.items()
    }
    assert found == rules
    assert {log["automationDetails"]["id"] for log in logs.values()} == {f"sessionform/{name}/" for name in rules}


@pytest.mark.long
def test_code_scanning_is_asked_for(propose: Any, job: Any) -> None:
    run = job(propose({"sessions.yaml": HARMLESS}).event())
    steps = act(run)
    assert [step.outcome for name, step in steps.items() if name.startswith(UPLOAD) or "code scanning" in name] == [
        "skipped",
        "skipped",
    ]
    steps = act(run, sarif="true", failing=(UPLOAD,))
    after = [{"name": "after", "if": "success()", "run": "true"}]
    everything = [step for step in ACTION["runs"]["steps"] if step.get("name") != "Install sessionform"] + after
    inputs = {name: entry["default"] for name, entry in ACTION["inputs"].items()} | {
        "sarif": "true",
        "comment": "false",
    }
    assert run.run(everything, inputs, failing=(UPLOAD,))[-1].outcome == "success", "a failed upload fails nothing"


@pytest.mark.long
def test_it_installs_itself_by_hash_and_leaves_the_jobs_python_alone(tmp_path: Path) -> None:
    reachable = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--dest", str(tmp_path / "dl"), "six"]
    if subprocess.run(reachable, capture_output=True, check=False).returncode:
        pytest.skip("no package registry can be reached")
    workspace = tmp_path / "workspace"
    for name in ("pip/__init__.py", "venv/__init__.py", "hatchling.py"):
        path = workspace / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("raise SystemExit('the repository was run')\n")
    [install] = [step for step in ACTION["runs"]["steps"] if step.get("name") == "Install sessionform"]
    job = Job(tmp_path / "runner", workspace, {}, variables={"GITHUB_ACTION_PATH": str(ROOT)})
    python = [ACTION["runs"]["steps"][0], install]
    [_, ran] = job.run(python, given={"python": {"python-path": sys.executable}})
    assert ran.outcome == "success", ran.stderr
    command = tmp_path / "runner/temp/sessionform/bin/sessionform"
    version = subprocess.run([command, "--version"], capture_output=True, text=True, check=True, cwd=workspace)
    assert version.stdout.startswith(f"sessionform {__version__}\n")
    (tmp_path / "sessions.yaml").write_text(DECLARATION)
    check = subprocess.run([command, "check"], capture_output=True, text=True, check=False, cwd=tmp_path)
    assert check.returncode == 0, check.stderr
