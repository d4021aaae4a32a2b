"""`sessionform check FILE …`: several declarations at once, parts of one, and standard input that has a name."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from tests.commands.reviewing import run
from tests.commands.test_include import API, API_FILE, MAIN, WEB

ALONE = "version: 1\nenvironments: {staging: {region: us-east-1}}\ntables: {s: {partition_key: id, ttl: e}}\n"
ROLE = "assume_role_arn: 'arn:aws:iam::111122223333:role/deploy'"
REMOTE = "backend: {s3: {bucket: example-state, key: KEY, region: us-east-1}}"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository without anything in it, as the working folder."""
    (tmp_path / ".git").mkdir()
    monkeypatch.chdir(tmp_path)
    return tmp_path


def write(folder: Path, **files: str) -> None:
    for name, text in files.items():
        path = folder / (name.replace("__", "/") + ".yaml")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def declaration(name: str = "{table}-{environment}", key: str = "", account: str = "", more: str = "") -> str:
    backend = f", {REMOTE.replace('KEY', key)}" if key else ""
    owner = (f", account_id: '{account}'" if account else "") + (f", {more}" if more else "")
    return ALONE.replace("us-east-1}}", f"us-east-1{owner}{backend}}}}}") + f'table_name: "{name}"\n'


def test_paths_and_globs_are_checked_each_once(folder: Path) -> None:
    write(folder, a=declaration("aaa"), x__sessions=declaration("bbb"), y__sessions=declaration("ccc"))
    done = run("check", "a.yaml", "*/sessions.yaml", "./a.yaml")
    assert done.code == 0, done.output
    assert [line.split(":")[0] for line in done.output.splitlines() if "no problems" in line] == [
        "a.yaml",
        "x/sessions.yaml",
        "y/sessions.yaml",
    ]


@pytest.mark.parametrize("form", ["human", "json", "sarif", "github", "junit", "gitlab", "azure", "rdjson"])
def test_every_format_has_the_problems_of_all(folder: Path, form: str) -> None:
    write(folder, a=declaration("aaa").replace("ttl: e", "tttl: e"), b=declaration("bbb").replace("ttl: e", "ttl: id"))
    done = run("check", "a.yaml", "b.yaml", "--format", form)
    assert done.code == 1
    assert "a.yaml" in done.output
    assert "b.yaml" in done.output


@pytest.mark.parametrize("more", [[], ["--diff"]])
def test_what_cannot_be_read_does_not_hide_what_is_wrong_elsewhere(folder: Path, more: list[str]) -> None:
    write(folder, b=declaration("bbb").replace("ttl: e", "tttl: e"))
    os.mkfifo(folder / "pipe.yaml")
    done = run("check", "gone.yaml", "pipe.yaml", "b.yaml", *more)
    assert done.code == 2
    assert "tttl" in done.output
    assert "there is no file `gone.yaml`" in done.error
    assert "`pipe.yaml` is a named pipe" in done.error
    alone = run("check", "gone.yaml", "pipe.yaml", "--format", "json")
    assert (alone.code, alone.output) == (2, "")


def test_a_part_beside_its_declaration_is_checked_and_fixed_with_it(folder: Path) -> None:
    """As a hook names it: by itself it would be given a `version`, which no part may have."""
    text = "tables: {s: {partition_key: id, ttl: e}}\n"
    write(folder, sessions="version: 1\nenvironments: {e: {region: us-east-1}}\ninclude: [part.yaml]\n", part=text)
    assert run("check", "part.yaml").code == 0
    assert run("check", "--fix", "part.yaml").code == 0
    assert (folder / "part.yaml").read_text() == text


def test_a_part_of_a_declaration_of_another_name_is_not_given_a_version(folder: Path) -> None:
    text = "tables: {s: {partition_key: id, ttl: e}}\n"
    write(folder, ours="version: 1\nenvironments: {e: {region: us-east-1}}\ninclude: [part.yaml]\n", part=text)
    assert run("check", "--fix", "part.yaml").code == 1
    assert (folder / "part.yaml").read_text() == text


def test_a_glob_that_matches_nothing_is_no_pass(folder: Path) -> None:
    done = run("check", "services/*.yaml")
    assert (done.code, "`services/*.yaml` matches no file" in done.error) == (2, True)


