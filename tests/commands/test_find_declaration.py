"""A declaration is found from the folders below it, as far up as the repository goes."""

from __future__ import annotations

from pathlib import Path

import pytest

from sessionform.cli import main

DECLARATION = "version: 1\nenvironments: {production: {region: us-east-1}}\ntables: {s: {partition_key: id, ttl: e}}\n"


@pytest.fixture
def below(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder two below the root of a repository that has a declaration, as the working folder."""
    (tmp_path / "repository/.git").mkdir(parents=True)
    (tmp_path / "repository/sessions.yaml").write_text(DECLARATION, encoding="utf-8")
    folder = tmp_path / "repository/web/handlers"
    folder.mkdir(parents=True)
    monkeypatch.chdir(folder)
    return folder


def test_it_is_found_and_said(below: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check"]) == 0
    captured = capsys.readouterr()
    assert captured.err.startswith("sessionform: reading ../../sessions.yaml")
    assert "no problems found" in captured.out


def test_quietly_it_is_found_without_a_word(below: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "-q"]) == 0
    assert "reading" not in capsys.readouterr().err


def test_one_in_this_folder_comes_first(below: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (below / "sessions.yaml").write_text("version: 1\n", encoding="utf-8")
    assert main(["check"]) == 1
    assert "reading" not in capsys.readouterr().err


def test_beyond_the_repository_nothing_is_looked_for(below: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (below.parent / ".git").mkdir()
    assert main(["check"]) == 2
    assert "there is no file `sessions.yaml`" in capsys.readouterr().err


def test_outside_of_a_repository_only_this_folder_counts(below: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (below.parents[1] / ".git").rmdir()
    assert main(["check"]) == 2


def test_a_named_file_is_looked_for_where_it_is_named(below: Path) -> None:
    assert main(["check", "-f", "other.yaml"]) == 2


def test_a_link_is_refused_above_too(below: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = below.parents[1] / "sessions.yaml"
    file.rename(below.parents[1] / "real.yaml")
    file.symlink_to("real.yaml")
    assert main(["check"]) == 2
    assert "link" in capsys.readouterr().err


def test_plans_of_a_check_are_found_with_it(below: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["synth", "--rendered", "../../plans"]) == 0
    assert main(["synth", "--rendered", "../../plans", "--check"]) == 0


def test_plans_without_a_folder_are_those_beside_the_declaration(
    below: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["synth", "--check"]) == 1
    assert "`sessionform synth -f ../../sessions.yaml --rendered ../../plans`" in capsys.readouterr().err
    assert main(["synth", "--rendered"]) == 0
    assert list(below.iterdir()) == []
    assert (below.parents[1] / "plans/production.tf").is_file()
    assert main(["synth", "--rendered", "--check"]) == 0


@pytest.mark.slow
def test_the_stacks_go_where_the_app_beside_the_declaration_puts_them(below: Path) -> None:
    root = below.parents[1]
    (root / "cdktf.json").write_text('{"output": "build"}', encoding="utf-8")
    assert main(["synth", "-q"]) == 0
    assert (root / "build/stacks/production/cdk.tf.json").is_file()
    assert main(["synth", "-q", "--out", "cdktf.out"]) == 0
    assert (below / "cdktf.out/stacks/production/cdk.tf.json").is_file()
