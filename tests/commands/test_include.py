"""Declarations over several files, as the commands read them: from the disk, and from git."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from sessionform.report.formats import names
from sessionform.report.formats.renderer import FINDINGS, REVIEW
from tests.commands.reviewing import repository, run
from tests.git_support import Checkout

__all__ = ["repository"]

MAIN = """\
version: 1
environments:
  development: {region: us-east-1}
  production: {region: us-east-1}
include: ["services/*/sessions.yaml"]
"""
WEB = "tables:\n  webSessions:\n    partition_key: userId\n    ttl: expiresAt\n"
API = "# the API's own\n\ntables:\n  apiSessions:\n    partition_key: userId\n    ttl: expiresAt\n"
API_FILE = "services/api/sessions.yaml"


@pytest.fixture
def included(repository: Checkout) -> Checkout:
    """`main` has a declaration that includes two files; `topic` is checked out there."""
    repository.git("switch", "--quiet", "main")
    repository.write("sessions.yaml", MAIN)
    repository.write("services/web/sessions.yaml", WEB)
    repository.commit(API_FILE, API)
    repository.git("switch", "--quiet", "-C", "topic")
    return repository


def rekeyed(included: Checkout) -> None:
    included.commit(API_FILE, API.replace("partition_key: userId", "partition_key: accountId"))


def test_a_change_in_an_included_file_is_reviewed_there(included: Checkout) -> None:
    rekeyed(included)
    done = run("review", "--base", "main", "--format", "json")
    review = json.loads(done.output)
    assert (done.code, review["verdict"]) == (1, "critical")
    found = {(item["rule"], item["environment"], item["file"], item["line"]) for item in review["changes"]}
    assert ("partition-key-changed", "production", API_FILE, 5) in found
    assert {item["table"] for item in review["changes"]} == {"apiSessions"}
    assert run("affected", "--base", "main").output.splitlines() == ["development", "production"]


@pytest.mark.parametrize("form", names(REVIEW))
def test_a_table_whose_file_is_no_longer_included_says_so(included: Checkout, form: str) -> None:
    """Every format names the file that had it: the declaration itself has no line of the table."""
    included.commit("sessions.yaml", MAIN.replace("services/*/", "services/w*/"))
    output = run("review", "--base", "main", "--format", form).output
    for mark in ("`", "<code>", "</code>"):
        output = output.replace(mark, "")
    assert f"apiSessions is no longer declared, because {API_FILE} is no longer included" in output
    assert f"main:{API_FILE}" in output
    assert "webSessions is no longer" not in output


def test_a_file_that_is_gone_is_no_longer_included_either(included: Checkout) -> None:
    included.git("rm", "--quiet", API_FILE)
    assert f"because `{API_FILE}` is no longer included" in run("review", "--base", "main").output
    included.write("sessions.yaml", MAIN.partition("include:")[0] + WEB)
    assert f"because `{API_FILE}` is no longer included" in run("review", "--base", "main").output


def test_the_nearest_line_of_what_is_no_longer_included_is_the_list_of_files(included: Checkout) -> None:
    included.commit("sessions.yaml", MAIN.replace("services/*/", "services/w*/"))
    annotations = run("review", "--base", "main", "--format", "github").output
    assert "file=sessions.yaml,line=5,endLine=5" in annotations


def test_a_table_that_goes_from_a_file_that_stays_is_no_matter_of_the_list(included: Checkout) -> None:
    included.commit(API_FILE, API.replace("apiSessions", "otherSessions"))
    output = run("review", "--base", "main").output
    assert "apiSessions` is called" in output or "`apiSessions` is no longer declared" in output
    assert "no longer included" not in output


def test_a_table_that_is_in_another_file_now_has_not_left(included: Checkout) -> None:
    included.git("mv", "services/api", "services/others")
    included.git("commit", "--quiet", "-m", "another folder")
    assert "nothing changes" in run("review", "--base", "main").output


def test_without_a_change_nothing_is_affected(included: Checkout) -> None:
    done = run("review", "--base", "main", "--format", "json")
    assert json.loads(done.output)["changes"] == []
    assert run("affected", "--base", "main").output == ""


def test_what_moves_into_another_file_stays_what_it_is(included: Checkout) -> None:
    included.write("sessions.yaml", f"{MAIN}{API}")
    included.git("rm", "--quiet", API_FILE)
    assert json.loads(run("review", "--base", "main", "--format", "json").output)["changes"] == []


def test_a_file_that_leaves_takes_its_tables_with_it(included: Checkout) -> None:
    included.git("rm", "--quiet", API_FILE)
    done = run("review", "--base", "main", "--format", "json")
    found = {(item["rule"], item["table"], item["file"]) for item in json.loads(done.output)["changes"]}
    assert ("table-removed", "apiSessions", f"main:{API_FILE}") in found
    shown = run("review", "--base", "main")
    assert f"main:{API_FILE}:4:3" in shown.output
    assert "apiSessions:" in shown.output


@pytest.mark.parametrize("form", names(REVIEW))
def test_every_format_of_the_review_names_the_file(included: Checkout, form: str) -> None:
    rekeyed(included)
    output = run("review", "--base", "main", "--format", form).output
    assert API_FILE in output
    assert "sessions.yaml" not in output.replace(API_FILE, "").replace("main:sessions.yaml", "").partition("apiSess")[2]


@pytest.mark.parametrize("form", names(FINDINGS))
def test_every_format_of_the_check_names_the_file(included: Checkout, form: str) -> None:
    included.write(API_FILE, API.replace("ttl: expiresAt", "ttl: userId"))
    done = run("check", "--format", form)
    assert done.code == 1
    assert API_FILE in done.output
    assert "6" in done.output


def test_explain_names_the_file(included: Checkout) -> None:
    done = run("explain", "apiSessions", "-e", "production")
    assert f"declared at {API_FILE}:4" in done.output
    assert f"{API_FILE}:6" in done.output


def test_a_base_that_is_a_file_includes_what_is_beside_it(included: Checkout, tmp_path: Path) -> None:
    old = tmp_path / "old"
    (old / "services/api").mkdir(parents=True)
    (old / "sessions.yaml").write_text(MAIN, encoding="utf-8")
    (old / API_FILE).write_text(API.replace("expiresAt", "expires"), encoding="utf-8")
    review = json.loads(run("review", "--base", str(old / "sessions.yaml"), "--format", "json").output)
    found = {(item["rule"], item["table"]) for item in review["changes"] if item["environment"] == "production"}
    assert found >= {("ttl-attribute-changed", "apiSessions"), ("table-added", "webSessions")}


def test_the_declaration_may_have_moved_with_its_files(included: Checkout) -> None:
    included.write("pad.txt", "so that the folder stays")
    (included.folder / "infra").mkdir()
    included.git("mv", "sessions.yaml", "services", "infra")
    included.git("commit", "--quiet", "--message=moved")
    done = run("review", "--base", "main", "-f", "infra/sessions.yaml", "--format", "json")
    review = json.loads(done.output)
    assert (review["changes"], review["verdict"]) == ([], "none")


@pytest.mark.parametrize("kind", ["link", "missing", "broken"])
def test_a_base_with_a_file_that_cannot_be_read_is_not_compared(included: Checkout, kind: str) -> None:
    included.git("switch", "--quiet", "main")
    if kind == "link":
        included.git("rm", "--quiet", API_FILE)
        (included.folder / "services/api").mkdir()
        (included.folder / API_FILE).symlink_to("../web/sessions.yaml")
        included.git("add", ".")
    elif kind == "missing":
        included.write("sessions.yaml", MAIN.replace("services/*", "services/gone"))
    else:
        included.write(API_FILE, "tables: {")
    included.git("commit", "--quiet", "--all", "--message=spoiled")
    included.git("switch", "--quiet", "-C", "topic")
    (included.folder / API_FILE).unlink()
    included.write(API_FILE, API)
    included.write("sessions.yaml", MAIN)
    done = run("review", "--base", "main", "--format", "json")
    review = json.loads(done.output)
    assert (done.code, review["verdict"]) == (1, "critical")
    assert review["changes"] == []
    assert run("affected", "--base", "main").output.splitlines() == ["development", "production"]


def test_a_file_that_git_converts_is_refused(included: Checkout) -> None:
    included.write(".gitattributes", "services/api/* filter=secret\n")
    done = run("review", "--base", "main")
    assert done.code == 2
    assert f"git stores `{API_FILE}` with other bytes" in done.error
    included.git("add", ".")
    included.git("commit", "--quiet", "--message=attributes")
    included.git("branch", "--force", "main")
    included.write(".gitattributes", "")
    done = run("review", "--base", "main")
    assert (done.code, done.output.count("filter=secret")) == (1, 1)


def test_a_link_that_is_included_is_not_followed(included: Checkout, tmp_path: Path) -> None:
    (tmp_path / "outside.yaml").write_text("tables: {secret: {partition_key: id}}", encoding="utf-8")
    (included.folder / API_FILE).unlink()
    (included.folder / API_FILE).symlink_to(tmp_path / "outside.yaml")
    done = run("check")
    assert done.code == 1
    assert f"`{API_FILE}` is a link, which is not followed" in done.output
    assert "secret" not in done.output


def test_a_repository_within_is_not_included_from(included: Checkout) -> None:
    """What a submodule holds, no diff of the repository around it shows; of a commit it is refused, too."""
    included.write("services/web/.git", "gitdir: ../../.git/modules/web\n")
    for command in (("check",), ("review", "--base", "main")):
        done = run(*command)
        assert done.code == 1
        assert "`services/web` is a submodule, which is not followed" in done.output + done.error
    included.write("sessions.yaml", MAIN.replace("services/*/sessions.yaml", "services/**/sessions.yaml"))
    assert "`webSessions` is no longer declared" in run("review", "--base", "main").output


def test_a_pipe_that_is_included_is_not_waited_for(included: Checkout) -> None:
    (included.folder / API_FILE).unlink()
    os.mkfifo(included.folder / API_FILE)
    assert f"`{API_FILE}` is neither a file nor a folder" in run("check").output
    included.write("sessions.yaml", MAIN.replace("sessions.yaml", "s*.yaml"))
    assert "1 table in" in run("check").output  # a glob passes over what is no file


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads everything")
def test_a_file_without_permission_is_no_pass(included: Checkout) -> None:
    (included.folder / API_FILE).chmod(0)
    done = run("check")
    assert (done.code, f"`{API_FILE}` cannot be read: Permission denied" in done.error) == (3, True)


def test_standard_input_includes_from_the_working_folder(included: Checkout) -> None:
    done = run("check", "-f", "-", stdin=MAIN)
    assert (done.code, done.output.splitlines()[-1]) == (0, "<stdin>: 2 tables in 2 environments, no problems found")