def test_files_are_named_once(folder: Path) -> None:
    write(folder, a=ALONE, b=ALONE)
    assert "named twice" in run("check", "a.yaml", "-f", "b.yaml").error


def test_a_part_is_checked_with_the_declaration_that_includes_it(folder: Path) -> None:
    write(
        folder, sessions=MAIN, services__web__sessions=WEB, services__api__sessions=API.replace("expiresAt", "userId")
    )
    done = run("check", API_FILE, "services/web/sessions.yaml", "--format", "json")
    found = json.loads(done.output)["diagnostics"]
    assert {item["file"] for item in found if item["severity"] == "error"} == {API_FILE}
    assert len({json.dumps(item) for item in found}) == len(found)


def test_in_the_folder_of_a_part_the_whole_is_found(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(folder, sessions=MAIN, services__web__sessions=WEB, services__api__sessions=API)
    monkeypatch.chdir(folder / "services/api")
    done = run("check")
    assert done.error == "sessionform: reading ../../sessions.yaml\n"
    assert done.output.endswith("../../sessions.yaml: 2 tables in 2 environments, no problems found\n")


def test_a_part_that_nothing_includes_is_no_declaration(folder: Path) -> None:
    write(folder, sessions=ALONE, services__web__sessions=WEB)
    done = run("check", "services/web/sessions.yaml")
    assert (done.code, "needs `version`" in done.output) == (1, True)


def test_standard_input_may_be_a_file_that_is_not_saved(folder: Path) -> None:
    write(folder, app__services__web__sessions=WEB, app__services__api__sessions=API)
    text = MAIN.replace("us-east-1", "us-nowhere-1", 1)
    done = run("check", "-f", "-", "--stdin-filename", "app/sessions.yaml", "--format", "json", stdin=text)
    found = json.loads(done.output)["diagnostics"]
    assert ("app/sessions.yaml", 3) in {(item["file"], item["line"]) for item in found}
    assert "include-refused" not in {item["rule"] for item in found}
    assert run("check", "-", "--stdin-filename", "app/sessions.yaml", stdin=MAIN).code == 0


def test_a_name_of_standard_input_without_it_is_refused(folder: Path) -> None:
    write(folder, sessions=ALONE)
    done = run("check", "--stdin-filename", "sessions.yaml")
    assert (done.code, "`--stdin-filename`" in done.error) == (2, True)


@pytest.mark.parametrize(
    ("first", "second", "rule", "code"),
    [
        (declaration("aaa", "same"), declaration("bbb", "same"), "state-shared", 1),
        (declaration("aaa", "one"), declaration("bbb", "two"), "", 0),
        (declaration("aaa"), declaration("bbb"), "", 0),
        (declaration("aaa", "one"), declaration("aaa", "two"), "table-name-shared", 0),
        (declaration("aaa", "one", "111122223333"), declaration("aaa", "two", "111122223333"), "table-name-taken", 1),
        (declaration("aaa", "one", "111122223333"), declaration("aaa", "two", "444455556666"), "", 0),
        (declaration("aaa", "one", "111122223333"), declaration("aaa", "two"), "table-name-shared", 0),
        (declaration("aaa", "one", "111122223333"), declaration("aaa", "two", more=ROLE), "table-name-taken", 1),
        (declaration("aaa", "one", "444455556666"), declaration("aaa", "two", more=ROLE), "", 0),
        (declaration("aaa", "one", more="profile: a"), declaration("aaa", "two"), "table-name-shared", 0),
        (
            declaration("aaa", "one", more="profile: a"),
            declaration("aaa", "two", more="profile: a"),
            "table-name-taken",
            1,
        ),
        (declaration("aaa", "one", more="profile: a"), declaration("aaa", "two", more="profile: b"), "", 0),
    ],
)
def test_what_two_declarations_both_have_is_found(folder: Path, first: str, second: str, rule: str, code: int) -> None:
    write(folder, x__sessions=first, y__sessions=second)
    done = run("check", "*/sessions.yaml", "--format", "json")
    found = [item for item in json.loads(done.output)["diagnostics"] if item["severity"] != "note"]
    assert [item["rule"] for item in found] == ([rule] if rule else [])
    assert [item["file"] for item in found] == (["y/sessions.yaml"] if rule else [])
    assert done.code == code
    if rule:
        assert "x/sessions.yaml" in run("check", "*/sessions.yaml").output.partition(":::")[2]
